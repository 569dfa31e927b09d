"""A small atlas in memory: meetings, visits, speeches and routes between Europe and Japan, in three languages."""

from __future__ import annotations

from shapely.geometry import LineString, Point, Polygon

from mapapp.model import (
    Atlas,
    Citation,
    Disagreement,
    Era,
    Event,
    Kind,
    Layer,
    Place,
    Reading,
    Source,
    Toponym,
)
from mapapp.when import parse_when

KINDS = (
    ("meeting", "circle", "#0067A3", "#5DB5EA", "Meetings", "會議", "会合"),
    ("visit", "arrowhead", "#C24A00", "#F28C4E", "Visits", "訪問", "訪問"),
    ("policy", "diamond", "#8A2A6E", "#DE95C7", "Speech, policy", "演說與政策", "演説・政策"),
    ("agreement", "square", "#00735A", "#45C79E", "Agreements", "協議與建交", "合意"),
    ("aid", "triangle", "#7A4E2D", "#D3A77B", "Aid, energy", "援助與能源", "援助・エネルギー"),
    ("alliance", "pentagon", "#2B3338", "#E7EBED", "Alliance, forces", "同盟與軍事", "同盟・軍事"),
)
CITIES = (
    ("tokyo", "city", 139.75, 35.68, "Tokyo", "東京", "東京"),
    ("astana", "city", 71.43, 51.17, "Astana", "阿斯塔納", "アスタナ"),
    ("tashkent", "city", 69.25, 41.31, "Tashkent", "塔什干", "タシケント"),
    ("bishkek", "city", 74.59, 42.87, "Bishkek", "比什凱克", "ビシュケク"),
    ("dushanbe", "city", 68.78, 38.56, "Dushanbe", "杜尚貝", "ドゥシャンベ"),
    ("ashgabat", "city", 58.38, 37.95, "Ashgabat", "阿什哈巴德", "アシガバート"),
    ("moscow", "city", 37.62, 55.75, "Moscow", "莫斯科", "モスクワ"),
    ("ulaanbaatar", "city", 106.91, 47.92, "Ulaanbaatar", "烏蘭巴托", "ウランバートル"),
    ("shanghai", "city", 121.47, 31.23, "Shanghai", "上海", "上海"),
    ("boao", "city", 110.59, 19.16, "Boao", "博鰲", "博鰲"),
    ("new-york", "city", -74.0, 40.71, "New York", "紐約", "ニューヨーク"),
    ("yokota", "base", 139.35, 35.75, "Yokota Air Base", "橫田空軍基地", "横田基地"),
    ("kadena", "base", 127.77, 26.36, "Kadena Air Base", "嘉手納空軍基地", "嘉手納基地"),
)
EVENTS = (
    ("1992-recognition", "1992-01-26", "agreement", "Relations with the five states", "與中亞五國建交", "tashkent"),
    ("1993-paper", "1993", "aid", "White paper on energy", "能源白皮書", "tokyo"),
    (
        "1997-obuchi",
        "1997-06-28/1997-07-09",
        "visit",
        "Obuchi visits Russia and Central Asia",
        "小淵訪問俄羅斯與中亞",
        "moscow;ashgabat;tashkent",
    ),
    ("1997-speech", "1997-07-24", "policy", "Hashimoto’s Silk Road speech", "橋本龍太郎絲路外交演說", "tokyo"),
    ("1997-aso", "1997-09", "visit", "Aso visits three states", "麻生訪問三國", "tashkent;bishkek;dushanbe"),
    ("2001-apec", "2001-10", "agreement", "Agreement at Shanghai", "上海協議", "shanghai"),
    ("2001-un", "2001-11", "policy", "Speech at the United Nations", "聯合國演說", "new-york"),
    ("2002-boao", "2002-04-12", "policy", "Koizumi’s speech at Boao", "小泉博鰲演說", "boao"),
    ("2002-mission", "2002-07", "visit", "Silk Road energy mission", "絲路能源考察團", "central-asia"),
    (
        "2004-kawaguchi",
        "2004-08-25/2004-08-31",
        "visit",
        "Kawaguchi visits four states",
        "川口訪問四國",
        "tashkent;astana;bishkek;dushanbe",
    ),
    ("2004-tashkent", "2004-08-26", "policy", "Kawaguchi’s speech at Tashkent", "川口塔什干演說", "tashkent"),
    ("2004-dialogue", "2004-08-28", "meeting", "First dialogue meeting", "第一屆對話會議", "astana"),
    ("2006-corridor", "2006-06-01", "policy", "Corridor of peace and stability", "和平與安定走廊", "tokyo"),
    ("2006-dialogue", "2006-06-05", "meeting", "Second dialogue meeting", "第二屆對話會議", "tokyo"),
    ("2006-koizumi", "2006-08-28/2006-08-31", "visit", "Koizumi visits two states", "小泉訪問兩國", "kazakhstan"),
    ("2006-arc", "2006-11-30", "policy", "Arc of freedom and prosperity", "自由與繁榮之弧", "tokyo"),
    ("2009-crossroads", "2009-06-30", "policy", "Eurasian Crossroads proposed", "歐亞十字路口倡議", "tokyo"),
    ("2009-aid", "2009?", "aid", "Yen loans reviewed", "日圓貸款檢討", "tokyo"),
    ("2010-dialogue", "2010-08-07", "meeting", "Third dialogue meeting", "第三屆對話會議", "tashkent"),
    ("2010-open", "2010", "policy", "Policy speech at Astana", "阿斯塔納政策演說", "astana"),
    ("2012-dialogue", "2012-11-10", "meeting", "Fourth dialogue meeting", "第四屆對話會議", "tokyo"),
    ("2013-globe", "2013-01-28", "policy", "Diplomacy that overlooks the globe", "俯瞰地球儀外交", "tokyo"),
    ("2014-dialogue", "2014-07-17", "meeting", "Fifth dialogue meeting", "第五屆對話會議", "bishkek"),
    (
        "2015-abe",
        "2015-10-22/2015-10-28",
        "visit",
        "Abe visits Mongolia and all five states",
        "安倍訪問蒙古與中亞五國",
        "ulaanbaatar;ashgabat;dushanbe;tashkent;bishkek;astana",
    ),
    ("2015-loan", "2015-10", "aid", "Loan agreed at Tokyo", "東京貸款協議", "tokyo"),
    ("2024-yokota", "2024-07-28", "alliance", "Headquarters at Yokota", "橫田司令部", "yokota"),
    ("2024-kadena", "2024-07-28", "alliance", "Fighters at Kadena", "嘉手納戰機", "kadena"),
    ("2024-talks", "2024-07-28", "alliance", "Talks of the two plus two", "2+2會談", "tokyo"),
    ("undated-visit", "", "visit", "Students arrive", "留學生抵達", "tokyo"),
    ("2008-unlocated", "2008", "aid", "Aid without a place", "無地點援助", ""),
)


def words(en: str, zh: str, ja: str = "") -> dict[str, str]:
    """One text in the languages of the sample."""
    return {"en": en, "zh-Hant": zh, "ja": ja or zh}


def names(en: str, zh: str, ja: str) -> tuple[Toponym, ...]:
    """Toponyms without a span."""
    return Toponym(en, "en"), Toponym(zh, "zh-Hant"), Toponym(ja, "ja")


def places() -> tuple[Place, ...]:
    """Cities, regions, a sea lane and two corridors."""
    found = [
        Place(key, kind, "bases" if kind == "base" else "cities", names(en, zh, ja), Point(lon, lat), "exact")
        for key, kind, lon, lat, en, zh, ja in CITIES
    ]
    akmola = (
        Toponym("Akmola", "en", parse_when("1992-07-06/1998-05-06")),
        Toponym("Astana", "en", parse_when("1998-05-06/2019-03-23")),
        Toponym("Nur-Sultan", "en", parse_when("2019-03-23/2022-09-17")),
        Toponym("Astana", "en", parse_when("2022-09-17/..")),
    )
    found[1] = Place("astana", "city", "cities", (*akmola, *found[1].names[1:]), found[1].geometry, "exact")
    region = names("Central Asia", "中亞", "中央アジア")
    five = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
    found.append(
        Place("central-asia", "region", "regions", region, None, "exact", country_shape=five, label_at=(61.0, 46.4))
    )
    caucasus = Polygon([(37, 45), (41, 41), (48, 38.6), (50, 40.5), (47.5, 43.5), (42, 45.5), (37, 45)])
    found.append(
        Place("caucasus", "region", "regions", names("Caucasus", "高加索", "コーカサス"), caucasus, "approximate")
    )
    kazakhstan = names("Kazakhstan", "哈薩克", "カザフスタン")
    found.append(
        Place("kazakhstan", "state", "states", kazakhstan, None, "exact", country_shape=("KAZ",), label_at=(67.0, 48.2))
    )
    lane = LineString([(50, 27), (56.5, 26.4), (60, 24), (72, 8), (80, 5.4), (95, 5.8), (101, 2.5), (104.2, 1.3),
                       (110, 10), (119, 21), (127, 29), (136, 33.5), (139.7, 34.9)])  # fmt: skip
    found.append(
        Place("oil-lane", "route", "lanes",
              names("Oil sea lane (illustrative)", "海上石油航道（示意）", "石油シーレーン"),
              lane, "schematic", directed=True, via=("hormuz", "malacca-strait"))
    )  # fmt: skip
    for key, lon, lat, en, zh, ja in (
        ("hormuz", 56.5, 26.5, "Strait of Hormuz", "荷莫茲海峽", "ホルムズ海峡"),
        ("malacca-strait", 101.0, 2.6, "Strait of Malacca", "麻六甲海峽", "マラッカ海峡"),
    ):
        found.append(Place(key, "strait", "waters", names(en, zh, ja), Point(lon, lat), "approximate"))
    north_south = LineString([(67.06, 47), (67.06, 38.97), (66.5, 33), (64, 28), (62, 25.2)])
    east_west = LineString([(72, 40.5), (67.06, 38.97), (58, 39), (51, 40), (45, 42), (36, 45), (28, 50)])
    found.append(Place("north-south", "corridor", "corridors", names("North–South", "南北物流通道", "南北ルート"),
                       north_south, "schematic", when=parse_when("2009/.."), directed=True))  # fmt: skip
    found.append(Place("east-west", "corridor", "corridors", names("East–West", "東西走廊", "東西回廊"),
                       east_west, "schematic", when=parse_when("2009/.."), directed=True,
                       via=("caucasus",)))  # fmt: skip
    return tuple(found)


def events() -> tuple[Event, ...]:
    """Thirty events: dated, undated, unlocated, with inferred places and soft dates."""
    found = []
    meetings = [key for key, _, kind, *_ in EVENTS if kind == "meeting"]
    for key, when, kind, en, zh, where in EVENTS:
        stops = tuple(part for part in where.split(";") if part)
        visit = kind == "visit" and key != "undated-visit"
        found.append(
            Event(
                id=key,
                when=parse_when(when) if when else None,
                kind=kind,
                title=words(en, zh),
                summary=words(en, zh),
                actors=("japan",),
                places=stops,
                place_basis="inferred" if key == "2010-open" else "stated" if stops else None,
                origin="tokyo" if visit else None,
                stops="ordered" if key == "2015-abe" else "unordered" if visit else "",
                series="dialogue" if kind == "meeting" else "",
                ordinal=meetings.index(key) + 1 if kind == "meeting" else None,
            )
        )
    return tuple(found)


def citations() -> tuple[Citation, ...]:
    """One passage for each event and place, with note numbers for some."""
    found = []
    for number, row in enumerate(EVENTS):
        source = "article" if row[0].startswith("2024") else "paper"
        found.append(Citation(f"event:{row[0]}", None, source, "II", "", str(10 + number) if number % 3 else ""))
    found += [Citation(f"place:{place.id}", None, "paper", "II", "", "39") for place in places()]
    found += [Citation(f"reading:which-fifth/{one}", None, "paper", "II", "", "50") for one in "ab"]
    return tuple(found)


def sample_atlas() -> Atlas:
    """The whole sample."""
    eras = (("exploration", "1992/1997", "Exploration", "探索階段"),
            ("development", "1997/2004", "Development", "發展階段"),
            ("comprehensive", "2004/..", "Comprehensive", "全面階段"))  # fmt: skip
    paper = {"type": "article-journal", "title": "日本對中亞外交政策之分析", "issued": {"date-parts": [[2017]]},
             "author": [{"family": "洪", "given": "銘德"}], "container-title": "國際政治學報"}  # fmt: skip
    article = {"type": "article-newspaper", "title": "Japan and the United States meet as two plus two in Tokyo",
               "author": [{"family": "Writer", "given": "Ann"}], "issued": {"date-parts": [[2024, 7, 28]]}}  # fmt: skip
    return Atlas(
        id="sample",
        version="1.0.0",
        title=words("Japan and Central Asia", "日本與中亞", "日本と中央アジア"),
        description=words("A sample", "樣本"),
        license="CC-BY-4.0",
        attribution="Sample atlas",
        authors=("Somebody",),
        languages=("en", "zh-Hant", "ja"),
        view="mode=between&from=1997&to=2015",
        eras=tuple(Era(key, parse_when(when), words(en, zh), {}) for key, when, en, zh in eras),
        kinds=tuple(Kind(key, shape, light, dark, words(*title)) for key, shape, light, dark, *title in KINDS),
        layers=tuple(
            Layer(key, words(key, key))
            for key in ("regions", "states", "corridors", "lanes", "waters", "cities", "bases")
        ),
        sources=(
            Source("paper", paper, words("Hung, paper", "洪銘德論文")),
            Source("article", article, words("2+2, article", "2+2報導")),
        ),
        actors=(),
        places=places(),
        events=events(),
        figures=(),
        citations=citations(),
        disagreements=(
            Disagreement(
                "which-fifth",
                "event:2014-dialogue",
                "ordinal",
                "within",
                1,
                words("Which meeting was it?", "這是第幾屆？"),
                (Reading("a", words("The fifth", "第五屆")), Reading("b", words("The fourth", "第四屆"))),
                "a",
                words("That passage dates all five meetings one by one.", "該段逐場記載五次會議日期。"),
            ),
        ),
        sha256="0" * 64,
    )
