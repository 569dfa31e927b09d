"""How fast filters and search answer, on crossroads and on a generated atlas of 20,000 events, in a real browser:

    python benchmarks/exploring.py            (in the environment of `make test`)

Prints a table for docs/benchmarks/exploring.md. A filter is changed by `mapapp.set`, and the clock stops when
`mapapp.settled()` says that map, counts, lists and panel have followed. A search is typed letter by letter into the field;
the clock runs from the letter to the list of hits, drawn. Figures are medians and 95th percentiles; nothing is asserted.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from shapely.geometry import Point

from mapapp.atlas import open_atlas
from mapapp.model import Actor, Atlas, Citation, Event, Place, Toponym
from mapapp.webmap import render_page
from mapapp.when import calendar_date, day_number, parse_when

EVENTS, PLACES, ACTORS = 20_000, 400, 60
SYLLABLES = [
    "ka",
    "ri",
    "to",
    "mo",
    "sa",
    "ne",
    "shu",
    "ba",
    "lin",
    "gor",
    "ten",
    "var",
    "del",
    "osh",
    "tur",
    "bek",
    "han",
    "mir",
    "zan",
    "pol",
]
HAN = "日本中亞外交會議國際關係能源援助協定訪問安全東京北京聯合聲明鐵路運輸合作發展經濟"

FILTERS = """async (changes) => {
  const times = [];
  for (const change of changes) {
    await mapapp.settled();
    const started = performance.now();
    mapapp.set(change);
    await mapapp.settled();
    times.push(performance.now() - started);
  }
  return times;
}"""

SEARCH = """async (words) => {
  const field = document.getElementById("rail-search");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const times = [], scripts = [];
  for (const word of words) {
    for (let n = 1; n <= word.length; n += 1) {
      await mapapp.settled();
      field.focus();
      field.value = word.slice(0, n);
      const started = performance.now();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      scripts.push(performance.now() - started);
      await frame();
      await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
      times.push(performance.now() - started);
    }
  }
  return { times, scripts };
}"""


def main() -> None:
    """Measure and print."""
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        for name, atlas in (("crossroads", open_atlas("crossroads")), (f"{EVENTS:,} events", generated_atlas())):
            file = Path(folder) / f"{atlas.id}.html"
            file.write_text(render_page(atlas), "utf-8")
            rows += measure(browser, file, name, atlas)
        print(
            f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, Chromium {browser.version}"
        )
        browser.close()
    print("\n| atlas | what | wanted | median | 95 % |\n|---|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def measure(browser: Browser, file: Path, name: str, atlas: Atlas) -> list[tuple[str, ...]]:
    """The rows of one atlas."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=true]", timeout=120_000)
    large = len(atlas.events) > 1000
    filters = page.evaluate(FILTERS, filter_changes(atlas))
    search = page.evaluate(
        SEARCH, ["tokyo", "meeting", "東京", "kari"] if not large else ["karito", "shuba", "日本", "ten"]
    )
    beside = {}
    for panel in ("table", "figures", "periods", "matrix"):
        page.evaluate("panel => mapapp.set({ panel: [panel] })", panel)
        page.evaluate("() => mapapp.settled()")
        beside[panel] = page.evaluate(FILTERS, filter_changes(atlas))
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    page.close()
    return [
        (
            name,
            "filter change to settled map, histogram, counts and lists",
            "≤ 1 s" if large else "≤ 300 ms",
            *spread(filters),
        ),
        *(
            (name, f"the same with {panel} open", "≤ 1 s" if large else "≤ 300 ms", *spread(times))
            for panel, times in beside.items()
        ),
        (name, "letter typed to list of hits, drawn", "≤ 50 ms", *spread(search["times"])),
        (name, "page parsed and mounted", "", f"{ready:.0f} ms", f"{file.stat().st_size / 1e6:.1f} MB"),
    ]


def filter_changes(atlas: Atlas) -> list[dict[str, Any]]:
    """Patches of the View, as a reader might click them, one after another."""
    kinds = [kind.id for kind in atlas.kinds]
    actors = [actor.id for actor in atlas.actors[:3]]
    changes: list[dict[str, Any]] = []
    for kind in kinds[:4]:
        changes += [{"kinds": [kind]}, {"kinds": []}]
    for actor in actors:
        changes += [
            {"actors": [actor]},
            {"actors": [actor], "certainty": "certain"},
            {"actors": [], "certainty": "possible"},
        ]
    changes += [{"countries": ["JPN"]}, {"countries": []}, {"near": [atlas.places[0].id, 800]}, {"near": None}]
    changes += [
        {"mode": "up-to", "to": "1999"},
        {"mode": "between", "from": "1995", "to": "2010"},
        {"from": None, "to": None},
    ]
    return changes


def generated_atlas() -> Atlas:
    """Events over a century at 400 places, in three languages, with the kinds and eras of crossroads; always the same."""
    base = open_atlas("crossroads")
    chance = random.Random(20_000)  # noqa: S311

    def word(n: int) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(n)).capitalize()

    def han(n: int) -> str:
        return "".join(chance.choice(HAN) for _ in range(n))

    places = tuple(
        Place(
            f"place-{n}", "city", base.layers[0].id, (Toponym(word(2), "en"), Toponym(han(2), "zh-Hant"), Toponym(han(2), "ja")),
            Point(round(chance.uniform(45, 150), 3), round(chance.uniform(5, 60), 3)), "exact",
        )
        for n in range(PLACES)
    )  # fmt: skip
    actors = tuple(Actor(f"actor-{n}", "state", "", {"en": word(3), "ja": han(3)}) for n in range(ACTORS))
    events = []
    for n in range(EVENTS):
        day = chance.randint(day_number(1925), day_number(2025))
        year, month, dom = calendar_date(day)
        text = chance.choice((f"{year:04d}-{month:02d}-{dom:02d}", f"{year:04d}-{month:02d}", f"{year:04d}"))
        title = " ".join(word(chance.randint(1, 3)) for _ in range(5))
        events.append(Event(
            f"event-{n}", parse_when(text), chance.choice(base.kinds).id, {"en": title, "zh-Hant": han(10), "ja": han(12)},
            {"en": " ".join(word(2) for _ in range(20)), "zh-Hant": han(40), "ja": han(50)},
            actors=tuple(chance.sample([actor.id for actor in actors], chance.randint(1, 3))),
            places=tuple(chance.sample([place.id for place in places], chance.choice((1, 1, 1, 2)))),
            certainty=chance.choice(("certain", "certain", "uncertain")), importance=chance.randint(1, 3),
        ))  # fmt: skip
    citations = tuple(
        Citation(f"event:{event.id}", None, chance.choice(base.sources[:12]).id, section=word(2)) for event in events
    )
    return replace(
        base, id="generated", view="mode=between", events=tuple(events), places=places, actors=actors, figures=(),
        disagreements=(), citations=citations,
    )  # fmt: skip


def spread(values: list[float]) -> tuple[str, str]:
    """Median and 95th percentile in words."""
    ordered = sorted(values)
    return f"{statistics.median(ordered):.0f} ms", f"{ordered[int(len(ordered) * 0.95)]:.0f} ms"


def find_browser() -> str:
    """The Chromium or Chrome of this machine."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.run import installed_browser

    path = installed_browser()
    if path is None:
        raise SystemExit("No Chromium or Chrome runs here; the variable CHROMIUM can name one.")
    return path


if __name__ == "__main__":
    main()
