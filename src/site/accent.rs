//! An audience's colour, checked against both grounds.

use std::fmt;
use std::ops::RangeInclusive;

use palette::color_difference::Wcag21RelativeContrast;
use palette::{FromColor, Oklch, Srgb};

/// The least contrast of text. WCAG 2.2, 1.4.3 Contrast (Minimum).
pub const MIN_CONTRAST: f32 = 4.5;

/// The page's ground in the light, and on paper.
pub const LIGHT_GROUND: Rgb = Rgb(0xfb, 0xf8, 0xf1);

/// The page's ground in the dark.
pub const DARK_GROUND: Rgb = Rgb(0x1b, 0x18, 0x16);

/// The OKLCH lightness from which accents start in the dark, in per cent.
const DARK_LIGHTNESS: u8 = 78;

/// A colour in sRGB, as screens show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// The contrast with another colour, 1 to 21, as WCAG 2.1 defines it.
    pub fn contrast(self, other: Rgb) -> f32 {
        self.srgb().relative_contrast(other.srgb())
    }

    fn srgb(self) -> Srgb {
        Srgb::new(self.0, self.1, self.2).into_format()
    }

    fn from_srgb(color: Srgb) -> Rgb {
        let color: Srgb<u8> = color.into_format();
        Rgb(color.red, color.green, color.blue)
    }
}

/// Writes the colour for CSS: `#1d4f7c`.
impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// An audience's colour in its two forms. Each can be read on its ground.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Accent {
    light: Rgb,
    dark: Rgb,
}

/// Why a colour can't be an accent.
#[derive(Clone, Debug, PartialEq)]
pub enum AccentProblem {
    /// It isn't a colour of CSS.
    NotAColor,
    /// One sees through it.
    Transparent,
    /// It is too light to be read on the light ground.
    LowContrast {
        /// The contrast that it has.
        ratio: f32,
        /// The same hue, dark enough, as CSS; `None`: there is none.
        passes: Option<String>,
    },
}

impl Accent {
    /// Parses a CSS colour, such as `oklch(0.48 0.11 250)` or `#1d4f7c`.
    ///
    /// The form for the dark has the same hue and chroma, lighter.
    pub fn parse(text: &str) -> Result<Accent, AccentProblem> {
        let light = opaque(text)?;
        let hue = Oklch::from_color(light.srgb());
        let ratio = light.contrast(LIGHT_GROUND);
        if ratio < MIN_CONTRAST {
            // Written and read again, because writing rounds.
            let readable =
                |css: &String| opaque(css).is_ok_and(|rgb| rgb.contrast(LIGHT_GROUND) >= MIN_CONTRAST);
            let passes = lightness(0..=100).rev().map(|l| css(Oklch { l, ..hue })).find(readable);
            return Err(AccentProblem::LowContrast { ratio, passes });
        }
        let dark = lightness(DARK_LIGHTNESS..=100)
            .map(|l| Rgb::from_srgb(in_gamut(Srgb::from_color(Oklch { l, ..hue }))))
            .find(|rgb| rgb.contrast(DARK_GROUND) >= MIN_CONTRAST)
            .expect("white can be read on the dark ground");
        Ok(Accent { light, dark })
    }

    /// The colour in the light, and on paper.
    pub fn light(&self) -> Rgb {
        self.light
    }

    /// The colour in the dark.
    pub fn dark(&self) -> Rgb {
        self.dark
    }

    /// The colour in the light, for CSS.
    pub fn light_css(&self) -> String {
        self.light.to_string()
    }

    /// The colour in the dark, for CSS.
    pub fn dark_css(&self) -> String {
        self.dark.to_string()
    }
}

/// The ink of text: what stands in for a colour that was refused.
impl Default for Accent {
    fn default() -> Accent {
        Accent { light: Rgb(0x3a, 0x3a, 0x3a), dark: Rgb(0xc8, 0xc8, 0xc8) }
    }
}

/// Returns the colour of a CSS text.
fn opaque(text: &str) -> Result<Rgb, AccentProblem> {
    let color = csscolorparser::parse(text).map_err(|_| AccentProblem::NotAColor)?;
    if color.a < 1.0 {
        return Err(AccentProblem::Transparent);
    }
    Ok(Rgb::from_srgb(in_gamut(Srgb::new(color.r, color.g, color.b))))
}

/// Steps of OKLCH lightness, from per cents.
fn lightness(per_cent: RangeInclusive<u8>) -> impl DoubleEndedIterator<Item = f32> {
    per_cent.map(|step| f32::from(step) / 100.0)
}

/// Clamps what no screen can show.
fn in_gamut(color: Srgb) -> Srgb {
    Srgb::new(color.red.clamp(0.0, 1.0), color.green.clamp(0.0, 1.0), color.blue.clamp(0.0, 1.0))
}

fn css(color: Oklch) -> String {
    let hue = color.hue.into_positive_degrees();
    format!("oklch({:.2} {:.2} {:.0})", color.l, color.chroma, hue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_can_be_read() {
        for text in ["oklch(0.48 0.11 250)", "#1d4f7c", "oklch(0.48 0.09 106)", "black", "oklch(0.4 0.3 145)"]
        {
            let accent = Accent::parse(text).expect(text);
            assert!(accent.light().contrast(LIGHT_GROUND) >= MIN_CONTRAST, "{text}");
            assert!(accent.dark().contrast(DARK_GROUND) >= MIN_CONTRAST, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
        // The classical pair: #767676 is the lightest grey that passes on white.
        assert!(Rgb(0x76, 0x76, 0x76).contrast(Rgb(255, 255, 255)) >= 4.5);
        assert!(Rgb(0x77, 0x77, 0x77).contrast(Rgb(255, 255, 255)) < 4.5);
    }

    #[test]
    fn a_light_colour_is_refused_with_one_that_passes() {
        let Err(AccentProblem::LowContrast { ratio, passes: Some(passes) }) =
            Accent::parse("oklch(0.70 0.11 250)")
        else {
            panic!("it is too light");
        };
        assert!(ratio < 4.5);
        assert!(Accent::parse(&passes).is_ok(), "{passes}");
    }

    #[test]
    fn only_opaque_colours_of_css_are_accents() {
        assert_eq!(Accent::parse("blueish"), Err(AccentProblem::NotAColor));
        assert_eq!(Accent::parse("rgb(0 0 0 / 50%)"), Err(AccentProblem::Transparent));
    }
}
