//! Names as people write them: what differs in form only, and what is misspelt.

use unicode_normalization::UnicodeNormalization;

/// Returns the words of a name without what people vary: case, hyphens, dots,
/// blanks, plural, "the". Two names are the same when their words run together
/// are: "E.L. Specialists" and "el-specialist".
pub fn words(name: &str) -> Vec<String> {
    let plain: String = name.nfkc().filter(|c| !matches!(c, '\'' | '’' | '\u{ad}' | '\u{200b}')).collect();
    let small = plain.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the");
    words.map(singular).collect()
}

/// A word without the ending of its plural. Both sides of a comparison go
/// through it, so it needn't be good English.
fn singular(word: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match word.len() {
        0..=3 => word.to_owned(),
        _ if ends(&["ies"]) => format!("{}y", &word[..word.len() - 3]),
        _ if ends(&["ches", "shes", "sses", "xes"]) => word[..word.len() - 2].to_owned(),
        _ if ends(&["ss", "us", "is"]) => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// Whether `wanted` is `name` with a slip in some words, with words shortened
/// ("School admin."), or with the words in another order.
///
/// Words stand for different things more often than they are misspelt: short
/// ones ("EL", "CTE") must be equal, longer ones may have one wrong letter,
/// or two from twelve letters on, but not at their beginning. So a
/// transition coordinator is never taken for a translation coordinator.
pub fn misspelt(wanted: &[String], name: &[String]) -> bool {
    let like = |wanted: &[String], name: &[String]| {
        wanted.iter().zip(name).all(|(wanted, name)| same_word(wanted, name))
    };
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort();
        words
    };
    !wanted.is_empty()
        && wanted.len() == name.len()
        && (like(wanted, name) || like(&sorted(wanted), &sorted(name)))
}

fn same_word(wanted: &str, name: &str) -> bool {
    let slips = match wanted.chars().count().max(name.chars().count()) {
        0..=4 => 0,
        5..=11 => 1,
        _ => 2,
    };
    let shortened = wanted.chars().count() >= 3 && name.starts_with(wanted);
    let slip = wanted.chars().next() == name.chars().next() && strsim::osa_distance(wanted, name) <= slips;
    wanted == name || shortened || slip
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_in_form_only() {
        for written in ["School Counselors", "the school-counselor", "SCHOOL\nCOUNSELOR", "school counselor."]
        {
            assert_eq!(words(written).concat(), "schoolcounselor", "{written}");
        }
        assert_eq!(words("E.L. Specialist").concat(), words("EL specialists").concat());
        assert_eq!(words("Families"), words("family"));
        assert_eq!(words("Coaches"), words("coach"));
    }

    #[test]
    fn a_slip_is_no_other_role() {
        let near = |written: &str, name: &str| misspelt(&words(written), &words(name));
        for (written, name) in [
            ("Scool counselor", "school-counselor"),
            ("School counsellors", "school-counselor"),
            ("School councelor", "school-counselor"),
            ("School admin.", "school-administrator"),
            ("Dist. coord.", "district-coordinator"),
            ("Administrator, school", "school-administrator"),
            ("Advisor", "adviser"),
        ] {
            assert!(near(written, name), "{written}");
        }
        for (written, name) in [
            ("Transition lead", "translation-lead"),
            ("ELA specialist", "el-specialist"),
            ("VR counselor", "school-counselor"),
            ("Counselor", "school-counselor"),
            ("CTA teacher", "cte-teacher"),
            ("Mentee", "mentor"),
            ("Teacher 1", "teacher-2"),
            ("", "student"),
        ] {
            assert!(!near(written, name), "{written}");
        }
    }
}
