"""Each supplied framework gives the results that its author published."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.frameworks import body_of, supplied
from workflows.rules.framework import Framework
from workflows.rules.records import canonical, sha256_of
from workflows.rules.scoring import Absence, Results, in_reading_order, results_of, scheme_of
from workflows.rules.scoring.telling import explained

DATA = Path(__file__).resolve().parents[1] / "data"
SIX = Decimal("0.000001")
SOURCE = json.loads((DATA / "nok_indicators.json").read_text(encoding="utf-8"))["example_synthetic"]
COUNTS = {code: {name: Decimal(count) for name, count in counts.items()} for code, counts in SOURCE["inputs"].items()}


def framework(code: str, number: int = 1) -> Framework:
    return next(found for found in supplied() if (found.code, found.number) == (code, number))


def results(code: str, values: Mapping[str, Decimal | Absence | None], number: int = 1) -> Results:
    return results_of(scheme_of(body_of(framework(code, number))), values)


def total(found: Results) -> Decimal:
    assert found.published_total is not None
    return found.published_total


def grade(found: Results) -> str:
    assert found.grade is not None
    assert found.grade.level is not None
    return found.grade.level.code


@pytest.mark.parametrize(
    ("code", "number", "digest"),
    [("esg_2015", 1, "27a63d65adfd"), ("nok_uod", 1, "826e5dc3a0bc")],
)
def test_a_version_that_results_were_published_on_is_what_it_was(code: str, number: int, digest: str) -> None:
    assert sha256_of(canonical(body_of(framework(code, number))))[:12] == digest


def test_nok_gives_85_299955_from_the_counts_of_the_worked_example() -> None:
    found = results_of(framework("nok_uod", 2).scheme, {}, COUNTS)
    six = {code: step.number.quantize(SIX) for code, step in found.criteria.items() if step.number is not None}
    expected = SOURCE["indicators"] | SOURCE["criteria"]
    assert six == {code: Decimal(str(value)).quantize(SIX) for code, value in expected.items()}
    assert total(found) == Decimal("85.30")
    assert found.total is not None
    assert Decimal(dict(found.total.notes[0].facts)["unrounded"]).quantize(SIX) == Decimal("85.299955")


def test_nok_s_derivation_leads_from_the_total_to_the_counts() -> None:
    found = results_of(framework("nok_uod", 2).scheme, {}, COUNTS)
    assert found.total is not None
    steps = [placed.step for placed in in_reading_order(found.total)]
    counts = [step for step in steps if step.kind == "INPUT"]
    assert len(counts) == sum(len(names) for names in COUNTS.values())
    assert [step.code for step in steps if step.code and step.code.startswith("K")] == ["K1", "K2", "K3", "K4", "K5"]


def test_both_versions_of_nok_make_the_same_total_of_the_same_scores() -> None:
    exact = results_of(framework("nok_uod", 2).scheme, {}, COUNTS)
    scores = {code: step.number for code, step in exact.criteria.items() if not code.startswith("K")}
    assert total(results("nok_uod", scores, 1)) == total(results("nok_uod", scores, 2)) == Decimal("85.30")


def test_nok_says_when_nobody_was_asked_instead_of_making_a_number_up() -> None:
    nobody = COUNTS | {"3.3": {"U": Decimal(0), "N_dis": Decimal(0)}}
    found = results_of(framework("nok_uod", 2).scheme, {}, nobody)
    assert found.criteria["3.3"].absent is Absence.MISSING
    assert found.criteria["K3"].absent is Absence.MISSING
    assert found.published_total is None


def test_waiting_time_as_the_mean_of_its_neighbours_changes_nothing() -> None:
    # The cross-branch layout 0.3 · 2.1 + 0.4 · 2.2 + 0.3 · 2.3 with 2.2 = (2.1 + 2.3) / 2 is 0.5 · 2.1 + 0.5 · 2.3.
    a, b = Decimal(80), Decimal(90)
    layout = Decimal("0.3") * a + Decimal("0.4") * (a + b) / 2 + Decimal("0.3") * b
    found = results_of(framework("nok_uod", 2).scheme, {}, COUNTS)
    assert found.criteria["K2"].number == layout == 85


def test_the_published_mean_of_seven_organisations_is_that_of_their_totals() -> None:
    lines = (DATA / "nok_published_1.csv").read_text(encoding="utf-8").splitlines()[1:]
    totals = [Decimal(line.rsplit(",", 1)[1]) for line in lines]
    assert (sum(totals), max(totals), min(totals)) == (Decimal("587.04"), Decimal("87.72"), Decimal("76.38"))
    assert (sum(totals, Decimal(0)) / len(totals)).quantize(SIX) == Decimal("83.862857")


@pytest.mark.parametrize(
    ("exact", "shown", "word"),
    [
        ("3.004", "3.00", "B++"),
        ("3.005", "3.01", "A"),
        ("3.009", "3.01", "A"),
        ("3.505", "3.51", "A++"),
        ("3.504", "3.50", "A+"),
        ("1.505", "1.51", "C"),
        ("1.50", "1.50", "D"),
        ("4", "4.00", "A++"),
    ],
)
def test_naac_rounds_first_and_looks_the_band_up_then(exact: str, shown: str, word: str) -> None:
    found = results("naac_university", {str(n): Decimal(exact) for n in range(1, 8)})
    assert (total(found), grade(found)) == (Decimal(shown), word)


def test_a_grade_names_the_bound_it_reached() -> None:
    found = results("naac_university", {str(n): Decimal(2) for n in range(1, 8)})
    assert found.grade is not None
    assert explained(found.grade, "en") == "level by value; from 1.51"
    assert explained(found.grade, "ru") == "уровень по значению; от 1,51"


def test_naac_weighs_a_university_s_criteria_out_of_a_thousand() -> None:
    assert sum(part.weight for part in framework("naac_university").criteria) == 1000
    only = {str(n): Decimal(0) for n in range(1, 8)} | {"3": Decimal(4)}
    assert total(results("naac_university", only)) == 1


@given(
    st.lists(st.sampled_from([0, 10]), min_size=3, max_size=3),
    st.lists(st.sampled_from([0, 5, 10]), min_size=4, max_size=4),
)
def test_state_accreditation_takes_45_points(two: list[int], three: list[int]) -> None:
    points = dict(zip(("1", "2", "5"), two, strict=True)) | dict(zip(("3", "4", "6", "7"), three, strict=True))
    found = results("rf_state_accreditation_primary", {code: Decimal(value) for code, value in points.items()})
    assert total(found) == sum(points.values())
    assert grade(found) == ("conforms" if sum(points.values()) >= 45 else "below")


@pytest.mark.parametrize(("points", "word"), [(35, "conforms"), (30, "below")])
def test_state_accreditation_takes_35_points_where_there_are_no_learners_yet(points: int, word: str) -> None:
    values: dict[str, Decimal | Absence | None] = {
        "1": Decimal(10),
        "2": Decimal(10),
        "3": Absence.NOT_APPLICABLE,
        "4": Decimal(points - 30),
        "5": Decimal(10),
        "6": Decimal(0),
        "7": Decimal(0),
    }
    assert grade(results("rf_state_accreditation_primary", values)) == word


def test_ofsted_s_report_card_has_words_and_no_overall_grade() -> None:
    card = framework("ofsted_2025")
    found = results("ofsted_2025", {part.code: Decimal(1) for part in card.criteria})
    assert (found.total, found.grade, found.results) == (None, None, {})
    words = [level.title.en for level in card.scales["report_card"].levels]
    assert words == ["Urgent improvement", "Needs attention", "Expected standard", "Strong standard", "Exceptional"]
    assert [level.title.en for level in card.scales["met"].levels] == ["Not met", "Met"]
    assert [part.scale for part in card.criteria] == ["report_card"] * 6 + ["met"]


def test_hgios4_has_fifteen_indicators_on_six_levels_and_no_total() -> None:
    known = framework("hgios4")
    assert [part.code for part in known.criteria if part.scale] == [
        *(f"1.{n}" for n in range(1, 6)),
        *(f"2.{n}" for n in range(1, 8)),
        *(f"3.{n}" for n in range(1, 4)),
    ]
    words = [level.title.en for level in known.scales["six"].levels]
    assert words == ["Unsatisfactory", "Weak", "Satisfactory", "Good", "Very good", "Excellent"]
    assert results("hgios4", {}).published_total is None


def test_esg_has_ten_standards_each_standing_by_itself() -> None:
    known = framework("esg_2015")
    assert [part.code for part in known.criteria] == [f"1.{n}" for n in range(1, 11)]
    assert results("esg_2015", {part.code: Decimal(3) for part in known.criteria}).published_total is None


@given(st.lists(st.decimals(0, 100, places=2), min_size=14, max_size=14))
def test_a_total_lies_between_its_lowest_and_highest_value(values: list[Decimal]) -> None:
    codes = [part.code for part in framework("nok_uod").criteria if part.scale]
    found = results("nok_uod", dict(zip(codes, values, strict=True)))
    assert min(values) <= total(found) <= max(values)


@given(st.sampled_from(sorted(COUNTS)))
def test_a_missing_value_is_never_taken_as_zero(code: str) -> None:
    values = {known: Decimal(50) for known in COUNTS if known != code}
    assert results("nok_uod", values).published_total is None
