//! The server: loopback only, from memory only.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use super::answer::{Answer, answer, encode, is_our_host, media_type, query, with_script};
use super::preview::Preview;
use super::switcher::offers;
use crate::cli::failure::Failure;
use crate::vfs::OutputPath;

/// The first port to try, and how many after it.
const PORT: u16 = 8080;
const PORTS: u16 = 20;

/// What a published site allows itself, to hear from us, and to show a paper.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; \
    frame-ancestors 'self'";

/// The look of the page around a paper.
const PAPER_CSS: &str = "html, body { height: 100%; margin: 0; } \
    iframe { display: block; width: 100%; height: 100%; border: 0; }";

/// Takes the port that was asked for, or the first that is free.
pub(super) async fn bind(port: Option<u16>) -> Result<TcpListener, Failure> {
    let ports: Vec<u16> = port.map_or_else(|| (PORT..PORT + PORTS).chain([0]).collect(), |port| vec![port]);
    let mut last = None;
    for port in ports {
        match TcpListener::bind(("127.0.0.1", port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some((port, error)),
        }
    }
    let (port, error) = last.expect("at least one port was tried");
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => Some("another program uses it: leave `--port` away, or name another one"),
        io::ErrorKind::PermissionDenied => Some("numbers below 1024 are reserved: try 8080"),
        _ => None,
    };
    Err(Failure::with_hint(format!("can't use port {port}: {error}"), hint))
}

/// What every request needs.
struct Context {
    preview: Arc<Preview>,
    port: u16,
}

/// Serves until Ctrl+C.
pub(super) async fn serve(listener: TcpListener, preview: Arc<Preview>) {
    let port = listener.local_addr().map_or(0, |address| address.port());
    let router = Router::new().fallback(respond).with_state(Arc::new(Context { preview, port }));
    tokio::select! {
        _ = axum::serve(listener, router) => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn respond(Shared(context): Shared<Arc<Context>>, request: Request) -> Response {
    // Making a page takes a moment; other requests and the news go on.
    let made = tokio::task::spawn_blocking(move || route(&context, &request)).await;
    let mut response = made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let is_pdf = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == media_type(".pdf"));
    // Browsers show a PDF by scripts and styles of their own.
    let policy = if is_pdf { "frame-ancestors 'self'" } else { POLICY };
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn route(context: &Context, request: &Request) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    if !is_our_host(host, context.port) {
        let says = format!("This preview is for this computer only: http://127.0.0.1:{}/\n", context.port);
        return text(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", says);
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response =
            text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "The preview is for reading.\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let (path, asked) = (request.uri().path(), request.uri().query().unwrap_or_default());
    match path {
        "/_ilpress/events" => events(context, asked),
        "/_ilpress/editions" => {
            let state = context.preview.state();
            let page = query(asked, "page").unwrap_or_default();
            let there = |path: &str| OutputPath::new(path).is_some_and(|path| state.has(&path));
            let offers = offers(&page, &there, &state.names);
            text(StatusCode::OK, "application/json", offers.to_string())
        }
        "/_ilpress/live.js" => text(StatusCode::OK, media_type(path), include_str!("live.js")),
        "/_ilpress/paper.css" => text(StatusCode::OK, media_type(path), PAPER_CSS),
        "/_ilpress/live.css" => text(StatusCode::OK, media_type(path), include_str!("live.css")),
        _ => file(context, path, is_tab(request)),
    }
}

/// Whether a browser wants to show what it gets in a tab of its own, as far as
/// it says so: <https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header>.
fn is_tab(request: &Request) -> bool {
    request.headers().get("sec-fetch-dest").is_some_and(|destination| destination == "document")
}

/// A file of the site; pages with the preview's script, and in a tab also
/// papers, in a page around them.
fn file(context: &Context, path: &str, tab: bool) -> Response {
    let state = context.preview.state();
    let mark = context.preview.mark(&state);
    let page = |status, html: &[u8]| text(status, media_type(".html"), with_script(html, &mark));
    match answer(path, &state) {
        Answer::File(path) => match context.preview.ask(&state, &path) {
            Some(Ok(bytes)) if path.as_str().ends_with(".html") => page(StatusCode::OK, &bytes),
            Some(Ok(_)) if tab && state.has_paper(&path) => page(StatusCode::OK, around(&path).as_bytes()),
            Some(Ok(bytes)) => text(StatusCode::OK, media_type(path.as_str()), bytes.to_vec()),
            // The page that says why is shown above this one.
            Some(Err(_)) => page(StatusCode::INTERNAL_SERVER_ERROR, NOTHING.as_bytes()),
            None => page(StatusCode::NOT_FOUND, NOTHING.as_bytes()),
        },
        Answer::Folder(address) => {
            let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
            let address = HeaderValue::try_from(encode(&address)).expect("encoded addresses are ASCII");
            response.headers_mut().insert(LOCATION, address);
            response
        }
        Answer::Missing(path) => {
            // It may come.
            context.preview.ask(&state, &path);
            let own = OutputPath::new("404.html").and_then(|path| state.file(&path)?.ok());
            page(StatusCode::NOT_FOUND, own.as_deref().unwrap_or(NOTHING.as_bytes()))
        }
        Answer::Odd => text(StatusCode::BAD_REQUEST, "text/plain", "This is no address of a page.\n"),
    }
}

/// A page that shows a paper and nothing else.
fn around(path: &OutputPath) -> String {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let address = encode(name);
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{address}</title>\
         <link rel=\"stylesheet\" href=\"/_ilpress/paper.css\">\
         <body><iframe src=\"{address}\" title=\"{address}\"></iframe></body></html>"
    )
}

/// A page for when the site has none of its own.
const NOTHING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>No page yet</title>\
    <body><h1>No page yet</h1><p>The site has no page at this address. If something has to be mended first, this page says what. \
    <a href=\"/\">Start</a></p></body></html>";

/// Tells a page what has changed, at once and at each build.
fn events(context: &Context, asked: &str) -> Response {
    let mark = query(asked, "since").unwrap_or_default();
    let page = query(asked, "page").unwrap_or_default();
    let preview = context.preview.clone();
    let later = BroadcastStream::new(preview.news()).map(|_| ());
    let stream = tokio_stream::once(()).chain(later).map(move |()| {
        let message = preview.message(&preview.state(), &mark, &page);
        Ok::<_, Infallible>(Event::default().event("state").data(message.to_string()))
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

fn text(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    (status, [(CONTENT_TYPE, kind)], body.into()).into_response()
}
