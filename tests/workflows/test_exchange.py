"""A framework version goes out as a file and comes back as it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.database import Database
from workflows import frameworks
from workflows.frameworks import FrozenFrameworkChanged, body_of, framework_of, supplied
from workflows.frameworks.exchange import UnreadableFramework, as_json, as_workbook, read
from workflows.rules.framework import Framework
from workflows.rules.framework_diff import changes_between

WRITERS = {"known.json": as_json, "known.xlsx": as_workbook}
NOK = next(known for known in supplied() if (known.code, known.number) == ("nok_uod", 2))

everyone = pytest.mark.parametrize("known", supplied(), ids=lambda known: f"{known.code}:{known.number}")


@everyone
@pytest.mark.parametrize("name", WRITERS)
def test_every_supplied_framework_comes_back_exactly(known: Framework, name: str) -> None:
    back = read(WRITERS[name](known), name)
    assert back == known
    assert body_of(back) == body_of(known)


@everyone
def test_what_is_published_can_be_written_to_a_file_again(known: Framework) -> None:
    assert body_of(framework_of(known.code, known.number, body_of(known))) == body_of(known)


@pytest.mark.parametrize("name", WRITERS)
def test_the_kinds_of_school_that_are_not_asked_come_back_too(name: str) -> None:
    one, *others = [part for part in NOK.criteria if part.scale is not None]
    told = one.model_copy(update={"not_for": ("PRIMARY", "EVENING")})
    known = NOK.model_copy(update={"criteria": tuple(told if part == one else part for part in NOK.criteria)})
    assert others
    assert read(WRITERS[name](known), name) == known
    assert body_of(framework_of(known.code, known.number, body_of(known))) == body_of(known)
    (change,) = changes_between(NOK, known)
    assert (change.criterion, change.field, change.after) == (one.code, "not_for", ["PRIMARY", "EVENING"])


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1, max_size=60
).filter(lambda text: text.strip() and "_x" not in text)


@settings(max_examples=25)
@given(words | st.sampled_from(["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "0012", "TRUE", "  отступ "]))
def test_any_words_survive_a_spreadsheet_and_none_becomes_a_formula(text: str) -> None:
    title = NOK.title.model_copy(update={"ru": text})
    known = NOK.model_copy(update={"title": title})
    assert read(as_workbook(known), "known.xlsx") == known


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"{", "broken.json"),
        (b"[]", "list.json"),
        (b"PK\x03\x04", "broken.xlsx"),
        (b"not a zip", "text.xlsx"),
        (b"a: [", "broken.yaml"),
        (as_json(NOK).replace(b'"WEIGHTED_MEAN"', b'"EVAL"'), "rule.json"),
    ],
)
def test_what_holds_no_framework_is_refused_with_the_reason(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableFramework, match=name):
        read(content, name)


async def test_a_framework_is_brought_in_once_and_never_changed(database: Database) -> None:
    await frameworks.seed(database)
    own = NOK.model_copy(update={"code": "own", "number": 1})
    assert await frameworks.bring_in(database, own)
    assert not await frameworks.bring_in(database, own)
    with pytest.raises(FrozenFrameworkChanged, match="give the changed framework a new number"):
        await frameworks.bring_in(database, own.model_copy(update={"maximum": None}))
    found = {(known.code, known.number): body_of(known) for known in await frameworks.published(database)}
    assert found == {(known.code, known.number): body_of(known) for known in [*supplied(), own]}


def test_what_changed_between_two_versions_is_told_and_nothing_else() -> None:
    first = next(known for known in supplied() if (known.code, known.number) == ("nok_uod", 1))
    changes = changes_between(first, NOK)
    assert {change.field for change in changes if change.criterion is None} == {"aggregation", "scoring"}
    assert {change.field for change in changes if change.criterion} == {"inputs"}
    assert changes_between(NOK, NOK) == []


def test_a_criterion_gone_come_or_moved_is_told() -> None:
    esg = next(known for known in supplied() if known.code == "esg_2015")
    one, two, three, *rest = esg.criteria
    added = one.model_copy(update={"code": "1.11"})
    after = esg.model_copy(update={"criteria": (two, one, *rest, added)})
    told = [(change.kind, change.criterion) for change in changes_between(esg, after)]
    assert told == [("REMOVED", three.code), ("MOVED", two.code), ("MOVED", one.code), ("ADDED", "1.11")]


def test_a_weight_that_changed_is_told_with_both_values() -> None:
    first, *rest = NOK.criteria
    after = NOK.model_copy(update={"criteria": (first.model_copy(update={"weight": first.weight * 2}), *rest)})
    (change,) = changes_between(NOK, after)
    assert (change.criterion, change.field, change.before, change.after) == ("K1", "weight", "0.2", "0.4")


def test_the_file_of_a_supplied_framework_can_be_read_by_name() -> None:
    folder = Path(frameworks.__file__).parent
    assert read((folder / "nok_uod.2.yaml").read_bytes(), "nok_uod.2.yaml") == NOK
