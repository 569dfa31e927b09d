"""What tells in an English text that a capitalised word is no place, or is one."""

from __future__ import annotations

ORGANISATIONS = frozenset(
    "university institute post times journal review press bank company corporation corp inc ltd agency association "
    "society council quarterly news daily tribune forum committee college library museum party herald gazette "
    "foundation fund group holdings airlines airways railway motors electric gas oil school academy hospital "
    "orchestra united fc club newspaper magazine weekly monthly observer express mail chronicle studies monitor".split()
)
"""Words that end the name of an organisation, a paper or a company."""

AGREEMENTS = frozenset("declaration agreement treaty consensus accord accords protocol convention process dialogue "
                       "initiative pact statement communique charter mission".split())  # fmt: skip
"""Words that make a name out of the place where something was signed."""

MODIFIERS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest central greater "
    "upper lower inner outer former republic state city town province prefecture district region county island islands "
    "port bay strait sea river lake lakes mount valley peninsula coast airport station base air naval force "
    "prime minister president foreign ambassador emperor king queen chancellor secretary government embassy summit "
    "parliament ministry army navy old new modern soviet imperial communist post-soviet downtown metropolitan".split()
)
"""Capitalised words that may stand beside a place's name."""

CUES = frozenset(
    "in at to from near of towards toward through via around across between outside inside into for visited visit "
    "visiting reached leaving left toured entered capital city town port and with via".split()
)
"""Words before a place."""

FUNCTION = frozenset(
    "a an the in on at to from of for by with and or but as if when while after before since until during between "
    "through over under about against into onto near he she it they we i you his her its their our my your this that "
    "these those there here who which what why how where also however although though because since then thus so "
    "not no nor yet both either neither all some many most each every other another such only just even still in "
    "two three four five six seven eight nine ten first second third last next later earlier today yesterday "
    "mr mrs ms dr sir lord prof professor according despite following under above among within without once "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter".split()
)
"""Words that are capitalised only because a sentence or a title begins with them."""

COMMON = frozenset(
    "of nice reading bath mobile march may most man police orange union independence central victoria same along battle "
    "hope sale university normal male major liberty enterprise commerce industry energy security defence defense "
    "ministry minister president congress senate treaty cooperation development trade silk road dialogue forum paper "
    "table figure chapter section page note notes abstract introduction conclusion references research policy strategy "
    "foreign affairs economic political military nuclear natural best young long short rich deal split date date asbestos "
    "bar bay green white black brown grey gray rose bear eagle wolf ant bee lead gold silver iron copper "
    "george charles james john david paul peter mary elizabeth henry william thomas robert lincoln jackson jefferson "
    "madison monroe taylor tyler clinton kennedy johnson nixon carter hamilton franklin marshall harper anderson martin "
    "jordan clark scott mitchell davis allen lewis walker young king wright lopez hill adams baker nelson campbell parker evans "
    "edwards collins stewart morris murphy cook rogers morgan cooper bailey reed kelly howard ward cox richardson wood "
    "watson brooks bennett gray hughes price myers long foster sanders ross morales powell sullivan russell ortiz "
    "jenkins gutierrez perry butler barnes fisher crystal page ford grant austin len jones "
    "kawaguchi yamaguchi ishikawa fukuda miyazaki matsumoto takahashi okazaki toyoda kishi abe koizumi hashimoto obuchi aso suzuki tanaka nakamura "
    "this that god art golden opportunity success progress defiance surprise eternity zion eden corona delta alpha omega "
    "sage imperial federal capital model star sun moon earth rock stone river lake field forest garden park bridge church "
    "market mill tower castle house hall court college school library temple station harbor harbour port island beach "
    "mission san santa saint los las el la le les de van von der den al bin ibn".split()
)
"""Words and surnames that are names of towns as well; they need a cue."""
