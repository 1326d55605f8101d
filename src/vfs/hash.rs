//! Hashes of content: equal hashes mean equal bytes.

use std::fmt;

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Returns the hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(*blake3::hash(bytes).as_bytes())
    }

    /// Returns the hash that [`Hash::to_hex`] wrote.
    pub fn from_hex(hex: &str) -> Option<Hash> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Hash(*hash.as_bytes()))
    }

    /// The hash in 64 hexadecimal digits.
    pub fn to_hex(self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// The hash itself.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex()[..16])
    }
}

/// Makes one hash of several values. Each is told from the next: `ab`, `c`
/// and `a`, `bc` have different hashes.
#[derive(Clone, Default)]
pub struct Hasher(blake3::Hasher);

impl Hasher {
    /// Returns a hasher that has seen nothing.
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Hasher {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
        self
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) -> &mut Hasher {
        self.0.update(&number.to_le_bytes());
        self
    }

    /// Adds a hash.
    pub fn hash(&mut self, hash: &Hash) -> &mut Hasher {
        self.0.update(&hash.0);
        self
    }

    /// Adds some texts, and how many there are.
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) -> &mut Hasher {
        self.number(texts.len() as u64);
        texts.for_each(|text| {
            self.text(text);
        });
        self
    }

    /// Adds what can be hashed in the usual way.
    pub fn value(&mut self, value: &impl std::hash::Hash) -> &mut Hasher {
        value.hash(self);
        self
    }

    /// Adds what can be written as JSON.
    ///
    /// # Panics
    ///
    /// When a map in it has keys that aren't texts.
    pub fn json(&mut self, value: &impl serde::Serialize) -> &mut Hasher {
        serde_json::to_writer(&mut self.0, value).expect("plain data");
        self.0.update(b"\n");
        self
    }

    /// The hash of all that was added.
    pub fn finish(&self) -> Hash {
        Hash(*self.0.finalize().as_bytes())
    }
}

impl std::hash::Hasher for Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first eight bytes.
    fn finish(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&Hasher::finish(self).0[..8]);
        u64::from_le_bytes(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_dont_run_together() {
        let hash = |texts: &[&str]| Hasher::new().texts(texts.iter().copied()).finish();
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_ne!(hash(&["a", ""]), hash(&["a"]));
        assert_eq!(hash(&["a", "b"]), hash(&["a", "b"]));
    }
}
