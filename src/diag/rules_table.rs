// One entry a rule, sorted by name: `IDENT = "name", Severity (optional), "finds", "instead";`
rules! {
    DUPLICATE_NAME = "duplicate-name", Error,
        "Two things of one file or site have the same name, so a link, a layer or an include could mean either.",
        "Give one of them another name, such as `{#team-high-school}`.";
    INVALID_TOML = "invalid-toml", Error,
        "A TOML file or a front matter block can't be read: a quote, bracket or equals sign is missing, or a key stands twice.",
        "Mend the marked place. Text stands in quotes: `title = \"Starting a plan\"`; lists stand in brackets: `grades = [\"6-8\"]`.";
    INVALID_VALUE = "invalid-value", Error,
        "A key has a value of the wrong type or one that is out of range.",
        "Write the kind of value that the message names.";
    MISSING_KEY = "missing-key", Error,
        "A TOML table lacks a key that it must have.",
        "Add the key that the message names.";
    NOT_UTF8 = "not-utf8", Error,
        "A text file isn't in UTF-8, so its letters can't be read with certainty.",
        "Save the file as UTF-8: in most editors, `Save with encoding`.";
    UNKNOWN_KEY = "unknown-key", Error,
        "A TOML table has a key that ilpress doesn't know. A misspelt key would be silently without effect.",
        "Use the near name from the hint, or remove the key.";
    UNKNOWN_NAME = "unknown-name", Error,
        "Something refers to an audience, role, phase, topic, claim, term or document that doesn't exist.",
        "Use the near name from the hint, or declare the name where the message says.";
}
