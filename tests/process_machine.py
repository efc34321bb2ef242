"""Random acts by random people over every process of the library, and what must hold whatever they do.

Hypothesis draws who does what. Some draws are free; the others favour what is open to somebody, and among that what was
tried rarely so far, so that cases reach their ends and no act is left out. After each act the invariants are asked of
the database itself.
"""

import asyncio
import tempfile
import traceback
from bisect import bisect
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, wraps
from itertools import accumulate
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.audit_verifier import verify
from storage import followups
from storage.cases import read_cases
from storage.database import Database, Transaction
from storage.evaluations import cases_that_may_wait
from storage.followups import MemberTies, TrackRow
from storage.keys import Signer, load_signer
from tests.lives import Life, begun
from tests.process_acts import UNTRIED, Act, Standing, Trial, attempt
from tests.process_starts import Prepared, Ready, prepare
from workflows import audit
from workflows.cases import case_of, track_case
from workflows.clock import strike_all
from workflows.conflicts import to_settle
from workflows.followups import strike_tracks
from workflows.processes import newest, waiting_for_the_office
from workflows.rules.case import Case
from workflows.rules.definition import Definition
from workflows.rules.process import blocked_by
from workflows.rules.process_parts import Step
from workflows.rules.refusals import Refusal
from workflows.rules.waiting import waiting_in

PROCESSES = (
    "accreditation",
    "independent-quality-evaluation",
    "peer-review",
    "competition",
    "thematic-follow-up",
    "complaint-review",
)
# Only an accreditation lives on after its publication, so it is drawn as often as all others together.
DRAWN = (*PROCESSES, *["accreditation"] * (len(PROCESSES) - 2))
# Which of several there are; how many depends on earlier cases, and Hypothesis must draw alike whatever those left.
MANY = 1000
ANY = st.integers(0, MANY - 1)
P = ParamSpec("P")
T = TypeVar("T")
STRIDE = 389
"""Prime to MANY, so that every draw has its turn."""


class Library:
    """One database for many cases: what it holds before, and a count of what was done.

    `earlier` is what other databases counted: an act that was tried often there need not be sought here.
    """

    def __init__(
        self,
        url: str,
        prepared: Prepared | None = None,
        counts: Mapping[str, int] | None = None,
        earlier: Counter[str] | None = None,
    ) -> None:
        self.runner = asyncio.Runner()
        self.url = url
        self.earlier = earlier or Counter[str]()
        self.acts: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.starts: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.database, self.signer, self.prepared = self.runner.run(self._open(prepared, counts or {}))
        self.ready = list(self.prepared.ready)

    async def _open(self, prepared: Prepared | None, counts: Mapping[str, int]) -> tuple[Database, Signer, Prepared]:
        database = Database(self.url)
        with tempfile.TemporaryDirectory() as folder:
            signer = await load_signer(database, Path(folder))
        return database, signer, prepared or await prepare(database, signer, counts)

    def close(self) -> None:
        """Give everything back."""
        self.runner.run(self.database.close())
        self.runner.close()

    def tried(self, name: str) -> int:
        """How often this was tried so far, here and elsewhere."""
        return self.earlier[name] + self.acts[name]

    def rarest(self, names: Iterable[str], drawn: int) -> str:
        """One of these, the likelier the more rarely it was tried; what is drawn decides among them."""
        known = sorted(set(names))
        weights = list(accumulate(1 / (1 + self.tried(name)) for name in known))
        return known[bisect(weights, weights[-1] * drawn / MANY)]

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

    def check_trail(self) -> None:
        """The trail of everything verifies. Chains forget nothing, so it is enough to ask once, at the end."""
        with tempfile.TemporaryDirectory() as folder:
            trail = Path(folder) / "trail"
            self.runner.run(self._export(trail))
            assert verify(trail, {self.signer.key_id: self.signer.public_key}).wrong == []

    async def _export(self, target: Path) -> None:
        lines = [line async for line in audit.export(self.database, self.signer)]
        await asyncio.to_thread(target.write_bytes, b"".join(lines))


def told(act: Callable[P, T]) -> Callable[P, T]:
    """What goes wrong is kept with all that led to it: acts also depend on earlier cases, so no replay shows it."""

    @wraps(act)
    def within(*given: P.args, **named: P.kwargs) -> T:
        try:
            return act(*given, **named)
        except Exception:  # whatever it is, it is what the machine looks for
            machine = given[0]
            assert isinstance(machine, Processes)
            machine.library.wrong.append(f"{', '.join(machine.story)}\n{traceback.format_exc()}")
            raise

    return within


class Processes(RuleBasedStateMachine):
    """A case at a time, and another where it ended; the library is set by whoever runs the machine."""

    library: Library

    @initialize(process=st.sampled_from(DRAWN), drawn=ANY)
    def open(self, process: str, drawn: int) -> None:
        """A case begins, at its opening or at a later stage; those before it are laid aside."""
        self.turns = 0
        late = [one for one in self.library.ready if one.process == process] if drawn % 4 else []
        self._begin(process, late[drawn % len(late)] if late else None)

    def _turned(self, drawn: int) -> int:
        """Hypothesis likes to draw the same many times; how far the case has come makes of it something else."""
        self.turns += 1
        return (drawn + STRIDE * self.turns) % MANY

    def _begin(self, process: str, taken: Ready | None) -> None:
        self.process = process
        self.library.starts[taken.stage if taken else "opening"] += 1
        self.life = self._run(self._begun(taken))
        self.helped, self.story = "", [f"{process} at {taken.stage if taken else 'opening'}"]
        self.standing = self._read()

    def _begin_another(self, drawn: int) -> None:
        """What ended makes room for a case that stands late, if there is one left."""
        late = self.library.ready
        taken = late[drawn % len(late)] if late else None
        self._begin(taken.process if taken else self.process, taken)

    async def _begun(self, taken: Ready | None) -> Life:
        library = self.library
        if taken:
            library.ready.remove(taken)
        kept = [one.evaluation for one in library.ready] + ([taken.evaluation] if taken else [])
        async with library.database.working() as tx:
            await tx.run(
                "UPDATE working.evaluation SET closed_at = coalesce(closed_at, now()), ended_at = now()"
                " WHERE ended_at IS NULL AND NOT id = ANY (:kept)",
                kept=kept,
            )
        if taken:
            return Life(library.database, library.signer, taken.cast, taken.evaluation)
        return await begun(library.database, library.signer, library.prepared.cast, self.process)

    def _run(self, work: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await work

        return self.library.runner.run(awaited())

    def _read(self) -> Standing:
        async def read() -> Standing:
            async with self.library.database.working() as tx:
                row = (await read_cases(tx, [self.life.evaluation]))[0]
                if not self.definition.tracks:
                    return Standing(row)
                tracks = (await followups.tracks_of(tx, [self.life.evaluation]))[0]
                return Standing(row, tuple([(one, await _hearing(tx, one)) for one in tracks]))

        found: Standing = self._run(read())
        return found

    @property
    def definition(self) -> Definition:
        """The rules of the case."""
        found = newest(self.process)
        assert found
        return found

    def everybody(self) -> list[UUID]:
        """Whoever might try something."""
        people = self.life.cast
        return [
            people.secretary,
            people.officer,
            people.other_officer,
            *people.experts,
            *people.members,
            people.chair,
            people.stranger,
            *self.library.prepared.others,
        ]

    @rule(who=ANY, what=ANY)
    @told
    def anybody_tries_anything(self, who: int, what: int) -> None:
        """Any person, any step of the process or of what stands beside the case, wherever they stand."""
        people, what = self.everybody(), self._turned(what)
        person = people[(who + self.turns) % len(people)]
        acts = [Act(person, step) for step in self.definition.every_step]
        acts += [Act(person, step, track) for track, _ in self.standing.tracks for step in self._beside(track.kind)]
        self._try(acts[what % len(acts)])

    def _beside(self, track: str) -> tuple[Step, ...]:
        return self.definition.track(track).steps

    @rule(drawn=ANY)
    @told
    def somebody_entitled_goes_on(self, drawn: int) -> None:
        """A person who may, and a step that is open to them now; after the end of the case, another case."""
        acts, drawn = self._open_acts(), self._turned(drawn)
        if acts:
            self._try(acts[drawn % len(acts)])
        else:
            self._leave()
            self._begin_another(drawn)

    @rule(drawn=ANY)
    @told
    def somebody_entitled_does_what_is_rarely_tried(self, drawn: int) -> None:
        """A person who may, and one of the steps that were tried least so far."""
        acts, drawn = self._open_acts(), self._turned(drawn)
        if acts:
            name = self.library.rarest([act.name for act in acts], drawn)
            chosen = [act for act in acts if act.name == name]
            self._try(chosen[drawn % len(chosen)])

    def _open_acts(self) -> list[Act]:
        found = []
        for person in self.everybody():
            met = self._as_met(self.standing, person)
            tracks = [(track, track_case(met, track, hearing)) for track, hearing in self.standing.tracks]
            for track, case in [(None, met), *tracks]:
                steps = _from(self.process, track and track.kind, case.state) if case.roles else ()
                found += [Act(person, step, track) for step in steps if not blocked_by(step, case)]
        tried = [act for act in found if act.step.action not in UNTRIED]
        return sorted(tried, key=lambda act: (act.step.target is None, str(act.person), act.name))

    def _as_met(self, standing: Standing, person: UUID) -> Case:
        people = self.life.cast
        place = {
            "is_school": person == people.officer,
            "is_secretary": person == people.secretary,
            "is_founder": False,
        }
        return case_of(replace(standing.row, facts={**standing.row.facts, **place}), person)

    @rule(drawn=ANY)
    @told
    def what_is_missing_is_done(self, drawn: int) -> None:
        """Once in a state the school, the panel or the commission does all that it waits for; later, what is rare."""
        outcome = self.definition.outcomes[0].code
        helps: dict[str, Callable[[], Awaitable[None]]] = {
            "preparation": self.life.prepare,
            "individual_review": lambda: self.life.review(3),
            "jury": self._scored,
            "commission": lambda: self.life.vote(outcome=outcome),
        }
        state = self.standing.row.state
        size = self.definition.panel.size if self.definition.panel else 0
        if any(step.action == "seat_expert" and state in step.sources for step in self.definition.steps):
            helps.setdefault(state, lambda: self.life.seat(size))
        if any(step.action == "write_report" and state in step.sources for step in self.definition.steps):
            helps[state] = lambda: self.life.agree_on(outcome, size)
        work = helps.get(state)
        if work is None or self.helped == state:
            self.somebody_entitled_does_what_is_rarely_tried(drawn)
        else:
            self.helped = state
            self._attempt("help", work)

    async def _scored(self) -> None:
        await self.life.prepare_documents()
        await self.life.review(3)

    @rule(drawn=ANY)
    @told
    def a_deadline_passes(self, drawn: int) -> None:
        """Time goes by; the clock takes what is its own. Where no deadline is to come, what is rare is done."""
        before = self.standing.row
        coming = [name for name, due in before.facts["due"].items() if datetime.fromisoformat(due) > before.now]
        if not coming:
            self.somebody_entitled_does_what_is_rarely_tried(drawn)
            return
        named = {f"clock {name}": name for name in coming}
        chosen = self.library.rarest(named, self._turned(drawn))
        self._run(self.life.let_pass(named[chosen]))
        taken = self._run(strike_all(self.library.database)) + self._run(
            strike_tracks(self.library.database, self.library.signer)
        )
        self.story.append(chosen)
        self.library.acts[chosen] += 1
        self.library.done[chosen] += taken > 0
        self.standing = self._read()
        after = self.standing.row
        assert taken > 0 or after.state == before.state
        if after.state != before.state:
            assert any(
                "clock" in step.who and before.state in step.sources and step.target == after.state
                for step in self.definition.steps
            )

    def _attempt(self, name: str, work: Callable[[], Awaitable[object]]) -> bool:
        self.library.acts[name] += 1
        self.story.append(name)
        try:
            self._run(work())
        except Refusal:
            return False
        finally:
            self.standing = self._read()
        self.library.done[name] += 1
        return True

    def _try(self, act: Act) -> None:
        """One act by one person; whether it may happen is known before, whether it happened is seen after."""
        if act.step.action in UNTRIED:
            return
        was = self.standing
        trial = Trial(act, self.life, self.definition, was, self.library.prepared.others, self.turns)
        happened = self._attempt(act.name, lambda: attempt(trial))
        if not happened:
            assert _places(self.standing) == _places(was), f"{act.name} was refused, yet moved the case"
            return
        met, target = self._as_met(was, act.person), self.standing.row.state
        case = met
        if act.track:
            case = next(track_case(met, track, heard) for track, heard in was.tracks if track.id == act.track.id)
            target = next(track.state for track, _ in self.standing.tracks if track.id == act.track.id)
            led = [self.definition.step(effect.take).target for effect in act.step.effects if effect.take]
            assert self.standing.row.state == next(iter(led), None) or self.standing.row.state == was.row.state
        assert set(act.step.who) & case.roles, f"{act.name} was done by somebody who is none of {act.step.who}"
        assert case.state in act.step.sources
        assert target == (act.step.target or case.state)

    @invariant()
    @told
    def the_case_stands_where_its_trail_says(self) -> None:
        """State and decision are what the trail says; the state is one of the process, and never a trap."""
        state = self.definition.state(self.standing.row.state)
        leads = [step for step in self.definition.steps if step.target and state.code in step.sources]
        assert state.final or leads
        assert self._run(audit.disagreements(self.library.database)) == []

    @invariant()
    @told
    def quorum_and_embargo_held(self) -> None:
        """Every vote that decided had its quorum, nothing was published before its embargo, and what is public is what
        the state says."""

        async def wrong() -> list[str]:
            async with self.library.database.working() as tx:
                return await tx.values(WRONG)

        assert self._run(wrong()) == []

    @invariant()
    @told
    def what_waits_for_the_secretary_is_looked_at(self) -> None:
        """The secretary's tasks are looked for in few of all cases: in each where there are any."""
        standing, secretary = self.standing, self.life.cast.secretary
        met = self._as_met(standing, secretary)
        beside = [track_case(met, track, hearing) for track, hearing in standing.tracks]
        if not to_settle(met) and not any(map(waiting_in, (met, *beside))):
            return

        async def looked_at() -> bool:
            async with self.library.database.reading(secretary) as tx:
                under_way = await tx.value("SELECT ended_at IS NULL FROM working.evaluation WHERE id = :id", id=met_id)
                return not under_way or met_id in await cases_that_may_wait(tx, *waiting_for_the_office())

        met_id = self.life.evaluation
        assert self._run(looked_at()), f"the secretary is not told what waits in {standing.row.state}"

    def teardown(self) -> None:
        """Remember where the case was left."""
        if hasattr(self, "standing"):
            self._leave()

    def _leave(self) -> None:
        self.library.ends[self.standing.row.state] += 1


async def _hearing(tx: Transaction, track: TrackRow) -> tuple[MemberTies, ...]:
    return tuple(await followups.hearing(tx, track.id)) if track.subject["of"] == "appeal" else ()


@cache
def _from(process: str, track: str | None, state: str) -> tuple[Step, ...]:
    """The steps that lead from a state: of the process, or of one of its tracks."""
    definition = newest(process)
    assert definition
    steps = definition.track(track).steps if track else definition.every_step
    return tuple(step for step in steps if state in step.sources)


def _places(standing: Standing) -> list[tuple[str, int]]:
    """Where the case and its tracks stand, and at which versions."""
    row = standing.row
    return [(row.state, row.version), *((track.state, track.version) for track, _ in standing.tracks)]


WRONG = """
SELECT 'quorum' FROM working.decision d WHERE d.eligible > 0
    AND NOT (d.quorum = d.eligible / 2 + 1
        AND d.votes_for + d.votes_against + d.abstained >= d.quorum AND d.votes_for >= d.votes_against)
UNION ALL
SELECT 'recused voter' FROM working.decision d JOIN working.vote v USING (motion_id)
JOIN working.recusal r ON r.evaluation_id = d.evaluation_id AND r.person_id = v.person_id
WHERE r.at <= d.decided_at AND d.votes_for + d.votes_against + d.abstained > d.eligible
UNION ALL
SELECT 'embargo' FROM published.record p
JOIN working.evaluation e ON e.number = p.evaluation_number
JOIN working.deadline x ON x.evaluation_id = e.id AND x.name = 'embargo'
WHERE p.published_at < x.due_at AND e.state = 'published' AND p.kind = 'RESULT'
UNION ALL
SELECT 'public otherwise than decided' FROM working.evaluation e
JOIN LATERAL (SELECT p.kind FROM published.record p WHERE p.evaluation_number = e.number
              ORDER BY p.number DESC LIMIT 1) newest ON true
WHERE (e.state IN ('withdrawn', 'suspended')) <> (newest.kind = 'WITHDRAWAL')
    AND e.state IN ('published', 'suspended', 'withdrawn')
"""
