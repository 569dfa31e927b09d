"""The texts of a row by language; a text that stands in one language of the atlas must stand in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.importers.sheet import Row, Sheet
from mapapp.importers.texts import clean_text, is_plain_text, without_markup


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

    def read_all(self, columns: Sequence[Sequence[str]], field: str, count: int) -> list[dict[str, str] | None]:
        """The texts of a field in every row, {} where there is none; None for a row that has to be read by itself.

        A text that stands for other languages is not counted: `count_filled` does it.
        """
        found = self.columns[field]
        if not found:
            return [{} for _ in range(count)]
        by_language = {language: self._plain_cells(columns[at], at) for language, at in found}
        if len(found) == 1:
            (cells,) = by_language.values()
            if len(self.languages) == 1:
                (only,) = self.languages
                return [{only: cell} if cell else None if cell is None else {} for cell in cells]
            return [dict.fromkeys(self.languages, cell) if cell else None if cell is None else {} for cell in cells]
        if len(by_language) < len(found) or set(by_language) != set(self.languages):
            return [None] * count
        rows = zip(*(by_language[language] for language in self.languages), strict=True)
        return [
            {language: text or "" for language, text in zip(self.languages, texts, strict=True)}
            if all(texts) else {} if not any(texts) and None not in texts else None
            for texts in rows
        ]  # fmt: skip

    def _plain_cells(self, cells: Sequence[str], at: int) -> list[str | None]:
        """The texts of a column; None for a cell that is not plain."""
        if at in self.plain_columns:
            return list(map(str.strip, cells))
        return [cell.strip() if is_plain_text(cell) else None for cell in cells]

    def count_filled(self, field: str, texts: Sequence[Mapping[str, str]]) -> None:
        """Count, of rows that were read together, the texts that stand for those of other languages."""
        if len(self.columns[field]) == 1:
            given = sum(map(bool, texts))
            for language in self.languages:
                if given and language != self.columns[field][0][0]:
                    self.filled[field, language] += given

    def plain(self, row: Row, field: str, given: str) -> str:
        """A cell as text: markup and controls taken away, which is reported."""
        text = without_markup(given) if "<" in given else given
        if text != given:
            self.report.add(row.number, field, "changed", given, text, because("markup is taken away"))
        cleaned = clean_text(text)
        if cleaned != text.strip():
            self.report.add(
                row.number, field, "changed", text[:200], cleaned[:200], because("control characters or length")
            )
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
            why = because(
                "no text in {language} in {count} rows: the text of another language stands there",
                language=language, count=f"{count:,}",
            )  # fmt: skip
            self.report.add(None, field, "guessed", "", "", why)
