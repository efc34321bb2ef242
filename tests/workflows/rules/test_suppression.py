"""What a survey tells leads to no group smaller than its threshold, whatever is asked and put together."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.rules.suppression import Atom, Blocks, blocks_of

CLASSES, ROLES, SEXES = ("5а", "5б", "6а"), ("parent", "pupil"), ("f", "m")
ATTRIBUTES = ("class", "role", "sex")
ATOMS: list[Atom] = list(product(CLASSES, ROLES, SEXES))

populations = st.dictionaries(st.sampled_from(ATOMS), st.integers(0, 9), min_size=1)
thresholds = st.integers(2, 8)


def filters() -> list[frozenset[Atom]]:
    """Everything that can be asked: each attribute open, one of its values, or several of them."""
    sides = [
        [frozenset(chosen) for size in range(1, len(values) + 1) for chosen in combinations(values, size)]
        for values in (CLASSES, ROLES, SEXES)
    ]
    return [
        frozenset(atom for atom in ATOMS if all(value in side for value, side in zip(atom, chosen, strict=True)))
        for chosen in product(*sides)
    ]


def told(blocks: Blocks, counts: Mapping[Atom, int]) -> dict[frozenset[Atom], int]:
    """Every cell of every table over every filter that is published."""
    return {asked: sum(counts.get(atom, 0) for atom in asked) for asked in filters() if blocks.shows(asked)}


def respondents(asked: Iterable[Atom], counts: Mapping[Atom, int]) -> frozenset[Atom]:
    return frozenset(atom for atom in asked if counts.get(atom, 0))


@settings(max_examples=30)
@given(populations, thresholds)
def test_no_difference_of_two_published_cells_is_a_small_group(counts: dict[Atom, int], threshold: int) -> None:
    blocks = blocks_of(ATTRIBUTES, counts, threshold)
    found = {respondents(asked, counts): total for asked, total in told(blocks, counts).items()}
    for total in found.values():
        assert total == 0 or total >= threshold
    for one, other in combinations(found, 2):
        for left in (one - other, other - one):
            size = sum(counts[atom] for atom in left)
            # A difference that can be computed: one holds the other.
            if (other < one or one < other) and size:
                assert size >= threshold


def solved(equations: list[tuple[frozenset[Atom], int]]) -> dict[Atom, Fraction]:
    """Every atom that linear algebra over all published sums finds out."""
    rows = [[Fraction(atom in asked) for atom in ATOMS] + [Fraction(total)] for asked, total in equations]
    done = 0
    for column in range(len(ATOMS)):
        pivot = next((row for row in range(done, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for other, row in enumerate(rows):
            if other != done and row[column]:
                rows[other] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return {
        ATOMS[place]: row[-1]
        for row in rows[:done]
        if sum(map(bool, row[:-1])) == 1
        for place in [next(index for index, value in enumerate(row[:-1]) if value)]
    }


@settings(max_examples=30)
@given(populations, thresholds)
def test_all_published_sums_together_give_no_small_group_away(counts: dict[Atom, int], threshold: int) -> None:
    blocks = blocks_of(ATTRIBUTES, counts, threshold)
    known = [(respondents(asked, counts), total) for asked, total in told(blocks, counts).items()]
    found = solved([(asked, total) for asked, total in known if asked])
    assert [atom for atom, size in found.items() if 0 < size < threshold] == []


def test_the_attack_succeeds_where_small_cells_alone_are_hidden() -> None:
    # What the defence is for: with only the small cell hidden, the class and the rest of it give it away.
    counts: dict[Atom, int] = {
        ("5а", "parent", "f"): 12,
        ("5а", "parent", "m"): 2,
        ("5а", "pupil", "f"): 9,
        ("5а", "pupil", "m"): 8,
    }
    naive = [(respondents(asked, counts), sum(counts.get(atom, 0) for atom in asked)) for asked in filters()]
    shown = [(asked, total) for asked, total in naive if total >= 5]
    assert solved(shown)["5а", "parent", "m"] == 2
    blocks = blocks_of(ATTRIBUTES, counts, 5)
    assert not blocks.shows([("5а", "parent", "f")])
    assert not blocks.shows([("5а", "parent", "m")])
    assert blocks.shows(blocks.atoms(role="parent"))
    assert blocks.shows(blocks.atoms())


@settings(max_examples=30)
@given(populations, thresholds)
def test_every_block_is_large_enough_or_nothing_is_shown_at_all(counts: dict[Atom, int], threshold: int) -> None:
    blocks = blocks_of(ATTRIBUTES, counts, threshold)
    if sum(counts.values()) < threshold:
        assert (blocks.sizes, blocks.shows(ATOMS)) == ([], False)
    else:
        assert min(blocks.sizes) >= threshold
        assert sum(blocks.sizes) == sum(counts.values())
        assert blocks.shows(ATOMS)


@settings(max_examples=30)
@given(populations, thresholds, st.randoms(use_true_random=False))
def test_the_blocks_do_not_depend_on_the_order_of_the_counts(
    counts: dict[Atom, int], threshold: int, chance: object
) -> None:
    turned = dict(reversed(counts.items()))
    assert blocks_of(ATTRIBUTES, counts, threshold) == blocks_of(ATTRIBUTES, turned, threshold)


@pytest.mark.parametrize("size", [3, 4, 5])
def test_a_class_as_large_as_the_threshold_is_shown(size: int) -> None:
    counts: dict[Atom, int] = {("5а", "parent", "f"): size, ("5б", "parent", "f"): 20}
    assert blocks_of(ATTRIBUTES, counts, 4).shows([("5а", "parent", "f")]) == (size >= 4)
