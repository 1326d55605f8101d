// The system's Chromium, driven by playwright-core, cut off from everything but loopback.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/Applications/Chromium.app/Contents/MacOS', '/Applications/Google Chrome.app/Contents/MacOS'];
  for (const name of [...names, 'Chromium', 'Google Chrome']) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch { /* not here */ }
    }
  }
  throw new Error('no Chromium found: install it, or name it in CHROMIUM');
}

/** Starts one headless browser; every test file shares its own among its tests. */
export function launch() {
  return chromium.launch({
    executablePath: executable(),
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
      // No name resolves: a request to another host fails at once, and is seen.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
}

/**
 * Notes what a page must not do: ask another host, fail to load something, break the policy, write an error.
 *
 * `expected` says which failing addresses belong to the test (a page that is missing on purpose).
 */
export function watch(page, origin, note, expected = () => false) {
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) note(`asks another host: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !expected(response.url())) note(`${response.status()}: ${response.url().slice(origin.length)}`);
  });
  page.on('requestfailed', (request) => {
    // A page left before it was complete stops its own requests.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') note(`not loaded: ${request.url()} (${request.failure()?.errorText})`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.location().url)) note(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`script error: ${error.message}`));
}

/** Runs `work` over `items`, `width` at a time. */
export async function pool(items, width, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: width }, async (_, lane) => {
    for (let item; (item = queue.shift()) !== undefined;) await work(item, lane);
  }));
}
