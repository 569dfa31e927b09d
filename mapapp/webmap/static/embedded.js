// Which View of which atlas a picture, a page or an animation shows, read from the file's bytes; and writing it into a
// PNG. Pure. Its Python twin is mapapp/export/reopen.py; both read tests/tables/embedded.json. A file is not trusted.

const EMBEDDED_NAMES = ["atlas", "version", "sha256", "view"];
const EMBEDDED_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const EMBEDDED_TEXT = 64 * 1024; // bytes of one text, and of the head of a page, that are looked at
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const XML_ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Bytes of a file that are looked at: larger files are not read. */
export const EMBEDDED_LIMIT = 256 * 2 ** 20;

/**
 * @param {Uint8Array} bytes of a whole file
 * @returns {{atlas: string, version: string, sha256: string, view: string} | null} null where it says nothing sound
 */
export function readEmbedded(bytes) {
  const facts = embeddedFacts(bytes);
  if (facts.view === undefined || !EMBEDDED_ID.test(facts.atlas ?? "")) return null;
  return Object.fromEntries(EMBEDDED_NAMES.map((name) => [name, facts[name] ?? ""]));
}

function embeddedFacts(bytes) {
  if (PNG_START.every((byte, i) => bytes[i] === byte)) return pngFacts(bytes);
  const head = latin(bytes, 0, 16);
  if (head.startsWith("GIF8") || head.slice(4, 8) === "ftyp") return pairFacts(commentText(bytes, head));
  if (head.startsWith("%PDF-") || head.slice(8, 12) === "WEBP") return packetFacts(bytes);
  const text = utf8(bytes.subarray(0, 4 * EMBEDDED_TEXT)).replace(/^\ufeff/, "").trimStart();
  if (/^<(!doctype html|html)/i.test(text)) return metaFacts(text.slice(0, EMBEDDED_TEXT));
  return text.startsWith("<") ? elementFacts(text) : {};
}

const utf8 = (bytes) => new TextDecoder("utf-8").decode(bytes);

const latin = (bytes, start, end) => String.fromCharCode(...bytes.subarray(start, end));

// Text chunks of a PNG; compressed ones are passed over.
function pngFacts(bytes) {
  const facts = {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    const kind = latin(bytes, at + 4, at + 8);
    if ((kind === "tEXt" || kind === "iTXt") && length <= EMBEDDED_TEXT) {
      const chunk = bytes.subarray(at + 8, at + 8 + length);
      const end = chunk.indexOf(0);
      const key = latin(chunk, 0, Math.max(end, 0));
      if (key.startsWith("mapapp:")) {
        const text = kind === "tEXt" ? Array.from(chunk.subarray(end + 1), (code) => String.fromCharCode(code)).join("")
          : internationalText(chunk.subarray(end + 1));
        facts[key.slice(7)] = text;
      }
    }
    at += 12 + length;
  }
  return facts;
}

// After the keyword of an iTXt chunk: flag, method, language, translated keyword, text.
function internationalText(rest) {
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  return translated < 0 || rest[0] !== 0 ? "" : utf8(rest.subarray(translated + 1));
}

// Where `mapapp:view=` begins in a GIF's comment (in blocks of at most 255 bytes) or in an MP4's, which is plain.
function commentText(bytes, head) {
  if (!head.startsWith("GIF8")) {
    const start = indexOfText(bytes, "mapapp:view=");
    let end = start;
    while (start >= 0 && end < bytes.length && bytes[end] >= 32 && bytes[end] < 127 && end - start < EMBEDDED_TEXT) end += 1;
    return start < 0 ? "" : utf8(bytes.subarray(start, end));
  }
  let text = "";
  for (let at = indexOfText(bytes, "!\xfe"); at >= 0; at = indexOfText(bytes, "!\xfe", at)) {
    text = "";
    at += 2;
    while (bytes[at] && text.length < EMBEDDED_TEXT) {
      text += utf8(bytes.subarray(at + 1, at + 1 + bytes[at]));
      at += 1 + bytes[at];
    }
    if (text.includes("mapapp:view=")) return text;
  }
  return text;
}

function indexOfText(bytes, text, from = 0) {
  const codes = Array.from(text, (char) => char.charCodeAt(0));
  for (let at = bytes.indexOf(codes[0], from); at >= 0; at = bytes.indexOf(codes[0], at + 1)) {
    if (codes.every((code, i) => bytes[at + i] === code)) return at;
  }
  return -1;
}

function pairFacts(text) {
  const pairs = text.matchAll(/mapapp:(atlas|version|sha256|view)=(.*?)(?=; mapapp:|$)/gs);
  return Object.fromEntries(Array.from(pairs, ([, name, value]) => [name, value]));
}

// The XMP packet of a PDF or a WebP.
function packetFacts(bytes) {
  for (let at = indexOfText(bytes, "<x:xmpmeta"); at >= 0; at = indexOfText(bytes, "<x:xmpmeta", at + 1)) {
    const facts = elementFacts(utf8(bytes.subarray(at, at + EMBEDDED_TEXT)).split("</x:xmpmeta>")[0]);
    if (facts.view !== undefined) return facts;
  }
  return {};
}

// The element with attributes of the name space `urn:mapapp:snapshot`: `snapshot`, or a description in XMP.
function elementFacts(text) {
  if (/<!ENTITY/i.test(text)) return {};
  const element = /<[\w:-]+\b[^<>]*\burn:mapapp:snapshot\b[^<>]*>/.exec(text)?.[0];
  return element ? attributeFacts(element, /(?:^|\s)(?:\w+:)?(atlas|version|sha256|view)\s*=\s*(?:"([^"]*)"|'([^']*)')/g) : {};
}

function metaFacts(text) {
  const facts = {};
  for (const [element] of text.split(/<body[\s>]/i)[0].matchAll(/<meta\s[^<>]*>/gi)) {
    const name = /\sname\s*=\s*["']mapapp:(\w+)["']/i.exec(element)?.[1];
    const content = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(element);
    if (name && content && !Object.hasOwn(facts, name)) facts[name] = plainText(content[1] ?? content[2]);
  }
  return facts;
}

function attributeFacts(element, pattern) {
  return Object.fromEntries(Array.from(element.matchAll(pattern), ([, name, a, b]) => [name, plainText(a ?? b)]));
}

const plainText = (text) => text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
  if (name) return XML_ENTITIES[name.toLowerCase()];
  const code = decimal ? Number(decimal) : parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
});

/**
 * A PNG with texts added, as iTXt chunks after its header.
 * @param {Uint8Array} png @param {[string, string][]} texts keywords (Latin, at most 79 characters) and texts
 */
export function pngWithTexts(png, texts) {
  const header = 8 + 12 + new DataView(png.buffer, png.byteOffset).getUint32(8);
  const chunks = texts.map(([key, text]) => pngChunk("iTXt", new TextEncoder().encode(`${key}\0\0\0\0\0${text}`)));
  const parts = [png.subarray(0, header), ...chunks, png.subarray(header)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function pngChunk(kind, body) {
  const chunk = new Uint8Array(12 + body.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length);
  chunk.set(Array.from(kind, (char) => char.charCodeAt(0)), 4);
  chunk.set(body, 8);
  view.setUint32(8 + body.length, crc32(chunk.subarray(4, 8 + body.length)));
  return chunk;
}

/** The checksum of PNG chunks (ISO 3309). @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
