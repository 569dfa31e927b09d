"""Hostile GeoJSON, Linked Places, KML, KMZ and GPX."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.hostile.pieces import (
    GPX,
    KML,
    LAUGHS,
    PLACEMARK,
    WAYPOINT,
    Case,
    broken_zip,
    feature,
    locked,
    lying,
    packed_by,
    remark,
    zipped,
)


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
    yield "kmz: lies about its size", "x.kmz", lying(zipped({"doc.kml": KML % (PLACEMARK % b"") * 50}))
    yield "kmz: locked", "x.kmz", locked(zipped({"doc.kml": KML % (PLACEMARK % b"")}))
    yield "kmz: unknown method", "x.kmz", packed_by(zipped({"doc.kml": KML % (PLACEMARK % b"")}), 99)
    yield "kmz: a zip in itself", "x.kmz", zipped({"doc.kml": zipped({"doc.kml": zipped({})})})
    yield "gpx: entities", "x.gpx", LAUGHS + b"]>" + GPX % b"<wpt lat='1' lon='2'><name>&j;</name></wpt>"
    far, named = remark(8000), b"<wpt lat='1' lon='2'><name>&%c;</name></wpt>"
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "gpx: entities far below", "x.gpx", far + LAUGHS + b"]>" + GPX % (named % ord("j"))
    yield "gpx: external entity far below", "x.gpx", far + outside + GPX % (named % ord("a"))
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
