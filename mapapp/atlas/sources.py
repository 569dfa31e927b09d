"""sources.json: CSL-JSON items, with the fingerprints of their texts."""

from __future__ import annotations

import json
from typing import Any

from mapapp.atlas.codes import RefusedError, Report, nearest
from mapapp.atlas.csl import misformed
from mapapp.atlas.forms import flag, plain_text, read_id, refuse_unwritable, short, words
from mapapp.atlas.objects import Key, read_object
from mapapp.atlas.vocabulary import ID, SHA256, csl_fields
from mapapp.errors import Where, told
from mapapp.model import Source, TextFingerprint

FILE = "sources.json"


def _sha256(value: Any) -> str:
    text = plain_text(value)
    if not SHA256.fullmatch(text):
        raise RefusedError(
            "A113",
            told("{text} is no SHA-256.", text=short(text)),
            told("Write its 64 hexadecimal digits in lower case."),
        )
    return text


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RefusedError(
            "A113", told("{value} is no number of characters.", value=short(value)), told("Write a whole number.")
        )
    return value


_TEXT = (
    Key("sha256", _sha256, needed=True),
    Key("characters", _count, needed=True),
    Key("encoding", plain_text, "utf-8"),
    Key("language", plain_text),
)


def read_sources(value: Any, report: Report) -> list[tuple[str, Source | None]]:
    """Read the array of sources.json: the id of each and, where it can be read, the source."""
    if not isinstance(value, list):
        report.add("A113", Where(FILE), told("sources.json is no array of CSL-JSON items."))
        return []
    return [_read_source(item, number, report) for number, item in enumerate(value, start=1)]


def _read_source(item: Any, number: int, report: Report) -> tuple[str, Source | None]:
    if not isinstance(item, dict):
        report.add("A113", Where(FILE, f"item {number}"), told("a CSL-JSON item is an object."))
        return "", None
    given = item.get("id")
    name = given if isinstance(given, str) and ID.fullmatch(given) else f"item {number}"
    where, before = Where(FILE, name), len(report.problems)
    try:
        identifier = read_id(plain_text(given if given is not None else ""))
    except RefusedError as refused:
        code = "A104" if given is None else refused.code
        report.add(code, Where(FILE, name, "id"), told("the item has no valid id."), refused.mend)
        identifier = ""
    for field in item:
        if field not in csl_fields():
            at = Where(FILE, name, field[:80])
            report.add(
                "A103",
                at,
                told("{field} is no field of CSL-JSON.", field=repr(field[:80])),
                nearest(field, csl_fields()),
            )
    _check_csl(item, where, report)
    custom = item.get("custom")
    keys = (Key("short", words(()), {}), Key("outside", flag, False), Key("text", lambda value: value, None))
    at = Where(FILE, name, "custom")
    found = read_object(custom if custom is not None else {}, keys, at, report, extra=True)
    text = found["text"] if found else None
    print_of = read_object(text, _TEXT, Where(FILE, name, "custom.text"), report) if text is not None else None
    if found is None or len(report.problems) > before:
        return identifier, None
    csl = {key: part for key, part in item.items() if key != "custom"}
    if found["extra"]:
        csl["custom"] = found["extra"]
    fingerprint = TextFingerprint(**print_of) if print_of else None
    return identifier, Source(identifier, csl, found["short"], fingerprint, found["outside"])


def _check_csl(item: dict[str, Any], where: Where, report: Report) -> None:
    for name in ("type", "title"):
        if not isinstance(item.get(name), str) or not item[name].strip():
            report.add("A104", Where(where.file, where.row, name), told("{name} is missing.", name=name))
    url = item.get("URL")
    if url is not None and not (isinstance(url, str) and url.startswith(("https://", "http://"))):
        at = Where(where.file, where.row, "URL")
        report.add(
            "A113", at, told("{url} is no web address.", url=short(url)), told("Begin it with https:// or http://.")
        )
    for name, wrong, mend in misformed(item):
        report.add("A113", Where(where.file, where.row, name), wrong, mend)
    try:
        refuse_unwritable(item)
    except RefusedError as refused:
        report.add(refused.code, where, refused.message, refused.mend)


def source_item(source: Source) -> dict[str, Any]:
    """The CSL-JSON item of a source, as sources.json holds it."""
    item = {key: value for key, value in source.csl.items() if key != "custom"}
    custom: dict[str, Any] = {}
    if source.short:
        custom["short"] = dict(source.short)
    if source.text:
        text = source.text
        custom["text"] = {
            "sha256": text.sha256, "characters": text.characters, "encoding": text.encoding, "language": text.language,
        }  # fmt: skip
    if source.outside:
        custom["outside"] = True
    kept = source.csl.get("custom")
    if isinstance(kept, dict):
        custom |= kept
    return {**item, "custom": custom} if custom else item


def write_sources(sources: tuple[Source, ...]) -> str:
    """The text of sources.json."""
    return json.dumps([source_item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"
