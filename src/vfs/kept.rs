//! Values for files, kept from one reading of a site to the next.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::SitePath;

/// Values for files, in the order in which the files came.
///
/// They are asked for in the same order again, so that looking one up costs
/// one comparison, unless files came or went.
pub struct Kept<V> {
    values: Vec<(SitePath, V)>,
    places: OnceLock<HashMap<SitePath, usize>>,
}

impl<V> Default for Kept<V> {
    fn default() -> Kept<V> {
        Kept { values: Vec::new(), places: OnceLock::new() }
    }
}

impl<V> Kept<V> {
    /// The value for a file that is probably at `place`.
    pub fn get(&self, place: usize, path: &SitePath) -> Option<&V> {
        if let Some((known, value)) = self.values.get(place)
            && known == path
        {
            return Some(value);
        }
        let places = self.places.get_or_init(|| {
            let paths = self.values.iter().map(|(path, _)| path.clone());
            paths.zip(0..).collect()
        });
        places.get(path).map(|place| &self.values[*place].1)
    }
}

impl<V> FromIterator<(SitePath, V)> for Kept<V> {
    fn from_iter<I: IntoIterator<Item = (SitePath, V)>>(values: I) -> Kept<V> {
        Kept { values: values.into_iter().collect(), places: OnceLock::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_values_wherever_they_are() {
        let path = |text: &str| SitePath::new(text).expect("a good path");
        let kept: Kept<u8> = [(path("a"), 1), (path("b"), 2)].into_iter().collect();
        assert_eq!(kept.get(0, &path("a")), Some(&1));
        assert_eq!(kept.get(0, &path("b")), Some(&2));
        assert_eq!(kept.get(7, &path("a")), Some(&1));
        assert_eq!(kept.get(1, &path("c")), None);
    }
}
