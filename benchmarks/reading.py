"""Recall and precision of reading, by language, on texts with known answers; and its speed.

python benchmarks/reading.py            # tests/data/reading
python benchmarks/reading.py --speed    # 1 MB of text, and `locate`
python benchmarks/reading.py --sources FOLDER   # the two documents of crossroads, against its citations
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mapapp.atlas import open_atlas
from mapapp.editing.new import new_atlas
from mapapp.gazetteer import locate, shipped_names
from mapapp.reading import Document, propose
from mapapp.reading.dates import find_dates
from mapapp.reading.index import PlaceIndex
from mapapp.reading.places import find_places
from mapapp.when import is_possible, parse_when
from tests.reading.answers import Measured, answered, measure_dates, measure_places, names_of


def print_measured(title: str, rows: list[Measured]) -> None:
    """One line: recall, precision, share rightly resolved; then what is missed and what is wrong."""
    wanted, found = sum(row.wanted for row in rows), sum(row.found for row in rows)
    proposed, right = sum(row.proposed for row in rows), sum(row.right for row in rows)
    extra = sum(len(row.extra) for row in rows)
    print(
        f"{title:28} recall {found}/{wanted} = {found / wanted:.3f}  "
        f"precision {(proposed - extra) / max(1, proposed):.3f}  resolved {right}/{wanted} = {right / wanted:.3f}"
    )
    for row in rows:
        for word in row.missed:
            print(f"    missed or otherwise: {word}")
        for word in row.extra:
            print(f"    wrongly proposed: {word}")


def print_texts() -> None:
    """The texts, by language."""
    for held_out in (False, True):
        print("held out" if held_out else "texts that the rules were written with")
        texts = [answered(name) for name in names_of(held_out=held_out)]
        for language in ("zh-Hant", "ja", "en"):
            chosen = [text for text in texts if text.language == language]
            print_measured(f"  {language} places", [measure_places(text) for text in chosen])
            print_measured(f"  {language} dates", [measure_dates(text) for text in chosen])


def print_sources(folder: Path) -> None:
    """Crossroads' citations of places and of dated events as answers: the name or date lies in the passage cited."""
    atlas = open_atlas("crossroads")
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in folder.iterdir()}
    for source in atlas.sources:
        if not source.text or source.text.sha256 not in texts:
            continue
        text = texts[source.text.sha256].read_text(source.text.encoding)
        written = "2015-11" if source.id == "hung" else "2024-08-01"
        places, _ = find_places(text, PlaceIndex(shipped_names()))
        dates = find_dates(text, parse_when(written))
        print_precision(source.id, "place", text, [one.start for one in places])
        print_precision(source.id, "date", text, [one.start for one in dates])
        seen, hits, missed = 0, 0, Counter[str]()
        events: dict[str, bool] = {}
        for one in atlas.citations:
            if one.source != source.id or one.start is None or one.end is None:
                continue
            place = atlas.place_by_id.get(one.subject[6:]) if one.subject.startswith("place:") else None
            if place and one.term in {name.name for name in place.names}:
                seen += 1
                inside = any(one.start <= found.start < one.end and found.name in one.term for found in places)
                hits += inside
                missed.update([] if inside else [one.term])
            event = atlas.event_by_id.get(one.subject[6:]) if one.subject.startswith("event:") else None
            if event and event.when and event.date_basis == "stated":
                inside = any(
                    one.start <= date.start < one.end
                    and date.edtf
                    and is_possible(event.when, parse_when(date.edtf).outer)
                    for date in dates
                )
                events[event.id] = events.get(event.id, False) or inside
        print(f"{source.id}: places {hits}/{seen} = {hits / max(1, seen):.3f}, missed {dict(missed)}")
        dated = sum(events.values())
        print(f"{source.id}: dates of events {dated}/{len(events)} = {dated / max(1, len(events)):.3f}")
        print(f"    missed: {', '.join(name for name, inside in events.items() if not inside)}")


def print_precision(source: str, sort: str, text: str, starts: list[int]) -> None:
    """Share of the proposals that a person called right (benchmarks/reading-labels.csv), by script, and the others."""
    with (Path(__file__).parent / "reading-labels.csv").open(newline="") as file:
        labels = {int(row["start"]): row["label"] for row in csv.DictReader(file)
                  if (row["source"], row["sort"]) == (source, sort)}  # fmt: skip
    scripts = {"": starts}
    if sort == "place":
        scripts = {
            script: [at for at in starts if text[at].isascii() is (script == "Latin")] for script in ("Han", "Latin")
        }
    for script, chosen in scripts.items():
        found = Counter(labels.get(at, "not labelled") for at in chosen)
        share = f"{found['right']}/{len(chosen)} = {found['right'] / max(1, len(chosen)):.3f}"
        print(f"{source}: {sort}s {script} precision {share}: {dict(found)}")


def print_speed() -> None:
    """Seconds for 1 MB of text in each language, and for a name."""
    begun = time.perf_counter()
    locate("比什凱克")
    print(f"locate, first in a process: {time.perf_counter() - begun:.3f} s")
    begun = time.perf_counter()
    for _ in range(100):
        locate("Bishkek")
    print(f"locate, warm: {(time.perf_counter() - begun) * 10:.2f} ms")
    atlas = new_atlas("any", "Any", ["en"])  # one of its own, as a reader has: the index is made for it each time
    for language in ("zh", "ja", "en"):
        text = answered(f"{language}-diplomacy").text
        whole = text * (1 + 1_000_000 // len(text.encode()))
        begun, worked = time.perf_counter(), time.process_time()
        reading = propose(Document(f"{language}.txt", whole), atlas, written=parse_when("2015-11-20"))
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        print(
            f"{language}: {len(whole.encode()) / 1e6:.2f} MB, {len(reading.proposals)} proposals: {seconds:.2f} s ({worked:.2f} s of CPU)"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--sources", type=Path)
    options = parser.parse_args()
    if options.speed:
        print_speed()
    elif options.sources:
        print_sources(options.sources)
    else:
        print_texts()
