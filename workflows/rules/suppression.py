"""Small cells are hidden, and enough beside them that nobody works them out: once, for every output there is.

The smallest thing that can be asked about is a combination of every attribute (a class and a role, say), an *atom*.
Everything published is a sum over a set of atoms. The rule joins atoms into *blocks* so that each block holds at
least `threshold` respondents and, where there is a second block, so does what lies outside it; then it publishes a
sum only where the set is a union of blocks. Any difference or combination of published sums is again a combination
of whole blocks, so no question, or set of questions, leads below the threshold: the defence does not depend on
knowing what else was asked.

The joining is the same for every output of a survey because it is made once, from the whole count by atoms, and never
from the answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Atom = tuple[str, ...]
"""A value of each attribute, in the survey's order."""


@dataclass(frozen=True)
class Blocks:
    """Atoms joined so that each block, and what lies outside it, is large enough."""

    attributes: tuple[str, ...]
    of: Mapping[Atom, int]
    sizes: Sequence[int]

    def shows(self, atoms: Iterable[Atom]) -> bool:
        """Whether a sum over these atoms may be told: they are whole blocks, or nobody belongs to them."""
        if not self.sizes:
            return False
        wanted = {atom for atom in atoms if atom in self.of}
        touched = {self.of[atom] for atom in wanted}
        return wanted == {atom for atom, block in self.of.items() if block in touched}

    def atoms(self, **values: str) -> list[Atom]:
        """The atoms with these values of attributes."""
        places = {self.attributes.index(name): value for name, value in values.items()}
        return [atom for atom in self.of if all(atom[place] == value for place, value in places.items())]


def blocks_of(attributes: Sequence[str], counts: Mapping[Atom, int], threshold: int) -> Blocks:
    """Join the atoms of a survey: the smallest block with its nearest neighbour until every one is large enough.

    `counts` is how many responded by atom; atoms nobody belongs to need not be named. Where all together are fewer than
    the threshold, nothing can be shown, not even the whole: `sizes` is then empty.
    """
    present = {atom: count for atom, count in counts.items() if count > 0}
    if sum(present.values()) < threshold:
        return Blocks(tuple(attributes), dict.fromkeys(present, 0), [])
    blocks = [[atom] for atom in sorted(present)]

    def size(block: Sequence[Atom]) -> int:
        return sum(present[atom] for atom in block)

    while len(blocks) > 1:
        smallest = min(blocks, key=lambda block: (size(block), block))
        if size(smallest) >= threshold:
            break
        blocks.remove(smallest)
        nearest = min(blocks, key=lambda block: (_distance(smallest, block), size(block), block))
        nearest += smallest
        nearest.sort()
    return Blocks(
        tuple(attributes),
        {atom: place for place, block in enumerate(blocks) for atom in block},
        [size(block) for block in blocks],
    )


def _distance(one: Sequence[Atom], other: Sequence[Atom]) -> int:
    """In how many attributes the nearest atoms differ; the first attribute counts most, so that classes stay whole."""
    return min(
        sum(1 << (len(a) - place) for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
        for a in one
        for b in other
    )
