"""Vector files of other programs through one path, alone and in archives; timelines as JSON."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from mapapp.errors import InvalidInputError
from mapapp.importers import propose
from tests.importers.made import imported, said

FRAME = gpd.GeoDataFrame(
    {"name": ["Tokyo", "Bishkek"], "date": ["2006-06-05", "2012-11-10"]},
    geometry=[Point(139.7, 35.68), Point(74.59, 42.87)], crs=4326,
)  # fmt: skip
TOPOLOGY = {
    "type": "Topology", "arcs": [],
    "objects": {"sites": {"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": point, "properties": {"name": name, "date": date}}
        for point, name, date in (([139.7, 35.68], "Tokyo", "2006-06-05"), ([74.59, 42.87], "Bishkek", "2012-11-10"))
    ]}},
}  # fmt: skip


def archive(path: Path, folder: Path, pattern: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for member in sorted(folder.glob(pattern)):
            file.write(member, f"data/{member.name}")
        file.writestr("__MACOSX/._x.shp", b"")
        file.writestr("read me.txt", "notes")
    return path


def made(folder: Path, name: str) -> Path:
    """A file of the two places, as another program writes it."""
    path, work = folder / name, folder / "work"
    work.mkdir(exist_ok=True)
    if name == "shapes.zip":
        FRAME.to_crs(32643).to_file(work / "sites.shp")
        return archive(path, work, "sites.*")
    if name == "mapinfo.zip":
        FRAME.to_file(work / "m.mif", driver="MapInfo File")
        return archive(path, work, "m.*")
    if name.endswith("json"):
        path.write_text(json.dumps(TOPOLOGY, indent=1), "utf-8")
    else:
        FRAME.to_file(path, driver={"gml": "GML", "fgb": "FlatGeobuf", "sqlite": "SQLite"}[name.rpartition(".")[2]])
    return path


@pytest.mark.parametrize("name", ["shapes.zip", "mapinfo.zip", "a.gml", "a.fgb", "a.sqlite", "a.topojson", "a.json"])
def test_layers_of_other_programs(tmp_path: Path, name: str) -> None:
    atlas, report = imported(made(tmp_path, name), tmp_path / "atlas")
    points = [tuple(round(part, 4) for part in place.point or ()) for place in atlas.places]
    assert points == [(139.7, 35.68), (74.59, 42.87)]
    assert [event.when and event.when.edtf for event in atlas.events] == ["2006-06-05", "2012-11-10"]
    if name == "shapes.zip":
        assert said(report, "changed", "crs") == ["coordinates turned into degrees"]


def test_an_archive_of_several_layers_and_one_of_a_table(tmp_path: Path) -> None:
    made(tmp_path, "shapes.zip")
    FRAME.iloc[:1].to_file(tmp_path / "work" / "more.shp")
    both = archive(tmp_path / "both.zip", tmp_path / "work", "*")
    proposal = propose(both)
    assert proposal.rows == 3 and proposal.questions[0].answers == ("*", "more", "sites")
    atlas, _ = imported(both, tmp_path / "one", sheet="more")
    assert len(atlas.events) == 1
    with zipfile.ZipFile(tmp_path / "table.zip", "w") as file:
        file.writestr("folder/events.csv", "title,date\nA,2001\n")
    assert propose(tmp_path / "table.zip").rows == 1
    with zipfile.ZipFile(tmp_path / "nothing.zip", "w") as file:
        file.writestr("picture.png", b"x")
    with pytest.raises(InvalidInputError, match=r"picture\.png"):
        propose(tmp_path / "nothing.zip")


def test_metres_without_a_reference_system(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="crs"):
        FRAME.to_crs(3857).set_crs(None, allow_override=True).to_file(tmp_path / "a.fgb", driver="FlatGeobuf")
    atlas, report = imported(tmp_path / "a.fgb", tmp_path / "atlas")
    assert round((atlas.places[0].point or (0, 0))[0], 4) == 139.7
    assert said(report, "guessed", "crs") == ["no reference system; they fit web maps' metres"]


def test_a_timeline_as_json(tmp_path: Path) -> None:
    day = {"year": "2006", "month": "6", "day": "5"}
    place = {"lat": 35.68, "lon": 139.7, "name": "Tokyo"}
    timeline = {
        "title": {"text": {"headline": "All of it"}},
        "events": [{"start_date": day, "text": {"headline": "<b>Talks</b>", "text": "x"}, "location": place,
                    "media": {"url": "https://example.org", "credit": "me"}}],
        "eras": [{"start_date": {"year": "1990"}, "end_date": {"year": "1995"}, "text": {"headline": "Before"}}],
    }  # fmt: skip
    (tmp_path / "timeline.json").write_text(json.dumps(timeline), "utf-8")
    atlas, report = imported(tmp_path / "timeline.json", tmp_path / "atlas")
    assert [(event.title["en"], event.when and event.when.edtf) for event in atlas.events] == [
        ("Talks", "2006-06-05"), ("Before", "1990/1995"),
    ]  # fmt: skip
    assert atlas.places[0].point == (139.7, 35.68)
    assert atlas.events[0].extra["x_media.credit"] == "me"
    assert "the title slide is no event" in said(report, "kept")
    assert "an era of the timeline becomes an event with a span" in said(report, "changed")


def test_dated_places_of_a_gazetteer_can_be_events_as_well(tmp_path: Path) -> None:
    rows = [
        "id title title_source start end lon lat ccodes",
        "m Merv X 0500 1221 62.19 37.66 TM",
        "b Balkh X   66.9 36.76 AF",
    ]
    (tmp_path / "gaz.tsv").write_text("\n".join(row.replace(" ", "\t") for row in rows), "utf-8")
    (question,) = propose(tmp_path / "gaz.tsv").questions
    assert (question.decision, question.answers) == ("records", ("places", "both"))
    atlas, _ = imported(tmp_path / "gaz.tsv", tmp_path / "atlas", records="both")
    assert [place.id for place in atlas.places] == ["m", "b"]
    (event,) = atlas.events
    assert (event.id, event.kind, event.title, event.places) == ("m-attested", "attested", {"en": "Merv"}, ("m",))
    assert event.when == atlas.places[0].when
    again, report = imported(tmp_path / "gaz.tsv", tmp_path / "atlas")
    assert (
        again == atlas
        and not report.changes_atlas
        and not propose(tmp_path / "gaz.tsv", folder=tmp_path / "atlas").questions
    )
