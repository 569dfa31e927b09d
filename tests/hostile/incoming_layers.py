"""Hostile layers: what GDAL and Arrow read."""

from __future__ import annotations

import io
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.hostile.pieces import LAUGHS, Case, broken_zip, remark, zipped


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
    far = remark(9000, b" FeatureCollection")
    yield "gml: entities far below", "x.gml", far + LAUGHS + b"]>" + gml % b"&j;"
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
    yield from _systems()
    yield "parquet: cut off", "x.parquet", b"PAR1" + b"\0" * 100 + b"PAR1"
    yield "parquet: footer beyond", "x.parquet", b"PAR1" + b"\xff" * 100 + struct.pack("<I", 2**31 - 1) + b"PAR1"
    yield from _parquets()


def _systems() -> Iterator[Case]:
    """Shapefiles of one point whose reference system (.prj) is the case."""
    shape = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 64) + struct.pack("<2i8d", 1000, 1, *[0.0] * 8)
    index = shape + struct.pack(">2i", 50, 10)
    shape += struct.pack(">2i", 1, 10) + struct.pack("<i2d", 1, 300_000, 2_600_000)
    head = struct.pack("<4BIHH20x", 3, 126, 1, 1, 1, 65, 8) + struct.pack("<11sc4xBB14x", b"title", b"C", 7, 0) + b"\r"
    rest = {"x.shp": shape, "x.shx": index, "x.dbf": head + b" x      \x1a"}
    datum = 'GEOGCS["g",DATUM["D",SPHEROID["S",6378137,298]%s],PRIMEM["G",0],UNIT["Degree",0.0174532925199433]]'
    metres = (
        f'PROJCS["%s",{datum % ""},PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",%s],UNIT["Metre",%s]]'
    )
    grids = ',EXTENSION["PROJ4_GRIDS","%s"]'
    custom = f'PROJCS["x",{datum % ""},PROJECTION["custom_proj4"],UNIT["Metre",1],EXTENSION["PROJ4","%s"]]'
    for name, text in {
        "empty": "",
        "nonsense": "x" * 1000,
        "nothing in it": "GEOGCS[]",
        "deep": "GEOGCS[" * 100_000,
        "a million letters": metres % ("x" * 1_000_000, "121", "1"),
        "markup": metres % ("<script>window.pwned=1</script>|=cmd`${x}", "121", "1"),
        "steering signs": metres % ("\x1b[31m\u202e\0", "121", "1"),
        "not a number": metres % ("x", "nan", "1"),
        "beyond a float": metres % ("x", "1" + "0" * 400, "1"),
        "no unit": metres % ("x", "121", "0"),
        "a huge unit": metres % ("x", "121", "1e308"),
        "a ball of no size": 'GEOGCS["g",DATUM["D",SPHEROID["S",0,0]],PRIMEM["G",0],UNIT["Degree",0.0174532925199433]]',
        "of the Moon": 'GEOGCS["g",DATUM["D_Moon_2000",SPHEROID["Moon_2000_IAU_IAG",1737400.0,0.0]],PRIMEM["R",0],UNIT["D",0.0174]]',
        "of heights": 'VERT_CS["v",VERT_DATUM["d",2005,EXTENSION["PROJ4_GRIDS","/etc/passwd"]],UNIT["m",1]]',
        "of a workshop": 'LOCAL_CS["x",UNIT["Meter",1]]',
        "grids at a path": datum % grids % "/etc/passwd",
        "grids at a path, if there": datum % grids % "@/etc/passwd",
        "grids at an address": datum % grids % "http://localhost:9/x.gsb",
        "grids from a pipe": datum % grids % "/dev/stdin",
        "PROJ's own words": custom % "+proj=pipeline +step +proj=vgridshift +grids=/etc/passwd",
        "PROJ's own file": custom % "+proj=merc +init=/etc/passwd:x",
        "bare words of PROJ": "+proj=merc +nadgrids=/etc/passwd",
        "JSON": '{"$schema":"x","type":"GeographicCRS"}',
    }.items():
        yield f"prj: {name}", "x.zip", zipped({**rest, "x.prj": text.encode()})


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
