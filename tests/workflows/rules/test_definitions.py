"""Writing a definition: what is found wrong in it and where, what its pictures and comparisons say."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflows import processes
from workflows.processes import calendars, definitions, load, supplied, told
from workflows.rules.deadlines import WEEK
from workflows.rules.definition_diagram import Language, mermaid, svg
from workflows.rules.definition_diff import changes_between
from workflows.rules.definition_schema import definition_schema
from workflows.rules.definition_source import read_definition
from workflows.rules.definition_walk import NoSuchStep, walk, ways_to_ends

ROOT = Path(processes.__file__).parent.parent.parent
SMALL = """\
process: small
version: 1
title: {ru: Малый, en: Small}
deadlines:
  - {name: answer, days: 10, title: {ru: Ответ, en: Answer}}
states:
  - {code: asked, title: {ru: Вопрос, en: Asked}, waiting_for: [school], deadline: answer}
  - {code: answered, title: {ru: Ответ, en: Answered}, final: true}
steps:
  - {action: answer, from: [asked], to: answered, who: [school], until: answer, title: {ru: Ответить, en: Answer}}
"""


def findings(text: str) -> list[tuple[str, int, int]]:
    """What is found, and where."""
    return [(found.problem.code, found.line, found.column) for found in read_definition(text).findings]


def changed(old: str, new: str) -> str:
    """The small definition with one part replaced; the part must be there."""
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def conflicts(rules: str) -> str:
    """The small definition with these rules about conflicts of interest, in its fourth line."""
    return changed("deadlines:", f"conflicts: {{{rules}}}\ndeadlines:")


def test_a_sound_definition_has_no_findings() -> None:
    assert findings(SMALL) == []
    assert read_definition(SMALL).sound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [", ("YAML_UNREADABLE", 1, 5)),
        ("- a", ("NOT_A_MAPPING", 1, 1)),
        (changed("title: {ru: Малый", "title: &name {ru: Малый"), ("YAML_ANCHOR", 3, 8)),
        (changed("version: 1", "version: !!python/name:os.system 1"), ("YAML_TAG", 2, 10)),
        (changed("version: 1", "version: 1\nversion: 2"), ("KEY_TWICE", 3, 1)),
        (changed("until: answer", "untill: answer"), ("UNKNOWN_KEY", 10, 66)),
        (changed("version: 1\n", ""), ("KEY_MISSING", 1, 1)),
        (changed("who: [school]", "who: [pupil]"), ("NOT_ONE_OF", 10, 57)),
        (conflicts("rules: [{kind: FAMILY, effect: bars, year: 3}]"), ("UNKNOWN_KEY", 4, 50)),
        (conflicts("rules: [{kind: FRIENDSHIP, effect: bars}]"), ("NOT_ONE_OF", 4, 28)),
        (conflicts("rules: [{kind: FAMILY, effect: warns}]"), ("NOT_ONE_OF", 4, 44)),
        (conflicts("rules: [{kind: FAMILY, effect: bars, years: -1}]"), ("WRONG_VALUE", 4, 57)),
        (conflicts("rules: [{kind: FAMILY, effect: needs_waiver}]"), ("WRONG_VALUE", 4, 21)),
        (conflicts("rules: [{kind: FAMILY, effect: needs_waiver, by: [chair]}]"), ("CANNOT_WAIVE", 4, 63)),
        (conflicts("bar: [FAMILY], rules: [{kind: FAMILY, effect: bars}]"), ("NAMED_TWICE", 4, 43)),
        (changed("who: [school]", "who: []"), ("EMPTY", 10, 56)),
        (changed("code: asked", "code: Asked!"), ("NOT_A_CODE", 7, 12)),
        (changed("days: 10", "days: 0"), ("WRONG_VALUE", 5, 26)),
        (changed("days: 10, ", ""), ("WRONG_VALUE", 5, 5)),
        (changed("to: answered", "to: nowhere"), ("NO_SUCH_NAME", 10, 41)),
        (changed("until: answer", "guards: [wishful_thinking]"), ("NO_SUCH_NAME", 10, 75)),
        (changed("until: answer", "guards: [deadline_passed]"), ("GUARD_NEEDS_ARGUMENT", 10, 75)),
        (changed("until: answer", "guards: [{no_conflict: answer}]"), ("GUARD_TAKES_NO_ARGUMENT", 10, 75)),
        (changed("until: answer", "until: answer, guards: [{deadline_passed: answer}]"), ("GUARD_NEVER_HOLDS", 10, 90)),
        (changed("until: answer", "guards: [motion_carried], until: answer"), ("GUARD_NEVER_HOLDS", 10, 75)),
        (changed("until: answer", "guards: [consensus_complete], until: answer"), ("GUARD_NEVER_HOLDS", 10, 75)),
        (changed("days: 10", "days: 10, then: answer"), ("NOT_FOR_THE_CLOCK", 5, 36)),
        (changed("who: [school]", "who: [school, clock]"), ("CLOCK_NEVER_STRIKES", 10, 56)),
        (changed("who: [school]", "who: [chair]"), ("ROLE_ABSENT", 10, 57)),
        (changed("who: [school]", "who: [secretary]"), ("WAITS_IN_VAIN", 7, 65)),
        (changed("final: true", "final: false"), ("DEAD_END", 7, 5)),
        (changed("to: answered", "to: null"), ("STATE_UNREACHABLE", 8, 5)),
        (changed("days: 10", "working_days: 10"), ("NO_CALENDAR", 5, 34)),
        (changed(", until: answer", ""), ("NO_CONSEQUENCE", 5, 5)),
        (changed("days: 10", "days: 10, kind: soft, grace_days: 2"), ("GRACE_OF_SOFT", 5, 54)),
    ],
)
def test_what_is_wrong_is_shown_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    assert expected in findings(text)


def test_what_would_unblind_is_found_in_states_and_in_phases() -> None:
    text = supplied()["public-professional-evaluation", 1].path.read_text(encoding="utf-8")
    head, state, tail = text.partition("  - code: individual_review\n")
    assert "UNBLINDS" not in [code for code, _, _ in findings(text)]
    in_state = head + state + tail.replace("discloses: [", "discloses: [reviews_to_panel, ", 1)
    assert ("UNBLINDS", len(head.splitlines()) + 1, 5) in findings(in_state)
    phases = "phases:\n  - {code: p, title: {ru: Э, en: P}, discloses: [reviews_to_panel]}\nstates:"
    in_phase = head.replace("states:", phases, 1) + state + "    phase: p\n" + tail
    assert ("UNBLINDS", len(head.splitlines()) + 3, 5) in findings(in_phase)


def test_every_finding_says_how_to_mend_it_in_both_languages() -> None:
    reading = read_definition(changed("until: answer", "untill: answer"))
    english = told(reading.findings, "small.yaml", "en")[0]
    russian = told(reading.findings, "small.yaml", "ru")[0]
    assert english.startswith("small.yaml:10:66: error: There is no key `untill` here. Possible: until, action, from,")
    assert russian.startswith("small.yaml:10:66: ошибка: Здесь нет ключа «untill». Можно: until,")


@given(
    st.text(max_size=300)
    | st.builds(
        lambda a, b, c: SMALL[:a] + b + SMALL[c:],
        *(st.integers(0, len(SMALL)), st.text(max_size=12), st.integers(0, len(SMALL))),
    )
)
def test_whatever_is_written_is_read_or_refused_with_a_place(text: str) -> None:
    reading = read_definition(text)
    assert reading.definition is not None or reading.findings
    assert all(found.line >= 1 and found.column >= 1 for found in reading.findings)
    assert len(told(reading.findings, "f", "ru")) == len(reading.findings)


def test_a_deep_document_is_refused_and_not_followed() -> None:
    assert findings("[" * 100_000) == [("YAML_TOO_DEEP", 1, 1)]


def test_the_published_schema_is_made_from_the_model() -> None:
    published = json.loads((ROOT / "docs/process.schema.json").read_text(encoding="utf-8"))
    assert published == definition_schema(), "run `areopag process schema > docs/process.schema.json`"


def test_every_supplied_definition_reads_back_from_what_it_says() -> None:
    for definition in definitions().values():
        again = read_definition(yaml.safe_dump(definition.as_document(), allow_unicode=True, sort_keys=False))
        assert again.definition == definition


PINNED = {
    "accreditation.1.yaml": "763ab6c931b1c917b578b2ed932c7a4eb60ee2e6ee90b2550c8e7c0eb6627424",
    "accreditation.2.yaml": "b9824846150e9502407422c9956a5fdb172ede29a0a3bb230d800553a34c927f",
    "accreditation.3.yaml": "6fdcea153bedac8591838e0853f795cf7aad0adac92bd8527db1eb9b4bf9cc3c",
    "accreditation.4.yaml": "6ecd5497e306832bccf80c5b25282e6a356b4df377415d7b9fabb0392685e62f",
    "accreditation.5.yaml": "bae43ecf09da60f5838316ba15fad5c6b56e4b87e817c9fc36ce454a0e7f97ea",
    "accreditation.6.yaml": "d994603904944666871bb7260be8e0e00df2c4f4ba2b772720334ac1a0a74798",
    "accreditation.7.yaml": "31f7956e1479289fa96d2e545f3468e9c36885e0c596594d3d565b32b2f51748",
    "blind-competition.1.yaml": "b25da25129015447be1321b71a1ed15a023c3c47287f43b0ca630e3be312a53a",
    "competition.1.yaml": "68b3d6cde3c6c0090e258820c26276e2217084a125425313e4c1aed8f8d06ca9",
    "competition.2.yaml": "d24571e166e0b925daa85d67dd8b1fed5c6e0107b69852cd336f513eec93d0a0",
    "competition.3.yaml": "99dfe59580e22056e2f1b9378e5fd96bca597b12c2470b0d40ce26c36f37b339",
    "complaint-review.1.yaml": "c5e45d4c4bccfa53d2b584a09ae0a7323f5c93ac1b6ef681ba85d7bc524fc587",
    "complaint-review.2.yaml": "846c7fb94145bb0d5e6d30c34938ac218d5ed9ce738a03d12bae00c765275578",
    "complaint-review.3.yaml": "6f9bac0907e3de235126753295b3e7808b888766166003707347757f02f68af1",
    "complaint-review.4.yaml": "eb364be819de4f2e05a2c726b7b4afe029e0d56b317092675fc080f08322a3cd",
    "independent-quality-evaluation.1.yaml": "7551399b28290b829f378f6c65a5913438c4b0c96037329bdde90e264952765c",
    "peer-review.1.yaml": "d3a1c8ae3a8c9c63403c91c4f01b6d4ee2e66a6b58a540ee25c695759422c91b",
    "peer-review.2.yaml": "1562646727ba06723d5e12f5a5917e49d0d5769c0f76ae1b1aca5320364f6edf",
    "public-professional-evaluation.1.yaml": "d6b6db525d62576f33f32a6586d76f677a49cc9c85fad72920c7c2debf056fca",
    "public-professional-evaluation.2.yaml": "862639dee3fda7548f2bb73da03fedbfcaf75ebf685ea2be1b23380782579d78",
    "public-professional-evaluation.3.yaml": "99761f363ff0f1248c351e9be60edb8e19cd5b51c36f7b23b4da9f18cfbf6bd2",
    "thematic-follow-up.1.yaml": "196b18abd5bfec0a840f433a7382734f2177e41ca90c130fe9b49d6f32a3beef",
    "thematic-follow-up.2.yaml": "2f3327e0c7b05f06ce69b9487052b501dfa786340badad8e47877daaa5b94ede",
}


def test_a_version_that_may_be_in_use_never_changes() -> None:
    assert {one.path.name: one.sha256 for one in supplied().values() if one.path.parent == processes.HERE} == PINNED


def test_the_newest_versions_of_the_library_have_nothing_to_mend() -> None:
    newest = {code: max(v for c, v in definitions() if c == code) for code, _ in definitions()}
    for code, version in newest.items():
        reading = read_definition(supplied()[code, version].path.read_text(encoding="utf-8"))
        assert [found for found in reading.findings if found.problem.severity == "error"] == []


def test_a_file_that_is_no_definition_is_refused_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.1.yaml"
    broken.write_text(changed("to: answered", "to: nowhere"), encoding="utf-8")
    with pytest.raises(processes.DefinitionUnusable, match=r"broken\.1\.yaml:10:41: error"):
        load(broken)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_picture_names_every_state_and_marks_where_the_case_stands(language: Language) -> None:
    for definition in definitions().values():
        here = definition.states[1]
        picture = ET.fromstring(svg(definition, language, "internal", here.code))
        space = "{http://www.w3.org/2000/svg}"
        boxes = picture.findall(f"{space}rect")
        assert len(boxes) == len(definition.states)
        assert [box.get("class") for box in boxes].count("here") == 1
        titles = {text.findtext(f"{space}title") for text in picture.findall(f"{space}text")}
        assert {getattr(state.title, language) for state in definition.states} <= titles
        text = mermaid(definition, language, "internal", here.code)
        assert text.count(" --> ") >= len(definition.states) - 1
        assert f"class {here.code} here" in text


def test_names_of_states_depend_on_who_reads() -> None:
    given_names = changed("title: {ru: Вопрос, en: Asked}", "title: {ru: В, en: Inside}, school: {ru: Ш, en: For you}")
    definition = read_definition(given_names).definition
    assert definition
    asked = definition.state("asked")
    assert [asked.title_for(one).en for one in ("internal", "school", "public")] == ["Inside", "For you", "For you"]


def test_a_comparison_names_what_changed_and_nothing_else() -> None:
    old = read_definition(SMALL).definition
    new = read_definition(
        changed("days: 10", "days: 20")
        .replace("who: [school]", "who: [school, secretary]")
        .replace("version: 1", "version: 2")
    ).definition
    assert old
    assert new
    assert [(change.kind, change.part) for change in changes_between(old, new)] == [
        ("changed", "version"),
        ("changed", "deadlines.answer.days"),
        ("changed", "steps.answer.who"),
    ]
    assert changes_between(old, old) == []


def test_a_walk_tells_what_opens_and_when_it_is_due() -> None:
    definition = read_definition(SMALL).definition
    assert definition
    assert ways_to_ends(definition) == {"answered": ["answer"]}
    stops = walk(definition, ["answer"], datetime(2026, 9, 1, 12, tzinfo=UTC), UTC, WEEK)
    assert [(stop.state, stop.due) for stop in stops] == [
        ("asked", (("answer", datetime(2026, 9, 11, 23, 59, 59, 999999, tzinfo=UTC)),)),
        ("answered", ()),
    ]
    with pytest.raises(NoSuchStep):
        walk(definition, ["answer", "answer"], datetime(2026, 9, 1, tzinfo=UTC), UTC, WEEK)


@pytest.mark.parametrize(("year", "working"), [(2025, 247), (2026, 247)])
def test_the_production_calendar_has_as_many_working_days_as_decreed(year: int, working: int) -> None:
    days = (date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()))
    assert sum(calendars()["russia"].works(day) for day in days) == working
