# Words of a brochure and the pages around it, in Somali; what is missing here stays English.
# Made by a computer: a person who knows Somali has to review it. The notes on single messages are in `en.ftl`.

## Around every page

skip-to-content = U gudub qoraalka
menu = Liiska
close = Xir
main-menu = Liiska weyn
language = Luqadda
you-are-here = Halkan ayaad joogtaa
on-this-page = Bogga ku yaal
previous-and-next = Hore iyo xiga
previous = Hore
next = Xiga
print-page = Daabac boggan
search = Raadi
calendar = Jadwalka
glossary = Erayo la sharxay
roles = Doorarka
role = Doorka
home = Bilow
more = Wax dheeraad ah

## Editions

edition = Daabacaad
edition-for = Loogu talagalay
edition-made-for = Waxaa loo sameeyay: { $audience }.
this-edition = Daabacaaddan
edition-line = Daabacaadda { $state } ee { $audience }, la soo saaray { $date }
edition-line-district = Daabacaadda { $district } ee { $audience }, la soo saaray { $date }
released-on = La soo saaray
choose-another-edition = Dooro daabacaad kale
same-document-for = Isla dukumentigan oo loogu talagalay
same-page-for = Isla boggan oo loogu talagalay
for-whom = Loogu talagalay
for-everyone = qof walba
for-own-and-others =
    { $n ->
        [0] { $own }
        [one] { $own } iyo hal koox oo kale
       *[other] { $own } iyo { $n } kooxood oo kale
    }
list-and = { $list } iyo { $last }
list-comma = { $list }, { $next }

## Help

help = Caawin
help-in-your-language = Waxaad codsan kartaa turjubaan. Waa bilaash.
help-with-documents = Caawin ku saabsan dukumenti
help-with-this-document = Codso caawin ku saabsan dukumentigan, ama ku codso qaab kale
send-a-comment = Soo dir faallo
comment-on-this-document = Soo dir faallo ku saabsan dukumentigan
questions-call = Su’aalo? Wac: { $who }
feed = Wararka
feed-title = Waxa cusub

## Chooser and lost pages

choose-language = Dooro luqaddaada
who-are-you = Yaad tahay?
chooser-title = { $plan }: hel bogaggaaga
chooser-text = Koox kasta waxay leedahay bogag u gaar ah, oo loo qoray waxa ay samaynayso.
not-found-kicker = Bogga lama helin
not-found-title = Boggan halkan ma joogo
not-found-text = Waa la raray ama cinwaanka ayaa qalad ku jira. Dooro daabacaaddaada si aad jidka u hesho.
moved-title = Boggan waa la raray
moved-text = Halkan ka hel:

## Home

documents-title = Dhammaan dukumentiyada
all-of-kind = Dhammaan ({ $n }): { $kind }
topics = Mawduucyada
topics-title = Mawduuc ahaan
topic-title = Mawduuca: { $topic }
documents-count =
    { $n ->
        [one] 1 dukumenti
       *[other] { $n } dukumenti
    }

## Documents

about-this-document = Ku saabsan dukumentigan
address = Cinwaanka
reviewed = Dib loo eegay
reviewed-on = Dib loo eegay
review-by = Dib-u-eegista xigta ka hor
updated-on = La cusboonaysiiyay
reading-minutes =
    { $n ->
        [one] 1 daqiiqo oo akhris ah
       *[other] { $n } daqiiqo oo akhris ah
    }
minutes =
    { $n ->
        [one] 1 daqiiqo
       *[other] { $n } daqiiqo
    }
footnotes =
    { $n ->
        [one] Qoraal hoose
       *[other] Qoraallo hoose
    }
footnote-link = Qoraalka { $number }
back-to-text = Ku noqo qoraalka { $n }
sources =
    { $n ->
        [one] Isha
       *[other] Ilaha
    }
source-link = Isha { $number }
source-page = b. { $page }
source-as-of = Taariikhda xogta
source-checked = La hubiyay
section-link = Xiriiriyaha qaybtan: { $title }
grade-bands = Fasallada
title-of = { $title } · { $audience } · { $site }
new-window = wuxuu ku furmayaa daaqad cusub
district-text = Waxaa qoray { $district }
not-translated = Qaybtan weli lama turjumin. Waxay ku qoran tahay { $language }.

## Grades

grade = Fasalka { $grade }
grades = Fasallada { $grades }
grade-post = dugsiga sare kadib
only-grade-post = Dugsiga sare kadib
all-grades = Dhammaan fasallada

## Blocks in the text

callout-tip = Talo
callout-note = Ogeysiis
callout-law = Waxa sharcigu leeyahay
callout-example = Tusaale
callout-equity = Qof walba
at-a-glance = Dulmar degdeg ah
steps = Tallaabooyin
checklist = Liis la calaamadeeyo
to-fill-in = in la buuxiyo
form-space = Meel wax lagu qoro
box = sanduuq la calaamadeeyo
external-link = bog kale
phone-label = Telefoon
email-label = Iimayl
mark-grades = Fasallada { $grades }
mark-grade = Fasalka { $grade }
mark-audience = Loogu talagalay { $audience }
mark-except = Looma talagelin { $audience }

## Downloads, kinds of documents

downloads = Qaado
kind-brochure = Buug-yare
kind-message = Fariin
kind-page = Bog
kind-term = Eray la sharxay
kinds-brochure = Buug-yareyaal
kinds-message = Warqado iyo fariimo
kinds-page = Waa wanaagsan tahay in la ogaado
search-label = Erayo la raadiyo
search-none = Waxba lama helin. Isku day erayo ka yar ama ka gaaban.

# What is printed of a document
print-pdf = PDF
print-fold = PDF la daabaco oo la laabo
print-large-print = PDF far waaweyn ah
print-print-shop = PDF loogu talagalay madbacad
print-handouts = Warqado (PDF)

## What became of printed editions: the pages below `e/`

status-title-of = { $code }: { $title }
status-kicker = Warqadda leh koodhka
status-current-title = Warqaddani waa mid cusub
status-current-text = Waxaad haysataa daabacaaddii ugu cusbayd ee “{ $title }”.
status-replaced-title = Waxaa jirta daabacaad ka cusub
status-replaced-text = “{ $title }” way saxnayd markii la daabacay. Wax baa iska beddelay tan iyo markaas. Fadlan isticmaal daabacaadda cusub.
status-withdrawn-title = Fadlan warqaddan ha isticmaalin mar dambe
status-withdrawn-text = Waan ka noqonnay “{ $title }”.
status-why = Sababta:
status-read-current = Ku akhri internetka
status-read-replaced = Akhri daabacaadda cusub
status-read-withdrawn = Hel waxa maanta saxda ah
status-line = Warqaddaada ilaa maanta
status-about = Ku saabsan warqaddaada
status-home = Dhammaan bogagga { $audience }
status-your-paper = Warqaddaada
status-newest = Daabacaadda ugu cusub
status-between = Sidoo kale waa la beddelay
status-gone = Laga noqday
status-code = Koodhka

# Brochures on paper
paper-draft = Qabyo. Weli ma laha koodh daabacaad.
paper-sources = Ilaha { $numbers }: { $address }
paper-qr = Koodhka QR ee u geeya { $address }
paper-my-notes = Qoraalladayda
contents = Waxa ku jira
edition-code = Koodhka daabacaadda:
on-page = bogga { $number }
your-notes = Qoraalladaada

# Of a passage in an edition of another language; $language is the name of the source's language.
notice-untranslated = Qaybtan weli lama turjumin. Waxay ku qoran tahay { $language }.
notice-stale = Qoraalka { $language } ee qaybtan ayaa ka cusub turjumaaddan.
notice-machine = Kombuyuutar ayaa qaybtan ka turjumay { $language }. Weli qofna ma hubin.

# A home and its year
do-now =
    { $n ->
        [one] Marka hore tan samee
       *[other] Marka hore kuwan samee
    }
your-year = Sannadkaaga, bil bil
months-of-the-year = Bilaha sannad dugsiyeedka
this-month = Bishan
month-empty = Wax cusub ma jiraan bishan.
still-going-on = Weli way socotaa:
hours =
    { $n ->
        [one] 1 saac
       *[other] { $n } saacadood
    }
minutes-per-year =
    { $n ->
        [one] 1 daqiiqo sannadkii
       *[other] { $n } daqiiqo sannadkii
    }
hours-per-year =
    { $n ->
        [one] 1 saac sannadkii
       *[other] { $n } saacadood sannadkii
    }
you-line = Adiga: { $words }
you-accountable = waad hoggaamisaa
you-responsible = waad samaysaa
you-support = waad caawisaa
you-consulted = waa lagu weydiiyaa
you-informed = waa laguu sheegaa
all-year = Sannadka oo dhan
month-range = { $from } ilaa { $to }
month-jan = Janaayo
month-feb = Febraayo
month-mar = Maarso
month-apr = Abriil
month-may = Maajo
month-jun = Juun
month-jul = Luulyo
month-aug = Agoosto
month-sep = Sebtembar
month-oct = Oktoobar
month-nov = Noofembar
month-dec = Diseembar
month-short-jan = Jan
month-short-feb = Feb
month-short-mar = Mar
month-short-apr = Abr
month-short-may = Maj
month-short-jun = Jun
month-short-jul = Lul
month-short-aug = Ago
month-short-sep = Seb
month-short-oct = Okt
month-short-nov = Nof
month-short-dec = Dis

# Districts and their readers
find-your-district = Raadi degmadaada dugsiyada
districts-text = Degmadaadu waxay kuu sheegaysaa cidda aad wacayso, waxayna leedahay bogag adiga kuu gaar ah.
districts-by-name = Magac ahaan
districts-by-region = Gobol ahaan
districts-other-regions = Degmooyin kale
districts-letters = Xarfaha
district-lead = { $plan }: waxa degmadaadu kuu sheegayso.
district-schools = Dugsiyada
district-of-school = Dugsigu wuxuu ka tirsan yahay
district-with-state = La shaqaynta { $state }
district-more-from-state = Wax badan oo ka socda { $state }
in-your-district = Degmadaada

in-language-only = { $language } kaliya
untranslated-help = Kuwan weli lama turjumin. Waxaad codsan kartaa turjubaan kuu sharraxa. Waa bilaash.

# Roles, duties and search, as families meet them
roles-title = Qaybtaada, door ilaa door
minutes-per-student = { $n ->
    [one] 1 daqiiqo ardaygiiba
   *[other] { $n } daqiiqo ardaygiiba
}
segment-welcome = Soo dhawayn
evidence = Waxaad ku garan kartaa inuu dhammaaday:
duties-count = { $n ->
    [0] Hawlo ma jiraan
    [one] 1 hawl
   *[other] { $n } hawlood
}
role-year = Sannadka doorkan
role-duties = Dhammaan hawlaha doorkan
role-duties-consulted = Waxa doorkan la weydiiyo
role-duties-informed = Waxa doorkan loo sheego
load-students = { $n ->
    [one] { $number } arday
   *[other] { $number } arday
}
load-year-label = Sannadka
load-some-students = qiyaastii { $number } ka mid ah { $all } arday
plain-responsible = waa la sameeyaa
plain-consulted = waa la weydiiyaa
plain-informed = waa loo sheegaa
rasci-part-support = { $role }: wuu caawiyaa.
rasci-part-informed = { $role }: waa loo sheegaa.
plain-part-accountable = { $role }: wuu hoggaamiyaa.
plain-part-responsible = { $role }: wuu sameeyaa.
plain-part-support = { $role }: wuu caawiyaa.
plain-part-informed = { $role }: waa loo sheegaa.
sentence-accountable = Hoggaanka: { $who }.
sentence-responsible = Sameeya: { $who }.
sentence-support = Caawiya: { $who }.
sentence-informed = Loo sheego: { $who }.
download-ics = Taariikhaha kalandarkaaga
per-student = ardaygiiba
per-year = sannad kasta
search-found = Qaybaha la helay: { "{n}" }
search-needs-script = Raadintu waxay u baahan tahay JavaScript. Dhammaan waraaqaha waxaad ka heli kartaa liisaskan:
search-instead = Ama eeg liisaska
