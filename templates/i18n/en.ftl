# Words of the pages, in English.
# Each message is a whole phrase, so that a translator can change its order.
# {$n} is always a number. Texts from the site (titles, names) come in as they are.

## Around every page

skip-to-content = Skip to the content
menu = Menu
close = Close
main-menu = Main menu
language = Language
you-are-here = You are here
on-this-page = On this page
previous-and-next = Previous and next
previous = Previous
next = Next
print-page = Print this page
search = Search
calendar = Calendar
glossary = Words explained
roles = Roles
role = Role
home = Start
more = More

## Editions

edition = Edition
edition-for = For
edition-made-for = Made for { $audience }.
this-edition = This edition
edition-line = { $state } edition for { $audience }, released { $date }
edition-line-district = { $district } edition for { $audience }, released { $date }
released-on = Released
choose-another-edition = Choose another edition
same-document-for = The same document for
same-page-for = The same page for
for-whom = For
for-everyone = everyone
for-own-and-others =
    { $n ->
        [0] { $own }
        [one] { $own } and one other group
       *[other] { $own } and { $n } other groups
    }
list-and = { $list } and { $last }
list-comma = { $list }, { $next }

## Help

help = Help
help-in-your-language = You may ask for an interpreter. It is free.
help-with-documents = Help with a document
help-with-this-document = Get help with this document, or ask for it in another form
send-a-comment = Send a comment
comment-on-this-document = Send a comment on this document
questions-call = Questions? Call { $who }
feed = News feed
feed-title = What is new

## Chooser and lost pages

choose-language = Choose your language
who-are-you = Who are you?
chooser-title = { $plan }: find your pages
chooser-text = Each group has its own pages, written for what it has to do.
not-found-kicker = Page not found
not-found-title = This page is not here
not-found-text = It may have moved, or the address may have a mistake in it. Choose your edition to find your way.
find-your-district = Find your school district
districts-text = Your district says whom to call, and has its own pages for you.
districts-by-name = By name
districts-by-region = By region
districts-other-regions = Other districts
districts-letters = Letters
district-lead = { $plan }: what your district tells you.
district-schools = Schools
district-of-school = The school belongs to
district-with-state = With { $state }
district-more-from-state = More from { $state }
in-your-district = In your district
moved-title = This page has moved
moved-text = You can find it here:

## Home

do-now =
    { $n ->
        [one] Do this first
       *[other] Do these things first
    }
your-year = Your year, month by month
months-of-the-year = Months of the school year
this-month = This month
month-empty = Nothing new is due this month.
still-going-on = Still going on:
phases-title = The parts of the { $plan }
roles-title = Your part, role by role
documents-title = All documents
all-of-kind = All { $n }: { $kind }
topics = Topics
topics-title = By topic
topic-title = Topic: { $topic }
documents-count =
    { $n ->
        [one] 1 document
       *[other] { $n } documents
    }

## Documents

about-this-document = About this document
address = Address
reviewed = Reviewed
reviewed-on = Reviewed
review-by = Next review by
updated-on = Updated
reading-minutes =
    { $n ->
        [one] 1 minute to read
       *[other] { $n } minutes to read
    }
minutes =
    { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }
hours =
    { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
words =
    { $n ->
        [one] 1 word
       *[other] { $n } words
    }
minutes-per-student =
    { $n ->
        [one] 1 minute for each student
       *[other] { $n } minutes for each student
    }
minutes-per-month =
    { $n ->
        [one] 1 minute a month
       *[other] { $n } minutes a month
    }
minutes-per-term =
    { $n ->
        [one] 1 minute a term
       *[other] { $n } minutes a term
    }
minutes-per-year =
    { $n ->
        [one] 1 minute a year
       *[other] { $n } minutes a year
    }
hours-per-student =
    { $n ->
        [one] 1 hour for each student
       *[other] { $n } hours for each student
    }
hours-per-month =
    { $n ->
        [one] 1 hour a month
       *[other] { $n } hours a month
    }
hours-per-term =
    { $n ->
        [one] 1 hour a term
       *[other] { $n } hours a term
    }
hours-per-year =
    { $n ->
        [one] 1 hour a year
       *[other] { $n } hours a year
    }
phase-of = Part { $number } of { $count }: { $name }
chapter-of = Chapter { $number } of { $count }
chapters =
    { $n ->
        [one] Chapter
       *[other] Chapters
    }
in-this-guide = In this guide
footnotes =
    { $n ->
        [one] Note
       *[other] Notes
    }
footnote-link = Note { $number }
back-to-text = Back to note { $n } in the text
sources =
    { $n ->
        [one] Source
       *[other] Sources
    }
source-link = Source { $number }
source-page = p. { $page }
source-as-of = As of
source-checked = Checked
section-link = Link to this section: { $title }
grade-bands = Grades
title-of = { $title } · { $audience } · { $site }
new-window = opens in a new window
district-text = Written by { $district }
not-translated = This part is not translated yet. It is shown in { $language }.

## Grades

grade = Grade { $grade }
grades = Grades { $grades }
grade-range = { $from }–{ $to }
grade-k = K
grade-post = after high school
only-grade-k = Kindergarten
only-grade-post = After high school
other-duties = Other tasks
all-grades = All grades

## Blocks in the text

callout-tip = Tip
callout-note = Note
callout-law = What the law says
callout-example = Example
callout-equity = For everyone
at-a-glance = At a glance
steps = Steps
checklist = Checklist
figure = Figure
quote-by = { $who }
table = Table: { $title }
table-plain = Table
scroll-table = Table, can be scrolled sideways
to-fill-in = to fill in
done = done:
open-task = to do:
form-space = Space to write
box = box to tick
external-link = on another site
phone-label = Phone
email-label = E-mail
# "Grades" mark beside a passage that is for some grades only.
mark-grades = Grades { $grades }
mark-grade = Grade { $grade }
mark-audience = For { $audience }
mark-except = Not for { $audience }
mark-role = { $role }
# Before who leads a duty and who does it, beside a passage that is tied to it.
tie-task = { $task }:
# How prose says that somebody must do something: `ilpress check` looks for these words directly
# after a role's or a group's name. No reader sees them. Parted by semicolons, in small letters.
obligations = must; shall; has to; have to; is required to; are required to; is expected to; are expected to; is responsible for; are responsible for
# What begins like those and gives nobody a task.
obligations-not = must not; must never; must be; must have; shall not; shall never; shall be; has to be; have to be; has to have; have to have; is required to be; are required to be; is expected to be; are expected to be
# Words after which a name isn't who has the task: "if counselors must", "the work of counselors must".
obligations-not-after = if; when; whether; unless; because; that; which; who; whom; whose; where; while; what; how; why; though; although; until; before; after; than; as; since; of; for; to; by; from; with; without; in; on; at; about; between; among; do; does; did; not; no; neither; nor
# Before the passages that are about a duty.
read-about = Read:

## Modules

facilitator-view = For the facilitator
participant-view = For participants
agenda = Agenda
objectives = What people will be able to do
prerequisites = Before you come
materials = Bring
preparation = Get ready
room = Room
group-size = Group:
module-minutes =
    { $n ->
        [one] 1 minute in all
       *[other] { $n } minutes in all
    }
credit-hours =
    { $n ->
        [one] 1 credit hour
       *[other] { $n } credit hours
    }
end = End
say = Say
slide-number = Slide { $number }
slides =
    { $n ->
        [one] 1 slide
       *[other] { $n } slides
    }
activity = Activity
activity-line = Activity · { $grouping } · { $time }
activity-grouping = Activity · { $grouping }
activity-time = Activity · { $time }
debrief = Talk about it
handout = Handout
handout-title = Handout: { $title }
handouts =
    { $n ->
        [one] Handout
       *[other] Handouts
    }
segment-welcome = Welcome
segment-opening = Opening
segment-talk = Talk
segment-presentation = Presentation
segment-activity = Activity
segment-discussion = Discussion
segment-practice = Practice
segment-reflection = Reflection
segment-break = Break
segment-lunch = Lunch
segment-closing = Closing
segment-other = Part
grouping-alone = alone
grouping-pairs = in pairs
grouping-threes = in threes
grouping-small-groups = in small groups
grouping-tables = at tables
grouping-teams = in school teams
grouping-whole-group = all together
facilitator-only = Only in the facilitator's view

## Duties and matrices

task = Task
who = Who
when = When
legend = What the marks mean
your-role = (your role)
no-part = no part
task-cell = { $task }, { $role }: { $word }
role-does = { $role }: { $word }
evidence = You can tell it is done by:
caseload =
    { $n ->
        [one] About 1 student for each person
       *[other] About { $n } students for each person
    }
duties-count =
    { $n ->
        [0] No duties
        [one] 1 duty
       *[other] { $n } duties
    }
duties-title = Who does what
role-year = The year in this role
role-duties = All duties of this role
role-duties-consulted = What this role is asked about
role-duties-informed = What this role is told
role-passages = Where the guides speak of this role
all-year = All year
month-range = { $from } to { $to }
months-list = { $months }

## Hours of a role

# {$number} is a number as the language writes it, perhaps with a decimal; {$n} is the same to count with.
hours-label = Hours
hours-number =
    { $n ->
        [one] { $number } hour
       *[other] { $number } hours
    }
hours-a-year =
    { $n ->
        [one] { $number } hour a year
       *[other] { $number } hours a year
    }
load-year =
    { $n ->
        [one] { $role }: each person needs { $number } hour a year for these tasks.
       *[other] { $role }: each person needs { $number } hours a year for these tasks.
    }
# {$peak} is the next message or the one after it.
load-most = Most in { $peak }.
load-peak =
    { $n ->
        [one] { $month }: { $number } hour
       *[other] { $month }: { $number } hours
    }
load-peak-over =
    { $n ->
        [one] { $month }: { $number } hour, { $over } the limit
       *[other] { $month }: { $number } hours, { $over } the limit
    }
load-over = { $number } over
load-limit = Limit { $number }
load-over-limit =
    { $n ->
        [0] No month is over the limit of { $limit } hours.
        [one] One month is over the limit of { $limit } hours: { $months }.
       *[other] { $n } months are over the limit of { $limit } hours: { $months }.
    }
load-of-district = Counted with the numbers of { $district }.
load-without = No hours are counted for: { $roles }.
load-chart = { $role }: hours by month
load-chart-text = A bar for each month. { $most } The table says the same in numbers.
load-table = { $role }: hours for each person, by month
load-students =
    { $n ->
        [one] { $number } student
       *[other] { $number } students
    }
load-state-number = (your state’s number)
load-district-number = (in { $district })
load-no-month = At no certain time
load-year-label = The year
load-work = What makes the hours
load-some-students = for about { $number } of { $all } students
load-other-work = Other work
load-uncounted = What is not counted
load-no-minutes = Nobody has said how long these take:
load-no-students = These are done for each student, and this role has no number of students:
load-only-own-work = Leading, helping, giving advice and being told take time, too. Only what a role does itself is counted.
load-calculator = Your own numbers
load-calculator-text = Put in your students and the people who share the work in this role. The table gets a column for you.
load-field-students = Students
load-field-staff = People in this role
load-field-staff-hint = Half a position is 0.5.
load-wrong-students = Please write how many students there are, as a number: { "{example}" }.
load-wrong-staff = Please write how many people share the work, as a number: 1, 2 or { "{example}" }.
load-yours = You: { "{n}" } students each
load-result-year = Students for each person: { "{students}" }. Hours a year: { "{year}" }.
load-result = Students for each person: { "{students}" }. Hours a year: { "{year}" }. Most in { "{month}" }: { "{hours}" }.
load-result-over = Students for each person: { "{students}" }. Hours a year: { "{year}" }. Most in { "{month}" }: { "{hours}" }, which is { "{over}" } over the limit. Months over the limit: { "{count}" }.

role-load = How many hours it takes
month-label = Month
load-over-n = { "{n}" } over

## Handing a role over

handover-title = Handover: { $role }
handover-text = For the day when somebody else takes over this role. Fill it in together, print it twice, and keep one each.
handover-link = Hand this role over: a sheet to fill in and print
handover-who = Who hands over to whom
handover-from = From
handover-to = To
handover-school = School or office
handover-day = First day in the role
handover-answers-for = What only you answer for
handover-year = What is done this year, and what is open
handover-done = Done
handover-open = Open
handover-papers = Where the papers are
handover-papers-text = Write down where each of these lies: a folder, a drawer, a system.
handover-people = Whom to call in our school
handover-reading = Read these first
handover-signed = Handed over
handover-signed-from = Signature of the person who hands over
handover-signed-to = Signature of the person who takes over
handover-signed-day = Date

# The five parts. Word, meaning, and how families read it.
rasci-accountable = Accountable
rasci-responsible = Responsible
rasci-support = Supports
rasci-consulted = Consulted
rasci-informed = Informed
rasci-letter-accountable = A
rasci-letter-responsible = R
rasci-letter-support = S
rasci-letter-consulted = C
rasci-letter-informed = I
rasci-meaning-accountable = answers for the result; one for each task
rasci-meaning-responsible = does the work
rasci-meaning-support = helps those who do it
rasci-meaning-consulted = is asked before it is decided
rasci-meaning-informed = is told what was decided
plain-accountable = leads
plain-responsible = does it
plain-support = helps
plain-consulted = is asked
plain-informed = is told
plain-meaning-accountable = sees that it gets done
plain-meaning-responsible = does the work
plain-meaning-support = lends a hand
plain-meaning-consulted = gives advice first
plain-meaning-informed = hears about it
# One sentence for each cell of a grid. {$role} is a role's name as it stands within a sentence ("school counselor"),
# {$name} as it stands by itself ("School counselor"); "both" is who is accountable and responsible.
# First words of names of roles that keep their capital within a sentence, beside the first word of the agency's name.
words-with-capital = American English French Native Spanish Title Tribal
rasci-part-accountable = The { $role } answers for it.
rasci-part-responsible = The { $role } does the work.
rasci-part-both = The { $role } answers for it and does the work.
rasci-part-support = The { $role } helps.
rasci-part-consulted = The { $role } is asked first.
rasci-part-informed = The { $role } is told.
plain-part-accountable = The { $role } leads.
plain-part-responsible = The { $role } does it.
plain-part-both = The { $role } leads and does it.
plain-part-support = The { $role } helps.
plain-part-consulted = The { $role } is asked.
plain-part-informed = The { $role } is told.
# "You" forms, for people who read about their own part.
you-line = You { $words }
you-accountable = lead
you-responsible = do it
you-support = help
you-consulted = are asked
you-informed = are told

# Sentences of the plain view. {$who} is one name or a list of names; {$n} says how many.
sentence-accountable =
    { $n ->
        [one] { $who } leads.
       *[other] { $who } lead.
    }
sentence-responsible =
    { $n ->
        [one] { $who } does it.
       *[other] { $who } do it.
    }
sentence-leads-and-does =
    { $n ->
        [one] { $who } leads and does it.
       *[other] { $who } lead and do it.
    }
sentence-support =
    { $n ->
        [one] { $who } helps.
       *[other] { $who } help.
    }
sentence-consulted =
    { $n ->
        [one] { $who } is asked.
       *[other] { $who } are asked.
    }
sentence-informed =
    { $n ->
        [one] { $who } is told.
       *[other] { $who } are told.
    }

# Views of a matrix.
column-person = Who in our school?
people-title = Who in our school?
people-of-district = { $district }
people-of-card = Who leads and works with you
people-of-role = Who leads and works with the role: { $role }
write-name = Write the name here
due-always = All year
due-at-its-time = At its own time
card-hours =
    { $n ->
        [one] About 1 hour a year for what is on this card
       *[other] About { $n } hours a year for what is on this card
    }
card-peak = Most in { $month }: about { $hours }
nothing-due = Nothing here is due for this role.
ladder-every = In every grade
ladder-new = New
ladder-again = Again:
ladder-nothing = Nothing more in this grade.
poster-leads = { $who } leads

matrix-caption = Who does what: { $title }
matrix-scheme = Marks: { $scheme }

## Messages

subject = Subject:
words-of-limit = { $used } of at most { $words } words
channel-letter = Letter
channel-email = E-mail
channel-phone = Phone script
channel-social = Social post
channel-newsletter = Newsletter item
channel-talking-points = Talking points
channel-faq = Questions and answers
questions =
    { $n ->
        [one] Question
       *[other] Questions
    }

## Downloads

downloads = Take it with you
download-xlsx = Spreadsheet (Excel)
download-csv = Table (CSV)
download-ics = Dates for your calendar
calendar-name = { $plan }: { $name }
phase-column = Phase
grades-column = Grades
minutes-column = Minutes
per-column = How often
per-student = for each student
per-month = each month
per-term = each term
per-year = each year
per-once = once
evidence-column = Evidence
id-column = Id

## Search

search-label = Words to look for
search-none = Nothing found. Try fewer or shorter words.
search-found = Passages found: { "{n}" }
search-needs-script = Search needs JavaScript in your browser. You can find every document through these lists:
search-instead = Or look through the lists

## Kinds of documents

kind-guide = Guide
kind-brochure = Brochure
kind-module = Training module
kind-matrix = Who does what
kind-message = Message
kind-plan = Plan
kind-report = Report
kind-page = Page
kind-chapter = Chapter
kind-role = Role
kind-term = Word explained
kinds-guide = Guides
kinds-brochure = Brochures
kinds-module = Training modules
kinds-matrix = Who does what
kinds-message = Letters and messages
kinds-plan = Plans
kinds-report = Reports
kinds-page = Good to know

## Months

month-jan = January
month-feb = February
month-mar = March
month-apr = April
month-may = May
month-jun = June
month-jul = July
month-aug = August
month-sep = September
month-oct = October
month-nov = November
month-dec = December
month-short-jan = Jan
month-short-feb = Feb
month-short-mar = Mar
month-short-apr = Apr
month-short-may = May
month-short-jun = Jun
month-short-jul = Jul
month-short-aug = Aug
month-short-sep = Sep
month-short-oct = Oct
month-short-nov = Nov
month-short-dec = Dec
date = { $month } { $day }, { $year }

## `ilpress report duties --page`

report-title = Who does what, and how long it takes
report-made = Made on { $date }.
report-duties =
    { $n ->
        [one] duty
       *[other] duties
    }
report-roles =
    { $n ->
        [one] role
       *[other] roles
    }
report-open =
    { $n ->
        [one] thing to look at
       *[other] things to look at
    }
report-over =
    { $n ->
        [one] role above its limit
       *[other] roles above their limits
    }
report-findings = What to look at
report-no-findings = No check finds anything about duties.
report-error = Error
report-warning = Warning
report-load = Hours of one person
report-load-text = Each bar is a month of the school year. The dashed line is the limit. The numbers of all months are in the next table.
report-who = Who it is
report-caseload = Students per person
report-year-picture = The year
report-peak = Fullest month
report-peak-cell =
    { $n ->
        [one] 1 hour in { $month }
       *[other] { $n } hours in { $month }
    }
report-above = (above the limit)
report-limit = Limit
report-year = Hours in the year
report-months = Month by month
report-months-text = The hours of one person. Below them, how many duties fall in the month that the role answers for, does or helps with.
report-due = { $n } due
report-phases = Phase by phase
report-phases-text = How many duties the role answers for (A), does (R), helps with (S), is asked about (C) and is told of (I).
report-shares = Who carries how much
report-shares-text = In parentheses: the role’s share of all duties that somebody answers for, and of all that somebody does.
report-many = more than a quarter
report-accountable = Answers for
report-responsible = Does
report-support = Helps
report-consulted = Is asked
report-informed = Is told
report-uncounted = What isn’t in the hours
report-no-minutes = These duties don’t say how long they take.
report-no-caseload = These are done for each student, and no caseload says for how many.
report-no-month = These fall in no certain month: they count for the year only.

# What is printed of a document
print-pdf = PDF
print-fold = PDF to print and fold
print-large-print = PDF in large print
print-print-shop = PDF for a print shop
print-handouts = Handouts (PDF)

## What became of printed editions: the pages below `e/`

status-title-of = { $code }: { $title }
status-kicker = The paper with the code
status-current-title = This paper is up to date
status-current-text = You have the newest edition of “{ $title }”.
status-replaced-title = There is a newer edition
status-replaced-text = “{ $title }” was right when it was printed. Some of it has changed since then. Please use the newer edition.
status-withdrawn-title = Please don’t use this paper any more
status-withdrawn-text = We have withdrawn “{ $title }”.
status-why = Why:
status-read-current = Read it on the web
status-read-replaced = Read the newer edition
status-read-withdrawn = Find what is right today
status-line = From your paper to today
status-about = About your paper
status-home = All pages for { $audience }
status-your-paper = Your paper
status-newest = The newest edition
status-between = Replaced, too
status-gone = Withdrawn
status-code = Code
find-status-title = Is your paper up to date?
find-status-text = What we print has a code. The code leads to a page that says whether the paper in your hand is still right.
find-status-where = Where the code is
find-status-where-text = On the back of a brochure, or on the last page, beside a square pattern. It has six capital letters and digits, and stands at the end of an address:
find-status-how = How to open its page
find-status-camera = With a phone: point the camera at the square pattern. Tap the address that appears.
find-status-type = With a keyboard: type the address into the line at the top of your browser. Write the code in capitals.
find-status-call = With neither: call us, and read the code to us.

# Brochures on paper
paper-draft = Draft. It has no edition code yet.
paper-sources = Sources { $numbers }: { $address }
paper-qr = QR code that leads to { $address }
paper-my-notes = My notes

# Paper: guides, messages, pages
contents = Contents
paper-forms = Forms and lists to copy
paper-forms-text = These pages are made to be copied and filled in.
paper-form = Form
paper-checklist = Checklist
paper-handout = Handout
edition-code = Edition code:

# Modules on paper
on-page = page { $number }
your-notes = Your notes

# Of a passage in an edition of another language; $language is the name of the source's language.
notice-untranslated = This part has no translation yet. It is in { $language }.
notice-stale = The { $language } text of this part is newer than this translation.
notice-machine = A computer translated this part from { $language }. Nobody has checked it yet.

# What an edition has no translation of; $language is the name of the source's language.
in-language-only = In { $language } only
untranslated-help = These have no translation yet. You may ask for an interpreter who explains them. It is free.

# `ilpress layer status --page`
layers-title = Translations and districts’ texts
layers-missing = { $n ->
    [one] block to translate
   *[other] blocks to translate
}
layers-stale = { $n ->
    [one] block older than its source
   *[other] blocks older than their source
}
layers-unreviewed = { $n ->
    [one] block that a computer translated, to check
   *[other] blocks that a computer translated, to check
}
layers-rungs = What readers get
layers-rungs-text = Each document, in each language that it is meant for.
layers-document = Document
layers-rung = Readers get
layers-publishers = In the editions of
layers-rung-full = the whole document
layers-rung-side-by-side = the document, with parts in the source’s language or not checked
layers-rung-cover-note = the source, with a note about interpreters
layers-no-languages = The site has one language.
layers-open = What needs somebody
layers-open-text = Words that are gone from the source are struck out, new ones are underlined. When a text still holds: ilpress layer accept, with the name above it.
layers-nothing-open = All texts are in step with what they were made from.
layers-state-missing = not translated
layers-state-stale = older than its source
layers-state-machine = translated by a computer, not checked
layers-state-no-base = nobody knows what it was made from
layers-before = The source when this was made
layers-changes = What changed in the source
layers-below = The source
layers-here = The text here
