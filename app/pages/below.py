"""How many schools of a territory stay below a threshold: for each threshold a reader may have in mind, a row."""

from collections.abc import Sequence
from decimal import Decimal

from app.pages.markup import Html, join, table, tag, wide
from app.pages.voices import share_told
from app.pages.words import Language, number, word
from workflows.rules.equity import Served, below_of

THRESHOLDS = tuple(map(Decimal, ("0.5", "0.6", "0.7", "0.8")))
"""As shares of the highest total; `Below.tsx` offers the same."""


def below_part(schools: Sequence[Served], registered: int, most: Decimal, of: str, language: Language) -> Html:
    """The part of the page, of the framework `of` this title; nothing where the schools are too few to speak of."""
    rows: list[list[object]] = []
    for share in THRESHOLDS:
        found = below_of(schools, share * most, registered)
        if found is None:
            return Html("")
        told = f"{_points(share * most, language)} {word('of', language)} {_points(most, language)}"
        counted = f"{found.below} {word('of', language)} {found.schools}"
        pupils = share_told(found.pupils, language) if found.pupils else "–"
        rows.append([told, counted, share_told(found.share, language), pupils])
    title = word("fall_short", language)
    head = [word(name, language) for name in ("threshold", "below_it", "of_schools", "of_pupils")]
    more = tag("p", word("fall_short_more", language), class_="served-note")
    return join(tag("h4", title), wide(table(title, head, rows), f"{title}: {of}"), more)


def _points(value: Decimal, language: Language) -> str:
    return number(f"{value.normalize():f}", language)
