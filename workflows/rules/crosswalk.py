"""Crosswalks between framework versions: which criterion corresponds to which, in what way, and how closely.

The kinds are those of SKOS mappings (W3C 2009, section 10): exact, broad, narrow and related matches. A crosswalk is
read from either side; from the other side what is broader is narrower.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workflows.rules.refusals import Problem

Kind = Literal["SAME", "BROADER", "NARROWER", "RELATED"]
Strength = Literal["STRONG", "PARTIAL", "WEAK"]
OPPOSITE: dict[Kind, Kind] = {"SAME": "SAME", "BROADER": "NARROWER", "NARROWER": "BROADER", "RELATED": "RELATED"}
MOST = 2000


@dataclass(frozen=True)
class Link:
    """A criterion, one of the other version, what the first is beside the second, and how closely they agree."""

    code: str
    other: str
    kind: Kind
    strength: Strength

    @property
    def turned(self) -> "Link":
        """The same from the other side."""
        return replace(self, code=self.other, other=self.code, kind=OPPOSITE[self.kind])


def corresponding(
    codes: Sequence[str], asked: Sequence[str], links: Sequence[Link], *, same_framework: bool
) -> list[str]:
    """The criteria among those asked now for which evidence of these earlier criteria speaks, in the order asked.

    A crosswalk decides where it has a link that is not weak; without any crosswalk, equal codes of one framework do.
    Codes of two frameworks that only look alike say nothing.
    """
    if links:
        found = {link.other for link in links if link.code in codes and link.strength != "WEAK"}
    else:
        found = set(codes) if same_framework else set()
    return [code for code in asked if code in found]


def problems_of(links: Sequence[Link], codes: Collection[str], others: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a crosswalk between frameworks that have these codes."""
    if len(links) > MOST:
        yield Problem("input.links", "HOW_MANY", (("minimum", "0"), ("maximum", str(MOST))))
    seen: set[tuple[str, str]] = set()
    for place, link in enumerate(links):
        path = f"input.links.{place}"
        if link.code not in codes:
            yield Problem(f"{path}.criterionCode", "UNKNOWN_CODE")
        if link.other not in others:
            yield Problem(f"{path}.otherCode", "UNKNOWN_CODE")
        if (link.code, link.other) in seen:
            yield Problem(path, "LINK_TWICE", (("code", link.code), ("other", link.other)))
        seen.add((link.code, link.other))
