"""The process as data: what a definition must be, and what blocks a step."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflows import processes
from workflows.messages import codes
from workflows.processes import definitions
from workflows.rules.case import Case, Facts, SeatFact
from workflows.rules.conflicts import ConflictKind, Evaluated, Tie
from workflows.rules.definition import Definition
from workflows.rules.guards import GUARDS
from workflows.rules.process import blocked_by, due_of, parse_definition, steps_for, take
from workflows.rules.process_parts import CaseRole, ConflictRule
from workflows.rules.quorum import VoteChoice

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SCHOOL = Evaluated("school", ("town",), "town")
ALL_ROLES: list[CaseRole] = ["school", "secretary", "expert", "lead", "commission", "chair"]
FILE = processes.HERE / "public-professional-evaluation.1.yaml"


def document() -> dict[str, Any]:
    loaded = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def only() -> Definition:
    return definitions()["public-professional-evaluation", 1]


def case(state: str, *roles: CaseRole, facts: Facts | None = None, due: dict[str, datetime] | None = None) -> Case:
    return Case(only(), state, frozenset(roles), "me", due or {}, NOW, facts or Facts(SCHOOL))


def reasons(action: str, situation: Case) -> list[str]:
    return [reason.code for reason in blocked_by(situation.definition.step(action), situation)]


def test_a_stranger_is_told_one_reason_only() -> None:
    assert reasons("submit", case("preparation", "expert", facts=Facts(SCHOOL, unassessed=("1.1",)))) == [
        "NOT_YOUR_ROLE"
    ]


def test_submitting_names_everything_that_is_missing() -> None:
    facts = Facts(SCHOOL, unassessed=("1.1", "1.2"), without_evidence=("1.2",), uploads_unfinished=1)
    found = blocked_by(only().step("submit"), case("preparation", "school", facts=facts))
    assert [(reason.code, reason.criterion) for reason in found] == [
        ("SELF_ASSESSMENT_MISSING", "1.1"),
        ("SELF_ASSESSMENT_MISSING", "1.2"),
        ("EVIDENCE_MISSING", "1.2"),
        ("UPLOADS_UNFINISHED", None),
    ]
    assert found[0].unblock == "/work/{number}/criteria/1.1"


@pytest.mark.parametrize(("late", "expected"), [(-1, []), (0, []), (1, ["DEADLINE_PASSED"])])
def test_a_deadline_includes_its_last_moment(late: int, expected: list[str]) -> None:
    due = {"submission": NOW - timedelta(microseconds=late)}
    assert reasons("submit", case("preparation", "school", due=due)) == expected


def test_a_conflict_that_appears_later_stops_the_next_act() -> None:
    tie = Tie(ConflictKind.FAMILY, "school", declared=True)
    seat = SeatFact("seat", "me", lead=False, submitted=False, agreed=False, incomplete=(), ties=(tie,))
    facts = Facts(SCHOOL, seats=(seat,), ties=(tie,))
    assert reasons("score", case("individual_review", "expert", facts=facts)) == ["OWN_CONFLICT"]


@pytest.mark.parametrize("whole", definitions().values(), ids=lambda known: f"{known.code}.{known.version}")
def test_t5_a_conflict_stops_every_act_of_those_who_judge_whatever_the_definition_names(whole: Definition) -> None:
    facts = Facts(SCHOOL, ties=(Tie(ConflictKind.FAMILY, "school", declared=True),))
    family = ConflictRule(bar=(ConflictKind.FAMILY,))
    for process in (whole, *(whole.track(track.code) for track in whole.tracks)):
        bare = process.model_copy(update={"conflicts": family})
        for step in (known.model_copy(update={"guards": ()}) for known in bare.steps):
            for role in step.who:
                met = Case(bare, step.sources[0], frozenset({role}), "me", {}, NOW, facts)
                stopped = [reason.code for reason in blocked_by(step, met)] == ["OWN_CONFLICT"]
                judges = role in {"expert", "lead", "commission", "chair", "appeal", "appeal_chair"}
                leaves = step.action in {"declare_conflict", "declare_no_conflict", "recuse"}
                assert stopped is (judges and not leaves), (process.code, step.action, role)


def test_a_motion_voted_down_makes_room_for_another() -> None:
    def meeting(*choices: VoteChoice) -> Case:
        votes = {f"member-{place}": choice for place, choice in enumerate(choices)}
        members = frozenset({"member-0", "member-1", "member-2"})
        return case("commission", "chair", "commission", facts=Facts(SCHOOL, members=members, motion="m", votes=votes))

    against, favour = VoteChoice.AGAINST, VoteChoice.FOR
    assert reasons("propose_motion", meeting(against, against)) == ["VOTE_OPEN"]
    assert reasons("propose_motion", meeting(against, against, favour)) == []
    assert reasons("decide", meeting(favour)) == ["NO_QUORUM"]
    assert reasons("decide", meeting(against, against, favour)) == ["MOTION_NOT_CARRIED"]
    assert reasons("decide", meeting(favour, favour, against)) == []


@given(st.sampled_from([s.code for s in only().states]), st.frozensets(st.sampled_from(ALL_ROLES)), st.data())
def test_no_step_is_taken_by_who_is_not_named_and_each_leads_where_it_says(
    state: str, roles: frozenset[CaseRole], data: st.DataObject
) -> None:
    situation = case(state, *roles)
    step = data.draw(st.sampled_from(situation.definition.steps))
    if blocked_by(step, situation):
        if state in step.sources:
            with pytest.raises(AssertionError):
                take(step, situation)
        assert situation.state == state
        return
    assert set(step.who) & roles
    assert step in steps_for(situation)
    due_of(step, situation)
    take(step, situation)
    assert situation.state == (step.target or state)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda d: d["steps"][0].update(to="nowhere"), "steps.0.to: NO_SUCH_NAME name nowhere"),
        (
            lambda d: d["steps"][0].update(guards=["wishful_thinking"]),
            "steps.0.guards.0: NO_SUCH_NAME name wishful_thinking",
        ),
        (lambda d: d["steps"][0].update(until="never"), "steps.0.until: NO_SUCH_NAME name never"),
        (
            lambda d: d["states"].append({"code": "limbo", "title": {"ru": "л", "en": "l"}}),
            "STATE_UNREACHABLE name limbo",
        ),
        (lambda d: d["states"][-1].update(final=False), "DEAD_END name published"),
        (lambda d: d["steps"][0].update(effect="__import__('os')"), "Extra inputs are not permitted"),
        (lambda d: d["commission"].update(quorum="3/2"), "between 0 and 1"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(change: Any, complaint: str) -> None:
    broken = document()
    change(broken)
    with pytest.raises(ValueError, match=re.escape(complaint)):
        parse_definition(broken)


def test_every_reason_a_guard_gives_has_words() -> None:
    rules = Path(processes.__file__).parent.parent
    sources = [*rules.glob("rules/**/*.py"), *rules.glob("*.py")]
    used = {
        code
        for source in sources
        for code in re.findall(r'(?:Reason|Problem|per_criterion)\([^)]*?"([A-Z_]{4,})"', source.read_text())
    }
    assert used - codes() == set()
    assert len(GUARDS) > 15
