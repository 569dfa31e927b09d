// The modules are put one after another into one script (mapapp/webmap/assets.py): what that needs of them, and what
// no module may do because an atlas's text is never to be read as HTML or script.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const FOLDER = new URL("../../mapapp/webmap/static/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".js"));
const TEXTS = new Map(FILES.map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]));

const IMPORT = /^import\s+\{([^}]*)\}\s+from\s+"\.\/([\w-]+\.js)";$/gm;
const DECLARATION = /^(?:export )?(?:(?:async )?function\*?|class|const|let|var) +(\w+|[{[][^=]*)/gm;
const EXPORTED = /^export (?:(?:async )?function\*?|class|const|let) +(\w+)/gm;

/** Text without comments; strings stay (no module has "//" in a string but for addresses, which have a ":" before). */
const bare = (text) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(?<![:"'`\\])\/\/.*$/gm, "");

/** Names declared at the top level (at the first column). */
function declared(text) {
  return [...bare(text).matchAll(DECLARATION)].flatMap(([, name]) => (/^\w/.test(name) ? [name] : name.match(/\w+(?=\s*[,}\]=])/g)));
}

const importsOf = (text) => [...text.matchAll(IMPORT)].map(([, names, file]) => ({
  file, names: names.split(",").map((name) => name.trim()).filter((name) => name),
}));

test("there are modules to look at", () => {
  assert.ok(FILES.length > 20 && FILES.includes("main.js"));
  assert.ok(declared(TEXTS.get("visible.js")).includes("selectEvents"));
  assert.deepEqual(importsOf(TEXTS.get("visible.js"))[0], { file: "days.js", names: ["OPEN_END", "OPEN_START", "parseSpan"] });
});

test("a top-level name stands in one module only, and hides nothing of the browser's that modules use", () => {
  const homes = new Map();
  for (const [file, text] of TEXTS) for (const name of declared(text)) homes.set(name, [...(homes.get(name) ?? []), file]);
  const shared = [...homes].filter(([, files]) => files.length > 1).map(([name, files]) => `${name}: ${files.join(", ")}`);
  assert.deepEqual(shared, []);
  const taken = ["L", "window", "document", "name", "status", "event", "history", "location", "screen", "top", "self", "parent"];
  assert.deepEqual(taken.filter((name) => homes.has(name)), []);
});

test("no text has several lines, so that the bundle can take indentation away", () => {
  for (const [file, text] of TEXTS) {
    for (const [found] of bare(text).matchAll(/`[^`]*`/g)) assert.ok(!found.includes("\n"), `${file}: ${found}`);
  }
});

for (const [file, text] of TEXTS) {
  test(`${file}: imports and exports have the forms that the bundle can take away`, () => {
    const lines = bare(text).split("\n");
    const whole = bare(text);
    const imports = importsOf(whole);
    assert.equal(imports.length, lines.filter((line) => /^\s*import\b/.test(line)).length, "import { … } from \"./file.js\"; only");
    assert.ok(!/\bimport\s*[(.]/.test(whole), "no import() and no import.meta");
    assert.ok(!/\brequire\s*\(/.test(whole), "no require");
    for (const line of lines.filter((one) => /^\s*export\b/.test(one))) {
      assert.match(line, /^export (async function|function|class|const|let)\b/);
    }
    for (const { file: other, names } of imports) {
      const exported = [...(TEXTS.get(other) ?? "").matchAll(EXPORTED)].map(([, name]) => name);
      for (const name of names) assert.ok(exported.includes(name), `${name} of ${other} (renaming with "as" is not possible)`);
      for (const name of names) {
        const uses = whole.replaceAll(IMPORT, "").match(new RegExp(`(?<!\\w)(?<!(?<!\\.\\.)\\.)${name}(?!\\w)`, "g")) ?? [];
        assert.ok(uses.length, `${name} is imported and not used`);
      }
    }
    const all = imports.flatMap(({ names }) => names);
    assert.equal(new Set(all).size, all.length, "no name is imported twice");
  });

  test(`${file}: nothing is read as HTML or as script`, () => {
    const forbidden = [
      /\.(inner|outer)HTML\b/, /insertAdjacentHTML/, /document\s*\.\s*write/, /\beval\s*\(/, /\bnew\s+Function\b/, /(?<!\w)Function\s*\(/,
      /createContextualFragment/, /\bDOMParser\b/, /\bsrcdoc\b/, /\bset(HTML|HTMLUnsafe)\b/, /\b(setTimeout|setInterval)\s*\(\s*["'`]/,
      /setAttribute\(\s*["'`]on/, /javascript:/i, /\bimportScripts\b/,
    ];
    for (const pattern of forbidden) assert.doesNotMatch(bare(text), pattern);
  });

  test(`${file}: nothing is asked of another host`, () => {
    for (const pattern of [/\bfetch\s*\(/, /XMLHttpRequest/, /\bWebSocket\b/, /\bEventSource\b/, /sendBeacon/, /new\s+Image\b/]) {
      assert.doesNotMatch(bare(text), pattern);
    }
    const addresses = text.match(/https?:\/\/[\w.]+/g) ?? [];
    const known = ["http://www.w3.org"]; // the namespace of SVG, a name and not an address
    assert.deepEqual(addresses.filter((address) => !known.includes(address)), []);
  });
}

test("no module is left out of the bundle, and none imports itself around a corner", () => {
  const ordered = [];
  const visit = (file, path) => {
    assert.ok(!path.includes(file), `cycle: ${[...path, file].join(" -> ")}`);
    if (ordered.includes(file)) return;
    for (const { file: other } of importsOf(TEXTS.get(file))) visit(other, [...path, file]);
    ordered.push(file);
  };
  for (const entry of ["main.js", "slider-main.js", "sketch-main.js"]) visit(entry, []);
  assert.deepEqual(FILES.filter((file) => !ordered.includes(file)), []);
});
