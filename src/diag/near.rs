//! "Did you mean": the nearest of the names that exist.

/// Returns the name that is most like `wanted`, if any is like it at all.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let small = wanted.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&small, name), name))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Returns the hint for an unknown name: the nearest one, or all of them when
/// they are few and nothing is near, or else the nearest few.
pub fn did_you_mean<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(name) = nearest(wanted, names.iter().copied()) {
        return Some(format!("did you mean `{name}`?"));
    }
    match names.len() {
        0 => None,
        1..=24 => Some(format!("known: {}", names.join(", "))),
        _ => {
            let near: Vec<String> = most_like(wanted, names).map(|name| format!("`{name}`")).collect();
            Some(match near.is_empty() {
                true => "no name that is known is like it".to_owned(),
                false => format!("the nearest names are {}", near.join(", ")),
            })
        }
    }
}

/// How many names are named when there are too many to name all.
const FEW: usize = 3;

/// The few names that are most like `wanted`, the best first.
fn most_like<'a>(wanted: &str, names: Vec<&'a str>) -> impl Iterator<Item = &'a str> {
    let names = names.into_iter().map(|name| (strsim::jaro_winkler(wanted, name), name));
    let mut like: Vec<(f64, &str)> = names.filter(|(likeness, _)| *likeness >= 0.7).collect();
    like.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    like.into_iter().take(FEW).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_near_name_or_lists_all() {
        assert_eq!(nearest("familes", ["families", "students"]), Some("families"));
        assert_eq!(nearest("zzz", ["families"]), None);
        assert_eq!(did_you_mean("zzz", ["a", "b"]).as_deref(), Some("known: a, b"));
        let many: Vec<String> = (10..60).map(|n| format!("name-{n}")).collect();
        assert_eq!(
            did_you_mean("nome", many.iter().map(String::as_str)).as_deref(),
            Some("the nearest names are `name-10`, `name-11`, `name-12`")
        );
        assert_eq!(
            did_you_mean("zzz", many.iter().map(String::as_str)).as_deref(),
            Some("no name that is known is like it")
        );
    }
}
