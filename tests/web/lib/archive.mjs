// Looks into containers: text in a compressed archive leaks as well as text in a page.

import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** Returns `[name, bytes]` for the artifact itself and for everything packed in it, containers in containers too. */
export function* unpack(name, bytes, depth = 0) {
  yield [name, bytes];
  if (depth > 3) return;
  if (bytes.length > 4 && bytes.readUInt32LE(0) === 0x04034b50) {
    for (const [inner, content] of zipEntries(bytes)) {
      yield [`${name}!${inner}`, Buffer.from(inner)];
      yield* unpack(`${name}!${inner}`, content, depth + 1);
    }
  } else if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    yield* unpack(`${name}!`, gunzipSync(bytes), depth + 1);
  } else if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') {
    // Glyphs may be written as numbers: titles, outlines, alternative texts and the metadata are readable here,
    // the page's own words are checked by the PDF tests.
    let at = 0;
    for (let part = 0; (at = bytes.indexOf('stream', at)) >= 0; part++) {
      const start = at + 6 + (bytes[at + 6] === 13 ? 2 : 1);
      const end = bytes.indexOf('endstream', start);
      if (end < 0) break;
      try {
        yield [`${name}!stream ${part}`, inflateSync(bytes.subarray(start, end))];
      } catch { /* not compressed: part of the whole file, seen already */ }
      at = end + 9;
    }
  }
}

function* zipEntries(bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50) end--;
  if (end < 0) throw new Error('archive without a directory');
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => bytes.readUInt16LE(at + o));
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    yield [name, method === 0 ? packed : inflateRawSync(packed)];
    at += 46 + nameLength + extraLength + commentLength;
  }
}
