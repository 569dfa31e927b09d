"""Building archives: every format gives the same rows, totals add up, bad rows are told with reasons."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import duckdb
import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from mapapp.archive import Archive, is_archive, open_archive
from mapapp.archive.build import build_archive
from mapapp.archive.check import check_archive
from mapapp.archive.columns import Columns, read_columns
from mapapp.archive.duck import parse_memory
from mapapp.archive.ingest import read_date, span_text
from mapapp.archive.kinds import choose_kinds
from mapapp.errors import InvalidInputError, NotFoundError, OutputError
from mapapp.when import OPEN_END, OPEN_START, calendar_date, day_number, parse_when
from tests.archive.samples import SMALL, build, events, rejects, stored, write_csv, write_features, write_parquet

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    return events(1200)


@pytest.fixture(scope="module")
def archive(rows: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("archive")
    return build(folder / "made", write_csv(folder / "events.csv", rows), keep=("note",))


def test_every_row_is_stored_once_sorted_and_checked(archive: Archive, rows: list[dict[str, object]]) -> None:
    assert (archive.totals.read, archive.totals.stored) == (1200, 1200)
    found = stored(archive)
    assert {row["id"] for row in found} == {row["id"] for row in rows}
    keys = [row["quadkey"] for row in found]
    assert keys == sorted(keys)
    by_id = {row["id"]: row for row in found}
    for row in rows:
        when, kept = parse_when(str(row["date"])), by_id[row["id"]]
        assert kept["first"] == (None if when.start_earliest == OPEN_START else when.start_earliest)
        assert kept["last"] == (None if when.end_latest == OPEN_END else when.end_latest)
        assert (kept["soft"], kept["title"], kept["kind"]) == (when.soft, row["title"], row["kind"])
        assert (kept["geometry"], kept["note"]) == ({"x": row["lon"], "y": row["lat"]}, row["note"])
        assert (kept["edtf"] or span_text(kept["first"], kept["last"])) == row["date"]
    assert check_archive(archive) == []
    assert open_archive(archive.folder) == archive and is_archive(archive.folder)


def test_all_formats_give_the_same_store(archive: Archive, rows: list[dict[str, object]], tmp_path: Path) -> None:
    sources = [
        write_parquet(tmp_path / "events.parquet", rows),
        write_features(tmp_path / "events.geojsonl", rows),
        tmp_path / "wkb.parquet",
        tmp_path / "many",
    ]
    table = [{key: value for key, value in row.items() if key not in ("lon", "lat")} for row in rows]
    points = gpd.points_from_xy([row["lon"] for row in rows], [row["lat"] for row in rows])
    gpd.GeoDataFrame(table, geometry=points, crs=4326).to_parquet(sources[2])
    sources[3].mkdir()
    for i in range(3):
        write_csv(sources[3] / f"{i}.csv", rows[i * 400 : i * 400 + 400])
    for source in sources:
        other = build(tmp_path / f"made-{source.name}", source, keep=("note",))
        assert [shard.sha256 for shard in other.shards] == [shard.sha256 for shard in archive.shards], source
        assert other.checksum == archive.checksum


def test_the_store_is_geoparquet_for_other_tools(archive: Archive, rows: list[dict[str, object]]) -> None:
    frame = gpd.read_parquet(archive.paths()[0])
    assert frame.crs.to_authority() == ("OGC", "CRS84") and len(frame) == 1200
    geo = json.loads(pq.read_schema(archive.paths()[0]).metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["columns"]["geometry"]["encoding"] == "point"
    assert geo["columns"]["geometry"]["bbox"] == pytest.approx(frame.total_bounds)
    assert archive.bounds == pytest.approx(tuple(frame.total_bounds))


def test_the_pyramid_counts_every_event_at_every_zoom(archive: Archive) -> None:
    path = archive.folder / "pyramid.parquet"
    sums = duckdb.sql(f"SELECT z, sum(n) FROM '{path}' GROUP BY z ORDER BY z").fetchall()
    assert sums == [(zoom, 1200) for zoom in range(9)]
    finest = duckdb.sql(f"SELECT kind, begins, ends, sum(n)::INT FROM '{path}' WHERE z = 8 GROUP BY ALL").fetchall()
    numbers = {kind.name: i for i, kind in enumerate(archive.kinds)}
    expected: Counter[tuple[int, int | None, int | None]] = Counter()
    for row in stored(archive):
        ends = [None if row[end] is None else calendar_date(row[end])[0] for end in ("first", "last")]
        expected[numbers[row["kind"]], ends[0], ends[1]] += 1
    assert {(kind, begins, ends): n for kind, begins, ends, n in finest} == expected


def test_the_tiles_are_read_by_gdal_and_by_pmtiles(archive: Archive) -> None:
    from pmtiles.reader import MmapSource, Reader

    path = archive.folder / "tiles.pmtiles"
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))
        header, metadata = reader.header(), reader.metadata()
        assert header["max_zoom"] == 4 and metadata["vector_layers"][0]["id"] == "cells"
        assert reader.get(0, 0, 0)[:2] == b"\x1f\x8b"
    frame = pyogrio.read_dataframe(path, layer="cells")
    assert int(frame["n"].sum()) == 1200
    assert set(frame["kind"]) == {kind.id for kind in archive.kinds}
    for _, cell in frame.iterrows():
        counts, spans = (cell[name] if isinstance(cell[name], str) else "" for name in ("counts", "spans"))
        short = sum(int(n) for n in counts.split(",") if n)
        long = sum(int(each.split(":")[1]) for each in spans.split(",") if each)
        assert short + long == cell["n"]
    world = metadata["mapapp"]
    assert sum(count[3] for count in world["counts"]) == 1200 and world["unit"] == "year"


BAD = """id;name;type;longitude;latitude;begin
1;Tokyo;meeting;139.7;35.7;1997-07-24
2;no number;visit;x;1;2004
3;off the world;visit;400;1;20x4
1;again;visit;1;1;2000
6;ragged;visit;1
7;"two
lines";aid;10;10;1990/1995
8;too;many;1;2;2000;3
9;backwards;aid;10;10;1995/1990
10;;;0;0;
11;future;aid;0;0;9999
12;day 31 of April;aid;0;0;2004-04-31
13;nowhere;aid;;;2001
14;"never closed;aid;10;10;1990
"""


def test_bad_rows_are_told_with_file_row_and_reasons(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(BAD.encode() + "15;Köln;aid;7;51;2001\n".encode("latin-1") + b"16;open;aid;1;1;2003/..\n")
    archive = build(tmp_path / "made", path, years=(-500, 2100))
    assert str(archive.totals) == "read 15 = stored 3 + rejected 11 + duplicates 1"
    assert [row["id"] for row in sorted(stored(archive), key=lambda row: int(row["id"]))] == ["1", "7", "16"]
    assert dict(rejects(archive)) == {
        3: "the place is not understood",
        4: "the place is outside the world; the date is not understood",
        5: f"duplicate: the id stands in {path}, row 2",
        6: "it has not the 6 columns of the header",
        9: "it has not the 6 columns of the header",
        10: "the date is not understood",
        11: "no date",
        12: "the date is outside the years -500 to 2100",
        13: "the date is not understood",
        14: "no place",
        15: "a quotation mark is not closed",
        16: "the text is not in utf-8",
    }
    assert check_archive(archive) == []


def test_mixed_encodings_are_read_where_they_are_named(tmp_path: Path) -> None:
    head = "id,title,lon,lat,date\n"
    (tmp_path / "a.csv").write_bytes(f"{head}1,Köln,7,51,2001\n".encode() + "2,Malmö,13,55,2002\n".encode("cp1252"))
    (tmp_path / "b.csv").write_text(f"{head}3,東京,139,35,2003\n", "utf-16")
    (tmp_path / "c.csv").write_text(f"{head}4,Łódź,19,51,2004\n", "utf-8-sig")
    archive = build(tmp_path / "made", tmp_path / "*.csv", encoding=("utf-8", "cp1252"))
    assert sorted(row["title"] for row in stored(archive)) == ["Köln", "Malmö", "Łódź", "東京"]


def test_duplicates_across_files_keep_the_first(rows: list[dict[str, object]], tmp_path: Path) -> None:
    once = write_csv(tmp_path / "a.csv", rows[:500])
    twice = write_parquet(tmp_path / "b.parquet", rows[400:600])
    archive = build(tmp_path / "made", once, twice)
    assert (archive.totals.stored, archive.totals.duplicates, archive.totals.rejected) == (600, 100, 0)
    assert all(reason.startswith("duplicate") for _, reason in rejects(archive))
    assert sum(kind.rows for kind in archive.kinds) == 600
    assert check_archive(archive) == []
    again = build(tmp_path / "again", once, once)
    assert again.totals.read == 500  # one file named twice is one file


def test_nothing_to_store(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "header.csv").write_text("id,lon,lat,date\n")
    with pytest.raises(InvalidInputError, match="no rows"):
        build(tmp_path / "made", tmp_path / "empty.csv", tmp_path / "header.csv")
    assert not (tmp_path / ".made.building").exists()
    (tmp_path / "bad.csv").write_text("id,lon,lat,date\n1,2,3,never\n")
    with pytest.raises(InvalidInputError, match="None of 1 rows"):
        build(tmp_path / "made", tmp_path / "bad.csv")
    assert "not understood" in (tmp_path / "made.rejects.csv").read_text()
    assert not (tmp_path / "made").exists() and not (tmp_path / ".made.building").exists()


def test_what_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nothing\*.csv"):
        build(tmp_path / "made", tmp_path / "nothing*.csv")
    (tmp_path / "a.csv").write_text("who,where\n1,2\n")
    (tmp_path / "b.parquet").write_text("no parquet")
    with pytest.raises(InvalidInputError, match=r"(?s)longitudes.*dates.*no Parquet"):
        build(tmp_path / "made", tmp_path / "a.csv", tmp_path / "b.parquet")
    (tmp_path / "c.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(InvalidInputError, match="one feature a line"):
        build(tmp_path / "made", tmp_path / "c.geojson")
    frame = gpd.GeoDataFrame({"date": ["2004"]}, geometry=gpd.points_from_xy([1], [2]), crs=3857)
    frame.to_parquet(tmp_path / "d.parquet")
    with pytest.raises(InvalidInputError, match="EPSG:3857"):
        build(tmp_path / "made", tmp_path / "d.parquet")


def test_an_archive_is_replaced_only_when_asked_and_only_an_archive(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", events(20))
    made = build(tmp_path / "made", source)
    with pytest.raises(OutputError, match="exists already"):
        build(tmp_path / "made", source)
    again = build_archive([str(source)], tmp_path / "made", engine=SMALL, replace=True)
    assert again.checksum == made.checksum
    (tmp_path / "precious").mkdir()
    with pytest.raises(NotFoundError, match="no archive"):
        build_archive([str(source)], tmp_path / "precious", engine=SMALL, replace=True)
    assert list((tmp_path / "precious").iterdir()) == []


def test_numbers_as_dates(tmp_path: Path) -> None:
    texts = {"yyyymmdd": ["20040828", "20040800", "20040000"], "epoch-seconds": ["0", "86400", "-1"]}
    found = {}
    for dates, values in texts.items():
        body = "".join(f"1,2,{value}\n" for value in values)
        (tmp_path / f"{dates}.csv").write_text(f"lon,lat,date\n{body}")
        made = build(tmp_path / dates, tmp_path / f"{dates}.csv", dates=dates)
        found[dates] = sorted(span_text(row["first"], row["last"]) for row in stored(made))
    assert found["yyyymmdd"] == ["2004", "2004-08", "2004-08-28"]
    assert found["epoch-seconds"] == ["1969-12-31", "1970-01-01", "1970-01-02"]


def test_start_and_end_columns_and_months(tmp_path: Path) -> None:
    text = "lon,lat,start,end\n1,2,2004-01,2004-03\n1,2,2004-05-06,\n1,2,,2004-02\n1,2,2004-09,2004-08\n1,2,,\n"
    (tmp_path / "a.csv").write_text(text)
    archive = build(tmp_path / "made", tmp_path / "a.csv")
    assert archive.unit == "month"
    spans = sorted(span_text(row["first"], row["last"]) for row in stored(archive))
    assert spans == ["../2004-02", "2004-01/2004-03", "2004-05-06/.."]
    assert dict(rejects(archive)) == {5: "it ends before it starts", 6: "no date"}


def test_a_full_disk_is_told_and_the_build_goes_on_afterwards(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", events(4000))
    program = (
        "import resource, sys\n"
        "from tests.archive.samples import build\nfrom pathlib import Path\n"
        "sys.dont_write_bytecode = True  # it would be cut off at the limit, for every program after this one\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "build(Path(sys.argv[1]), Path(sys.argv[2]), part_rows=400)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "made"), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "OutputError" in done.stderr and "File too large" in done.stderr
    assert not (tmp_path / "made").exists()
    archive = build(tmp_path / "made", source, part_rows=400)
    assert archive.totals.stored == 4000 and check_archive(archive) == []


def test_damage_is_found(archive: Archive, tmp_path: Path) -> None:
    shutil.copytree(archive.folder, tmp_path / "copy")
    copy = open_archive(tmp_path / "copy")
    with (copy.folder / copy.shards[0].path).open("r+b") as file:
        file.seek(200)
        file.write(b"\0\0")
    (copy.folder / "pyramid.parquet").unlink()
    assert [line.split()[0] for line in check_archive(copy)] == [copy.shards[0].path, "pyramid.parquet"]


def test_a_manifest_cannot_name_files_elsewhere(archive: Archive, tmp_path: Path) -> None:
    record = archive.record()
    record["shards"][0]["path"] = "../../etc/passwd"
    (tmp_path / "archive.json").write_text(json.dumps(record))
    with pytest.raises(InvalidInputError, match="outside the archive"):
        open_archive(tmp_path)


def test_the_mapping_tells_everything_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "columns.toml"
    path.write_text(
        'start = "date"\ndates = "swatch"\nlatitude = "y"\nkeep = ["id"]\nencoding = ["utf-16"]\nyears = "5"\n'
    )
    with pytest.raises(InvalidInputError, match=r"(?s)dates.*latitude.*keep.*encoding.*years"):
        read_columns(path)
    path.write_text('start = "date"\nkeep = ["source"]\nyears = "1900..2030"\ndelimiter = "\\t"\n')
    assert read_columns(path) == Columns(start="date", keep=("source",), years=(1900, 2030), delimiter="\t")


@pytest.mark.parametrize("text", ["2004", "2004-08", "2004-08-28", "2004/2006", "-0044-03-15", "1990/..", "../1990-05"])
def test_spans_give_their_text_back(text: str) -> None:
    first, last, soft, edtf = read_date(text) or (0, 0, True, "")
    assert (soft, edtf, span_text(first, last)) == (False, None, text)


@pytest.mark.parametrize("text", ["12/31/2004", "31.12.2004", "yesterday", "2004-13", "", "x" * 500])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_day_numbers_of_duckdb_are_ours() -> None:
    for year in (-9999, -44, 0, 1, 4, 1900, 2004, 9999):
        day = day_number(year, 3, 1)
        sql = f"SELECT year(d), month(d), day(d) FROM (SELECT DATE '0001-01-01' + ({day} - 1) AS d)"
        assert duckdb.sql(sql).fetchone() == (year, 3, 1)


def test_rare_kinds_become_one() -> None:
    kinds = choose_kinds([(f"Kind, {i}", 100 - i) for i in range(20)])
    assert len(kinds) == 12 and kinds[0].id == "kind-0" and kinds[-1].rest
    assert kinds[-1].rows == sum(100 - i for i in range(11, 20))


def test_memory_in_words() -> None:
    assert parse_memory("2GB") == 2_000_000_000 and parse_memory("512 MiB") == 512_000_000
    for text in ("much", "1MB"):
        with pytest.raises(InvalidInputError):
            parse_memory(text)
