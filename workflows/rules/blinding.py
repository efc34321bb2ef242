"""What a school's documents are called where the panel must not know the school, and titles that give it away."""

import re
from collections.abc import Iterable

GENERIC = frozenset(
    {
        "школа",
        "гимназия",
        "лицей",
        "средняя",
        "основная",
        "общеобразовательная",
        "муниципальная",
        "государственная",
        "бюджетная",
        "автономная",
        "казенная",
        "учреждение",
        "образовательное",
        "имени",
        "район",
        "городской",
        "муниципальный",
        "округ",
        "город",
        "область",
        "край",
        "республика",
        "school",
        "gymnasium",
        "lyceum",
        "district",
        "municipality",
        "region",
    }
)
"""Words of a school's or a district's name that tell nothing."""
NUMBERED = r"(?:школ\w*|гимнази\w*|лице\w*|сош|school|gymnasium|lyceum|№|no\.?)\s*(?:№|no\.?)?\s*{number}\b"
SHORTEST_WORD = 5
ENDING = 2
"""Letters of a Russian word that change with its case."""


def neutral_title(place: int) -> str:
    """What a document is called, by its place in the case."""
    return f"Документ {place}"


def neutral_file_name(place: int, file_name: str) -> str:
    """A file's name, of which its ending stays."""
    return f"document-{place}.{file_name.rpartition('.')[2].lower()}"


def betrayed(title: str, names: Iterable[str]) -> str | None:
    """The words of a title by which a school or its place can be told; None where there are none.

    Looked for are the names whole, the number beside a word for a school, and words of a name that are no usual ones,
    in any of their cases.
    """
    said = _plain(title)
    for name in names:
        plain = _plain(name)
        if plain and plain in said:
            return plain
        patterns = [NUMBERED.format(number=number) for number in re.findall(r"\d+", plain)]
        own = [word for word in re.findall(r"[^\W\d_]+", plain) if word not in GENERIC and len(word) >= SHORTEST_WORD]
        patterns += [rf"\b{re.escape(word[: max(SHORTEST_WORD, len(word) - ENDING)])}\w*" for word in own]
        for pattern in patterns:
            if found := re.search(pattern, said):
                return found[0]
    return None


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())
