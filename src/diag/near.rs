//! "Did you mean": the nearest of the names that exist.

/// Returns the name that is most like `wanted`, if any is like it at all.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wanted, name), name))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Returns the hint for an unknown name: the nearest one, or all of them when
/// they are few and nothing is near.
pub fn did_you_mean<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(name) = nearest(wanted, names.iter().copied()) {
        return Some(format!("did you mean `{name}`?"));
    }
    match names.len() {
        0 => None,
        1..=24 => Some(format!("known: {}", names.join(", "))),
        n => Some(format!("{n} names are known; `ilpress list` shows them")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_near_name_or_lists_all() {
        assert_eq!(nearest("familes", ["families", "students"]), Some("families"));
        assert_eq!(nearest("zzz", ["families"]), None);
        assert_eq!(did_you_mean("zzz", ["a", "b"]).as_deref(), Some("known: a, b"));
    }
}
