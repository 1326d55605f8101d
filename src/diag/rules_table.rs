// One entry a rule, sorted by name: `IDENT = "name", Severity (optional), "finds", "instead";`
rules! {
    ACCOUNTABLE_COUNT = "accountable-count", Error,
        "A duty has no accountable role, or more than one. When two answer for a task, nobody does.",
        "Name exactly one role: `accountable = \"school-administrator\"`. Whoever does the work stands in `responsible`.";
    AUDIENCE_CYCLE = "audience-cycle", Error,
        "An audience contains itself, directly or through others, so nobody can say whom a tag with its name means.",
        "Remove one of the names in the message from its `contains`.";
    BAD_FILE_NAME = "bad-file-name", Error,
        "A file or folder has a name that can't be part of an address: it isn't UTF-8, or holds a backslash, a colon or a control character.",
        "Rename it with letters, digits and hyphens, such as `your-plan.md`.";
    BAD_SYMLINK = "bad-symlink", Error,
        "A symbolic link leads out of the site, in a circle or nowhere. Following it could publish what lies outside.",
        "Copy the file into the site, or link to one that is inside.";
    CASE_CLASH = "case-clash", Error,
        "Two files have names that differ only by upper and lower case. Many computers can't hold both, and addresses are read without regard to case.",
        "Rename one of them.";
    DUPLICATE_NAME = "duplicate-name", Error,
        "Two things of one file or site have the same name, so a link, a layer or an include could mean either.",
        "Give one of them another name, such as `{#team-high-school}`.";
    DUTY_WITHOUT_TIME = "duty-without-time", Error,
        "A duty says neither months nor when it falls due, so it stands in nobody's year.",
        "Add `months = [\"oct\", \"nov\"]`, `months = \"all\"`, or `when = \"at the IEP meeting\"`.";
    EMPTY_COLUMN_HEAD = "empty-column-head", Warning (optional),
        "A column of a table has no heading. A screen reader names each cell by its column, and on a phone the heads stand beside the cells. WCAG 2.2, 1.3.1.",
        "Say what stands in the column, also above the first one.";
    EMPTY_HEADING = "empty-heading", Error,
        "All words of a heading are for others, so some readers of the section would meet a heading without words. WCAG 2.2, 2.4.6.",
        "Give the heading words that all readers of the section see, or narrow the section itself.";
    EMPTY_ROW_HEAD = "empty-row-head", Error,
        "A row of a crosswalk has no words in its first cell, which names the row: a screen reader would read its other cells, on a page or on paper, without saying what they are about. WCAG 2.2, 1.3.1; PDF/UA-1, 7.5.",
        "Say in the first cell what the row is about, in words that all readers of the row see. A table without `::: crosswalk` has no row headers.";
    EXPIRED_CLAIM = "expired-claim", Warning (optional),
        "A passage cites a claim whose source has to be read again, so it may no longer be true.",
        "Read the source, then set `verified` and `expires` in `content/claims.toml`.";
    FILE_TOO_LARGE = "file-too-large", Error,
        "A file is larger than 50 MB. No page needs one, and most readers couldn't load it.",
        "Make it smaller, or publish it elsewhere and link to it.";
    FIXED_RULE = "fixed-rule", Error,
        "`[checks]` tries to lower a rule that protects readers: leaks, locks and broken files stay errors.",
        "Remove the line from `[checks]`, and mend what the rule finds.";
    INCLUDE_CYCLE = "include-cycle", Error,
        "A passage includes itself, directly or through others.",
        "Take one of the includes out, or move the shared passage into a document of its own.";
    INCLUDE_NOT_EMPTY = "include-not-empty", Error,
        "An include has text between its lines. It would not be shown.",
        "Remove the text, or put it before or after the include.";
    INSUFFICIENT_CONTRAST = "insufficient-contrast", Error,
        "An accent colour is too light to be read on the page's ground. WCAG 2.2 asks for a contrast of 4.5:1 (1.4.3).",
        "Make the colour darker: in `oklch(0.48 0.11 250)` the first number is the lightness. The hint has one that passes.";
    INVALID_ATTRIBUTES = "invalid-attributes", Error,
        "An attribute list can't be read. A tag that is lost shows a passage to everybody, so nothing is guessed.",
        "Write `{#name .class key=value key=\"several values\"}` on one line, blanks between the parts.";
    INVALID_BLOCK = "invalid-block", Error,
        "A block doesn't hold what its class promises, such as a figure without a picture.",
        "Put it in, or take another class.";
    INVALID_CHARACTER = "invalid-character", Error,
        "An invisible control character stands in a text. It came with a paste from another program, and no page may hold it. XML 1.0, 2.2.",
        "Delete it.";
    INVALID_CLAIM = "invalid-claim", Error,
        "A citation can't be read.",
        "Write `[@claim]`, `[@one; @two]` or `[@one, p. 3]`.";
    INVALID_ID = "invalid-id", Error,
        "An id has a capital, a blank, an underscore or another letter that addresses and links can't have, or an audience's id is too short.",
        "Write ids in small letters and digits with single hyphens: `school-counselor`. Audience ids have four letters or more.";
    INVALID_TABLE = "invalid-table", Error,
        "A table of duties has no row that names its columns, or a cell whose quote is never closed.",
        "Name the columns in one of the first rows: `Task`, then `Accountable`, `Responsible` and so on, or a column for each role.";
    INVALID_TEMPLATE = "invalid-template", Error,
        "A template, style sheet or file of words can't be read or rendered.",
        "Mend the marked place. The files of the program itself are used where a site has none of its own.";
    INVALID_TOML = "invalid-toml", Error,
        "A TOML file or a front matter block can't be read: a quote, bracket or equals sign is missing, or a key stands twice.",
        "Mend the marked place. Text stands in quotes: `title = \"Starting a plan\"`; lists stand in brackets: `grades = [\"6-8\"]`.";
    INVALID_VALUE = "invalid-value", Error,
        "A key has a value of the wrong type or one that is out of range.",
        "Write the kind of value that the message names.";
    INVALID_VARIABLE = "invalid-variable", Error,
        "Double braces hold something that isn't the name of a variable.",
        "Write `{{ plan.short }}`, or `{{ a plan.short }}` for the name with its article.";
    KIND_IN_WRONG_FOLDER = "kind-in-wrong-folder", Error,
        "A document lies in the folder of another kind, so its address would mislead.",
        "Move the file, or change `kind`.";
    LACKING_LINK = "lacking-link", Error,
        "A link leads to something that an edition which shows the link doesn't have: its readers would meet a dead end.",
        "Show the link only to those who have its target, or lead to another audience's edition with `{to=families}`.";
    LAYER_MISMATCH = "layer-mismatch", Error,
        "A block of a translation or of a district's layer can't take the place of the block with its name: it is another kind of block, has no room, stands elsewhere, or doesn't repeat the tags of the source. A tag that is lost would be a leak.",
        "Write the same kind of block, at the same place, with the same tags on items, rows and phrases. Until then readers get the source's text.";
    LAYER_WITHOUT_SOURCE = "layer-without-source", Error,
        "A block of a translation or of a district's layer has no block of its name in the document below it, so nobody would see it.",
        "Give it the name of a block of the source. `ilpress layer new` writes a file with all names.";
    LEFT_OUT_DISTRICT = "left-out-district", Warning (optional),
        "A row of `districts.csv` has a value that can't be right, so nothing is made for its district. The other rows stay.",
        "Mend the cell. `left-out-district = \"error\"` in `[checks]` lets no build go on without all districts.";
    LINK_OUT_OF_SITE = "link-out-of-site", Error,
        "A link, image or include leads out of the site's folder.",
        "Put the file into the site.";
    LOCKED_BLOCK = "locked-block", Error,
        "A district's layer replaces, hides or adds to a passage that is locked, or that holds one. What is locked says the same everywhere.",
        "Remove the block from the layer. Who locked the passage, and why, stands in the message.";
    LONG_EDITION_ADDRESS = "long-edition-address", Error (optional),
        "The address that stands beside the code on paper has more than 30 letters. People type it on a phone, with the paper in the other hand.",
        "Have a shorter address lead to the same site, and name it in `site-config.toml`: `short_url = \"https://ilp.state.example\"`. Its host and path have 21 letters at most.";
    LOST_BLOCK = "lost-block", Error,
        "A line begins with two colons, so it is text and opens no block.",
        "Write three: `::: tip`.";
    LOST_EDITION = "lost-edition", Error,
        "A code stands on printed paper, and nothing could say any more what became of it: its document, edition or language is gone while it is still current, or its entry was taken out of `editions.toml`. Paper can't be recalled.",
        "Say what became of it. `ilpress release --replace K7Q2XM --by brochures/new-name` leads its readers to what took its place; `ilpress release --withdraw K7Q2XM --why \"This law has changed.\"` tells them not to use it. Entries of `editions.toml` are never removed.";
    LOST_HEADING = "lost-heading", Error,
        "A line begins with number signs but has no blank after them, so it is text and its tag holds for one paragraph only.",
        "Put a blank after the signs: `## Choose the team`.";
    LOST_LINK = "lost-link", Error,
        "Something looks like a link but is text: a blank stands where none may be.",
        "Write `[words](address)`; files have hyphens instead of blanks.";
    LOST_TABLE = "lost-table", Error,
        "Lines with pipes look like a table but are text: the line below the heads hasn't as many columns as they.",
        "Below the heads stands one group of hyphens for each of them: `|---|---|`.";
    MESSAGE_TOO_LONG = "message-too-long", Warning (optional),
        "A message has more words in an edition than its author allows.",
        "Cut it, or raise `max_words`.";
    MISSING_ALT = "missing-alt", Error,
        "A picture has no alternative text, so people who can't see it miss what it says. WCAG 2.2, 1.1.1.",
        "Say what it shows: `![three students at a table](/assets/table.svg)`.";
    MISSING_ATTRIBUTE = "missing-attribute", Error,
        "A block lacks an attribute without which it means nothing.",
        "Add the attribute that the message names.";
    MISSING_FRONT_MATTER = "missing-front-matter", Error,
        "A document doesn't begin with `+++` and its title.",
        "Begin with `+++`, `kind = \"page\"`, `title = \"…\"`, `+++`, each on a line of its own.";
    MISSING_GLYPH = "missing-glyph", Error,
        "No font of the site can print a character: on paper an empty box would stand in its place.",
        "`ilpress fonts add LANG` puts the fonts of a language into `fonts/`. Where it's a sign and no letter, such as an emoji, write a word or show a picture.";
    MISSING_KEY = "missing-key", Error,
        "A TOML table lacks a key that it must have.",
        "Add the key that the message names.";
    MISSING_SITE_CONFIG = "missing-site-config", Error,
        "The folder has no `site-config.toml`, so it isn't a site.",
        "Give the site's folder with `--site DIR`, or make a new site with `ilpress init DIR`.";
    MISSING_VALUE = "missing-value", Error,
        "A variable exists and has no value in this edition, so a reader would find a gap.",
        "Fill in the value where the hint says, or ask the person whom it names.";
    MISSPELT_NAME = "misspelt-name", Warning (optional),
        "A name in a table of duties is like the name of one role or column only, and was read as that one.",
        "Write the name as the site has it, or add what people write to the role: `also = [\"guidance counselor\"]` in its audience's file.";
    MODULE_MINUTES = "module-minutes", Error,
        "The parts of a module don't say how long they take, or don't add up.",
        "Write `{minutes=20 type=activity}` at the end of each part's heading.";
    NEAR_DUPLICATE_DUTY = "near-duplicate-duty", Warning (optional),
        "Two duties say nearly the same, for the same grades, in the same part of the way and the same months. Rows are copied and reworded until one task has two owners, and each waits for the other.",
        "Keep one duty and name all its roles there. If they differ, say in both tasks how: `Send the welcome letter to new students`.";
    NESTED_TOO_DEEP = "nested-too-deep", Error,
        "Lists, quotes or blocks stand in each other deeper than any reader can follow.",
        "Take some of them apart.";
    NOBODY_RESPONSIBLE = "nobody-responsible", Error,
        "A duty has nobody who does it.",
        "Name at least one role: `responsible = [\"school-counselor\"]`.";
    NOT_A_FILE = "not-a-file", Warning,
        "Something among the site's files is neither a file nor a folder, such as a socket or a pipe.",
        "Move it out of the site.";
    NOT_REVISABLE = "not-revisable", Error,
        "A district's layer changes what the state doesn't let districts change. What they may is said by `revisable` in the document, else in `[districts]`: slots, or all named blocks.",
        "Fill in a slot instead, or ask the state for one.";
    NOT_UTF8 = "not-utf8", Error,
        "A text file isn't in UTF-8, so its letters can't be read with certainty.",
        "Save the file as UTF-8: in most editors, `Save with encoding`.";
    OVERDUE_REVIEW = "overdue-review", Warning (optional),
        "A document should have been read again by a day that has passed.",
        "Read it, then set `reviewed` and `review_by`.";
    OVERSET = "overset", Error,
        "A panel of a brochure, or another part that has a place of its own on paper, holds more text than fits. Nothing is cut off or set smaller than people can read.",
        "Cut about as many words as the message says, or move a passage to another panel. Languages differ: Spanish takes a fifth more room than English.";
    OWNER_WITHOUT_AUTHORITY = "owner-without-authority", Warning (optional),
        "A role is accountable for the work of people whom it can't tell what to do, such as a business for what a school's teachers do. Nobody can answer for that. Levels say who works for whom: `level = \"partner\"` in an audience's file or for a role.",
        "Make a role of the same authority accountable, or of one above it: `accountable = \"school-administrator\"`. The other can stand in `responsible` or `support`. Where the level itself is wrong, mend it in `audiences/`.";
    RAW_HTML = "raw-html", Error,
        "HTML stands in the Markdown. Paper, slides and e-books couldn't show it.",
        "Write Markdown or one of the blocks. Comments are allowed and dropped.";
    RESERVED_ID = "reserved-id", Error,
        "An audience has the name of a folder that the site needs for something else: `kits`, `search`, a language.",
        "Rename the audience's file.";
    REUSED_CODE = "reused-code", Error,
        "A code stands twice in `editions.toml`, or two editions of one document are both current, so nobody could say which paper is good.",
        "Bring back the file as `ilpress release` wrote it: it only grows. Of two current editions the older one is `status = \"replaced\"`.";
    ROLE_TWICE = "role-twice", Error,
        "A role has two letters in one duty, or is named twice. Somebody who does a task needn't be told of it.",
        "Keep one letter for each role. Only the accountable role may also be responsible.";
    ROLE_WITHOUT_DUTY = "role-without-duty", Warning (optional),
        "A role has nothing to do in any duty: a duty was forgotten, or the role isn't needed.",
        "Name the role in a duty in `content/duties/`, or remove it from its audience.";
    ROLE_WITHOUT_PART = "role-without-part", Warning (optional),
        "Prose says that somebody must do something, but in the duty that the passage is tied to, their role neither leads, does the work nor supports it. Readers would find two answers to the question whose task it is.",
        "Name in the text who has the part in `content/duties/`, give the role a part there, or tie the passage to the duty that is meant: `{duty=plan-conference}`.";
    SAME_ADDRESS = "same-address", Error,
        "Two documents would be written to one file, case ignored.",
        "Give one of them another `slug`.";
    SHORT_ROW = "short-row", Error,
        "A row of a table has fewer cells than the table has columns. Markdown would fill it with empty ones, so a missing pipe would move all that follows.",
        "Give the row as many cells as the header has; an empty one is written `| |`.";
    SKIPPED_HEADING = "skipped-heading", Error,
        "Heading levels jump, or a first-level heading stands beside the title. Screen-reader users find their way by levels. WCAG 2.2, 1.3.1.",
        "Use `##` for sections, `###` for subsections.";
    SKIPPED_ROW = "skipped-row", Warning (optional),
        "A row of a table of duties has text in one cell only, so it isn't a duty.",
        "Say who does it and when, if it is a duty. Headings belong into a column: `Phase`.";
    STALE_LAYER = "stale-layer", Warning (optional),
        "The text below a translation or a district's block has changed since it was made, so the two may contradict each other.",
        "Compare them with `ilpress layer status`, mend the layer, and confirm it with `ilpress layer accept`.";
    STRAY_ATTRIBUTES = "stray-attributes", Error,
        "An attribute list stands where it belongs to nothing. A tag that is lost shows a passage to everybody.",
        "Put it after a blank at the end of a heading, list item, table row or paragraph, or directly after `[words]`, a link or an image.";
    STRAY_CLOSE = "stray-close", Error,
        "A `:::` closes a block that was never opened here.",
        "Remove it, or indent it as far as the line that opens the block.";
    STRAY_DEFINITION = "stray-definition", Error,
        "A definition of a link stands inside a passage for some readers. It works in the whole file, so others would see its address.",
        "Write the address where the link stands, or move the definition to the end of the file.";
    TEXT_AFTER_ROW = "text-after-row", Error,
        "Something stands after the last column of a table row. Markdown would drop it without a word.",
        "Give the row as many cells as the header has.";
    TOO_MANY_AUDIENCES = "too-many-audiences", Error,
        "The site has more than 128 audiences with editions of their own.",
        "Let audiences share an edition: readers choose among a dozen more easily.";
    TOO_MANY_CONSULTED = "too-many-consulted", Warning (optional),
        "More than three roles are asked before a duty can be done. It waits for each of them, and nobody knows whose answer counts.",
        "Ask those whose answer changes what is done. Others can help (`support`) or be told (`informed`).";
    TOO_MANY_HOURS = "too-many-hours", Warning (optional),
        "In some month the duties of a role take one person more hours than `[load]` allows: with the state's caseloads, or with a district's own. What nobody has time for isn't done. Hours are minutes × times ÷ 60, spread over a duty's months; a duty `per = \"student\"` counts once for each student of the caseload.",
        "Share the duties that take the most: name a role that helps already in `responsible`, spread them over more months, or make them shorter. `ilpress report duties` shows all roles and months. Limits stand in site-config.toml: `[load]`, `limit = 30`, `limits = { adviser = 12 }`.";
    TRANSLATION_WITHOUT_SOURCE = "translation-without-source", Error,
        "A file has a language in its name, but there is no document that it could translate.",
        "Rename it after its source: `your-plan.es.md` translates `your-plan.md`.";
    TURNED_TEXT = "turned-text", Error,
        "An invisible sign turns the direction of the text after it: an override, an embedding or an isolate (U+202A to U+202E, U+2066 to U+2069). Readers see other words, numbers or addresses than those that are there, screen readers read them in another order, and nobody who mends the text later sees why. Unicode Standard Annex #9; CVE-2021-42574.",
        "Delete it: pages and paper set each language in its own direction. Words of another language in a sentence are written `[خطة التعلم]{lang=ar}`.";
    UNCLOSED_BLOCK = "unclosed-block", Error,
        "A block is opened and never closed.",
        "Put `:::` on a line of its own after the passage.";
    UNCLOSED_CODE = "unclosed-code", Error,
        "A block of code is opened and never closed, so everything after it is code, tags included.",
        "Put three backticks, and nothing else, on a line after the code.";
    UNEXPLAINED_DUTY = "unexplained-duty", Warning (optional),
        "No document explains a duty, so whoever gets it doesn't learn how it is done.",
        "Tie the passage that explains it to the duty: `{duty=plan-conference}`; or name a document in `explained_by`.";
    UNKNOWN_ATTRIBUTE = "unknown-attribute", Error,
        "An attribute stands where it has no meaning.",
        "Use the near name from the hint, or remove it.";
    UNKNOWN_AUDIENCE = "unknown-audience", Error,
        "A scope names an audience that doesn't exist. Its passage is shown to nobody until this is mended.",
        "Use the near name from the hint, or declare the audience in `audiences/`.";
    UNKNOWN_CLAIM = "unknown-claim", Error,
        "A citation names a claim that doesn't exist, so readers could not check it.",
        "Use the near name from the hint, or add the claim with its source to `content/claims.toml`.";
    UNKNOWN_CLASS = "unknown-class", Error,
        "A block has a class that ilpress doesn't know.",
        "Use one of the known classes.";
    UNKNOWN_COLUMN = "unknown-column", Error,
        "A table of duties has a column that nothing reads, or two for the same. A misspelt `Audiences` would show duties to everybody.",
        "Use one of the heads from the hint. What is for you alone can stand below `Notes`.";
    UNKNOWN_GRADE = "unknown-grade", Error,
        "A scope or key names a grade that doesn't exist.",
        "Write `k`, `1` to `12`, `post`, a range such as `6-8`, or a band's id.";
    UNKNOWN_KEY = "unknown-key", Error,
        "A TOML table has a key that ilpress doesn't know. A misspelt key would be silently without effect.",
        "Use the near name from the hint, or remove the key.";
    UNKNOWN_NAME = "unknown-name", Error,
        "Something refers to an audience, role, phase, topic, claim, term or document that doesn't exist.",
        "Use the near name from the hint, or declare the name where the message says.";
    UNKNOWN_ROLE = "unknown-role", Error,
        "Something names a role that doesn't exist.",
        "Use the near name from the hint, or declare the role in its audience's file.";
    UNKNOWN_RULE = "unknown-rule", Error,
        "`[checks]` names a rule that doesn't exist, so the line would be without effect.",
        "Use the near name from the hint.";
    UNKNOWN_VARIABLE = "unknown-variable", Error,
        "A variable doesn't exist or has no value.",
        "Use the near name from the hint, or ask the person whom the message names to fill it in.";
    UNLISTED_CHAPTER = "unlisted-chapter", Error,
        "A file lies in a guide's folder, but the guide doesn't list it, so nobody could find it.",
        "Add it to `chapters` in the guide's `index.md`.";
    UNPRINTABLE = "unprintable", Error,
        "Paper can't show something: a picture that can't be read, a passage nested too deeply, or something that a screen reader would miss in the PDF (PDF/UA-1).",
        "Mend the marked place as the message says. What is only for the web can be tagged with `{format=web}`.";
    UNREACHABLE_PASSAGE = "unreachable-passage", Error,
        "The scope of a passage doesn't meet the scopes around it, so nobody could ever see it.",
        "Widen one of the scopes.";
    UNREAD_FILE = "unread-file", Warning (optional),
        "A file lies where nothing reads it: its name or its folder is wrong.",
        "Rename or move it as the hint says, or move it out of the site.";
    UNREADABLE_FONT = "unreadable-font", Error,
        "A file in `fonts/` can't be read as a font, so what is printed would look otherwise than you meant.",
        "Put a TrueType or OpenType font there (`.ttf`, `.otf`, `.ttc`), or take the file away. Fonts for web pages (`.woff2`) can't be printed with.";
    UNREVIEWED_LOCK = "unreviewed-lock", Warning (optional),
        "A locked passage has a translation that nobody has reviewed, or that is older than the passage. Readers get the source's text instead: a wrong word there could cost somebody a right.",
        "Have it reviewed, then write `state=reviewed by=\"…\" on=2026-11-20` and confirm it with `ilpress layer accept`.";
    UNSAFE_LINK = "unsafe-link", Error,
        "A link or image has a scheme that isn't allowed, such as `javascript:`.",
        "Write http:, https:, mailto: or tel:, or a file of the site.";
    UNTIED_DUTY = "untied-duty", Warning (optional),
        "Prose says that somebody must do something (\"counselors must\"), and neither the passage nor anything around it is tied to a duty. What only prose says isn't in any matrix, calendar or role page, and nobody notices when the two disagree. Headings, quotations, examples and the words of the law aren't meant.",
        "Tie the passage to the duty: `{duty=plan-conference}`; or add the duty to `content/duties/` first.";
    UNUSED_FOOTNOTE = "unused-footnote", Warning (optional),
        "Nothing refers to a footnote, so nobody would read it.",
        "Put its mark where the note belongs, or remove it.";
    UNUSED_TEMPLATE = "unused-template", Warning (optional),
        "A file in `templates/` takes the place of none of the program's own, and nothing names it, so it changes nothing.",
        "Give it the name of the file that it should replace, such as `templates/html/page.html`, or name it in a template.";
    VANISHED_ADDRESS = "vanished-address", Warning (optional),
        "A page that the last build made is no longer made, so links to it, printed or sent, lead nowhere.",
        "Add the old address to the document that takes its place: `aliases = [\"brochures/old-name\"]`.";
}
