// A static server on loopback, as strict as the host that a state should use.

import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** The policy under which every page must work: nothing inline, nothing from elsewhere. */
export const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; form-action 'self'; base-uri 'none'";

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.webp': 'image/webp', '.avif': 'image/avif', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
  '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.pdf': 'application/pdf', '.ics': 'text/calendar',
  '.webmanifest': 'application/manifest+json', '.csv': 'text/csv; charset=utf-8',
};

/**
 * Serves `folder` at `/` and also below `/under/a/folder/`, so that a page which needs to lie at the root shows.
 *
 * `take()` returns the requests since it was last asked, each `{ url, status, bytes, packed }`: the bytes of the body
 * as it is, and as hosts send it, texts compressed.
 */
export async function serve(folder) {
  const prefix = '/under/a/folder/';
  const cache = new Map();
  let log = [];
  const load = (file) => {
    if (!cache.has(file)) cache.set(file, readFileSync(file));
    return cache.get(file);
  };
  const server = http.createServer((request, response) => {
    const reply = (status, type, body, headers = {}) => {
      log.push({ url: request.url, status, type, body });
      response.writeHead(status, {
        'content-type': type, 'content-length': body.length, 'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', ...headers,
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    let wanted;
    try {
      wanted = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    } catch {
      return reply(400, 'text/plain', Buffer.from('bad address'));
    }
    if (wanted.startsWith(prefix)) wanted = wanted.slice(prefix.length - 1);
    let file = path.join(folder, wanted);
    if (file !== folder && !file.startsWith(folder + path.sep)) return reply(400, 'text/plain', Buffer.from('climbs out'));
    if (existsSync(file) && statSync(file).isDirectory()) {
      if (!wanted.endsWith('/')) return reply(301, 'text/plain', Buffer.from(''), { location: request.url + '/' });
      file = path.join(file, 'index.html');
    }
    if (existsSync(file)) return reply(200, TYPES[path.extname(file)] ?? 'application/octet-stream', load(file));
    const missing = path.join(folder, '404.html');
    reply(404, TYPES['.html'], existsSync(missing) ? load(missing) : Buffer.from('not found'));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    /** Returns the address of a file of the site, below the folder. */
    url: (rel) => origin + prefix + rel.split('/').map(encodeURIComponent).join('/'),
    /** Returns the address of a path at the root. */
    rootUrl: (rel) => `${origin}/${rel}`,
    take() {
      const taken = log;
      log = [];
      const isText = (type) => /^text|javascript|json|xml/.test(type);
      return taken.map(({ url, status, type, body }) => ({
        url, status, bytes: body.length, packed: isText(type) ? gzipSync(body).length : body.length,
      }));
    },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
