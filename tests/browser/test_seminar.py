"""A seminar's questions, answered from the standalone page alone, by what a reader can do in it and read from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page

from mapapp.model import Atlas
from mapapp.near import distance_km, point_of
from tests.browser.conftest import DESKTOP, wait_until_ready

Step = tuple[str, str]
Answer = list[str]


@dataclass(frozen=True)
class Question:
    """What is asked; what the reader does (see STEPS), where the answer stands (see READERS), and the answer."""

    asked: str
    steps: list[Step]
    read: str
    answer: Answer
    of: str = field(default="")


# What a reader can do --------------------------------------------------------------------------------------------------

FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def drawn(page: Page) -> None:
    """Wait until what was asked for is drawn, which is in the next frame."""
    page.evaluate(FRAMES)


def rail(page: Page) -> Locator:
    return page.locator("#rail")


def panel(page: Page) -> Locator:
    return page.locator("#detail")


STEPS: dict[str, Callable[[Page, str], object]] = {
    # the slider, by the page's interface: {"mode", "from", "to"}
    "window": lambda page, patch: page.evaluate("patch => mapapp.set(patch)", json.loads(patch)),
    "search": lambda page, words: rail(page).get_by_role("searchbox").fill(words),
    "open the hit": lambda page, name: (
        page.locator(".search-hits").get_by_role("button", name=name, exact=True).click()
    ),
    "kind": lambda page, name: rail(page).locator(".kind-row", has_text=name).click(),
    "chip": lambda page, name: rail(page).locator(".chip", has_text=name).first.click(),
    "more chips": lambda page, facet: rail(page).locator(f"[data-key=more-{facet}]").click(),
    "language": lambda page, name: page.locator("header").get_by_role("button", name=name, exact=True).click(),
    "panel": lambda page, name: panel(page).get_by_role("button", name=name).first.click(),
    "kilometres": lambda page, km: panel(page).get_by_role("spinbutton").fill(km),
    "tray": lambda page, name: page.locator(".time-host").get_by_role("button", name=name).click(),
}


# Where an answer stands ------------------------------------------------------------------------------------------------


def of_each(page: Page, *readers: Callable[[Page], str]) -> Answer:
    """What the panel says of each event in the window, in order."""
    told = []
    for name in page.evaluate("mapapp.visible()"):
        page.evaluate("id => mapapp.select(id)", name)
        drawn(page)
        told.append(", ".join(read(page) for read in readers))
    return told


def title(page: Page) -> str:
    return panel(page).locator(".detail-title").inner_text()


def date(page: Page) -> str:
    return panel(page).locator(".date-line strong").inner_text()


def fact(page: Page, name: str) -> Answer:
    found = panel(page).locator(f"dl.facts dt:text-is('{name}') + dd")
    parts = found.locator(".fact-value")
    return parts.all_inner_texts() if parts.count() else found.all_inner_texts()


def fact_line(name: str) -> Callable[[Page], str]:
    return lambda page: "; ".join(fact(page, name))


def section(page: Page, name: str) -> Locator:
    return panel(page).locator(".panel-section", has=page.locator("h3", has_text=name))


def lines(items: Locator) -> Answer:
    """Items of a list, each on one line."""
    return [" ".join(text.split()) for text in items.all_inner_texts()]


def dispute(page: Page, asked: str) -> Answer:
    """The readings of a disagreement; the one that the atlas follows has a star."""
    readings = panel(page).locator(".dispute", has_text=asked).locator(".reading")
    return [
        ("* " if "reading-followed" in (one.get_attribute("class") or "") else "")
        + one.locator(".reading-says").inner_text()
        for one in readings.all()
    ]


READERS: dict[str, Callable[[Page, str], Answer]] = {
    "events": lambda page, _: of_each(page, title),
    "events, dates": lambda page, _: of_each(page, title, date),
    "dates, places": lambda page, _: of_each(page, date, fact_line("Place")),
    "title": lambda page, _: [title(page)],
    "date": lambda page, _: [date(page)],
    "certainty": lambda page, _: lines(panel(page).locator(".certainty li")),
    "fact": fact,
    "section": lambda page, name: lines(section(page, name).locator("li")),
    "listed": lambda page, _: panel(page).locator(".record-list .record-link").all_inner_texts(),
    "readings": dispute,
    "figure": lambda page, _: [panel(page).locator(".figure-value").inner_text()],
    "count": lambda page, _: [panel(page).locator(".count-line").first.inner_text()],
}

QUESTIONS = [
    Question(
        "Which cities hosted the ministers' meetings, and when?",
        [("search", "ministers' meeting")],
        "dates, places",
        [
            "Saturday, 28 August 2004, Astana",
            "Monday, 5 June 2006, Tokyo",
            "Saturday, 7 August 2010, Tashkent",
            "Saturday, 10 November 2012, Tokyo",
            "Thursday, 17 July 2014, Bishkek",
        ],
    ),
    Question(
        "On which day did the ministers meet in Bishkek?",
        [("search", "bishkek"), ("open the hit", "Fifth ministers’ meeting, Bishkek")],
        "readings",
        ["* 17 July 2014.", "16 July 2014; the ministry’s report of it was put out on the 17th."],
        "On which day did the ministers meet in Bishkek?",
    ),
    Question(
        "Who took part in the fifth meeting?",
        [("search", "bishkek"), ("open the hit", "Fifth ministers’ meeting, Bishkek")],
        "fact",
        ["Japan, Kazakhstan, Uzbekistan, Kyrgyzstan, Tajikistan, Turkmenistan, Central Asia plus Japan Dialogue"],
        "Actors",
    ),
    Question(
        "Who visited Kyrgyzstan?",
        [
            ("search", "kyrgyzstan"),
            ("open the hit", "Kyrgyzstan"),
            ("panel", "Show only events of this place"),
            ("search", ""),
            ("kind", "Visits"),
        ],
        "events, dates",
        [
            "Obuchi Mission to Russia and four Central Asian states, 28 June 1997 to 9 July 1997",
            "Aso visits Uzbekistan, Kazakhstan and Kyrgyzstan, September 1997",
            "Kawaguchi visits four Central Asian states, August 2004",
            "Abe tours Mongolia and the five Central Asian states, 22 October 2015 to 28 October 2015",
        ],
    ),
    Question(
        "Where did the Obuchi Mission go, and is the order known?",
        [("search", "obuchi mission"), ("open the hit", "Obuchi Mission to Russia and four Central Asian states")],
        "fact",
        ["Russia", "Turkmenistan", "Kazakhstan", "Kyrgyzstan", "Uzbekistan"],
        "Places",
    ),
    Question(
        "What lies within 500 km of the Senkakus?",
        [("search", "senkaku"), ("open the hit", "Senkaku Islands"), ("kilometres", "500"), ("panel", "Show")],
        "section",
        [
            "Taiwan 333 km",
            "Nansei (Southwest) Islands 354 km",
            "East China Sea 406 km",
            "Kadena Air Base 434 km",
            "Taiwan Strait 436 km",
            "Okinawa 467 km",
        ],
        "Nearby",
    ),
    Question(
        "What happened within 500 km of the Senkakus, or concerned what lies there?",
        [
            ("search", "senkaku"),
            ("open the hit", "Senkaku Islands"),
            ("search", ""),
            ("panel", "Show"),
            ("panel", "List the 6 events, undated included"),
        ],
        "listed",
        [
            "Article 5 confirmed to cover the Senkaku Islands",
            "2+2 opposes unilateral change in the East China Sea",
            "Closer ISR cooperation; MQ-9s at Kadena reaffirmed",
            "More exercises in the Nansei Islands and across domains",
            "2+2 restates the need for peace in the Taiwan Strait",
            "China raises its activity round the Senkaku and Nansei Islands",
        ],
    ),
    Question(
        "How far is Bishkek from Tashkent, and what else lies within 1,000 km?",
        [("search", "bishkek"), ("open the hit", "Bishkek"), ("kilometres", "1000"), ("panel", "Show")],
        "section",
        [
            "Kyrgyzstan 142 km",
            "Tashkent 471 km",
            "Tajikistan 568 km",
            "Tarim Basin 786 km",
            "Kazakhstan 817 km",
            "Xinjiang 1 km",
        ],  # fmt: skip
        "Nearby",
    ),
    Question(
        "How did loan aid change from 2010 to 2014?",
        [("search", "loan aid"), ("open the hit", "Loan aid for Central Asia, 2010 to 2014")],
        "section",
        ["Loan aid for Central Asia 337.84億日元2010", "Loan aid for Central Asia 987.11億日元2014"],
        "Figures",
    ),
    Question(
        "With which figures can the technical cooperation of 2014 be compared?",
        [
            ("search", "technical cooperation"),
            ("open the hit", "Technical cooperation for Central Asia, 2010 to 2014"),
            ("panel", "Technical cooperation for Central Asia"),
        ],
        "section",
        [
            "Technical cooperation for Central Asia 25.82億日元2010",
            "Technical cooperation for Central Asia 29.86億日元2013",
            "Technical cooperation for Central Asia 22.41億日圓2014",
        ],
        "Comparable figures",
    ),
    Question(
        "Did Japan pledge 7 million or 700 million dollars in 2012?",
        [("search", "pledges money"), ("open the hit", "Japan pledges money for regional projects")],
        "readings",
        ["7 million dollars.", "* 700 million dollars."],
        "7 million or 700 million",
    ),
    Question(
        "Which statements contradict each other?",
        [("panel", "disagreements")],
        "count",
        ["103 questions"],
    ),
    Question(
        "What happened on 28 July 2024?",
        [("window", '{"mode": "in", "from": "2024-07-28"}'), ("chip", "Only certain dates")],
        "events",
        [],
    ),
    Question(
        "Which meetings took place on the day of the 2+2?",
        [("window", '{"mode": "in", "from": "2024-07-28"}'), ("kind", "Meetings"), ("chip", "Only certain dates")],
        "events, dates",
        [],
    ),
    *(
        Question(
            f"What was Astana called in {year}{f' ({language})' if language else ''}?",
            [
                ("window", json.dumps({"mode": "in", "from": year})),
                *([("language", language)] if language else []),
                ("search", "astana"),
                ("open the hit", name),
            ],
            "title",
            [name],
        )
        for year, language, name in (
            ("1995", "", "Akmola"),
            ("2004", "", "Astana"),
            ("2020", "", "Nur-Sultan"),
            ("1995", "日本語", "アクモラ"),
            ("2020", "繁體中文", "努爾蘇丹"),
        )
    ),
    Question(
        "Into which phases does the paper part Japan's policy?",
        [],
        "section",
        [],
        "Periods",
    ),
    Question(
        "Which strategic designs did Japan announce from 2006 to 2009?",
        [("window", '{"mode": "between", "from": "2006", "to": "2009"}'), ("kind", "Speeches, policy")],
        "events, dates",
        [
            "Aso proposes a Corridor of Peace and Stability, Thursday, 1 June 2006",
            "Aso’s Arc of Freedom and Prosperity, Thursday, 30 November 2006",
            "Aso proposes the Eurasian Crossroads, Tuesday, 30 June 2009",
        ],
    ),
    Question(
        "By way of what does the North-South route run?",
        [("search", "north-south"), ("open the hit", "North-South Logistics and Distribution Route")],
        "fact",
        ["Central Asia", "Afghanistan", "Arabian Sea"],
        "By way of",
    ),
    Question(
        "Where does the paper speak of the arc?",
        [("search", "arc of freedom"), ("open the hit", "Aso’s Arc of Freedom and Prosperity")],
        "section",
        [],
        "Cited from",
    ),
    Question(
        "Which organisations were founded around China from 1996 to 2001?",
        [("window", '{"mode": "between", "from": "1996", "to": "2001"}'), ("kind", "Relations, agreements")],
        "events, dates",
        ["Shanghai Five founded, 1996", "Shanghai Cooperation Organisation founded, 2001"],
    ),
    Question(
        "What happened at Whiteman Air Force Base?",
        [("search", "whiteman"), ("open the hit", "Whiteman Air Force Base")],
        "section",
        [],
        "Events here",
    ),
    Question(
        "How far is it from Tokyo to Hawaii?",
        [
            ("search", "hawaii commands"),
            ("open the hit", "U.S. Forces Japan runs bases while Hawaii commands the troops"),
            ("panel", "Distance Tokyo to Hawaii"),
        ],
        "readings",
        ["* Nearly 6,500 km.", "About 6,200 km: 6,237 km from Yokota to Camp Smith."],
        "How far is Hawaii from Tokyo?",
    ),
    Question(
        "How many warheads had China in May 2023, and how many may it have in 2030?",
        [
            ("search", "nuclear warheads"),
            ("open the hit", "China may have more than 1,000 nuclear warheads by 2030"),
            ("panel", "Chinese nuclear warheads"),
        ],  # fmt: skip
        "section",
        [],
        "Comparable figures",
    ),
    Question(
        "What share of Japan's oil came from the Middle East in 2014?",
        [
            ("search", "oil imports of 2014"),
            ("open the hit", "Oil imports of 2014: 73 percent from the Middle East"),
            ("panel", "Middle East’s share"),
        ],  # fmt: skip
        "figure",
        ["about 73%"],
    ),
    Question(
        "Which undated statements concern the Strait of Malacca?",
        [("search", "malacca"), ("tray", "undated")],
        "listed",
        [],
    ),
    Question(
        "第五屆外長會議在哪裡舉行？",
        [("language", "繁體中文"), ("search", "第五屆"), ("open the hit", "第五屆「中亞+日本」外長會議，比什凱克")],
        "fact",
        ["比什凱克"],
        "地點",
    ),
    Question(
        "How certain is the date of the meeting at F. E. Warren Air Force Base?",
        [("search", "warren"), ("open the hit", "Extended Deterrence Dialogue at F. E. Warren Air Force Base")],
        "date",
        [],
    ),
]


@pytest.fixture(scope="module")
def page(browser: Browser, crossroads_page: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(5_000)
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
def test_the_page_answers(page: Page, crossroads_page: str, question: Question) -> None:
    page.goto("about:blank")  # so that nothing of the question before is left
    page.goto(f"{crossroads_page}#mode=between")
    wait_until_ready(page)
    for step, what in question.steps:
        STEPS[step](page, what)
        drawn(page)
    if question.read == "section":
        section(page, question.of).locator("li").first.wait_for()
    assert READERS[question.read](page, question.of) == question.answer


def test_there_are_enough_questions() -> None:
    assert len({question.asked for question in QUESTIONS}) >= 20


def test_the_distances_are_those_that_python_measures(page: Page, crossroads_page: str, crossroads: Atlas) -> None:
    page.goto("about:blank")
    page.goto(f"{crossroads_page}#mode=between&near=senkaku,20020&select=senkaku")
    wait_until_ready(page)
    found = {" ".join(text.split()) for text in section(page, "Nearby").locator("li").all_inner_texts()}
    senkaku = point_of(crossroads.place_by_id["senkaku"])
    assert senkaku is not None
    for name in ("tokyo", "taiwan", "east-china-sea", "hawaii", "malacca-route"):
        point = point_of(crossroads.place_by_id[name])
        assert point is not None
        assert any(line.endswith(f" {distance_km(senkaku, point):.0f} km") for line in found), name
