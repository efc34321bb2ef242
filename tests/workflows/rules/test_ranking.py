"""Places in a competition: by the jury's scores, shared by equals, with no place skipped or given twice."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.ranking import BREAKERS, TieBreaker, ranked

shares = st.fractions(min_value=0, max_value=1, max_denominator=4)
marks = st.fixed_dictionaries({code: st.lists(shares, min_size=3, max_size=3) for code in ("1", "2")})
entries = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), marks, max_size=8)


def jury(*quarters: int) -> dict[str, list[Fraction]]:
    """Three jurors on one criterion, in quarters of its scale."""
    return {"1": [Fraction(one, 4) for one in quarters]}


def places(entries: dict[str, dict[str, list[Fraction]]], *by: TieBreaker) -> list[tuple[str, str, int, int]]:
    """Each entry with its result and its places."""
    return [(one.entry, str(one.score), one.first, one.last) for one in ranked(entries, 1, by)]


def test_equal_entries_share_the_places_they_fill_together() -> None:
    assert places({"a": jury(2, 2, 2), "b": jury(4, 4, 4), "c": jury(1, 2, 3), "d": jury(0, 0, 1)}) == [
        ("b", "100.0", 1, 1),
        ("a", "50.0", 2, 3),
        ("c", "50.0", 2, 3),
        ("d", "8.3", 4, 4),
    ]


def test_a_tie_is_broken_by_what_the_process_names_and_by_nothing_else() -> None:
    two = {"even": jury(2, 2, 2), "split": jury(0, 2, 4)}
    assert [one[2:] for one in places(two)] == [(1, 2), (1, 2)]
    assert [one[2:] for one in places(two, "median")] == [(1, 2), (1, 2)]
    assert places(two, "median", "top_scores") == [("split", "50.0", 1, 1), ("even", "50.0", 2, 2)]


def test_what_is_equal_as_it_is_shown_is_equal() -> None:
    close = {"a": {"1": [Fraction(5000, 10000)]}, "b": {"1": [Fraction(5004, 10000)]}}
    assert [(one.first, one.last) for one in ranked(close, 1, ())] == [(1, 2), (1, 2)]
    assert [one.entry for one in ranked(close, 2, ())] == ["b", "a"]


@given(entries, st.lists(st.sampled_from(sorted(BREAKERS)), unique=True), st.randoms())
def test_places_are_given_once_each_whatever_the_order_of_the_entries(
    found: dict[str, dict[str, list[Fraction]]], by: list[TieBreaker], chance: object
) -> None:
    order = list(found)
    chance.shuffle(order)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    placed = ranked(found, 1, by)
    assert ranked({key: found[key] for key in order}, 1, by) == placed
    taken = [place for one in dict.fromkeys((p.first, p.last) for p in placed) for place in range(one[0], one[1] + 1)]
    assert taken == list(range(1, len(found) + 1))
    scores = [one.score for one in placed]
    assert scores == sorted(scores, reverse=True)
    assert all(Decimal(0) <= score <= Decimal(100) for score in scores)
