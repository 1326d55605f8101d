//! Fonts that don't ship in the program, because they are large or few
//! people need them: `ilpress fonts add LANG` puts them into a site.

/// A family for one script, and where to get it.
#[derive(Debug)]
pub struct Pack {
    /// The family's name, as fonts carry it.
    pub family: &'static str,
    /// The languages in words.
    pub languages: &'static str,
    /// Their codes; the first is the one that we name to people.
    pub langs: &'static [&'static str],
    /// The letters of its script: first and last of each range.
    letters: &'static [(u32, u32)],
    /// The package of npm, below `@expo-google-fonts/`.
    pub package: &'static str,
    /// The package's version.
    pub version: &'static str,
    /// The SHA-512 of the package, in base64, as npm writes it.
    pub sha512: &'static str,
    /// How much has to be fetched, in bytes.
    pub bytes: u64,
}

impl Pack {
    /// Whether the script has this character.
    fn has(&self, character: char) -> bool {
        self.letters.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(character)))
    }
}

/// Returns the pack for a language: `zh-Hant-HK` is `zh-Hant`, `km-KH` is
/// `km`. Nothing for a language whose letters ship in the program, or that we
/// know no fonts for.
pub fn for_lang(lang: &str) -> Option<&'static Pack> {
    let written_otherwise = ["pa-Arab", "pa-PK"];
    if written_otherwise.iter().any(|other| lang.eq_ignore_ascii_case(other)) {
        return None;
    }
    let mut tag = lang;
    loop {
        let named = |pack: &&Pack| pack.langs.iter().any(|known| known.eq_ignore_ascii_case(tag));
        if let Some(pack) = PACKS.iter().find(named) {
            return Some(pack);
        }
        tag = tag.rsplit_once('-')?.0;
    }
}

/// Returns the pack that has a character: that of the language it stands in,
/// if it can be. Chinese characters are drawn in another way for Japanese.
pub fn for_character(character: char, lang: &str) -> Option<&'static Pack> {
    let own = for_lang(lang).filter(|pack| pack.has(character));
    own.or_else(|| PACKS.iter().find(|pack| pack.has(character)))
}

/// All packs.
///
/// Packages are under the MIT licence, the fonts in them under the SIL Open
/// Font License 1.1, whose text comes along.
pub static PACKS: &[Pack] = &[
    Pack {
        family: "Noto Sans SC",
        languages: "Chinese, simplified",
        langs: &["zh-Hans", "zh"],
        letters: &[
            (0x2E80, 0x2FDF),
            (0x3000, 0x303F),
            (0x31C0, 0x31EF),
            (0x3400, 0x4DBF),
            (0x4E00, 0x9FFF),
            (0xF900, 0xFAFF),
            (0xFF00, 0xFF65),
            (0x20000, 0x3FFFF),
        ],
        package: "noto-sans-sc",
        version: "0.4.3",
        sha512: "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
        bytes: 56954252,
    },
    Pack {
        family: "Noto Sans TC",
        languages: "Chinese, traditional",
        langs: &["zh-Hant", "zh-TW", "zh-HK", "zh-MO"],
        letters: &[
            (0x2E80, 0x303F),
            (0x3100, 0x312F),
            (0x31A0, 0x31BF),
            (0x31C0, 0x31EF),
            (0x3400, 0x4DBF),
            (0x4E00, 0x9FFF),
            (0xF900, 0xFAFF),
            (0xFF00, 0xFF65),
            (0x20000, 0x3FFFF),
        ],
        package: "noto-sans-tc",
        version: "0.4.3",
        sha512: "69XAOTLPz0WlAxL6qJEKlDMxHsBd4J1M39HjV0gPF2o1xWVALOsVWvDgistnecVockA9wbU/tH5C/gyS2PdnHg==",
        bytes: 38808616,
    },
    Pack {
        family: "Noto Sans JP",
        languages: "Japanese",
        langs: &["ja"],
        letters: &[
            (0x3040, 0x30FF),
            (0x31F0, 0x31FF),
            (0xFF66, 0xFF9F),
            (0x2E80, 0x303F),
            (0x3400, 0x4DBF),
            (0x4E00, 0x9FFF),
            (0xF900, 0xFAFF),
            (0xFF00, 0xFF65),
        ],
        package: "noto-sans-jp",
        version: "0.4.3",
        sha512: "Fl+Z6vtD24HFAYsvzB0S9Nery1ly16B9PesdY0wBd+wEHAvkNglnkTUspU0HqGOubkmoa8zusJrKv6vDx1o70A==",
        bytes: 28996407,
    },
    Pack {
        family: "Noto Sans KR",
        languages: "Korean",
        langs: &["ko"],
        letters: &[(0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDC)],
        package: "noto-sans-kr",
        version: "0.4.3",
        sha512: "EVS/uJPcf1TgJtjmQmrFr0oGdcl7ml09CSu0E/AyGzR0UfzdR2pBbzWWPsnuzZiGUl643ODYwYiXK5+B+fLjhQ==",
        bytes: 27602552,
    },
    Pack {
        family: "Noto Sans Ethiopic",
        languages: "Amharic, Tigrinya",
        langs: &["am", "ti"],
        letters: &[(0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)],
        package: "noto-sans-ethiopic",
        version: "0.4.2",
        sha512: "puS0u1/7b0kZ6fqOYaSlCdai8zHuD9CQY2qlyJEtYzUC5Nd1fH3QENmQc0a1Gcqe0q9s3n7440eNJSLK2mGouw==",
        bytes: 2341363,
    },
    Pack {
        family: "Noto Sans Myanmar",
        languages: "Burmese, Karen",
        langs: &["my", "ksw", "kar"],
        letters: &[(0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)],
        package: "noto-sans-myanmar",
        version: "0.4.2",
        sha512: "qG8DHmy+7xFvW5z8lN3r5jjEXoQBhjpjoxXR/Y8/WcywirPIBZnFpAy5IlwCRSobJdCw3+i7gvmIz1bl6mp7bg==",
        bytes: 1785947,
    },
    Pack {
        family: "Noto Sans Khmer",
        languages: "Khmer",
        langs: &["km"],
        letters: &[(0x1780, 0x17FF), (0x19E0, 0x19FF)],
        package: "noto-sans-khmer",
        version: "0.4.3",
        sha512: "vBG7J/w4j+tPTPA53a43zb/s/K3AjHRTDbEG4omn/xs4dThknBh4aVRJ4zwROLy7OeZnhQPDkGRUEPAi8C/btg==",
        bytes: 1319415,
    },
    Pack {
        family: "Noto Sans Lao",
        languages: "Lao",
        langs: &["lo"],
        letters: &[(0x0E80, 0x0EFF)],
        package: "noto-sans-lao",
        version: "0.4.2",
        sha512: "gM/grIG03BWSk8lqiR1IC7WHpGH/8TrvwU0ZjEvs236YiN0LK2qQythq6lqcJbENo/0HMxdk13n35yhqnHVJ8g==",
        bytes: 1154913,
    },
    Pack {
        family: "Noto Sans Thai",
        languages: "Thai",
        langs: &["th"],
        letters: &[(0x0E00, 0x0E7F)],
        package: "noto-sans-thai",
        version: "0.4.2",
        sha512: "PGBBBDGfJJ/5y2hNweLBZWD4YmVT4uOO4chsOPXyl0TktaBJamDKVKv/WbGiDTeBGdkegLiytsWo+lhnkHP5qA==",
        bytes: 1134206,
    },
    Pack {
        family: "Noto Sans Hebrew",
        languages: "Hebrew, Yiddish",
        langs: &["he", "yi"],
        letters: &[(0x0590, 0x05FF), (0xFB1D, 0xFB4F)],
        package: "noto-sans-hebrew",
        version: "0.4.1",
        sha512: "NR3vP6GT/hSINLrk4JHJBQnuzh/C1mlMrphNlI2dQaO53a3oTjSRoG4JyYb1B6bHadjsGh0wPZbT4kMJBKjT/w==",
        bytes: 1214759,
    },
    Pack {
        family: "Noto Sans Bengali",
        languages: "Bengali, Assamese",
        langs: &["bn", "as"],
        letters: &[(0x0980, 0x09FF)],
        package: "noto-sans-bengali",
        version: "0.4.4",
        sha512: "Ya58tLTEdP4P5EF3ZXTM829/g57mbfW8OrD16MMZr2sC3nIKItl/3J9tZlk1nrtqfFGzIgxb+zt/hLjAaTAQgQ==",
        bytes: 1637434,
    },
    Pack {
        family: "Noto Sans Gujarati",
        languages: "Gujarati",
        langs: &["gu"],
        letters: &[(0x0A80, 0x0AFF)],
        package: "noto-sans-gujarati",
        version: "0.4.2",
        sha512: "KtJySkho6C2Yf28dZx1SYwAs671hncIpBpIlTDzxLv7i7iOFJ2p74nzyP23aY04HUm28ELX7r86Dmui/qpLpMg==",
        bytes: 1609922,
    },
    Pack {
        family: "Noto Sans Tamil",
        languages: "Tamil",
        langs: &["ta"],
        letters: &[(0x0B80, 0x0BFF)],
        package: "noto-sans-tamil",
        version: "0.4.3",
        sha512: "1TBkwJ8gJPnt1UIC+um987hYb/QmRDATGKbtwDW6dajISxr8b7+EVjwMESMJaQxfNS8VWE4IBT2jYmpBGw4D+w==",
        bytes: 1250136,
    },
    Pack {
        family: "Noto Sans Gurmukhi",
        languages: "Punjabi",
        langs: &["pa"],
        letters: &[(0x0A00, 0x0A7F)],
        package: "noto-sans-gurmukhi",
        version: "0.4.1",
        sha512: "yAaWoUawvVD/50HnZWN1lABWOy9eNcbS3i9bRjoXwEueaoI7E2dTd7liA2BcJ/uTkFUgYWd5QOjIfoCXnTo44Q==",
        bytes: 1243366,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_find_their_pack() {
        let family = |lang| for_lang(lang).map(|pack| pack.family);
        assert_eq!(family("zh"), Some("Noto Sans SC"));
        assert_eq!(family("zh-Hant-HK"), Some("Noto Sans TC"));
        assert_eq!(family("zh-HK"), Some("Noto Sans TC"));
        assert_eq!(family("km-KH"), Some("Noto Sans Khmer"));
        assert_eq!(family("pa"), Some("Noto Sans Gurmukhi"));
        assert_eq!((family("pa-Arab"), family("en-US"), family("ar")), (None, None, None));
    }

    #[test]
    fn characters_find_the_pack_of_their_language_first() {
        let family = |character, lang| for_character(character, lang).map(|pack| pack.family);
        assert_eq!(family('語', "en"), Some("Noto Sans SC"));
        assert_eq!(family('語', "ja"), Some("Noto Sans JP"));
        assert_eq!(family('か', "zh"), Some("Noto Sans JP"));
        assert_eq!(family('ት', "en"), Some("Noto Sans Ethiopic"));
        assert_eq!(family('\u{1F600}', "en"), None);
    }
}
