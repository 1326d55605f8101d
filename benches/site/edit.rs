//! Edits as an author makes them, in the sources of ilpress.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::corpus::{self, Place};
use crate::ilpress;

/// A document to edit, and what has to be seen afterwards.
pub struct Edit {
    /// Its file.
    file: PathBuf,
    /// Its page below the output folder.
    pub page: String,
    /// Its title as it is now.
    pub title: String,
    /// A word that no page has yet.
    pub mark: String,
}

impl Edit {
    /// Takes the `number`th document to edit: a page that no other edit took.
    pub fn new(site: &Path, pages: usize, number: usize) -> Edit {
        let wanted = (pages / 2 + number * 11) % pages;
        let is_page = |index: &usize| matches!(corpus::place(*index, pages), Place::Page { .. });
        let index = (wanted..pages).chain(0..wanted).find(is_page).expect("most documents are pages");
        let document = corpus::document(index, pages);
        Edit {
            file: site.join("content").join(ilpress::path(document.place)),
            page: ilpress::page(document.place),
            title: document.title,
            mark: format!("Marker{number}x"),
        }
    }

    /// Puts the mark in the place of a word of the text.
    pub fn body(&self) -> io::Result<()> {
        let text = fs::read_to_string(&self.file)?;
        let body = text.rfind("+++\n\n").expect("front matter ends") + 5;
        let word = body + text[body..].find(" the ").expect("a text without `the`");
        fs::write(&self.file, format!("{} {} {}", &text[..word], self.mark, &text[word + 5..]))
    }

    /// Puts the mark before the title.
    pub fn title(&self) -> io::Result<()> {
        let text = fs::read_to_string(&self.file)?;
        let old = format!("title = \"{}\"", self.title);
        assert!(text.contains(&old), "{} has no title `{}`", self.file.display(), self.title);
        fs::write(&self.file, text.replacen(&old, &format!("title = \"{} {}\"", self.mark, self.title), 1))
    }
}
