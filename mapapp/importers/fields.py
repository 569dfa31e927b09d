"""The fields that a column can fill, and the names under which people call them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TEXTS = ("title", "summary")
"""Fields that stand once per language, as `title_ja`."""

NAMES: dict[str, str] = {
    "record": "record",
    "id": "id|identifier|key|uid|gid|pid|src_id|event_id|編號|编号|識別碼|番号|識別子",
    "title": "title|name|headline|event|event name|label|toponym|place label|事件|標題|标题|名稱|名称|題名|件名|"
    "見出し|"
    "出来事|できごと|事項|主題|タイトル|nom|titre|titel|nombre|título",
    "summary": "summary|description|desc|text|abstract|details|notes|note|remarks|comment|comments|content|摘要|"
    "說明|说明|"
    "描述|內容|内容|備註|备注|簡介|概要|説明|備考|詳細|本文|beschreibung|descripción",
    "when": "when|date|dates|time|event date|edtf|period|timestamp|datetime|display date|日期|時間|时间|年月日|"
    "發生日期|"
    "年代|日付|日時|年月|時期|datum|fecha|data",
    "start": "start|start date|begin|begin date|from|date from|earliest start|開始|開始日期|开始日期|起始|起|自|"
    "開始日|始期|debut",
    "end": "end|end date|to|until|date to|finish|結束|結束日期|结束日期|終止|迄|至|終了|終了日|終期|fin",
    "year": "year|start year|yr|年|年份|年度|西元|西元年|公元|西暦|jahr|année|año",
    "month": "month|start month|月|月份|monat|mois|mes",
    "day": "day|start day|日|tag|jour|día",
    "end_year": "end year|結束年|終了年",
    "end_month": "end month|結束月|終了月",
    "end_day": "end day|結束日",
    "bounds": "bounds",
    "date_basis": "date basis",
    "place": "place|place name|placename|location|city|town|venue|site|place names|where|地點|地点|地名|城市|"
    "場所|位置|"
    "開催地|所在地|ort|lieu|lugar|locality",
    "places": "places|place ids",
    "lon": "lon|lng|long|longitude|x|lon dd|easting|x coord|x coordinate|coord x|point x|twd97 x|twd97x|"
    "x座標|x坐標|x坐标|橫坐標|横坐标|經度|经度|経度|東經|längengrad|longitud",
    "lat": "lat|latitude|y|lat dd|northing|y coord|y coordinate|coord y|point y|twd97 y|twd97y|"
    "y座標|y坐標|y坐标|縱坐標|纵坐标|緯度|纬度|北緯|breitengrad|latitud",
    "coordinates": "coordinates|coords|coordinate|latlon|lat lon|latlng|gps|座標|坐标|經緯度|经纬度|緯度経度|緯経度",
    "geometry": "geometry|wkt|geom|geowkt|the geom|shape|幾何",
    "kind": "kind|type|category|class|event type|類型|类型|類別|类别|種類|分類|区分|types|group|kategorie|catégorie",
    "actors": "actors|actor|people|person|participants|organisation|organization|country actor|人物|參與者|"
    "参与者|主體|"
    "行為者|関係者|当事者",
    "about": "about",
    "place_basis": "place basis",
    "origin": "origin",
    "stops": "stops",
    "importance": "importance|priority|weight|重要性|重要度",
    "certainty": "certainty|confidence|確實度|確実度",
    "projection": "projection",
    "series": "series",
    "ordinal": "ordinal",
    "source": "source|sources|reference|references|citation|cite|bibliography|title source|出處|出处|來源|来源|"
    "資料來源|"
    "文獻|出典|典拠|文献|参考文献|quelle",
    "page": "page|pages|pp|頁|頁碼|页码|ページ|頁数|seite",
    "url": "url|link|links|href|website|uri|web address|title uri|網址|网址|連結|链接|リンク",
    "country": "country|ccode|iso3|country code|ccodes|國家|国家|國別|国|国名",
    "citations": "citations",
    "names": "names",
    "layer": "layer",
    "precision": "precision",
    "geometry_source": "geometry source",
    "country_shape": "country shape",
    "label_at": "label at",
    "directed": "directed",
    "via": "via",
    "within": "within",
    "note": "maintainers note",
    "variants": "variants|alternative names|alt names|aliases|別名|异名|異名",
}
"""The names of each field, `|` between them; compared without case, width, blanks and signs."""

DERIVED = frozenset({"earliest", "latest", "place_names", "sources", "disagreements", "name", "longitude", "latitude"})
"""Columns of our own exports that repeat what other columns of theirs say."""

_LANGUAGE = re.compile(
    r"(.+?)[\s_:@-]*[(\[]?(?<![A-Za-z])(zh|ja|en|fr|de|es|it|pt|nl|ko|ru|la)((?:[_-][A-Za-z]{2,4}){0,2})[)\]]?", re.I
)
_LANGUAGES = {
    "zh": "zh-Hant",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-cn": "zh-Hans",
    "中文": "zh-Hant",
    "日本語": "ja",
}


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name of a column without case, width, blanks and signs."""
    return re.sub(r"[\s_\-.:/()\[\]]+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


_BY_NAME = {folded(name): field for field, names in NAMES.items() for name in names.split("|")}


def field_of(column: str) -> str:
    """The field that a column is called like; with a language for texts (`title_ja`); '' where none."""
    plain = folded(column)
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    if found := _LANGUAGE.fullmatch(column.strip()):
        field = _BY_NAME.get(folded(found[1]), "")
        if field in TEXTS:
            tag = found[2].lower() + found[3].replace("_", "-")
            return f"{field}_{_LANGUAGES.get(tag.lower(), tag)}"
    return ""


def is_field(name: str) -> bool:
    """True for a field that a column can fill, `title_LANG` among them."""
    base, _, language = name.partition("_")
    return name in NAMES or (base in TEXTS and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language) is not None)
