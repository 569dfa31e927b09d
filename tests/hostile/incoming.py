"""Hostile files for the importers: the name of each case, the name of the file, and its bytes."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import escape

Case = tuple[str, str, bytes]

ROW = "id,when,title,lon,lat\ne1,2004,x,1,2\n"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
)
KML = b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
PLACEMARK = b"<Placemark><name>x</name>%s</Placemark>"
GPX = b'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">%s</gpx>'
WAYPOINT = b'<wpt lat="1" lon="2"><name>x</name></wpt>'


def zipped(members: dict[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of members, whose names may be anything and stand there twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items() if isinstance(members, dict) else members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def broken_zip(members: dict[str, bytes], at: int = 50) -> bytes:
    """A ZIP file in which a byte of the packed data is another."""
    data = bytearray(zipped(members))
    data[at] ^= 0xFF
    return bytes(data)


def feature(geometry: object, properties: object = None, **more: object) -> bytes:
    """A GeoJSON document of one feature."""
    found = {"type": "Feature", "geometry": geometry, "properties": properties or {"title": "x", "when": "2004"}}
    return json.dumps({"type": "FeatureCollection", "features": [found | more]}).encode()


def tables() -> Iterator[Case]:
    """CSV and other text with separators."""
    yield "csv: empty", "x.csv", b""
    yield "csv: NUL", "x.csv", b"id,when\0,title\n" + b"\0" * 1000
    yield "csv: a picture", "x.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    yield "csv: a zip", "x.csv", zipped({"x": b"x" * 1000})
    yield "csv: a program", "x.csv", b"\x7fELF\2\1\1" + b"\0" * 9 + bytes(range(256)) * 20
    yield "csv: a PDF", "x.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 20
    yield "csv: one name for five thousand columns", "x.csv", b"when," * 5000 + b"\n" + b"1," * 5000
    yield "csv: fifty thousand columns", "x.csv", ",".join(f"c{n}" for n in range(50_000)).encode() + b"\nx,y\n"
    yield "csv: one long row among short ones", "x.csv", ROW.encode() + b"a,2004\n" * 50_000 + b"," * 100_000 + b"x\n"
    yield "csv: quotation not closed", "x.csv", ROW.encode() + b'"' + b"x\n" * 200_000
    yield "csv: one field of a million signs", "x.csv", ROW.encode() + b"e2,2004," + b"x" * 1_000_000 + b",1,2\n"
    yield "csv: quotation marks", "x.csv", b'"' * 300_000
    yield "csv: a hundred thousand blank lines", "x.csv", ROW.encode() + b"\n" * 100_000
    yield "csv: only separators", "x.csv", b",;|\t" * 50_000
    yield "csv: lone surrogates in UTF-16", "x.csv", b"\xff\xfe" + ROW.encode("utf-16-le") + b"\x00\xd8\x00\xdc" * 20
    yield "csv: half a character", "x.csv", b"\xff\xfe" + ROW.encode("utf-16-le") + b"\x00"
    yield "csv: bytes of no encoding", "x.csv", ROW.encode() + bytes(range(128, 256)) * 50
    for name, cells in {
        "numbers not finite": "e2,2004,x,NaN,Infinity",
        "numbers beyond a float": f"e2,2004,x,1{'0' * 400},-1e999",
        "numbers of five thousand digits": f"e2,2004,x,{'9' * 5000},2",
        "year of five thousand digits": f"e2,{'9' * 5000},x,1,2",
        "date: nines": f"e2,{'9' * 300}-{'9' * 300}-{'9' * 300},x,1,2",
        "date: slashes": f"e2,{'/' * 5000},x,1,2",
        "date: words": f"e2,{'about ' * 2000}2004,x,1,2",
        "date: blanks": f"e2,2004{' ' * 50_000}x,x,1,2",
        "date: Han numerals": f"e2,{'二千' * 3000}年,x,1,2",
        "date: eras": f"e2,{'昭和' * 3000}元年,x,1,2",
        "date: digits of others": "e2,٢٠٠٤,x,²,½",
        "date: superscript": "e2,²⁰⁰⁴,x,²,²",
        "date: full width": "e2,２００４年１３月４５日,x,１,２",
        "date: brackets": f"e2,{'[' * 5000},x,1,2",
        "date: serial": "e2,99999999999999999999,x,1,2",
        "place: degrees": f"e2,2004,x,{'1°' * 5000},{'′' * 5000}",
        "place: well-known text": f'e2,2004,x,"POINT({"(" * 5000}",2',
        "id: a path": "../../etc/passwd,2004,x,1,2",
        "id: what objects inherit": "__proto__,2004,constructor,1,2",
        "title: markup": f'e2,2004,"{"<b>" * 3000}",1,2',
        "title: open brackets": f'e2,2004,"<p>{"<" * 60_000}",1,2',
        "title: declarations": f'e2,2004,"<p>{"<![" * 30_000}",1,2',
        "title: comments": f'e2,2004,"<p>{"<!--" * 20_000}",1,2',
        "title: attributes not closed": f'e2,2004,"<p>{"<a x=" * 10_000}",1,2',
        "title: script not closed": f'e2,2004,"<p><script>{"</script" * 10_000}",1,2',
        "title: characters by number": f'e2,2004,"<p>{"&#9;" * 10_000}&#0;&#xD800;&#99999999;",1,2',
    }.items():
        yield f"csv: {name}", "x.csv", ROW.encode() + cells.encode() + b"\n"
    for column in ("geometry", "wkt", "geom", "coordinates", "location"):
        table = f"id,when,title,{column}\ne1,2004,x,POINT(1 2)\n"
        yield f"csv: {column}: nesting", "x.csv", f"{table}e2,2004,x,{'GEOMETRYCOLLECTION(' * 5000}\n".encode()
        yield f"csv: {column}: JSON", "x.csv", f'{table}e2,2004,x,"{"[" * 50_000}"\n'.encode()
        yield f"csv: {column}: bytes in hex", "x.csv", f"{table}e2,2004,x,0107000000FFFFFFFF\n".encode()
        yield f"csv: {column}: no numbers", "x.csv", f"{table}e2,2004,x,POINT(nan inf)\n".encode()
    yield (
        "csv: every field by its name",
        "x.csv",
        (
            b"id,when,start,end,year,month,day,title,summary,kind,actors,places,about,importance,certainty,names,citations,"
            b"variants,source,url,country,lon,lat,within\n"
            + b",".join([b"[[[[{"] * 24)
            + b"\n"
            + b",".join([b"9" * 400] * 24)
        ),
    )
    lp = "id\ttitle\ttitle_source\tstart\tend\tgeowkt\tccodes\tvariants\n"
    for name, row in {
        "years": "1\tx\ts\tY170000002\tXXXX\tPOINT(1 2)\tJP\tx",
        "variants": "1\tx\ts\t1\t2\tPOINT(1 2)\tJP\t" + "x;" * 20_000,
        "text": "1\tx\ts\t1\t2\tPOLYGON((" + "0 0," * 20_000 + "\tJP\tx",
    }.items():
        yield f"lp-tsv: {name}", "x.tsv", (lp + row + "\n").encode()
    timeline = "Year,Month,Day,End Year,Headline,Text,Media,Type\n"
    for name, row in {
        "markup": '2004,1,1,2005,"<script>window.pwned=1</script>",<b>x,javascript:window.pwned=1,',
        "numbers": f"{'9' * 300},99,99,-{'9' * 300},x,x,x,",
        "only a title": ",,,,x,x,x,title",
    }.items():
        yield f"timeline: {name}", "x.csv", (timeline + row + "\n").encode()


def workbooks() -> Iterator[Case]:
    """Excel and OpenDocument: ZIP files of XML, and compound files."""
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
    row = '<row r="1"><c r="A1" t="str"><v>title</v></c><c r="B1" t="str"><v>when</v></c></row>'
    yield "xlsx: empty", "x.xlsx", b""
    yield "xlsx: text", "x.xlsx", b"id,when,title\n"
    yield "xlsx: a zip of nothing", "x.xlsx", zipped({})
    yield "xlsx: a picture", "x.xls", b"\x89PNG\r\n\x1a\n" * 100
    yield "xlsx: broken bytes", "x.xlsx", broken_zip(_book(sheet % f"<sheetData>{row}</sheetData>"))
    yield "xlsx: cut off", "x.xlsx", zipped(_book(sheet % f"<sheetData>{row}</sheetData>"))[:-30]
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    for name, inside in {
        "a cell at the far end": f"<sheetData>{row}{far}</sheetData>",
        "the dimension of all cells": f'<dimension ref="A1:XFD1048576"/><sheetData>{row}</sheetData>',
        "a cell beyond the end": f'<sheetData>{row}<row r="4294967295"><c r="ZZZZZZ4294967295"><v>1</v></c></row></sheetData>',
        "merged cells of all": f'<sheetData>{row}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        "merged cells backwards": f'<sheetData>{row}</sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells>',
        "a text that is not there": '<sheetData><row r="1"><c r="A1" t="s"><v>999999999</v></c></row></sheetData>',
        "a number that is none": '<sheetData><row r="1"><c r="A1"><v>1e99999</v></c><c r="B1"><v>x</v></c></row></sheetData>',
        "a date beyond": f'<sheetData>{row}<row r="2"><c r="A2" t="d"><v>99999-99-99</v></c><c r="B2" s="1"><v>9e15</v></c></row></sheetData>',
        "deep nesting": "<sheetData>" + "<row>" * 50_000,
        "no cells": "",
    }.items():
        yield f"xlsx: {name}", "x.xlsx", zipped(_book(sheet % inside))
    yield "xlsx: entities", "x.xlsx", zipped(_book("&j;", head=LAUGHS.decode() + "]>"))
    yield (
        "xlsx: external entity",
        "x.xlsx",
        zipped(_book(sheet % "&x;", head='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    )
    yield "xlsx: bomb", "x.xlsx", zipped(_book(sheet % ("<sheetData>" + " " * 60_000_000)))
    yield "xlsx: many members", "x.xlsx", zipped({f"{n}": b"" for n in range(20_000)})
    yield "xls: compound file", "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    yield "xls: compound file of ones", "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000
    ods = '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="x">%s</table:table></office:spreadsheet></office:body></office:document-content>'
    cell = '<table:table-cell office:value-type="string"><text:p>title</text:p></table:table-cell>'
    for name, inside in {
        "repeated columns": f"<table:table-row>{cell.replace('<table:table-cell', '<table:table-cell table:number-columns-repeated=%s2000000000%s' % (chr(34), chr(34)))}</table:table-row>",
        "repeated rows": f'<table:table-row table:number-rows-repeated="2000000000">{cell}</table:table-row>',
        "repeated below nothing": f'<table:table-row>{cell}{cell}</table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>{cell}</table:table-row>',
    }.items():
        members = {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (ods % inside).encode(),
        }
        yield f"ods: {name}", "x.ods", zipped(members)


PICTURE = "![x](http://localhost:9/x.png)"
"""A name that Markdown would make a picture of another host."""


def _book(sheet: str, head: str = "", names: tuple[str, ...] = (PICTURE,)) -> dict[str, bytes]:
    """The members of a workbook whose sheets all hold the same."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, start=1))
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{links}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>{listed}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{linked}</Relationships>'.encode(),
        **{f"xl/worksheets/sheet{n}.xml": (head + sheet).encode() for n in range(1, len(names) + 1)},
    }


def hostile_workbook() -> bytes:
    """Two sheets whose names and cells are Markdown, markup and formulas; a question asks which sheet it should be."""
    texts = (
        PICTURE,
        "<img src=http://localhost:9/y.png onerror=window.pwned=1>",
        "[x](javascript:window.pwned=1)",
        "title",
        "when",
    )
    cells = [
        "".join(f'<c r="{"ABCDE"[at]}{row}" t="str"><v>{escape(text)}</v></c>' for at, text in enumerate(texts))
        for row in (1, 2, 3)
    ]
    rows = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, start=1))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return zipped(_book(sheet, names=(PICTURE, "**b** :material/x: $a$")))


def jsons() -> Iterator[Case]:
    """GeoJSON and Linked Places."""
    deep = b"[" * 100_000
    point = {"type": "Point", "coordinates": [1, 2]}
    yield "geojson: empty", "x.geojson", b""
    yield "geojson: no JSON", "x.geojson", b"<html>"
    yield "geojson: a zip", "x.geojson", zipped({"x": b"x"})
    yield "geojson: a number", "x.geojson", b"1"
    yield "geojson: an endless number", "x.geojson", b"9" * 100_000
    yield "geojson: deep arrays", "x.geojson", deep
    yield "geojson: lines of deep arrays", "x.geojsonl", (deep + b"\n") * 20
    yield "geojson: not closed objects", "x.geojson", b'{"type":' * 100_000
    for depth in (200, 480, 700, 950):
        text = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":%s%s},"geometry":null}]}'
        yield f"geojson: properties {depth} deep", "x.geojson", text % (b"[" * depth, b"]" * depth)
        nested = b'{"type":"GeometryCollection","geometries":[' * depth + b"]}" * depth
        yield (
            f"geojson: collections {depth} deep",
            "x.geojson",
            b'{"type":"Feature","properties":{},"geometry":' + nested + b"}",
        )
        arrays = b'{"type":"Polygon","coordinates":' + b"[" * depth + b"1" + b"]" * depth + b"}"
        yield (
            f"geojson: positions {depth} deep, elsewhere",
            "x.geojson",
            (
                b'{"type":"FeatureCollection","crs":{"name":"EPSG:3857"},"features":[{"type":"Feature","properties":{},"geometry":'
                + arrays
                + b"}]}"
            ),
        )
    for name, geometry in {
        "not finite": '{"type":"Point","coordinates":[NaN,Infinity]}',
        "beyond a float": '{"type":"Point","coordinates":[1%s,1]}' % ("0" * 400),
        "huge": '{"type":"Point","coordinates":[1e308,-1e308]}',
        "text": '{"type":"Point","coordinates":["javascript:pwned()","<b>"]}',
        "null": '{"type":"Point","coordinates":[null,null]}',
        "objects": '{"type":"Point","coordinates":{"x":1}}',
        "type is a list": '{"type":["Point"],"coordinates":[1,2]}',
        "type is inherited": '{"type":"__class__","coordinates":[1,2]}',
        "nothing in it": '{"type":"Polygon","coordinates":[]}',
        "thirty thousand positions": '{"type":"LineString","coordinates":[%s[1,1]]}' % ("[0,0]," * 30_000),
        "a comb of crossings": '{"type":"Polygon","coordinates":[[%s[0,0]]]}'
        % ",".join([*(f"[{n % 7},{n * 3 % 11}]" for n in range(1000)), ""]),
        "two hundred rings": '{"type":"Polygon","coordinates":[%s]}' % ",".join(["[[0,0],[9,0],[9,9],[0,0]]"] * 200),
        "round the world and back": '{"type":"LineString","coordinates":[[-1e9,0],[1e9,0]]}',
        "boundless": '{"type":"Polygon","coordinates":[[[-1e300,-1e300],[1e300,-1e300],[1e300,1e300],[-1e300,-1e300]]]}',
    }.items():
        for place, head in (("", ""), (" in metres", '"crs":{"type":"name","properties":{"name":"EPSG:3857"}},')):
            text = '{"type":"FeatureCollection",%s"features":[{"type":"Feature","properties":{"title":"x","when":"2004"},"geometry":%s}]}'
            yield f"geojson: {name}{place}", "x.geojson", (text % (head, geometry)).encode()
    for name, crs in {
        "unknown": "EPSG:999999",
        "of time": "EPSG:5711",
        "of a county": "EPSG:2193",
        "pipeline": "+proj=pipeline +step +init=/etc/passwd",
    }.items():
        text = {
            "type": "FeatureCollection",
            "crs": {"name": crs},
            "features": [{"type": "Feature", "properties": {}, "geometry": point}],
        }
        yield f"geojson: system {name}", "x.geojson", json.dumps(text).encode()
    for name, properties in {
        "are a list": [1, 2],
        "are text": "x",
        "have no names": {"": ""},
        "inherit": {"__proto__": {"x": 1}, "constructor": "x"},
        "have the names of ours": {
            name: {"en": ["x"], "a": None} for name in ("id", "title", "when", "places", "names", "citations", "actors")
        },
        "have a lone surrogate": {"title": "\ud800", "\udc00": "x"},
        "have steering signs": {"title": "\x1b[2J\u202e\x00", "when": "\x1b[31m2004"},
        "are ten thousand": {f"p{n}": n for n in range(10_000)},
        "say citations": {"title": "x", "when": "2004", "citations": "[" * 5000},
        "say names": {"title": "x", "names": '[{"name": 1, "lang": {}}, [], null, "x"]'},
    }.items():
        yield f"geojson: properties {name}", "x.geojson", feature(point, properties)
    for name, given in {
        "true": True,
        "a list": [1],
        "a number": 1e308,
        "a path": "../../x",
        "text": "x" * 100_000,
    }.items():
        yield f"geojson: id {name}", "x.geojson", feature(point, id=given)
    yield (
        "geojson: ten thousand empty features",
        "x.geojson",
        b'{"type":"FeatureCollection","features":[' + b"{}," * 10_000 + b"{}]}",
    )
    yield (
        "geojson: each feature has its own property",
        "x.geojson",
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "geometry": None, "properties": {f"p{n}": 1}} for n in range(8000)],
            }
        ).encode(),
    )
    lpf = {"type": "FeatureCollection", "@context": "https://linkedplaces.example/linkedplaces", "features": [{}]}
    for name, one in {
        "years beyond four digits": {
            "@id": "x",
            "properties": {"title": "x"},
            "when": {"timespans": [{"start": {"in": "Y170000002"}, "end": {"in": "Y-170000002"}}]},
        },
        "masked years": {
            "@id": "x",
            "properties": {"title": "x"},
            "when": {"timespans": [{"start": {"in": "19XX"}, "end": {"in": "XXXX"}}]},
        },
        "years of all forms": {
            "@id": "x",
            "properties": {"title": "x"},
            "when": {
                "timespans": [
                    {"start": {"in": "1950S2"}, "end": {"in": "?2004~"}},
                    {"start": "2004-21", "end": 10**400},
                ]
            },
        },
        "spans that are none": {
            "@id": "x",
            "when": {"timespans": [1, None, "x", [[]], {"start": []}, {"end": {"in": {}}}]},
        },
        "no dates": {"@id": "x", "when": {"label": "\x00", "timespans": {"start": {"earliest": [1]}}}},
        "names": {"@id": {}, "names": [{"toponym": [1, {}], "lang": {}}, None, 1, {"toponym": "x", "when": [1]}]},
        "types": {
            "@id": [],
            "types": [{"label": {"x": 1}}, 1],
            "descriptions": [{"lang": "../x", "value": []}, {"lang": 1}],
        },
        "geometries": {
            "@id": "x",
            "geometry": {"geometries": [None, 1, {"geometries": [{}]}, {"coordinates": 1, "when": {"timespans": 1}}]},
        },
        "text of geometry": {"@id": "x", "geometry": {"geowkt": "POINT(" * 10_000}},
        "inherited": {"__proto__": {}, "@id": "constructor", "names": {"toponym": "x"}},
    }.items():
        yield f"linked places: {name}", "x.lpf.json", json.dumps(lpf | {"features": [one]}).encode()
    nested = b'{"geometries":[' * 400 + b"]}" * 400
    yield (
        "linked places: deep geometry",
        "x.lpf.json",
        b'{"type":"FeatureCollection","features":[{"@id":"x","geometry":' + nested + b"}]}",
    )
    yield "linked places: features are text", "x.lpf.json", b'{"features":"x"}'
    yield "linked places: a list of text", "x.lpf.json", b'["x", 1, null]'
    yield "linked places: an empty table", "x.jsonld", b"[]"


def markups() -> Iterator[Case]:
    """KML, KMZ and GPX."""
    yield "kml: empty", "x.kml", b""
    yield "kml: no XML", "x.kml", b"\x00\x01\x02"
    yield "kml: entities", "x.kml", LAUGHS + b"]>" + KML % b"&j;"
    yield (
        "kml: one long entity",
        "x.kml",
        b'<!DOCTYPE x [<!ENTITY a "%s">]>' % (b"a" * 100_000) + KML % (b"&a;" * 10_000),
    )
    yield "kml: external entity", "x.kml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + KML % b"&a;"
    yield (
        "kml: parameter entity",
        "x.kml",
        b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost:9/x"> %a;]>' + KML % b"",
    )
    yield "kml: external subset", "x.kml", b'<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">' + KML % (PLACEMARK % b"")
    yield (
        "kml: attributes by default",
        "x.kml",
        b'<!DOCTYPE x [<!ATTLIST Placemark id CDATA "x">]>' + KML % (PLACEMARK % b""),
    )
    yield "kml: UTF-16 entities", "x.kml", (LAUGHS + b"]>" + KML % b"&j;").decode().encode("utf-16")
    yield "kml: unknown encoding", "x.kml", b'<?xml version="1.0" encoding="x-none"?>' + KML % b""
    yield "kml: UTF-7", "x.kml", b'<?xml version="1.0" encoding="utf-7"?>' + KML % b"+ADw-script+AD4-"
    yield "kml: deep", "x.kml", b"<Folder>" * 100_000
    yield "kml: deep geometry", "x.kml", KML % (PLACEMARK % (b"<MultiGeometry>" * 150 + b"</MultiGeometry>" * 150))
    yield "kml: not closed", "x.kml", (KML % (PLACEMARK % b""))[:-10]
    yield (
        "kml: ten thousand attributes",
        "x.kml",
        KML % (b"<Placemark %s/>" % b" ".join(b'a%d="x"' % n for n in range(10_000))),
    )
    yield "kml: name spaces", "x.kml", b"<kml %s/>" % b" ".join(b'xmlns:a%d="x"' % n for n in range(5000))
    yield (
        "kml: a link to a document",
        "x.kml",
        KML % b"<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>",
    )
    yield (
        "kml: an icon",
        "x.kml",
        KML
        % (
            b"<GroundOverlay><Icon><href>file:///etc/passwd</href></Icon><LatLonBox><north>1e999</north></LatLonBox></GroundOverlay>"
        ),
    )
    yield (
        "kml: markup",
        "x.kml",
        KML
        % (
            PLACEMARK
            % b"<description><![CDATA[<script>window.pwned=1</script><img src=x onerror=window.pwned=1>]]></description>"
        ),
    )
    for name, text in {
        "blanks": b" " * 200_000,
        "blanks and a comma": b" " * 200_000 + b",",
        "commas": b"," * 200_000,
        "words": b"javascript:x,<b>",
        "not finite": b"nan,inf,1 -inf,nan",
        "beyond": b"1" * 5000 + b",2",
        "digits of others": "٣,٤".encode(),
    }.items():
        inside = b"<Point><coordinates>%s</coordinates></Point>" % text.replace(b"<", b"&lt;")
        yield f"kml: positions: {name}", "x.kml", KML % (PLACEMARK % inside)
    ring = (
        b"<Polygon><outerBoundaryIs><LinearRing><coordinates>%s</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )
    yield "kml: an empty ring", "x.kml", KML % (PLACEMARK % (ring % b""))
    yield (
        "kml: a track without places",
        "x.kml",
        KML % (PLACEMARK % b"<Track><when>x</when><coord>1</coord><coord/></Track>"),
    )
    yield (
        "kml: times",
        "x.kml",
        KML % (PLACEMARK % b"<TimeSpan><begin>%s</begin><end>\xe2\x80\xae</end></TimeSpan>" % (b"9" * 5000)),
    )
    yield "kmz: no document", "x.kmz", zipped({"x.txt": b"x"})
    yield "kmz: broken bytes", "x.kmz", broken_zip({"doc.kml": KML % (PLACEMARK % b"") * 20}, 60)
    yield "kmz: bomb", "x.kmz", zipped({"doc.kml": b" " * 50_000_000})
    yield "kmz: entities", "x.kmz", zipped({"doc.kml": LAUGHS + b"]>" + KML % b"&j;"})
    yield "kmz: path out", "x.kmz", zipped({"../../../evil.kml": KML % (PLACEMARK % b"")})
    yield "kmz: the name is a command", "x.kmz", zipped({"`touch pwned`.kml": KML % (PLACEMARK % b"")})
    yield "kmz: lies about its size", "x.kmz", _lying(zipped({"doc.kml": KML % (PLACEMARK % b"") * 50}))
    yield "kmz: locked", "x.kmz", _locked(zipped({"doc.kml": KML % (PLACEMARK % b"")}))
    yield "kmz: unknown method", "x.kmz", _method(zipped({"doc.kml": KML % (PLACEMARK % b"")}), 99)
    yield "kmz: a zip in itself", "x.kmz", zipped({"doc.kml": zipped({"doc.kml": zipped({})})})
    yield "gpx: entities", "x.gpx", LAUGHS + b"]>" + GPX % b"<wpt lat='1' lon='2'><name>&j;</name></wpt>"
    yield (
        "gpx: entities far below",
        "x.gpx",
        b"<!--" + b"x" * 8000 + b"-->" + LAUGHS + b"]>" + GPX % b"<wpt lat='1' lon='2'><name>&j;</name></wpt>",
    )
    yield (
        "gpx: external entity far below",
        "x.gpx",
        (
            b"<!--"
            + b"x" * 8000
            + b'--><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + GPX % b"<wpt lat='1' lon='2'><name>&a;</name></wpt>"
        ),
    )
    yield (
        "gpx: another driver: VRT",
        "x.gpx",
        b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    )
    yield "gpx: another driver: WFS", "x.gpx", b"<OGRWFSDataSource><URL>http://localhost:9/</URL></OGRWFSDataSource>"
    yield "gpx: another driver: KML", "x.gpx", KML % (PLACEMARK % b"<Point><coordinates>1,2</coordinates></Point>")
    yield "gpx: another driver: JSON", "x.gpx", feature({"type": "Point", "coordinates": [1, 2]})
    yield "gpx: another driver in a remark", "x.gpx", b"<!-- <OGRVRTDataSource> -->" + GPX % WAYPOINT
    yield "gpx: deep", "x.gpx", GPX % (b"<trk>" * 50_000)
    yield "gpx: not finite", "x.gpx", GPX % b'<wpt lat="nan" lon="inf"/><wpt lat="1e999" lon="-1e999"/>'
    yield "gpx: a database", "x.gpx", b"SQLite format 3\0" + b"\0" * 1000


def _lying(data: bytes) -> bytes:
    """A ZIP file whose directory says that a member is short."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def _locked(data: bytes) -> bytes:
    at = data.rindex(b"PK\x01\x02")
    local = data[:6] + b"\x01" + data[7:]
    return local[: at + 8] + b"\x01" + local[at + 9 :]


def _method(data: bytes, method: int) -> bytes:
    at = data.rindex(b"PK\x01\x02")
    return data[:8] + struct.pack("<H", method) + data[10 : at + 10] + struct.pack("<H", method) + data[at + 12 :]


def layers() -> Iterator[Case]:
    """What GDAL and Arrow read: GeoPackage, FlatGeobuf, Shapefile, Parquet."""
    for ending in ("gpkg", "fgb", "shp", "zip", "parquet", "gpx"):
        yield f"{ending}: empty", f"x.{ending}", b""
        yield f"{ending}: nonsense", f"x.{ending}", bytes(range(256)) * 20
        yield f"{ending}: text", f"x.{ending}", b"id,when,title\n" * 100
    for name, statements in {
        "endless view": [
            "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS fid, NULL AS geom FROM n"
        ],
        "huge blob": ["CREATE VIEW v AS SELECT 1 AS fid, zeroblob(2000000000) AS geom"],
        "extension loaded": ["CREATE VIEW v AS SELECT load_extension('/tmp/x') AS fid, NULL AS geom"],
        "file read": ["CREATE VIEW v AS SELECT 1 AS fid, readfile('/etc/passwd') AS geom"],
        "geometry of nonsense": [
            "CREATE TABLE v (fid INTEGER PRIMARY KEY, geom BLOB)",
            "INSERT INTO v VALUES (1, x'4750000100000000FFFFFFFFFFFFFFFF')",
        ],
        "geometry of a billion points": [
            "CREATE TABLE v (fid INTEGER PRIMARY KEY, geom BLOB)",
            "INSERT INTO v VALUES (1, x'4750000100000000' || x'0102000000FFFFFF7F')",
        ],
        "name of a table": ['CREATE TABLE "v" (fid INTEGER PRIMARY KEY, geom BLOB, "\'); DROP TABLE v; --" TEXT)'],
        "no such table": [],
    }.items():
        yield f"gpkg: {name}", "x.gpkg", _geopackage(statements)
    yield "gpkg: cut off", "x.gpkg", _geopackage(["CREATE TABLE v (fid INTEGER PRIMARY KEY, geom BLOB)"])[:5000]
    yield (
        "gpkg: pages of nonsense",
        "x.gpkg",
        _geopackage(["CREATE TABLE v (fid INTEGER PRIMARY KEY, geom BLOB)"])[:4096] + b"\xff" * 40_000,
    )
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i, NULL AS geom FROM n"
    yield "sqlite: endless view", "x.sqlite", _database(
        "CREATE TABLE geometry_columns (f_table_name TEXT, f_geometry_column TEXT, geometry_type INTEGER, coord_dimension INTEGER, srid INTEGER, geometry_format TEXT)",
        "INSERT INTO geometry_columns VALUES ('v', 'geom', 1, 2, 4326, 'WKB')", f"CREATE VIEW v AS {endless}",
    )  # fmt: skip
    yield "sqlite: a register that is a view", "x.sqlite", _database(f"CREATE VIEW geometry_columns AS {endless}")
    gml = b'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml">%s</gml:FeatureCollection>'
    yield "gml: entities", "x.gml", LAUGHS + b"]>" + gml % b"&j;"
    yield (
        "gml: entities far below",
        "x.gml",
        b"<!-- FeatureCollection" + b"x" * 9000 + b"-->" + LAUGHS + b"]>" + gml % b"&j;",
    )
    yield (
        "gml: a link",
        "x.gml",
        gml % b'<gml:featureMember xmlns:x="http://www.w3.org/1999/xlink" x:href="http://localhost:9/x"/>',
    )
    yield "gml: another driver", "x.gml", b"<!-- FeatureCollection --><OGRVRTDataSource/>"
    yield "gml: deep", "x.gml", b'<a xmlns:gml="http://www.opengis.net/gml">' * 5000
    yield "topojson: deep", "x.topojson", b'{"type":"Topology","objects":' + b"[" * 50_000
    yield (
        "topojson: arcs that are not there",
        "x.topojson",
        b'{"type":"Topology","objects":{"x":{"type":"LineString","arcs":[99999999]}},"arcs":[]}',
    )
    yield "mif: nonsense", "x.mif", b'Version 300\nDelimiter ","\nColumns 99999999\n'
    yield (
        "tab: another file",
        "x.tab",
        b'!table\n!version 300\nDefinition Table\n  Type SEAMLESS\n  File "/etc/passwd"\n',
    )
    yield "zip: a table with a path", "x.zip", zipped({"../../../evil.csv": b"id,when,title\ne,2004,x\n"})
    yield "zip: a zip in itself", "x.zip", zipped({"x.zip": zipped({"x.zip": b""})})
    yield "fgb: header of two gigabytes", "x.fgb", b"fgb\x03fgb\x00" + b"\xff\xff\xff\x7f" + b"\0" * 100
    yield "fgb: nonsense", "x.fgb", b"fgb\x03fgb\x00" + struct.pack("<I", 40) + b"\xff" * 200
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2i8d", 1000, 5, *[0.0] * 8)
    part = struct.pack(">2i", 1, 2**30) + struct.pack("<i4d2i", 5, 0, 0, 1, 1, 2**30, 2**30)
    yield "shp: a billion points", "x.shp", head + part
    yield (
        "shp: in a zip, a billion points",
        "x.zip",
        zipped({"x.shp": head + part, "x.shx": head, "x.dbf": b"\x03" + b"\xff" * 100}),
    )
    yield "shp: paths in the zip", "x.zip", zipped({"../../../x.shp": head, "/etc/x.dbf": b"x", "C:\\x.prj": b"x"})
    yield "shp: no shape in the zip", "x.zip", zipped({"x.txt": b"x"})
    yield "shp: bomb", "x.zip", zipped({"x.shp": head + b"\0" * 60_000_000})
    yield "shp: broken bytes in the zip", "x.zip", broken_zip({"x.shp": (head + part) * 30}, 60)
    yield "parquet: cut off", "x.parquet", b"PAR1" + b"\0" * 100 + b"PAR1"
    yield "parquet: footer beyond", "x.parquet", b"PAR1" + b"\xff" * 100 + struct.pack("<I", 2**31 - 1) + b"PAR1"
    yield from _parquets()


def _database(*statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.sqlite"
        with closing(sqlite3.connect(path)) as base:
            for statement in statements:
                base.execute(statement)
            base.commit()
        return path.read_bytes()


def _geopackage(statements: list[str]) -> bytes:
    """A database that says to be a GeoPackage with a layer `v`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        base = sqlite3.connect(path)
        base.executescript(
            "PRAGMA application_id = 1196444487; PRAGMA user_version = 10200;"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[]', '');"
            "CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);"
            "INSERT INTO gpkg_contents VALUES ('v', 'features', 'v', '', '2020-01-01T00:00:00Z', 0, 0, 1, 1, 4326);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);"
            "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0);"
        )
        for statement in statements:
            base.execute(statement)
        base.commit()
        base.close()
        return path.read_bytes()


def _parquets() -> Iterator[Case]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def written(table: pa.Table) -> bytes:
        out = io.BytesIO()
        pq.write_table(table, out, compression="zstd")
        return out.getvalue()

    def numbered(count: int, wide: int) -> pa.Table:
        same = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array(["x" * wide]))
        return pa.table({"title": same})

    yield "parquet: three million rows in a few bytes", "x.parquet", written(numbered(3_000_000, 1000))
    yield "parquet: no columns", "x.parquet", written(pa.table({}))
    yield "parquet: nested", "x.parquet", written(pa.table({"a": [[[{"b": [1]}]]], "title": ["x"]}))
    yield (
        "parquet: columns of one name",
        "x.parquet",
        written(pa.Table.from_arrays([pa.array(["x"])] * 2, ["title", "title"])),
    )
    yield (
        "parquet: dates beyond",
        "x.parquet",
        written(pa.table({"title": ["x"], "when": pa.array([2**62], pa.timestamp("us"))})),
    )
    yield "parquet: bytes", "x.parquet", written(pa.table({"title": [b"\xff\x00"], "when": [b"2004"]}))
    for name, geo in {
        "no JSON": b"{",
        "a list": b"[]",
        "no columns": b"{}",
        "deep": b"[" * 5000,
        "a column that is not there": b'{"version":"1.0.0","primary_column":"zz","columns":{"zz":{"encoding":"WKB"}}}',
        "nonsense": b'{"version":"1.0.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":[]}}}',
        "a system of nonsense": b'{"version":"1.0.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","crs":{"x":1},"geometry_types":[]}}}',
    }.items():
        table = pa.table({"title": ["x"], "geometry": [b"\x01\x07\x00\x00\x00\xff\xff\xff\xff"]})
        yield f"geoparquet: {name}", "x.parquet", written(table.replace_schema_metadata({b"geo": geo}))


def imports() -> Iterator[Case]:
    """Every file for the importers."""
    yield from tables()
    yield from workbooks()
    yield from jsons()
    yield from markups()
    yield from layers()
