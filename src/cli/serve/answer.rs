//! What the preview answers, as a pure function of the request.

use super::preview::State;
use crate::vfs::OutputPath;

/// What the server says about a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A file of the build.
    File(OutputPath),
    /// The address of a folder, written without its slash.
    Folder(String),
    /// There is nothing; the file that would be there.
    Missing(OutputPath),
    /// No address that a browser asks for by itself.
    Odd,
}

/// Returns what is at a path of an address, percent-encoded as it came.
pub(super) fn answer(path: &str, state: &State) -> Answer {
    let Some(path) = decode(path) else { return Answer::Odd };
    let Some(inner) = path.strip_prefix('/') else { return Answer::Odd };
    let odd = |part: &str| {
        matches!(part, "." | "..") || part.contains(['\\', '\0']) || part.chars().any(char::is_control)
    };
    if inner.split('/').any(odd) || inner.contains("//") || inner.starts_with('/') {
        return Answer::Odd;
    }
    if inner.is_empty() || inner.ends_with('/') {
        return OutputPath::new(&format!("{inner}index.html")).map_or(Answer::Odd, |path| file(path, state));
    }
    let index = OutputPath::new(&format!("{inner}/index.html"));
    match OutputPath::new(inner) {
        None => Answer::Odd,
        Some(path) if !state.has(&path) && index.is_some_and(|index| state.has(&index)) => {
            Answer::Folder(format!("/{inner}/"))
        }
        Some(path) => file(path, state),
    }
}

fn file(path: OutputPath, state: &State) -> Answer {
    if state.has(&path) { Answer::File(path) } else { Answer::Missing(path) }
}

/// Decodes percent signs; nothing when what comes out isn't UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = tail.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}

/// Encodes what an address can't hold as it is.
pub(super) fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Returns one value of a query, decoded.
pub(super) fn query(query: &str, key: &str) -> Option<String> {
    query.split('&').find_map(|pair| decode(pair.strip_prefix(key)?.strip_prefix('=')?))
}

/// Whether a request names us. A page elsewhere can point its own host name
/// at this computer (DNS rebinding); then the host isn't one of these.
pub(super) fn is_our_host(host: Option<&str>, port: u16) -> bool {
    host.is_some_and(|host| {
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| host == format!("{name}:{port}"))
    })
}

/// Puts the preview's script into a page.
pub(super) fn with_script(html: &[u8], mark: &str) -> Vec<u8> {
    let script = format!("<script src=\"/_ilpress/live.js\" data-mark=\"{mark}\" defer></script>");
    let end = memchr::memmem::rfind(html, b"</body>").unwrap_or(html.len());
    [&html[..end], script.as_bytes(), &html[end..]].concat()
}

/// The media type by a path's extension.
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::super::preview::Preview;
    use super::super::preview::tests::{press, starter};
    use super::*;

    #[test]
    fn finds_pages_and_refuses_odd_paths() {
        let (mut site, mut session) = starter();
        site.insert(crate::vfs::SitePath::new("assets/a b.svg").expect("a good path"), "<svg/>");
        let preview = Preview::new();
        preview.update(Some(press(&mut session, &site)), session.memory(), Vec::new(), site.clone(), None);
        let state = preview.state();
        let file = |path: &str| Answer::File(OutputPath::new(path).expect("a good path"));
        assert_eq!(answer("/", &state), file("index.html"));
        assert_eq!(answer("/families/", &state), file("families/index.html"));
        assert_eq!(answer("/families", &state), Answer::Folder("/families/".to_owned()));
        assert_eq!(answer("/assets/a%20b.svg", &state), file("assets/a b.svg"));
        assert!(matches!(answer("/x", &state), Answer::Missing(path) if path.as_str() == "x"));
        for odd in [
            "/../x",
            "/a/%2e%2e/x",
            "/a%2f..%2fx",
            "/%5c..",
            "//a",
            "/a//",
            "/%zz",
            "/%ff",
            "/a%00",
            "x",
            "/%+1",
        ] {
            assert_eq!(answer(odd, &state), Answer::Odd, "{odd}");
        }
    }

    #[test]
    fn only_this_computer_is_our_host() {
        assert!(is_our_host(Some("localhost:8080"), 8080));
        assert!(is_our_host(Some("127.0.0.1:8080"), 8080));
        for host in [
            None,
            Some("evil.example:8080"),
            Some("localhost:80"),
            Some("localhost"),
            Some("127.0.0.1.evil.example:8080"),
        ] {
            assert!(!is_our_host(host, 8080), "{host:?}");
        }
    }

    #[test]
    fn the_script_goes_before_the_end() {
        let page = with_script(b"<body>x</body></html>", "1.2");
        let page = String::from_utf8_lossy(&page);
        assert!(page.starts_with(
            "<body>x<script src=\"/_ilpress/live.js\" data-mark=\"1.2\" defer></script></body>"
        ));
    }

    #[test]
    fn queries_are_decoded() {
        assert_eq!(query("since=1.2&page=a%2Fb", "page").as_deref(), Some("a/b"));
        assert_eq!(query("pages=1", "page"), None);
    }
}
