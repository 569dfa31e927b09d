"""What a seminar asks of the crossroads atlas, how a reader finds out, and the answer; for test_seminar.py."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

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


QUESTIONS = [
    Question(
        "Which cities hosted the ministers' meetings, and when?",
        [("search", "central asia plus japan ministers' meeting")],
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
        [("search", "bishkek"), ("open the hit", "Fifth Central Asia plus Japan ministers’ meeting")],
        "readings",
        ["* 17 July 2014.", "16 July 2014; the ministry’s report of it was put out on the 17th."],
        "On which day did the ministers meet in Bishkek?",
    ),
    Question(
        "Who took part in the fifth meeting?",
        [("search", "bishkek"), ("open the hit", "Fifth Central Asia plus Japan ministers’ meeting")],
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
            ("panel", "List the 5 events, undated included"),
        ],
        "listed",
        [
            "Article 5 confirmed to cover the Senkaku Islands",
            "2+2 opposes unilateral change in the East China Sea",
            "Closer ISR cooperation; MQ-9s at Kadena reaffirmed",
            "More exercises in the Nansei Islands and across domains",
            "2+2 restates the need for peace in the Taiwan Strait",
        ],
    ),
    Question(
        "How far is Bishkek from Tashkent, and what else lies as near?",
        [("search", "bishkek"), ("open the hit", "Bishkek"), ("kilometres", "480"), ("panel", "Show")],
        "section",
        ["Kyrgyzstan 180 km", "Tashkent 473 km"],
        "Nearby",
    ),
    Question(
        "How did loan aid change from 2010 to 2014?",
        [("search", "loan aid"), ("open the hit", "Loan aid for Central Asia, 2010 to 2014")],
        "section",
        ["Loan aid for Central Asia 337.84億日元 2010", "Loan aid for Central Asia 987.11億日元 2014"],
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
            "Technical cooperation for Central Asia 25.82億日元 2010",
            "Technical cooperation for Central Asia 29.86億日元 2013",
            "Technical cooperation for Central Asia 22.41億日圓 2014",
        ],
        "Comparable figures",
    ),
    Question(
        "Did Japan pledge 7 million or 700 million dollars in 2012?",
        [("search", "pledges money"), ("open the hit", "Japan pledges money for regional cooperation projects")],
        "readings",
        ["7 million dollars.", "* 700 million dollars."],
        "7 million or 700 million",
    ),
    Question(
        "Which statements contradict each other so that the map depends on it?",
        [("panel", "disagreements")],
        "section",
        [
            "Which meeting was held in 2014, the fourth or the fifth?",
            "On which day did the ministers meet in Bishkek?",
            "Did Japan pledge 7 million or 700 million dollars in 2012?",
            "What is the unit of the Caspian gas figure?",
            "Did relations with Tajikistan begin in January 1992?",
            "Through which regions does the arc run?",
            "How many Chinese missiles reach Japan?",
            "When in June 2023 was the dialogue (EDD) at Whiteman?",
            "On which day did Liu Jinsong see Akira Yokochi?",
            "What does “end of fiscal 2024” mean for the JJOC?",
        ],
        "They change what the map shows",
    ),
    Question(
        "What happened on 28 July 2024?",
        [("window", '{"mode": "in", "from": "2024-07-28"}'), ("chip", "Only certain dates")],
        "events",
        [
            "Extended Deterrence Dialogue (EDD) begins",  # under way since 2010
            "Japan-US 2+2 meets in Tokyo",
            "Joint output of AMRAAM and PAC-3 MSE missiles to grow",
            "US reaffirms Article 5 defence of Japan, nuclear arms included",
            "Article 5 confirmed to cover the Senkaku Islands",
            "2+2 calls China the greatest strategic challenge",
            "Working group on the new command structure agreed",
            "Wider cooperation on cyber, space, spectrum and AI",
            "Stronger cybersecurity and information security",
            "2+2 opposes unilateral change in the East China Sea",
            "First ministerial meeting on extended deterrence",
            "Closer ISR cooperation; MQ-9s at Kadena reaffirmed",
            "2+2 issues a joint statement",
            "Multilateral ties from Australia to NATO to deepen",
            "More exercises in the Nansei Islands and across domains",
            "2+2 condemns North Korean missile launches",
            "Japan sells Patriots to the US, first lethal export since 2014",
            "2+2 condemns Russia’s war and its military ties",
            "2+2 restates the need for peace in the Taiwan Strait",
            "Faster Tomahawk acquisition for stand-off defence",
            "US plans a joint force headquarters for its forces in Japan",
            "Working group on training fighter pilots (WG-FFTR)",
        ],
    ),
    Question(
        "Which meetings took place on the day of the 2+2?",
        [("window", '{"mode": "in", "from": "2024-07-28"}'), ("kind", "Meetings"), ("chip", "Only certain dates")],
        "events, dates",
        [
            "Extended Deterrence Dialogue (EDD) begins, from 2010, no end stated",
            "Japan-US 2+2 meets in Tokyo, Sunday, 28 July 2024",
            "First ministerial meeting on extended deterrence, Sunday, 28 July 2024",
        ],
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
        "periods",
        ["Exploration: 1992 to 1997", "Development: 1997 to 2004", "Comprehensive phase: from 2004, no end stated"],
    ),
    Question(
        "Which strategic designs did Japan announce from 2006 to 2009?",
        [("window", '{"mode": "between", "from": "2006", "to": "2009"}'), ("kind", "Speeches, policy")],
        "events, dates",
        [
            "Aso proposes a Corridor of Peace and Stability, Thursday, 1 June 2006",
            "Aso proposes the Arc of Freedom and Prosperity, Thursday, 30 November 2006",
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
        [("search", "arc of freedom"), ("open the hit", "Aso proposes the Arc of Freedom and Prosperity")],
        "passages",
        [
            "Section “貳、三、全面階段”, footnote 29 characters 7874–8001",
            "Section “貳、三、全面階段”, footnote 29 characters 8036–8145",
            "Section “貳、三、全面階段” characters 9182–9291",
            "Section “貳、三、全面階段”, footnote 29 characters 8500–8643",
            "Section “結論（標題缺）” characters 15489–15609",
            "Section “貳、三、全面階段”, footnote 30 characters 8148–8209",
        ],
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
        [
            "Delegates view a B-2 bomber and a launch control centre Jun 2023",
            "Extended Deterrence Dialogue (EDD) at Whiteman Air Force Base 11 Jun 2023–20 Jun 2023",
        ],
        "Events here",
    ),
    Question(
        "How far is it from Tokyo to Hawaii?",
        [
            ("search", "hawaii commands"),
            ("open the hit", "US Forces Japan runs bases while Hawaii commands the troops"),
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
        ],
        "section",
        ["Chinese nuclear warheads more than 500枚 May 2023", "Chinese nuclear warheads more than 1,000枚 2030"],
        "Comparable figures",
    ),
    Question(
        "What share of Japan's oil came from the Middle East in 2014?",
        [
            ("search", "oil imports of 2014"),
            ("open the hit", "Japan’s oil imports of 2014: 73 percent from the Middle East"),
            ("panel", "Middle East’s share"),
        ],
        "figure",
        ["about 73%"],
    ),
    Question(
        "Which undated statements concern the Strait of Malacca?",
        [("search", "malacca"), ("tray", "undated")],
        "listed",
        ["The oil lane by Malacca, Japan’s lifeline at sea"],
    ),
    Question(
        "第五屆外長會議在哪裡舉行？",
        [("language", "繁體中文"), ("search", "第五屆"), ("open the hit", "第五屆「中亞+日本」外長會議（比什凱克）")],
        "fact",
        ["比什凱克"],
        "地點",
    ),
    Question(
        "Where did Japanese officials go in 1992?",
        [("search", "japanese officials"), ("open the hit", "Japanese officials visit Central Asia")],
        "readings",
        ["* To Central Asia, no state named.", "The foreign minister went to Kazakhstan and Kyrgyzstan."],
        "Where did Japanese officials go in 1992?",
    ),
    Question(
        "Did Kawaguchi's tour end in Central Asia?",
        [("search", "kawaguchi visits"), ("open the hit", "Kawaguchi visits four Central Asian states")],
        "readings",
        ["* To four Central Asian states.", "To the same four and Mongolia."],
        "Kawaguchi’s tour of August 2004",
    ),
    Question(
        "Which headquarters are at Yokota?",
        [("search", "five headquarters"), ("open the hit", "Five headquarters at Yokota Air Base")],
        "fact",
        [
            "US Forces Japan, US Air Forces Japan, Fifth Air Force, 374th Airlift Wing, "
            "United Nations Command-Rear, United States"
        ],
        "Actors",
    ),
    Question(
        "On which day was the meeting at F. E. Warren Air Force Base?",
        [("search", "warren"), ("open the hit", "Extended Deterrence Dialogue (EDD) at Warren Air Force Base")],
        "date",
        ["some time from 11 June 2024 to 20 June 2024"],
    ),
]
