"""Hostile tables: CSV and workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.hostile.pieces import LAUGHS, ROW, Case, broken_zip, zipped


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
    marks = "{why},{shown} {count},\u202e{0}%s%(x)s,$x,${x}"
    yield "csv: places to fill in names", "{file}{rows}.csv", f"id,when,title,{marks}\n{marks},1904,x\n".encode()
    yield "csv: places to fill in cells", "x.csv", f"id,when,title,lon,lat,kind\ne1,{{how}},{marks}\n".encode()
    yield "csv: a reason as a cell", "x.csv", ROW.encode() + b"e2,a column holds dates,column: {why},row {number},x\n"
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
