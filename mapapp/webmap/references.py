"""A source as a reader's reference: author, title, container, publisher, date, from its CSL-JSON item."""

from __future__ import annotations

from typing import Any

from mapapp.model import Source

_CJK = ("zh", "ja")


def reference_words(source: Source, languages: tuple[str, ...]) -> dict[str, str]:
    """The reference by language: punctuation follows the language, names and titles stay as printed."""
    return {language: format_reference(source.csl, cjk=language.startswith(_CJK)) for language in languages}


def format_reference(item: Any, *, cjk: bool) -> str:
    """One CSL-JSON item in words: `Author, “Title”, Container, Publisher, 2024.`, or with full-width punctuation."""
    title = _text(item, "title")
    parts = [
        _names(item, cjk=cjk),
        (f"〈{title}〉" if cjk else f"“{title}”") if title else "",
        _text(item, "container-title"),
        _text(item, "publisher"),
        _date(item),
        _text(item, "note") if not title else "",
    ]
    text = ("，" if cjk else ", ").join(part for part in parts if part)
    return f"{text}。" if cjk else f"{text}."


def reference_url(source: Source) -> str:
    """The source's web address where it has one; only http and https."""
    url = _text(source.csl, "URL")
    return url if url.startswith(("http://", "https://")) else ""


def _text(item: Any, key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _names(item: Any, *, cjk: bool) -> str:
    names = [_name(name, cjk=cjk) for name in item.get("author") or [] if isinstance(name, dict)]
    return ("、" if cjk else ", ").join(name for name in names if name)


def _name(name: dict[str, Any], *, cjk: bool) -> str:
    if literal := _text(name, "literal"):
        return literal
    family, given = _text(name, "family"), _text(name, "given")
    joined = all("\u3400" <= char <= "\u9fff" for char in family + given)
    return f"{family}{given}" if joined else f"{family} {given}".strip() if cjk else f"{given} {family}".strip()


def _date(item: Any) -> str:
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if not (isinstance(parts, list) and parts and isinstance(parts[0], list)):
        return ""
    return "-".join(f"{int(part):02d}" for part in parts[0] if str(part).lstrip("-").isdigit())
