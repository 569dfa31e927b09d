"""The texts of a row by language; a text that stands in one language of the atlas must stand in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mapapp.importers.report import ImportReport
from mapapp.importers.sheet import Row, Sheet
from mapapp.importers.texts import clean_text, without_markup


class RowWords:
    """Reads titles and summaries; `language` is that of a column that names none."""

    def __init__(
        self, index: Mapping[str, int], languages: Sequence[str], language: str, sheet: Sheet, report: ImportReport
    ) -> None:
        self.languages, self.language, self.report = list(languages), language, report
        self.filled: Counter[tuple[str, str]] = Counter()
        self.columns: dict[str, list[tuple[str, int]]] = {}
        for field in ("title", "summary"):
            found = [(name.partition("_")[2], at) for name, at in index.items() if name.startswith(f"{field}_")]
            if field in index:
                found.append((language, index[field]))
            self.columns[field] = found
        self.plain_columns = {at for found in self.columns.values() for _, at in found if sheet.is_plain(at)}

    def read(self, row: Row, field: str) -> dict[str, str]:
        """The texts of a field in every language of the atlas; {} where there is none at all."""
        texts: dict[str, str] = {}
        for language, at in self.columns[field]:
            if given := row.cells[at]:
                text = given.strip() if at in self.plain_columns else self.plain(row, field, given)
                if text:
                    texts.setdefault(language, text)
        return texts if not texts or list(texts) == self.languages else self.everywhere(texts, field)

    def plain(self, row: Row, field: str, given: str) -> str:
        """A cell as text: markup and controls taken away, which is reported."""
        text = without_markup(given) if "<" in given else given
        if text != given:
            self.report.add(row.number, field, "changed", given, text, "markup is taken away")
        cleaned = clean_text(text)
        if cleaned != text.strip():
            self.report.add(row.number, field, "changed", text[:200], cleaned[:200], "control characters or length")
        return cleaned

    def everywhere(self, texts: Mapping[str, str], field: str) -> dict[str, str]:
        """Texts in every language of the atlas; what is missing is filled from another language, which is counted."""
        fallback = texts.get(self.language) or next(iter(texts.values()))
        for language in self.languages:
            if not texts.get(language):
                self.filled[field, language] += 1
        return {language: texts.get(language) or fallback for language in self.languages}

    def report_filled(self) -> None:
        """Say once for each field and language that nobody has translated it."""
        for (field, language), count in sorted(self.filled.items()):
            why = f"no text in {language} in {count:,} rows: the text of another language stands there"
            self.report.add(None, field, "guessed", "", "", why)
