"""Documents to proposals, proposals to an atlas, decisions that last."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from mapapp.atlas import check_atlas, open_atlas
from mapapp.cli import main
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.model import Atlas
from mapapp.reading import Document, parse_document, propose
from mapapp.reading.dates import find_dates
from mapapp.reading.decide import Correction
from mapapp.reading.desk import decide, decided, decisions_beside, read_into, reading_text, reject_alike
from mapapp.reading.passages import language_of, passages
from mapapp.reading.places import find_places
from mapapp.reading.proposals import ALONE, Reading
from mapapp.reading.store import read_reading, readings
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL
from tests.reading.answers import answered, index, measure_dates, measure_places, names_of

TEXT = """The ministers met in Astana on 9 August 2006. Talks went on in Bishkek in 2010.

Frunze was its name in 1985. Nothing happened on 4 May 2001.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "mine")
    return tmp_path / "mine"


def read(folder: Path, text: str = TEXT, name: str = "talks.txt") -> tuple[Atlas, Reading]:
    atlas = open_atlas(folder)
    return atlas, read_into(parse_document(name, text.encode()), folder, atlas)


@pytest.mark.parametrize("name", names_of(held_out=False))
def test_texts_with_known_answers(name: str) -> None:
    one = answered(name)
    places, dates = measure_places(one), measure_dates(one)
    assert places.found >= 0.85 * places.wanted and places.right >= 0.85 * places.wanted, places.missed
    assert dates.right >= 0.9 * dates.wanted, dates.missed
    assert len(places.extra) <= 0.1 * places.proposed, places.extra


def test_texts_that_were_held_out() -> None:
    measured = [(measure_places(one), measure_dates(one)) for one in map(answered, names_of(held_out=True))]
    assert sum(place.found for place, _ in measured) >= 0.85 * sum(place.wanted for place, _ in measured)
    assert sum(date.right for _, date in measured) >= 0.9 * sum(date.wanted for _, date in measured)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2004年8月28日", "2004-08-28"), ("去(2023)年 1 月於", "2023-01"),
        ("2015 年 10 月 22 日至 28 日", "2015-10-22/2015-10-28"),
        ("1992-1997年", "1992/1997"), ("令和6年4月1日", "2024-04-01"), ("昭和二十年八月十五日", "1945-08-15"),
        ("民國93年8月", "2004-08"), ("二〇〇四年八月", "2004-08"), ("2004（平成16）年8月28日", "2004-08-28"),
        ("1990年代末", "[1997..1999]"), ("昨年6月中旬", "[2023-06-11..2023-06-20]"), ("先月", "2024-07"),
        ("20世紀90年代", "199X"), ("紀元前221年", "-0220"), ("２００４年", "2004"), ("2004年春", "2004-21"),
        ("mid-June 2023", "[2023-06-11..2023-06-20]"), ("late 1990s", "[1997..1999]"), ("c. 1904", "1904~"),
        ("from June 28 to July 9, 1997", "1997-06-28/1997-07-09"), ("October 22-28, 2015", "2015-10-22/2015-10-28"),
        ("between 1992 and 1997", "1992/1997"), ("1992–97", "1992/1997"), ("last year", "2023"),
        ("the 19th century", "18XX"), ("Aug. 2006", "2006-08"), ("2004-08-28", "2004-08-28"),
    ],
)  # fmt: skip
def test_dates(text: str, edtf: str) -> None:
    assert [date.edtf for date in find_dates(text, parse_when("2024-08-01"))] == [edtf]


@pytest.mark.parametrize(
    "text", ["3年間", "6,500 km", "25億桶", "2004年2月30日", "he may go", "June 31, 2004", "5か月"]
)
def test_what_is_no_date(text: str) -> None:
    assert [date for date in find_dates(text) if date.edtf and "-3" in date.edtf] == []


def test_a_date_that_needs_the_document_stays_open() -> None:
    (date,) = find_dates("去年的會議")
    assert date.edtf == "" and date.basis == "resolved"


@pytest.mark.parametrize(
    "text",
    ["川口順子外相が訪れた", "《東京新聞》報導", "北京大學的學者", "日本語の本", "ジョージ・ワシントン",
     "The Washington Post wrote",
     "the University of Tokyo", "Christopher Len", "nice reading", "https://example.org/Tokyo", "国防部長オースティン"],
)  # fmt: skip
def test_what_is_no_place(text: str) -> None:
    assert find_places(text, index())[0] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("as told (London: Routledge, 2009), p. 14", []), ("（臺北：五南，2009年），頁3", []),
        ("The talks in London: Abe said yes, in 2009.", ["London"]), ("於（東京）舉行", ["東京"]),
        ("「海上的日本」(Japan at Sea and Beyond)一文", ["日本"]), ("「東京」(Tokyo)", ["東京", "Tokyo"]),
        ("MOFA of Japan", []), ("Chad plus Japan Dialogue", []), ("a second Singapore", []), ("in Tokyo Doctrine", []),
    ],
)  # fmt: skip
def test_imprints_titles_and_figures_of_speech_are_no_places(text: str, named: list[str]) -> None:
    assert [place.name for place in find_places(text, index())[0]] == named


def test_the_own_title_of_a_document_is_that_of_a_work() -> None:
    body = "\n\nThe ministers met in Astana on 9 August 2006, and said little of it to anybody." * 12
    assert find_places(f"An Account of Japan in the World{body}", index())[0][0].name == "Astana"
    assert find_places(f"Tokyo Kyoto Osaka Sapporo{body}", index())[0][0].name == "Tokyo"


def test_passages_cover_the_text_and_languages_are_told() -> None:
    assert [TEXT[low:high] for low, high in passages(TEXT)][:2] == [
        "The ministers met in Astana on 9 August 2006.", "Talks went on in Bishkek in 2010."
    ]  # fmt: skip
    assert [language_of(answered(name).text) for name in ("ja-bases", "zh-news", "en-bases")] == ["ja", "zh-Hant", "en"]


def docx(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def pdf(words: str) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


RUN = "<w:p><w:r><w:t>Talks in Ast</w:t></w:r><w:r><w:t>ana in 2006</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Talks in Astana in 2006".encode("utf-16")),
        ("a.md", b"\xef\xbb\xbfTalks in Astana in 2006"),
        ("a.html", b"<head><title>Tokyo</title></head><p>Talks in <b>Astana</b>\nin 2006<script>Tokyo</script>"),
        ("a.docx", docx(RUN)),
        ("a.pdf", pdf("Talks in Astana in 2006")),
    ],
)  # fmt: skip
def test_kinds_of_documents(name: str, data: bytes) -> None:
    document = parse_document(name, data)
    (proposal,) = propose(document).proposals
    assert (proposal.name, proposal.when) == ("Astana", "2006")
    assert document.page(proposal.start) == ("1" if name == "a.pdf" else "")


LIST = """- Tsukuba followed from 17 March to 16 September 1985.
- Hanover (2000), Shanghai (1 May – 31 October 2010), Yeosu (2012).

| Opening in Osaka | 14 March 1970 |
| Closing | 13 September 1970 |
"""


def test_dates_in_brackets_belong_to_the_name_before_and_rows_to_themselves() -> None:
    found = propose(Document("a.md", LIST), None)
    assert [(one.name, one.when) for one in found.proposals] == [
        ("Tsukuba", "1985-03-17/1985-09-16"), ("Hanover", "2000"), ("Shanghai", "2010-05-01/2010-10-31"),
        ("Yeosu", "2012"), ("Osaka", "1970-03-14"), ("", "1970-09-13"),
    ]  # fmt: skip
    (gloss,) = find_dates("嘉永6年6月3日（1853年7月8日）、来航した。")
    assert (gloss.start, gloss.end, gloss.edtf) == (0, 19, "1853-07-08")
    assert len(find_dates("in 2010 (2009 elsewhere), 2012 (2013)")) == 4


def test_cells_of_a_row_stay_together() -> None:
    cells = (f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("1913", "Harbin"))
    word = parse_document("a.docx", docx(f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"))
    page = parse_document("a.html", b"<table><tr><td>1913</td><td>Harbin</td></tr></table>")
    for document in (word, page):
        assert [(one.name, one.when) for one in propose(document, None).proposals] == [("Harbin", "1913")], document


def test_encodings() -> None:
    for codec, text in (
        ("cp950", "日本首相於去年訪問哈薩克的首都，這是一個新的開始。"),
        ("cp932", "首相は昨年アスタナを訪れた。これは新しい始まりである。"),
    ):
        assert parse_document("a.txt", text.encode(codec)).text == text


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", b"x"), ("a.txt", b"  "), ("a.docx", b"no zip"), ("a.pdf", b"no pdf"), ("a.docx", docx("<unclosed>"))],
)
def test_documents_that_cannot_be_read(name: str, data: bytes) -> None:
    with pytest.raises(InvalidInputError, match=r"a\.\w+"):
        parse_document(name, data)


def test_an_entity_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(InvalidInputError, match="damaged"):
        parse_document("a.docx", out.getvalue())


def test_accepting_all_makes_a_valid_atlas_and_undoing_all_takes_it_back(folder: Path) -> None:
    before, reading = read(folder)
    atlas = before
    for proposal in reading.proposals:
        atlas, reading = decide(folder, atlas, reading, proposal.id, "accept")
    assert check_atlas(folder) == []
    written = open_atlas(folder)
    assert len(written.events) == len(before.events) + 4 and written.sources[-1].text
    assert {event.when.edtf for event in written.events if event.when} >= {"2006-08-09", "2010", "1985", "2001-05-04"}
    cited = next(one for one in written.citations if one.subject.startswith("event:2006"))
    assert TEXT[cited.start : cited.end] == "The ministers met in Astana on 9 August 2006." and cited.term == "Astana"
    for proposal in reading.proposals:
        atlas, reading = decide(folder, atlas, reading, proposal.id, "undo")
    after = open_atlas(folder)
    assert (after.events, after.citations) == (before.events, before.citations)
    assert [place.id for place in after.places] == [place.id for place in before.places]


def test_corrections_merges_and_refusals(folder: Path) -> None:
    atlas, reading = read(folder)
    first, second, third, _ = reading.proposals
    atlas, reading = decide(folder, atlas, reading, first.id, "accept", Correction("71.4,51.2", "2006-08", "Talks"))
    assert reading.proposals[0].status == "corrected" and atlas.events[-1].title["en"] == "Talks"
    atlas, reading = decide(folder, atlas, reading, second.id, "accept", Correction(event=atlas.events[-1].id))
    assert reading.proposals[1].status == "merged"
    atlas, reading = decide(folder, atlas, reading, third.id, "reject")
    assert check_atlas(folder) == []
    for said in (
        Correction(place="nowhere"),
        Correction(when="31 June"),
        Correction(event="none"),
        Correction(kind="x"),
    ):
        with pytest.raises((InvalidInputError, NotFoundError)):
            decide(folder, atlas, reading, reading.proposals[3].id, "accept", said)
    with pytest.raises(InvalidInputError, match="decided already"):
        decide(folder, atlas, reading, third.id, "accept")
    assert len(open_atlas(folder).events) == len(atlas.events)
    assert read_reading(readings(folder)["talks"])[0] == reading


def test_a_place_that_was_set_by_hand_has_the_name_that_was_looked_up(folder: Path) -> None:
    atlas, reading = read(folder, "Nothing happened on 4 May 2001.")
    said = Correction(place="139.7,35.2", name="Uraga")
    atlas, _ = decided(atlas, reading, reading.proposals[0].id, "accept", said, "")
    assert {name.name for name in atlas.places[-1].names} == {"Uraga"}


def test_a_decision_cut_off_between_atlas_and_proposals_is_taken_once(folder: Path) -> None:
    atlas, reading = read(folder)
    first = reading.proposals[0]
    written, _ = decided(atlas, reading, first.id, "accept")  # the atlas was written, the proposals were not
    again, after = decide(folder, written, reading, first.id, "accept")
    assert again.events == written.events and again.citations == written.citations
    assert after.proposals[0].made == (f"event:{written.events[-1].id}",)
    back, after = decide(folder, again, after, first.id, "undo")
    assert back.events == atlas.events
    assert read_reading(readings(folder)["talks"])[0] == after


def test_what_a_step_decided_is_taken_back_and_decided_again_beside_other_decisions(folder: Path) -> None:
    atlas, before = read(folder)
    first, second, *_ = before.proposals
    atlas, after = decide(folder, atlas, before, first.id, "accept")
    back, again = decisions_beside(folder, before, after)
    decide(folder, atlas, after, second.id, "reject")
    back()
    kept = read_reading(readings(folder)["talks"])[0]
    assert kept.proposals[0] == first and kept.source == before.source
    assert [one.status for one in kept.proposals[:2]] == ["open", "rejected"]
    again()
    kept = read_reading(readings(folder)["talks"])[0]
    assert kept.proposals[0] == after.proposals[0] and kept.source == after.source
    readings(folder)["talks"].unlink()
    back()  # nothing is left of the document
    assert readings(folder) == {}


def test_all_of_a_name_are_rejected_at_once(folder: Path) -> None:
    atlas, reading = read(folder, f"{TEXT} They left Bishkek in 2011.")
    name = reading.proposals[1].id
    atlas, reading = decide(folder, atlas, reading, reading.proposals[0].id, "accept")
    reading = reject_alike(reading, name, "Ann")
    assert [one.status for one in reading.proposals] == ["accepted", "rejected", "open", "open", "rejected"]
    assert {one.by for one in reading.proposals if one.status == "rejected"} == {"Ann"}
    told: list[float] = []
    propose(Document("long.txt", "Nothing was said of it. " * 10_000), atlas, progress=told.append)
    assert told == sorted(told) and len(told) > 4 and told[-1] <= 1


def test_a_document_that_changed_keeps_decisions_and_moves_citations(folder: Path) -> None:
    atlas, reading = read(folder)
    for proposal in reading.proposals[:3]:
        atlas, reading = decide(folder, atlas, reading, proposal.id, "accept")
    changed = "A new beginning.\n\n" + TEXT.replace("in 2010.", "in 2010, they said.").replace("Frunze was", "It was")
    after = read_into(parse_document("talks.txt", changed.encode()), folder, atlas)
    assert [(one.name, one.status, one.gone) for one in after.proposals if one.status != "open"] == [
        ("Astana", "accepted", False), ("Bishkek", "accepted", False), ("Frunze", "accepted", True)
    ]  # fmt: skip
    assert check_atlas(folder) == []
    cited = next(one for one in open_atlas(folder).citations if one.subject.startswith("event:2006"))
    assert changed[cited.start : cited.end] == "The ministers met in Astana on 9 August 2006."
    assert "1 decided before" in reading_text(after)
    again = read_into(parse_document("talks.txt", changed.encode()), folder, open_atlas(folder))
    assert again == after


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "paper.txt"
    document.write_text(TEXT)
    with pytest.raises(SystemExit) as stop:
        main(["read", str(document), "--to", str(folder), "--written", "2012"])
    assert stop.value.code == 0 and "4 proposals" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["read", str(document), "--to", "crossroads"])
    assert stop.value.code == 2


def test_proposals_that_were_damaged_say_where(folder: Path) -> None:
    read(folder)
    path = readings(folder)["talks"]
    lines = path.read_text("utf-8").splitlines()
    lines[2] = lines[2].replace('"start"', '"stort"')
    path.write_text("\n".join(lines))
    with pytest.raises(InvalidInputError, match="line 3"):
        read_reading(path)


def test_a_small_town_far_from_the_others_scores_less_and_says_why() -> None:
    text = "{} sank in 9600 BC. In 2004 they met at Bishkek."

    def of_atlantis(passage: str) -> tuple[float, bool]:
        first = propose(Document("a.txt", text.format(passage))).proposals[0]
        return first.score, any(reason == ALONE for reason, _ in first.reasons)

    alone, is_alone = of_atlantis("Atlantis")
    for passage in ("Atlantis, South Africa,", "Atlantis (not Cape Town)"):
        believed, is_doubted = of_atlantis(passage)
        assert is_alone and not is_doubted and believed > alone + 0.2


def test_text_of_a_document_is_only_text() -> None:
    hostile = "<script>alert(1)</script> In Astana, `${x}` {{y}} =HYPERLINK() on 9 August 2006.\x00\x1b[31m"
    reading = propose(Document("../../x<y>.txt", hostile))
    assert "/" not in reading.id and "." not in reading.id
