//! A package of the npm registry: fetched, compared with its checksum, and
//! the few files of it that we want.

use std::io::Read;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha512};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::cli::failure::Failure;

/// How long a package may take. The largest has 57 MB.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// How large a package may be, in bytes.
const LARGEST: u64 = 150_000_000;

/// The faces that we take: what is printed has no others.
pub(super) const FACES: [&str; 2] = ["400Regular", "700Bold"];

/// Fetches a package of `@expo-google-fonts`. Proxies come from the
/// environment, certificates from the machine.
pub(super) fn fetch(registry: &str, package: &str, version: &str) -> Result<Vec<u8>, Failure> {
    let registry = registry.trim().trim_end_matches('/');
    let url = format!("{registry}/@expo-google-fonts/{package}/-/{package}-{version}.tgz");
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(PATIENCE)).build();
    let fetched = Agent::new_with_config(config)
        .get(&url)
        .call()
        .and_then(|mut answer| answer.body_mut().with_config().limit(LARGEST).read_to_vec());
    fetched.map_err(|error| {
        let hint = format!(
            "`--registry URL` names another registry; or fetch @expo-google-fonts/{package} {version} elsewhere, \
             and put its Regular and Bold fonts and LICENSE_FONT into the folder fonts/{package}"
        );
        Failure::with_hint(format!("can't fetch {url}: {error}"), Some(hint))
    })
}

/// Returns the fonts of a package and their licence, by their names.
///
/// Nothing of a package is taken that isn't, byte by byte, the one that we
/// know, and nothing of one in which a file is missing.
pub(super) fn unpack(bytes: &[u8], sha512: &str, package: &str) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    if STANDARD.encode(Sha512::digest(bytes)) != sha512 {
        let hint = "what came isn't what the registry published; nothing was written. Try another registry";
        return Err(Failure::with_hint(format!("the checksum of {package} is wrong"), Some(hint)));
    }
    let broken = |reason: &dyn std::fmt::Display| {
        Failure::refused(format!("the package {package} can't be unpacked: {reason}"))
    };
    let mut files = Vec::new();
    let mut archive = tar::Archive::new(GzDecoder::new(bytes));
    for entry in archive.entries().map_err(|error| broken(&error))? {
        let mut entry = entry.map_err(|error| broken(&error))?;
        let path = entry.path().map_err(|error| broken(&error))?.to_string_lossy().into_owned();
        if let Some(name) = wanted(&path) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(|error| broken(&error))?;
            files.push((name, content));
        }
    }
    if files.len() != FACES.len() + 1 {
        return Err(broken(&"a font or its licence is missing"));
    }
    // The licence first: a font without it mustn't be passed on.
    files.sort_by_key(|(name, _)| name.ends_with(".ttf"));
    Ok(files)
}

/// The name under which a file of the package is kept; nothing for the others.
/// It is a plain name, whatever the package says.
fn wanted(path: &str) -> Option<String> {
    if path == "package/LICENSE_FONT" {
        return Some("OFL.txt".to_owned());
    }
    let (face, file) = path.strip_prefix("package/")?.split_once('/')?;
    let stem = file.strip_suffix(".ttf").filter(|stem| !stem.contains(['/', '\\']))?;
    let (family, _) = stem.split_once('_')?;
    let style = face.trim_start_matches(|sign: char| sign.is_ascii_digit());
    FACES.contains(&face).then(|| format!("{family}-{style}.ttf"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;

    use super::*;

    /// A package as the registry has it, with the files of `names`.
    fn package(names: &[&str]) -> (Vec<u8>, String) {
        let mut archive = tar::Builder::new(Vec::new());
        for name in names {
            let mut header = tar::Header::new_gnu();
            header.set_size(name.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            archive.append_data(&mut header, name, name.as_bytes()).expect("a vector takes all");
        }
        let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        zipped.write_all(&archive.into_inner().expect("a vector takes all")).expect("a vector takes all");
        let bytes = zipped.finish().expect("a vector takes all");
        let sha512 = STANDARD.encode(Sha512::digest(&bytes));
        (bytes, sha512)
    }

    const FILES: [&str; 6] = [
        "package/package.json",
        "package/300Light/NotoSansRunic_300Light.ttf",
        "package/400Regular/NotoSansRunic_400Regular.ttf",
        "package/400Regular/NotoSansRunic_400Regular.ttf.png",
        "package/700Bold/NotoSansRunic_700Bold.ttf",
        "package/LICENSE_FONT",
    ];

    fn message(failure: Failure) -> String {
        match failure {
            Failure::Refused { message, .. } => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn takes_two_faces_and_their_licence() {
        let (bytes, sha512) = package(&FILES);
        let files = unpack(&bytes, &sha512, "runic").expect("a good package");
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["OFL.txt", "NotoSansRunic-Regular.ttf", "NotoSansRunic-Bold.ttf"]);
        assert_eq!(files[1].1, FILES[2].as_bytes());
    }

    #[test]
    fn a_changed_or_lacking_package_gives_nothing() {
        let (mut bytes, sha512) = package(&FILES);
        *bytes.last_mut().expect("it has bytes") ^= 1;
        let changed = unpack(&bytes, &sha512, "runic").expect_err("it was changed");
        assert_eq!(message(changed), "the checksum of runic is wrong");
        let (bytes, sha512) = package(&FILES[..5]);
        let lacking = unpack(&bytes, &sha512, "runic").expect_err("it has no licence");
        assert!(message(lacking).contains("a font or its licence is missing"));
    }

    #[test]
    fn names_cannot_climb_out() {
        assert_eq!(wanted("package/400Regular/../../x_400Regular.ttf"), None);
        assert_eq!(wanted("package/400Regular/..\\x_400Regular.ttf"), None);
        assert_eq!(wanted("package/LICENSE"), None);
    }

    #[test]
    fn fetches_from_the_registry_that_it_is_told() {
        let (bytes, sha512) = package(&FILES);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let registry = format!("http://{}/npm/", listener.local_addr().expect("it is bound"));
        let served = bytes.clone();
        let server = std::thread::spawn(move || {
            let mut asked = Vec::new();
            for _ in 0..2 {
                let (mut stream, _) = listener.accept().expect("somebody asks");
                let mut request = Vec::new();
                let mut part = [0; 1024];
                while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                    let length = stream.read(&mut part).expect("a request");
                    request.extend_from_slice(&part[..length]);
                }
                let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
                let (status, body) = if line.contains("-1.0.0.tgz") {
                    ("200 OK", &served[..])
                } else {
                    ("404 Not Found", &[][..])
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).expect("it listens");
                stream.write_all(body).expect("it listens");
                asked.push(line);
            }
            asked
        });
        let fetched = fetch(&registry, "runic", "1.0.0").expect("it is there");
        assert_eq!(unpack(&fetched, &sha512, "runic").map(|files| files.len()).ok(), Some(3));
        let failure = fetch(&registry, "runic", "2.0.0").expect_err("it isn't there");
        assert!(message(failure).contains("404"));
        let asked = server.join().expect("it served");
        assert_eq!(asked[0], "GET /npm/@expo-google-fonts/runic/-/runic-1.0.0.tgz HTTP/1.1");
    }
}
