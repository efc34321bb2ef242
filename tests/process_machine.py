"""Random acts by random people over every process of the library, and what must hold whatever they do.

Hypothesis draws who does what; half of the draws are free, the others favour what leads on, so that cases reach their
ends. After each act the invariants are asked of the database itself.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.audit_verifier import verify
from storage.cases import CaseRow, read_cases
from storage.database import Database
from storage.keys import Signer, load_signer
from tests.lives import TODAY, Life, begun, motion, other_people
from tests.situations import Cast, cast, scored_codes
from workflows import audit, conflicts, decisions, evaluations, panels, publications, reports, reviews, sittings
from workflows.cases import case_of
from workflows.clock import strike_all
from workflows.conflicts import NewTie
from workflows.followups import file_appeal, seat_appeal_member, strike_tracks
from workflows.processes import newest
from workflows.reviews import NewCitation
from workflows.rules.conflicts import ConflictKind
from workflows.rules.definition import Definition, Step
from workflows.rules.process import blocked_by
from workflows.rules.quorum import VoteChoice
from workflows.rules.refusals import Refusal
from workflows.steps import WITH_A_FORM

PROCESSES = (
    "accreditation",
    "independent-quality-evaluation",
    "peer-review",
    "competition",
    "thematic-follow-up",
    "complaint-review",
)
WORDS = "Так решили"
# Which of several there are; how many depends on earlier cases, and Hypothesis must draw alike whatever those left.
ANY = st.integers(0, 999)


class Library:
    """One database for many cases: its people, and a count of what was done."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.url = url
        self.acts: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.database, self.signer, self.cast, self.others = self.runner.run(self._open())

    async def _open(self) -> tuple[Database, Signer, Cast, tuple[UUID, ...]]:
        database = Database(self.url)
        with tempfile.TemporaryDirectory() as folder:
            signer = await load_signer(database, Path(folder))
        people = await cast(database)
        return database, signer, people, await other_people(database)

    def close(self) -> None:
        """Give everything back."""
        self.runner.run(self.database.close())
        self.runner.close()

    def everybody(self) -> list[UUID]:
        """Whoever might try something."""
        people = self.cast
        return [
            people.secretary,
            people.officer,
            people.other_officer,
            *people.experts,
            *people.members,
            people.chair,
            people.stranger,
            *self.others,
        ]

    @property
    def steps(self) -> int:
        """How many acts were tried."""
        return sum(self.acts.values())

    def entries(self) -> int:
        """How many acts stand on the trail, with those done where what is missing is done."""
        return self.runner.run(self._entries())

    async def _entries(self) -> int:
        async with self.database.working() as tx:
            return int(await tx.value("SELECT count(*) FROM working.audit_entry"))


class Processes(RuleBasedStateMachine):
    """A case at a time; the library is set by whoever runs the machine."""

    library: Library

    @initialize(process=st.sampled_from(PROCESSES))
    def open(self, process: str) -> None:
        """A case begins; the one before it is laid aside."""
        self.process = process
        self.life = self._run(self._begun())
        self.before = self._read()

    async def _begun(self) -> Life:
        library = self.library
        async with library.database.working() as tx:
            await tx.run("UPDATE working.evaluation SET closed_at = coalesce(closed_at, now()), ended_at = now()")
        return await begun(library.database, library.signer, library.cast, self.process)

    def _run(self, work: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await work

        return self.library.runner.run(awaited())

    def _read(self) -> CaseRow:
        async def read() -> CaseRow:
            async with self.library.database.working() as tx:
                return (await read_cases(tx, [self.life.evaluation]))[0]

        row: CaseRow = self._run(read())
        return row

    @property
    def definition(self) -> Definition:
        """The rules of the case."""
        found = newest(self.process)
        assert found
        return found

    @rule(data=st.data())
    def anybody_tries_anything(self, data: st.DataObject) -> None:
        """Any person, any step of the process, wherever the case stands."""
        step = data.draw(st.sampled_from(self.definition.steps))
        self._try(data.draw(st.sampled_from(self.library.everybody())), step)

    @rule(drawn=ANY)
    def somebody_entitled_goes_on(self, drawn: int) -> None:
        """A person who may, and a step that is open to them now; where there is none, what is missing is done."""
        open_to = self._open_steps()
        if open_to:
            self._try(*open_to[drawn % len(open_to)])

    def _open_steps(self) -> list[tuple[UUID, Step]]:
        found = []
        for person in self.library.everybody():
            case = case_of(replace(self.before, facts={**self.before.facts, **self._place_of(person)}), person)
            found += [(person, step) for step in self.definition.steps if not blocked_by(step, case)]
        return sorted(found, key=lambda one: (one[1].target is None, str(one[0]), one[1].action))

    @rule()
    def what_is_missing_is_done(self) -> None:
        """The school, the panel or the commission does all that the present state waits for."""
        helps: dict[str, Callable[[], Awaitable[None]]] = {
            "preparation": self.life.prepare,
            "individual_review": lambda: self.life.review(3),
            "jury": lambda: self.life.review(3),
            "commission": lambda: self.life.vote(outcome=self.definition.outcomes[0].code),
        }
        size = self.definition.panel.size if self.definition.panel else 0
        if any(step.action == "seat_expert" and self.before.state in step.sources for step in self.definition.steps):
            helps[self.before.state] = lambda: self.life.seat(size)
        if any(step.action == "write_report" and self.before.state in step.sources for step in self.definition.steps):
            helps[self.before.state] = lambda: self.life.agree_on(self.definition.outcomes[0].code, size)
        work = helps.get(self.before.state)
        if work is not None:
            self._attempt("help", work)

    @rule(drawn=ANY)
    def a_deadline_passes(self, drawn: int) -> None:
        """Time goes by; the clock takes what is its own."""
        running = sorted(self.before.facts["due"])
        if not running:
            return
        self._run(self.life.let_pass(running[drawn % len(running)]))
        taken = self._run(strike_all(self.library.database)) + self._run(
            strike_tracks(self.library.database, self.library.signer)
        )
        self.library.acts["clock"] += 1
        after = self._read()
        assert taken > 0 or after.state == self.before.state
        if after.state != self.before.state:
            assert any(
                "clock" in step.who and self.before.state in step.sources and step.target == after.state
                for step in self.definition.steps
            )
        self.before = after

    def _attempt(self, name: str, work: Callable[[], Awaitable[object]]) -> bool:
        self.library.acts[name] += 1
        try:
            self._run(work())
        except Refusal:
            return False
        finally:
            self.last, self.before = self.before, self._read()
        return True

    def _try(self, person: UUID, step: Step) -> None:
        """One act by one person; whether it may happen is known before, whether it happened is seen after."""
        if step.action in UNTRIED:
            return
        was = self.before
        happened = self._attempt(step.action, lambda: self._act(person, step))
        now = self.before
        if not happened:
            assert (now.state, now.version) == (was.state, was.version), (
                f"{step.action} was refused, yet moved the case"
            )
            return
        case = case_of(replace(was, facts={**was.facts, **self._place_of(person)}), person)
        assert set(step.who) & case.roles, f"{step.action} was done by somebody who is none of {step.who}"
        assert was.state in step.sources
        assert now.state == (step.target or was.state)

    def _place_of(self, person: UUID) -> dict[str, bool]:
        people = self.library.cast
        return {"is_school": person == people.officer, "is_secretary": person == people.secretary, "is_founder": False}

    async def _act(self, person: UUID, step: Step) -> None:
        database, evaluation = self.library.database, self.life.evaluation
        special = SPECIAL.get(step.action)
        if special is not None:
            await special(self, person, database, evaluation, self.before.version)
        elif step.action not in WITH_A_FORM:
            day = TODAY + timedelta(days=40) if step.asks_day else None
            decided = {"outcome": self.definition.outcomes[0].code} if step.asks_decision else {}
            await self.life.step(person, step.action, WORDS if step.asks else None, day, **decided)

    @invariant()
    def the_case_stands_where_its_trail_says(self) -> None:
        """State and decision are what the trail says; the state is one of the process, and never a trap."""
        state = self.definition.state(self.before.state)
        leads = [step for step in self.definition.steps if step.target and state.code in step.sources]
        assert state.final or leads
        assert self._run(audit.disagreements(self.library.database)) == []

    @invariant()
    def quorum_and_embargo_held(self) -> None:
        """Every vote that decided had its quorum, and nothing was published before its embargo."""

        async def wrong() -> list[str]:
            async with self.library.database.working() as tx:
                return await tx.values(
                    "SELECT 'quorum' FROM working.decision d WHERE d.eligible > 0"
                    " AND NOT (d.quorum = d.eligible / 2 + 1"
                    " AND d.votes_for + d.votes_against + d.abstained >= d.quorum"
                    " AND d.votes_for >= d.votes_against)"
                    " UNION ALL SELECT 'recused voter' FROM working.decision d JOIN working.vote v USING (motion_id)"
                    " JOIN working.recusal r ON r.evaluation_id = d.evaluation_id AND r.person_id = v.person_id"
                    " WHERE r.at <= d.decided_at AND d.votes_for + d.votes_against + d.abstained > d.eligible"
                    " UNION ALL SELECT 'embargo' FROM published.record p"
                    " JOIN working.evaluation e ON e.number = p.evaluation_number"
                    " JOIN working.deadline x ON x.evaluation_id = e.id AND x.name = 'embargo'"
                    " WHERE p.published_at < x.due_at AND e.state = 'published' AND p.kind = 'RESULT'"
                )

        assert self._run(wrong()) == []

    def teardown(self) -> None:
        """The trail of everything verifies."""
        if hasattr(self, "before"):
            self.library.ends[self.before.state] += 1
            with tempfile.TemporaryDirectory() as folder:
                trail = Path(folder) / "trail"
                self._run(self._export(trail))
                key = self.library.signer
                assert verify(trail, {key.key_id: key.public_key}).wrong == []

    async def _export(self, target: Path) -> None:
        lines = [line async for line in audit.export(self.library.database, self.library.signer)]
        await asyncio.to_thread(target.write_bytes, b"".join(lines))


# A file on its way needs a store; a conflict, once declared, is for good and would end every later case of the school.
UNTRIED = {"upload", "declare_conflict", "return_for_completion", "extend_deadline", "unseat_expert"}
Special = Callable[[Processes, UUID, Database, UUID, int], Awaitable[object]]


async def _value(machine: Processes, sql: str) -> Any:
    async with machine.library.database.working() as tx:
        return await tx.value(sql, id=machine.life.evaluation)


async def _vote(machine: Processes, person: UUID, database: Database, evaluation: UUID, _version: int) -> None:
    found = await _value(machine, "SELECT id FROM working.motion WHERE evaluation_id = :id ORDER BY round DESC LIMIT 1")
    choice = VoteChoice.AGAINST if person.int % 5 == 0 else VoteChoice.FOR
    await decisions.cast_vote(database, person, evaluation, found or uuid4(), choice)


async def _dissent(machine: Processes, person: UUID, database: Database, evaluation: UUID, _version: int) -> None:
    found = await _value(machine, "SELECT id FROM working.motion WHERE evaluation_id = :id ORDER BY round DESC LIMIT 1")
    await decisions.write_dissent(database, person, evaluation, found or uuid4(), WORDS)


async def _seat(machine: Processes, person: UUID, database: Database, evaluation: UUID, version: int) -> None:
    expert = machine.library.cast.experts[version % 4]
    await panels.seat_expert(database, person, evaluation, version, expert, lead=version % 4 == 0)


async def _lead(machine: Processes, person: UUID, database: Database, evaluation: UUID, version: int) -> None:
    seat = await _value(
        machine,
        "SELECT id FROM working.seat WHERE evaluation_id = :id AND removed_at IS NULL AND recused_at IS NULL LIMIT 1",
    )
    await panels.appoint_lead(database, person, evaluation, version, seat or uuid4())


async def _claim(machine: Processes, person: UUID, database: Database, _evaluation: UUID, _version: int) -> None:
    claim = await _value(machine, "SELECT id FROM working.accuracy_claim WHERE evaluation_id = :id LIMIT 1")
    await reports.answer_claim(database, person, claim or uuid4(), accepted=True, answer=WORDS)


async def _seat_for_appeal(
    machine: Processes, person: UUID, database: Database, _evaluation: UUID, version: int
) -> None:
    track = (await machine.life.tracks("appeal"))[-1:]
    for one in track:
        member = machine.library.others[version % 3]
        await seat_appeal_member(database, person, one.id, one.version, member, chair=version % 3 == 0)


def _code(version: int) -> str:
    codes = scored_codes()
    return codes[version % len(codes)]


async def _ask_for_recusal(
    machine: Processes, person: UUID, database: Database, evaluation: UUID, version: int
) -> None:
    seat = await _value(
        machine,
        "SELECT id FROM working.seat WHERE evaluation_id = :id AND removed_at IS NULL AND recused_at IS NULL LIMIT 1",
    )
    tie = NewTie(ConflictKind.OTHER, WORDS)
    await conflicts.request_recusal(database, person, evaluation, version, seat or uuid4(), tie)


async def _answer_recusal(
    machine: Processes, person: UUID, database: Database, _evaluation: UUID, version: int
) -> None:
    asked = await _value(
        machine,
        "SELECT id FROM working.conflict_of_interest WHERE evaluation_id = :id ORDER BY declared_at DESC LIMIT 1",
    )
    granted = version % 2 == 0
    await conflicts.answer_recusal_request(database, person, asked or uuid4(), version, granted=granted, reason=WORDS)


SPECIAL: dict[str, Special] = {
    "assess": lambda m, p, d, e, v: evaluations.assess(d, p, e, _code(v), 0, Decimal(3), WORDS),
    "score": lambda m, p, d, e, v: reviews.score(d, p, e, 1, _code(v), Decimal(2), WORDS, list[NewCitation]()),
    "submit_review": lambda m, p, d, e, v: reviews.submit_review(d, p, e, len(scored_codes()) + 1),
    "write_consensus": lambda m, p, d, e, v: reports.write_consensus(d, p, e, _code(v), 0, Decimal(2), WORDS),
    "write_report": lambda m, p, d, e, v: reports.write_report(
        d,
        p,
        e,
        0,
        summary=WORDS,
        strengths="",
        recommendations="",
        proposed_outcome=m.definition.outcomes[0].code,
        conditions=[],
    ),
    "agree": lambda m, p, d, e, v: reports.agree(d, p, e, v),
    "claim_error": lambda m, p, d, e, v: reports.claim_error(d, p, e, str(uuid4()), None, WORDS),
    "answer_claim": _claim,
    "seat_expert": _seat,
    "appoint_lead": _lead,
    "recuse": lambda m, p, d, e, v: conflicts.recuse(d, p, e, v, WORDS),
    "recuse_member": lambda m, p, d, e, v: conflicts.recuse_member(d, p, e, v, m.library.cast.experts[v % 4], WORDS),
    "waive_conflict": lambda m, p, d, e, v: conflicts.waive_conflict(
        d, p, e, v, m.library.cast.experts[v % 4], ConflictKind.OTHER, WORDS
    ),
    "request_recusal": _ask_for_recusal,
    "answer_recusal_request": _answer_recusal,
    "refer_to_commission": lambda m, p, d, e, v: decisions.refer_to_commission(
        d, p, e, v, m.before.now + timedelta(days=1)
    ),
    "put_on_agenda": lambda m, p, d, e, v: sittings.put_on_agenda(
        d, p, e, v, m.before.now + timedelta(days=1 + v % 2), position=1 + v % 3, minutes=20, place=WORDS
    ),
    "write_minutes": lambda m, p, d, e, v: sittings.write_minutes(d, p, e, 0, WORDS),
    "sign_minutes": lambda m, p, d, e, v: sittings.sign_minutes(d, p, e, v % 2),
    "propose_motion": lambda m, p, d, e, v: decisions.propose_motion(
        d, p, e, v, motion(m.definition.outcomes[0].code, reasons=WORDS)
    ),
    "cast_vote": _vote,
    "write_dissent": _dissent,
    "decide": lambda m, p, d, e, v: decisions.decide(d, p, e, v),
    "publish": lambda m, p, d, e, v: publications.publish(d, m.library.signer, p, e, v),
    "file_appeal": lambda m, p, d, e, v: file_appeal(d, p, e, str(uuid4()), v, WORDS),
    "seat_appeal_member": _seat_for_appeal,
}
