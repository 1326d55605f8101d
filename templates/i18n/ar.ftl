# Words of a brochure and the pages around it, in Arabic; what is missing here stays English.
# Made by a computer: a person who knows Arabic has to review it. The notes on single messages are in `en.ftl`.

## Around every page

skip-to-content = انتقل إلى المحتوى
menu = القائمة
close = إغلاق
main-menu = القائمة الرئيسية
language = اللغة
you-are-here = موقعك الآن
on-this-page = في هذه الصفحة
previous-and-next = السابق والتالي
previous = السابق
next = التالي
print-page = اطبع هذه الصفحة
search = بحث
calendar = التقويم
glossary = شرح الكلمات
roles = الأدوار
role = الدور
home = البداية
more = المزيد

## Editions

edition = الطبعة
edition-for = إلى
edition-made-for = أُعدّت لـ: { $audience }.
this-edition = هذه الطبعة
edition-line = طبعة { $state } لـ: { $audience }، صدرت في { $date }
edition-line-district = طبعة { $district } لـ: { $audience }، صدرت في { $date }
released-on = صدرت في
choose-another-edition = اختر طبعة أخرى
same-document-for = المستند نفسه لـ
same-page-for = الصفحة نفسها لـ
for-whom = لـ
for-everyone = الجميع
for-own-and-others =
    { $n ->
        [0] { $own }
        [zero] { $own }
        [one] { $own } ومجموعة أخرى
        [two] { $own } ومجموعتان أخريان
        [few] { $own } و{ $n } مجموعات أخرى
        [many] { $own } و{ $n } مجموعة أخرى
       *[other] { $own } و{ $n } مجموعة أخرى
    }
list-and = { $list } و{ $last }
list-comma = { $list }، { $next }

## Help

help = مساعدة
help-in-your-language = يمكنكم أن تطلبوا مترجمًا شفهيًا. هذا مجاني.
help-with-documents = مساعدة في مستند
help-with-this-document = اطلبوا مساعدة في هذا المستند، أو اطلبوه بشكل آخر
send-a-comment = أرسلوا تعليقًا
comment-on-this-document = أرسلوا تعليقًا على هذا المستند
questions-call = أسئلة؟ اتصلوا: { $who }
feed = الأخبار
feed-title = الجديد

## Chooser and lost pages

choose-language = اختر لغتك
who-are-you = من أنت؟
chooser-title = { $plan }: ابحث عن صفحاتك
chooser-text = لكل مجموعة صفحاتها الخاصة، مكتوبة لما عليها أن تفعله.
not-found-kicker = الصفحة غير موجودة
not-found-title = هذه الصفحة ليست هنا
not-found-text = ربما نُقلت، أو قد يكون في العنوان خطأ. اختر طبعتك لتجد طريقك.
moved-title = نُقلت هذه الصفحة
moved-text = تجدها هنا:

## Home

documents-title = كل المستندات
all-of-kind = الكل ({ $n }): { $kind }
topics = المواضيع
topics-title = حسب الموضوع
topic-title = الموضوع: { $topic }
documents-count =
    { $n ->
        [zero] لا مستندات
        [one] مستند واحد
        [two] مستندان
        [few] { $n } مستندات
        [many] { $n } مستندًا
       *[other] { $n } مستند
    }

## Documents

about-this-document = عن هذا المستند
address = العنوان
reviewed = تمت المراجعة
reviewed-on = تمت المراجعة في
review-by = المراجعة التالية قبل
updated-on = حُدّث في
reading-minutes =
    { $n ->
        [zero] أقل من دقيقة للقراءة
        [one] دقيقة واحدة للقراءة
        [two] دقيقتان للقراءة
        [few] { $n } دقائق للقراءة
        [many] { $n } دقيقة للقراءة
       *[other] { $n } دقيقة للقراءة
    }
minutes =
    { $n ->
        [zero] { $n } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $n } دقائق
        [many] { $n } دقيقة
       *[other] { $n } دقيقة
    }
footnotes =
    { $n ->
        [one] ملاحظة
       *[other] ملاحظات
    }
footnote-link = الملاحظة { $number }
back-to-text = العودة إلى الملاحظة { $n } في النص
sources =
    { $n ->
        [one] المصدر
       *[other] المصادر
    }
source-link = المصدر { $number }
source-page = ص { $page }
source-as-of = بتاريخ
source-checked = جرى التحقق في
section-link = رابط إلى هذا القسم: { $title }
grade-bands = الصفوف
title-of = { $title } · { $audience } · { $site }
new-window = يُفتح في نافذة جديدة
district-text = كتبه { $district }
not-translated = لم يُترجم هذا الجزء بعد. يظهر بلغة: { $language }.

## Grades

grade = الصف { $grade }
grades = الصفوف { $grades }
grade-post = بعد المدرسة الثانوية
only-grade-post = بعد المدرسة الثانوية
all-grades = كل الصفوف

## Blocks in the text

callout-tip = نصيحة
callout-note = ملاحظة
callout-law = ماذا يقول القانون
callout-example = مثال
callout-equity = للجميع
at-a-glance = نظرة سريعة
steps = الخطوات
checklist = قائمة للتأشير
to-fill-in = للملء
form-space = مكان للكتابة
box = مربع للتأشير
external-link = في موقع آخر
phone-label = هاتف
email-label = بريد إلكتروني
mark-grades = الصفوف { $grades }
mark-grade = الصف { $grade }
mark-audience = لـ: { $audience }
mark-except = ليس لـ: { $audience }

## Downloads, kinds of documents

downloads = خذه معك
kind-brochure = كتيّب
kind-message = رسالة
kind-page = صفحة
kind-term = شرح كلمة
kinds-brochure = كتيّبات
kinds-message = رسائل
kinds-page = من المفيد أن تعرف
search-label = كلمات للبحث
search-none = لم يُعثر على شيء. جرّب كلمات أقل أو أقصر.

# What is printed of a document
print-pdf = PDF
print-fold = PDF للطباعة والطي
print-large-print = PDF بخط كبير
print-print-shop = PDF للمطبعة
print-handouts = أوراق (PDF)

## What became of printed editions: the pages below `e/`

status-title-of = { $code }: { $title }
status-kicker = الورقة التي تحمل الرمز
status-current-title = هذه الورقة حديثة
status-current-text = لديكم أحدث طبعة من “{ $title }”.
status-replaced-title = توجد طبعة أحدث
status-replaced-text = كانت “{ $title }” صحيحة عند طباعتها. تغيّر بعض ما فيها منذ ذلك الحين. نرجو استخدام الطبعة الأحدث.
status-withdrawn-title = نرجو عدم استخدام هذه الورقة بعد الآن
status-withdrawn-text = سحبنا “{ $title }”.
status-why = السبب:
status-read-current = اقرؤوها على الإنترنت
status-read-replaced = اقرؤوا الطبعة الأحدث
status-read-withdrawn = ابحثوا عما هو صحيح اليوم
status-line = من ورقتكم إلى اليوم
status-about = عن ورقتكم
status-home = كل الصفحات لـ: { $audience }
status-your-paper = ورقتكم
status-newest = أحدث طبعة
status-between = استُبدلت أيضًا
status-gone = سُحبت
status-code = الرمز

# Brochures on paper
paper-draft = مسودة. ليس لها رمز طبعة بعد.
paper-sources = المصادر { $numbers }: { $address }
paper-qr = رمز QR يؤدي إلى { $address }
paper-my-notes = ملاحظاتي
contents = المحتويات
edition-code = رمز الطبعة:
on-page = صفحة { $number }
your-notes = ملاحظاتكم

# Of a passage in an edition of another language; $language is the name of the source's language.
notice-untranslated = لم يُترجم هذا الجزء بعد. لغته: { $language }.
notice-stale = نص هذا الجزء بلغته الأصلية ({ $language }) أحدث من هذه الترجمة.
notice-machine = ترجم الحاسوب هذا الجزء ({ $language }). لم يراجعه أحد بعد.

# A home and its year
do-now =
    { $n ->
        [one] ابدأوا بهذا
       *[other] ابدأوا بهذه الخطوات
    }
your-year = سنتكم شهرًا بعد شهر
months-of-the-year = أشهر السنة الدراسية
this-month = هذا الشهر
month-empty = لا شيء جديد هذا الشهر.
still-going-on = ما زال مستمرًا:
hours =
    { $n ->
        [zero] { $n } ساعة
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $n } ساعات
        [many] { $n } ساعة
       *[other] { $n } ساعة
    }
minutes-per-year =
    { $n ->
        [zero] { $n } دقيقة في السنة
        [one] دقيقة واحدة في السنة
        [two] دقيقتان في السنة
        [few] { $n } دقائق في السنة
        [many] { $n } دقيقة في السنة
       *[other] { $n } دقيقة في السنة
    }
hours-per-year =
    { $n ->
        [zero] { $n } ساعة في السنة
        [one] ساعة واحدة في السنة
        [two] ساعتان في السنة
        [few] { $n } ساعات في السنة
        [many] { $n } ساعة في السنة
       *[other] { $n } ساعة في السنة
    }
you-line = دوركم: { $words }
you-accountable = تقودون
you-responsible = تقومون به
you-support = تساعدون
you-consulted = تُسألون
you-informed = تُخبَرون
all-year = طوال السنة
month-range = من { $from } إلى { $to }
month-jan = يناير
month-feb = فبراير
month-mar = مارس
month-apr = أبريل
month-may = مايو
month-jun = يونيو
month-jul = يوليو
month-aug = أغسطس
month-sep = سبتمبر
month-oct = أكتوبر
month-nov = نوفمبر
month-dec = ديسمبر
month-short-jan = يناير
month-short-feb = فبراير
month-short-mar = مارس
month-short-apr = أبريل
month-short-may = مايو
month-short-jun = يونيو
month-short-jul = يوليو
month-short-aug = أغسطس
month-short-sep = سبتمبر
month-short-oct = أكتوبر
month-short-nov = نوفمبر
month-short-dec = ديسمبر

# Districts and their readers
find-your-district = ابحثوا عن منطقتكم التعليمية
districts-text = منطقتكم تخبركم بمن تتصلون، ولها صفحات خاصة لكم.
districts-by-name = حسب الاسم
districts-by-region = حسب الإقليم
districts-other-regions = مناطق أخرى
districts-letters = الحروف
district-lead = { $plan }: ما تقوله لكم منطقتكم.
district-schools = المدارس
district-of-school = تتبع المدرسة
district-with-state = مع { $state }
district-more-from-state = المزيد من { $state }
in-your-district = في منطقتكم

in-language-only = بهذه اللغة فقط: { $language }
untranslated-help = لم تُترجم هذه الصفحات بعد. يمكنكم أن تطلبوا مترجمًا شفهيًا يشرحها لكم. هذا مجاني.

# Roles, duties and search, as families meet them
roles-title = دوركم، دورًا دورًا
minutes-per-student = { $n ->
    [one] دقيقة واحدة لكل طالب
    [two] دقيقتان لكل طالب
    [few] { $n } دقائق لكل طالب
   *[other] { $n } دقيقة لكل طالب
}
segment-welcome = الترحيب
evidence = تعرفون أنه تم عندما ترون:
duties-count = { $n ->
    [0] لا مهام
    [one] مهمة واحدة
    [two] مهمتان
    [few] { $n } مهام
   *[other] { $n } مهمة
}
role-year = السنة في هذا الدور
role-duties = كل مهام هذا الدور
role-duties-consulted = ما يُسأل عنه هذا الدور
role-duties-informed = ما يُخبَر به هذا الدور
load-students = { $n ->
    [one] طالب واحد
    [two] طالبان
    [few] { $number } طلاب
   *[other] { $number } طالبًا
}
load-year-label = السنة
load-some-students = لنحو { $number } من { $all } طالب
plain-responsible = يقوم به
plain-consulted = يُسأل
plain-informed = يُخبَر
rasci-part-support = { $role }: يساعد.
rasci-part-informed = { $role }: يُخبَر.
plain-part-accountable = { $role }: يقود.
plain-part-responsible = { $role }: يقوم به.
plain-part-support = { $role }: يساعد.
plain-part-informed = { $role }: يُخبَر.
sentence-accountable = المسؤول: { $who }.
sentence-responsible = من يقوم به: { $who }.
sentence-support = من يساعد: { $who }.
sentence-informed = من يُخبَر: { $who }.
download-ics = المواعيد لتقويمكم
per-student = لكل طالب
per-year = كل سنة
search-found = المقاطع التي وُجدت: { "{n}" }
search-needs-script = يحتاج البحث إلى JavaScript في متصفحكم. تجدون كل المستندات في هذه القوائم:
search-instead = أو تصفّحوا القوائم
