"""Names to places: scripts, former names, the atlas's own first, a geocoder that is named."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.atlas import open_atlas
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.gazetteer import (
    Company,
    country_in,
    fold_name,
    fold_text,
    is_small,
    locate,
    rivals,
    shipped_names,
    title_in,
)
from mapapp.gazetteer.answer import answer, candidate_json, candidates_text
from mapapp.gazetteer.online import OnlineGeocoder
from mapapp.language import translator
from mapapp.when import parse_when


@pytest.mark.parametrize(
    ("name", "year", "place"),
    [
        ("比什凱克", None, "gn:1528675"), ("ビシュケク", None, "gn:1528675"), ("Bishkek", None, "gn:1528675"),
        ("Frunze", "1985", "gn:1528675"), ("阿斯塔納", None, "gn:1526273"), ("橫濱", None, "gn:1848354"),
        ("横浜", None, "gn:1848354"), ("那霸", None, "gn:1856035"), ("臺北", None, "gn:1668341"),
        ("台北", None, "gn:1668341"), ("嘉手納", None, "gn:1860878"), ("横田基地", None, "m:yokota"),
        ("Leningrad", "1950", "gn:498817"), ("Akmola", "1995", "gn:1526273"), ("ＢＩＳＨＫＥＫ", None, "gn:1528675"),
        ("ボルゴグラード", None, "gn:472757"), ("Zurich", None, "gn:2657896"), ("日本", None, "c:JPN"),
        ("麻六甲海峽", None, "m:malacca-strait"), ("Washington, D.C.", None, "gn:4140963"),
    ],
)  # fmt: skip
def test_names_resolve(name: str, year: str | None, place: str) -> None:
    found = locate(name, year=parse_when(year) if year else None)
    assert found[0].id == place
    assert found[0].reasons and 0 < found[0].score <= 1 and found[0].attribution


def test_a_name_that_was_not_in_force_scores_less() -> None:
    then, later = (locate("Frunze", year=parse_when(year)) for year in ("1985", "2020"))
    assert then[0].id == "gn:1528675"
    assert later[0].id != "gn:1528675"


def test_the_atlas_comes_first_and_draws_near() -> None:
    atlas = open_atlas("crossroads")
    assert locate("比什凱克", atlas=atlas)[0].id == "atlas:bishkek"
    near = next(one for one in locate("Osh", atlas=atlas) if one.id == "gn:1527534")
    assert any("km" in reason.words(translator("en")) for reason in near.reasons)


def test_what_is_not_found_and_what_only_begins_so() -> None:
    assert locate("") == [] == locate("Qqqqxyz")
    assert locate("Bishk")[0].score < 0.5


@pytest.mark.parametrize(
    ("name", "chinese", "japanese"),
    [
        ("Bishkek", "比什凱克", "ビシュケク"), ("London", "倫敦", "ロンドン"), ("Davos", "達沃斯", "ダボス"),
        ("Yokosuka", "橫須賀", "横須賀"), ("Naha", "那霸", "那覇"), ("Beijing", "北京", "北京"),
        ("Leningrad", "聖彼得堡", "サンクトペテルブルク"), ("Vladivostok", "海參崴", "ウラジオストック"),
        ("Ürümqi", "烏魯木齊", "烏魯木齊"), ("Japan", "日本", "日本"), ("Hokkaido", "北海道", "北海道"),
        ("Seoul", "首爾", "ソウル"), ("Naryn", "Naryn", "ナリン"), ("Valhalla", "Valhalla", "Valhalla"),
    ],
)  # fmt: skip
def test_a_place_is_called_as_the_reader_calls_it(name: str, chinese: str, japanese: str) -> None:
    one = locate(name)[0]
    assert [title_in(one.id, tag, one.name) for tag in ("zh-Hant", "ja", "en")] == [chinese, japanese, one.name]
    assert country_in("KGZ", "ja") == "キルギス" and country_in("", "ja") == ""
    assert title_in("gn:0", "ja", "Osh") == title_in("atlas:osh", "zh-Hant", "Osh") == "Osh"


def test_what_a_name_alone_does_not_say() -> None:
    assert rivals(locate("Portsmouth")) and not rivals(locate("London"))
    assert [is_small(locate(name)[0]) for name in ("Atlantis", "Kadena", "嘉手納", "Naha", "Japan", "Osh")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    company = Company([(179.5, 0.0), (18.42, -33.93)], [(20.0, 50.0)])
    assert company.is_near((-179.5, 0.0)) and company.is_near((18.48, -33.57)) and company.is_near((20.5, 50.0))
    assert not company.is_near((20.0, 50.0)) and not company.is_near((18.0, -38.0))
    assert Company([(0.0, 89.9)]).is_near((180.0, 89.9)) and not Company([]).is_near((0.0, 0.0))


@given(st.text(max_size=40))
def test_folding_keeps_positions_and_is_stable(text: str) -> None:
    assert len(fold_text(text)) == len(text)
    assert fold_name(fold_name(text)) == fold_name(text)


def test_all_names_of_a_place() -> None:
    assert {"Frunze", "伏龍芝", "フルンゼ"} <= {name.name for name in shipped_names().of_place("gn:1528675")}
    assert shipped_names().of_place("gn:0") == []


def test_the_answer_of_the_command() -> None:
    found = answer("那霸", None, None, None)
    assert candidate_json(found[0], translator("en"))["lon"] == pytest.approx(127.68, abs=0.01)
    assert candidate_json(found[0], translator("ja"))["title"] == "那覇"
    assert "比什凱克 (Frunze)  城市 吉爾吉斯  74.5900" in candidates_text(
        "Frunze", answer("Frunze", None, None, None), translator("zh-Hant")
    )
    assert "GeoNames" in candidates_text("Osh", answer("Osh", None, None, None), translator("en"))
    with pytest.raises(NotFoundError):
        answer("Osh", None, "no-such-atlas", None)


@pytest.fixture
def geocoder() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            rows = [
                {"display_name": "Osh <b>", "lon": "72.8", "lat": "40.5"},
                {"display_name": "?", "lon": 999, "lat": 0},
            ]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"no json" if "bad" in self.path else json.dumps(rows).encode())

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/?q={{name}}", asked
    server.shutdown()
    server.server_close()


def test_a_geocoder_is_asked_slowly_and_once(geocoder: tuple[str, list[str]], tmp_path: Path) -> None:
    template, asked = geocoder
    waits: list[float] = []
    online = OnlineGeocoder(template, folder=tmp_path / "kept", _clock=lambda: 5.0, _wait=waits.append)
    assert [(one.name, one.point) for one in online.ask("Osh")] == [("Osh <b>", (72.8, 40.5))]
    online.ask("Osh")
    assert len(asked) == 1
    online.ask("Özgön")
    assert len(asked) == 2 and waits == [1.0]
    with pytest.raises(InvalidInputError):
        online.ask("bad")


def test_a_geocoder_that_is_none(tmp_path: Path) -> None:
    for template in ("file:///etc/passwd?{name}", "https://example.org/", "http://{name}"):
        with pytest.raises(InvalidInputError):
            OnlineGeocoder(template, folder=tmp_path)
    with pytest.raises(NotFoundError):
        OnlineGeocoder("http://127.0.0.1:9/{name}", folder=tmp_path).ask("Osh")
