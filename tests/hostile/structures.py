"""Hostile structures: the bytes of one file of an atlas, and whether the reader may accept them at all."""

from __future__ import annotations

import json
from collections.abc import Iterator

MINIMAL_EVENTS = "id,when,kind,title_en,title_zh-Hant,title_ja,places\n"
_DEEP = 100_000


def _collection(geometry: str) -> bytes:
    feature = (
        '{"type":"Feature","id":"p","properties":{"kind":"area","layer":"cities","precision":"exact",'
        '"names":[{"name":"x","lang":"en"}]},"geometry":%s}' % geometry
    )
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()


def _place(properties: str) -> bytes:
    return b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"p","properties":%s,"geometry":null}]}' % (
        properties.encode()
    )


GEOMETRIES = {
    "nan": '{"type":"Point","coordinates":[NaN,0]}',
    "infinity": '{"type":"Point","coordinates":[Infinity,-Infinity]}',
    "overflow": '{"type":"Point","coordinates":[1e999,0]}',
    "whole number beyond a float": '{"type":"Point","coordinates":[1%s,0]}' % ("0" * 400),
    "whole number beyond Python's limit": '{"type":"Point","coordinates":[1%s,0]}' % ("0" * 5000),
    "no number": '{"type":"Point","coordinates":["0","0"]}',
    "true": '{"type":"Point","coordinates":[true,false]}',
    "null": '{"type":"Point","coordinates":[null,null]}',
    "object": '{"type":"Point","coordinates":{"0":1,"1":2}}',
    "empty point": '{"type":"Point","coordinates":[]}',
    "empty area": '{"type":"Polygon","coordinates":[]}',
    "empty ring": '{"type":"Polygon","coordinates":[[]]}',
    "empty parts": '{"type":"MultiPolygon","coordinates":[[[]],[[]]]}',
    "four numbers": '{"type":"Point","coordinates":[1,2,3,4]}',
    "one position a line": '{"type":"LineString","coordinates":[[0,0]]}',
    "the same position": '{"type":"LineString","coordinates":[[0,0],[0,0]]}',
    "bow tie": '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}',
    "open ring": '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}',
    "flat ring": '{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0],[0,0]]]}',
    "outside hole": '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]}',
    "round the globe": '{"type":"LineString","coordinates":[[-179,0],[179,0]]}',
    "collection in collections": '{"type":"GeometryCollection","geometries":[' * 500 + "]}" * 500,
    "deep arrays": '{"type":"Point","coordinates":' + "[" * 900 + "]" * 900 + "}",
    "deeper arrays": '{"type":"Point","coordinates":' + "[" * _DEEP + "]" * _DEEP + "}",
    "unknown type": '{"type":"__proto__","coordinates":[0,0]}',
    "list as type": '{"type":["Point"],"coordinates":[0,0]}',
    "no type": '{"coordinates":[0,0]}',
    "type only": '{"type":"Point"}',
    "text": '"POINT (0 0)"',
    "many parts": '{"type":"MultiPoint","coordinates":[%s]}' % ",".join(["[0,0]"] * 50_000),
}
MAY_BE_READ = {"many parts", "flat ring", "the same position"}
"""Geometries that a reader may take: they are odd, not wrong."""


def structures() -> Iterator[tuple[str, str, bytes]]:
    """The name of each case, the file of the atlas, and its bytes; every one is a problem, none an exception."""
    for name, geometry in GEOMETRIES.items():
        if name not in MAY_BE_READ:
            yield f"geometry: {name}", "places.geojson", _collection(geometry)
    deep = "[" * _DEEP + "]" * _DEEP
    yield "json: deep arrays", "sources.json", deep.encode()
    yield "json: deep objects", "sources.json", b'{"a":' * _DEEP + b"1" + b"}" * _DEEP
    yield "json: not closed", "sources.json", b"[" * 1000
    yield "json: lone surrogate", "sources.json", b'[{"id":"s","type":"book","title":"\\ud800"}]'
    yield "json: NUL escaped", "sources.json", b'[{"id":"s","type":"book","title":"a\\u0000b"}]'
    yield "json: same key", "sources.json", b'[{"id":"s","id":"t","type":"book","title":"x"}]'
    yield "json: prototype", "sources.json", b'[{"__proto__":{"x":1},"id":"s","type":"book","title":"x"}]'
    yield "json: number as text", "sources.json", b'[{"id":"s","type":"book","title":1}]'
    yield "json: not finite", "sources.json", b'[{"id":"s","type":"book","title":"x","note":NaN}]'
    yield "json: no list", "sources.json", b'"' + b"x" * 100_000 + b'"'
    yield "json: null", "places.geojson", b"null"
    yield "json: executable link", "sources.json", b'[{"id":"s","type":"book","title":"x","URL":"javascript:pwned()"}]'
    yield "json: link with file", "sources.json", b'[{"id":"s","type":"book","title":"x","URL":"file:///etc/passwd"}]'
    yield (
        "json: huge count",
        "sources.json",
        (
            b'[{"id":"s","type":"book","title":"x","custom":{"text":{"sha256":"%s","characters":%s}}}]'
            % (b"0" * 64, b"9" * 5000)
        ),
    )
    for field in ("author", "editor", "issued", "accessed"):
        for value in ("1", "true", '"x"', '["x", null]', '[{"family": 1}]', '{"date-parts": "x"}', '{"date-parts": [["x", {}]]}',
                      '{"date-parts": [[1%s]]}' % ("0" * 30), '{"raw": []}', "[[[]]]"):  # fmt: skip
            yield (
                f"csl: {field} is {value[:24]}",
                "sources.json",
                b'[{"id":"s","type":"book","title":"x","%s":%s}]' % (field.encode(), value.encode()),
            )
    for name, value in {
        "no object": "[]",
        "null": "null",
        "names of names": '{"kind":"city","layer":"cities","precision":"exact","names":[[[[]]]]}',
        "name as number": '{"kind":"city","layer":"cities","precision":"exact","names":[{"name":1,"lang":"en"}]}',
        "label off the globe": '{"kind":"city","layer":"cities","precision":"exact","names":[{"name":"x","lang":"en"}],'
        '"label_at":[1e300,0]}',
        "label beyond a float": '{"kind":"city","layer":"cities","precision":"exact","names":[{"name":"x","lang":"en"}]'
        ',"label_at":[1%s,0]}' % ("0" * 400),
        "extra not finite": '{"kind":"city","layer":"cities","precision":"exact","names":[{"name":"x","lang":"en"}],'
        '"x_a":[[[Infinity]]]}',
        "extra with lone surrogate": '{"kind":"city","layer":"cities","precision":"exact",'
        '"names":[{"name":"x","lang":"en"}],"x_a":{"\\udc00":1}}',
        "extra deep": '{"kind":"city","layer":"cities","precision":"exact","names":[{"name":"x","lang":"en"}],"x_a":%s}'
        % ("[" * 900 + "]" * 900),
        "language": '{"kind":"city","layer":"cities","precision":"exact","names":[{"name":"x","lang":"<script>"}]}',
    }.items():
        yield f"place: {name}", "places.geojson", _place(value)
    for name, header in {
        "no text": "",
        "deep arrays": "x = " + "[" * 5000 + "]" * 5000,
        "deep keys": "a" + ".a" * 5000 + " = 1",
        "dates": "format = 1979-05-27\nid = 07:32:00\nlanguages = [1979-05-27T07:32:00Z]\n[title]\nen = 1979-05-27",
        "not finite": "format = nan\nid = inf",
        "huge format": "format = " + "9" * 4000,
        "beyond Python's limit": "format = " + "9" * 5000,
        "format of the future": "format = 999999",
        "format as list": "format = [1]",
        "format true": "format = true",
        "kinds as text": 'format = 1\nid = "x"\nkinds = "x"\nlanguages = "en"\neras = 1\nlayers = {}',
        "colour with style": 'format = 1\nid = "x"\nlicense = "MIT"\nlanguages = ["en"]\ntitle = {en = "x"}\n[[kinds]]\n'
        'id = "k"\nsymbol = "square"\ncolor = "red;}body{display:none"\ncolor_dark = "#000000"\ntitle = {en = "x"}',
        "id with path": 'format = 1\nid = "../../etc"\nlicense = "MIT"\nlanguages = ["en"]\ntitle = {en = "x"}',
        "id with line": 'format = 1\nid = "x\\ny"\nlicense = "MIT"\nlanguages = ["en"]\ntitle = {en = "x"}',
        "language with quote": 'format = 1\nid = "x"\nlicense = "MIT"\nlanguages = ["en\\" onload"]',
        "view with script": 'format = 1\nid = "x"\nlicense = "MIT"\nlanguages = ["en"]\ntitle = {en = "x"}\n'
        'view = "lang=<script>&mode=<x>"',
        "many languages": 'format = 1\nid = "x"\nlanguages = [%s]' % ",".join(f'"x{n:06d}"' for n in range(2000)),
    }.items():
        yield f"toml: {name}", "atlas.toml", header.encode()
    row = "{id},{when},works,x,x,x,\n".format
    for name, table in {
        "NUL": MINIMAL_EVENTS + row(id="a\0b", when="2004"),
        "quote not closed": MINIMAL_EVENTS + '"' + "x" * 1000,
        "quote in the middle": MINIMAL_EVENTS + 'a,"20"04,works,x,x,x,\n',
        "field beyond the limit": MINIMAL_EVENTS + "x" * 140_000,
        "many columns": "id" + "," * 100_000,
        "many columns in the header": ",".join(f"x_{n}" for n in range(20_000)) + "\n",
        "no columns": "\n\n\n",
        "same column": "id,id,id\nx,y,z\n",
        "header with script": "<script>,id\nx,y\n",
        "id with path": MINIMAL_EVENTS + row(id="../../x", when="2004"),
        "id with script": MINIMAL_EVENTS + row(id="<script>", when="2004"),
        "id with capitals": MINIMAL_EVENTS + row(id="A", when="2004"),
        "overlong id": MINIMAL_EVENTS + row(id="x" * 81, when="2004"),
        "places by the thousand": MINIMAL_EVENTS + f"e,2004,works,x,x,x,{';'.join(['nowhere'] * 5000)}\n",
        "ragged": MINIMAL_EVENTS + "a\n" * 2000,
        "semicolons": MINIMAL_EVENTS.replace(",", ";"),
        "UTF-16": MINIMAL_EVENTS.encode("utf-16").decode("latin-1"),
    }.items():
        yield f"csv: {name}", "events.csv", table.encode("latin-1" if name == "UTF-16" else "utf-8")
    for name, tour in TOURS.items():
        yield f"tour: {name}", "tours/x.md", tour.encode()
    for name, when in DATES.items():
        yield f"date: {name}", "events.csv", (MINIMAL_EVENTS + row(id="a", when=json.dumps(when))).encode()


TOURS = {
    "nothing": "",
    "no titles": "## `mode=in`\n### en: x\nx\n",
    "titles of nonsense": "+++\n[title\n+++\n## `mode=in`\n### en: x\nx\n",
    "titles without end": "+++\n" + "a" * 5000,
    "deep titles": "+++\nx = " + "[" * 5000 + "\n+++\n",
    "a link that runs": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n[x](javascript:window.pwned=1)\n',
    "a link to a file": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n[x](file:///etc/passwd)\n',
    "a link to data": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n[x](data:text/html,x)\n',
    "a view that is none": '+++\n[title]\nen = "x"\n+++\n## `<script>`\n### en: x\nx\n',
    "a view with a tick": '+++\n[title]\nen = "x"\n+++\n## ``\n### en: x\nx\n',
    "steering signs": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n\x1b[31mx\n',
    "stars": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n' + "**a " * 10_000 + "\x00\n",
    "brackets": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n' + "[" * 60_000 + "\x00\n",
    "many steps": '+++\n[title]\nen = "x"\n+++\n' + "## `x`\n" * 20_000,
    "too long": '+++\n[title]\nen = "x"\n+++\n## `mode=in`\n### en: x\n' + "x" * 200_000,
}
"""Tours (`tours/x.md`); each is a problem."""

DATES = {
    "script": "<script>window.pwned=1</script>",
    "huge year": "9" * 5000,
    "huge year with Y": "Y" + "9" * 5000,
    "leading zeros": "Y1" + "0" * 5000,
    "only zeros": "0" * 5000,
    "only zeros, significant": "0" * 5000 + "S2",
    "huge exponent": "Y1E" + "9" * 5000,
    "huge significance": "Y17101E4S" + "9" * 5000,
    "significance 0": "1950S0",
    "year out of reach": "Y2000000001",
    "many slashes": "/" * 5000,
    "two open ends": "../..",
    "two unknown ends": "/",
    "backwards": "2005/2004",
    "set backwards": "[2005..2004]",
    "set not closed": "[2004,2005",
    "empty set": "[]",
    "set of dots": "[..]",
    "set of sets": "[[2004]]",
    "set of ten thousand": "[" + "x," * 10_000 + "]",
    "month 13": "2004-13",
    "day 30 of February": "2004-02-30",
    "negative zero": "-0000-00-00",
    "digits of others": "\u0662\u0660\u0660\u0664",
    "full-width digits": "\uff12\uff10\uff10\uff14",
    "masked by letters": "XXXXX",
    "qualifiers": "2004" + "?~%" * 1000,
    "blow-up": "2004-" + "X" * 60,
    "blow-up with qualifiers": "?2004-?06-?" * 5,
    "blow-up of brackets": "{" * 60,
    "exponent of exponent": "Y1E1E1",
    "epoch": "1e9",
    "date and time": "2004-01-01T25:61:61Z" * 3,
    "zone": "2004-01-01T00:00:00+99:99:99",
}
