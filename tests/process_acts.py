"""How an act is tried at random: what a person gives with it, taken from what the case has by then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from storage.cases import CaseRow
from storage.database import Database
from storage.followups import MemberTies, TrackRow
from tests.lives import TODAY, Life, motion
from tests.situations import scored_codes
from workflows import (
    conflicts,
    decisions,
    document_requests,
    evaluations,
    extensions,
    followups,
    panels,
    publications,
    renewals,
    reports,
    reviews,
    sittings,
)
from workflows.conflicts import NewTie
from workflows.document_requests import Wanted
from workflows.evaluations import NewRemark
from workflows.extensions import Answer
from workflows.reviews import NewCitation
from workflows.rules.case import ABSTAIN
from workflows.rules.conflicts import ConflictKind
from workflows.rules.definition import Definition
from workflows.rules.process import rulings_of
from workflows.rules.process_parts import Step
from workflows.rules.quorum import VoteChoice
from workflows.steps import Given, has_a_form

WORDS = "Так решили"
# Files need a store; a conflict, once declared, is for good and would end every later case of the school.
UNTRIED = {"upload", "classify_document", "redact_document", "declare_conflict"}


@dataclass(frozen=True)
class Standing:
    """A case as it stands before or after an act: itself, and the tracks beside it with who hears them."""

    row: CaseRow
    tracks: tuple[tuple[TrackRow, tuple[MemberTies, ...]], ...] = ()


@dataclass(frozen=True)
class Act:
    """A step that a person tries; of the case, or of a track of it."""

    person: UUID
    step: Step
    track: TrackRow | None = None

    @property
    def name(self) -> str:
        """Under which it is counted: `publish`, `condition:submit_plan`."""
        return f"{self.track.kind}:{self.step.action}" if self.track else self.step.action


@dataclass(frozen=True)
class Trial:
    """An act about to be tried in a case that stands so; `others` are people who could hear an appeal.

    `turns` is how many acts were tried before: by it is chosen what is given, so that nothing else need be drawn.
    """

    act: Act
    life: Life
    definition: Definition
    standing: Standing
    others: tuple[UUID, ...]
    turns: int

    @property
    def database(self) -> Database:
        """Where the case is."""
        return self.life.database

    @property
    def place(self) -> tuple[Database, UUID, UUID]:
        """What every act of a case begins with: where, by whom, in which case."""
        return self.life.database, self.act.person, self.life.evaluation

    @property
    def version(self) -> int:
        """The case's version."""
        return self.standing.row.version

    def turn(self, among: int) -> int:
        """Which of so many it is this time."""
        return self.turns % among

    @property
    def decision(self) -> dict[str, Any]:
        """What is decided: each outcome in its turn, and conditions with those that have any."""
        outcomes = [one.code for one in self.definition.outcomes]
        outcome = outcomes[self.turn(len(outcomes))]
        return {"outcome": outcome, "conditions": 1 + self.turn(2) if outcome.endswith("with_conditions") else 0}

    def given(self, step: Step) -> Given:
        """What a step asks for that the definition alone describes."""
        day = TODAY + timedelta(days=40) if step.asks_day else None
        return Given(WORDS if step.asks else None, day, motion(**self.decision) if step.asks_decision else None)

    async def value(self, sql: str) -> Any:
        """Something of the case."""
        async with self.database.working() as tx:
            return await tx.value(sql, id=self.life.evaluation)

    async def key(self, sql: str) -> UUID:
        """The key of something of the case, or of nothing."""
        found = await self.value(sql)
        return found if isinstance(found, UUID) else uuid4()

    async def seat(self) -> UUID:
        """A seat of the panel that somebody holds."""
        return await self.key(
            "SELECT id FROM working.seat WHERE evaluation_id = :id AND removed_at IS NULL AND recused_at IS NULL"
            " LIMIT 1"
        )

    async def motion(self) -> UUID:
        """The motion before the commission."""
        return await self.key("SELECT id FROM working.motion WHERE evaluation_id = :id ORDER BY round DESC LIMIT 1")


async def attempt(trial: Trial) -> None:
    """Try it, as people do it: through its use case.

    Raises Refusal, and then nothing has happened.
    """
    step = trial.act.step
    special = (BESIDE if trial.act.track else OF_THE_CASE).get(step.action)
    if special is not None:
        await special(trial)
    elif trial.act.track:
        given, track = trial.given(step), trial.act.track
        await followups.take_track_step(
            trial.database, trial.life.signer, trial.act.person, track.id, track.version, step.action, given
        )
    else:
        assert not has_a_form(step), f"nobody knows how to try {step.action}"
        day = TODAY + timedelta(days=40) if step.asks_day else None
        decided = trial.decision if step.asks_decision else {}
        await trial.life.step(trial.act.person, step.action, WORDS if step.asks else None, day, **decided)


def _code(trial: Trial) -> str:
    codes = scored_codes()
    return codes[trial.turn(len(codes))]


def _running(trial: Trial) -> str:
    # An embargo moved after its end would look as if it had been broken.
    names: list[str] = sorted(trial.standing.row.facts["due"].keys() - {"embargo"}) or [""]
    return names[trial.turn(len(names))]


def _expert(trial: Trial) -> UUID:
    return trial.life.cast.experts[trial.turn(4)]


def _choice(trial: Trial) -> VoteChoice:
    return VoteChoice.AGAINST if trial.act.person.int % 5 == 0 else VoteChoice.FOR


async def _vote(trial: Trial) -> None:
    await decisions.cast_vote(*trial.place, await trial.motion(), _choice(trial))


async def _dissent(trial: Trial) -> None:
    await decisions.write_dissent(*trial.place, await trial.motion(), WORDS)


async def _appoint_lead(trial: Trial) -> None:
    await panels.appoint_lead(*trial.place, trial.version, await trial.seat())


async def _unseat(trial: Trial) -> None:
    await panels.unseat_expert(*trial.place, trial.version, await trial.seat())


async def _claim(trial: Trial) -> None:
    claim = await trial.key("SELECT id FROM working.accuracy_claim WHERE evaluation_id = :id LIMIT 1")
    await reports.answer_claim(trial.database, trial.act.person, claim, accepted=True, answer=WORDS)


async def _ask_for_recusal(trial: Trial) -> None:
    tie = NewTie(ConflictKind.OTHER, WORDS)
    await conflicts.request_recusal(*trial.place, trial.version, await trial.seat(), tie)


async def _answer_recusal(trial: Trial) -> None:
    asked = await trial.key(
        "SELECT id FROM working.conflict_of_interest WHERE evaluation_id = :id ORDER BY declared_at DESC LIMIT 1"
    )
    await conflicts.answer_recusal_request(
        trial.database, trial.act.person, asked, trial.version, granted=trial.turn(2) == 0, reason=WORDS
    )


async def _answer_extension(trial: Trial) -> None:
    asked = await trial.key(
        "SELECT id FROM working.extension_request WHERE evaluation_id = :id ORDER BY asked_at DESC LIMIT 1"
    )
    answer = Answer(trial.turn(2) == 0, None, WORDS)
    await extensions.answer_extension_request(trial.database, trial.act.person, asked, trial.version, answer)


OPEN_REQUEST = (
    "SELECT id FROM working.document_request WHERE evaluation_id = :id ORDER BY answered_at IS NULL DESC LIMIT 1"
)


async def _answer_document_request(trial: Trial) -> None:
    asked = await trial.key(OPEN_REQUEST)
    await document_requests.answer_document_request(trial.database, trial.act.person, asked, [], WORDS)


async def _withdraw_document_request(trial: Trial) -> None:
    asked = await trial.key(OPEN_REQUEST)
    await document_requests.withdraw_document_request(trial.database, trial.act.person, asked)


async def _report(trial: Trial) -> None:
    await reports.write_report(
        *trial.place,
        0,
        summary=WORDS,
        strengths="",
        recommendations="",
        proposed_outcome=trial.definition.outcomes[0].code,
        conditions=[],
    )


OF_THE_CASE: dict[str, Callable[[Trial], Awaitable[object]]] = {
    "assess": lambda t: evaluations.assess(*t.place, _code(t), 0, Decimal(3), WORDS),
    "return_for_completion": lambda t: evaluations.return_for_completion(
        *t.place, t.version, [NewRemark(WORDS, None)], t.standing.row.now + timedelta(days=10)
    ),
    "extend_deadline": lambda t: evaluations.extend_deadline(
        *t.place, t.version, _running(t), t.standing.row.now + timedelta(days=30), WORDS
    ),
    "request_extension": lambda t: extensions.request_extension(
        *t.place, t.version, _running(t), TODAY + timedelta(days=60), WORDS
    ),
    "answer_extension_request": _answer_extension,
    "request_document": lambda t: document_requests.request_document(
        *t.place, str(uuid4()), Wanted(_code(t), WORDS, None)
    ),
    "answer_document_request": _answer_document_request,
    "withdraw_document_request": _withdraw_document_request,
    "score": lambda t: reviews.score(*t.place, 1, _code(t), Decimal(2), WORDS, list[NewCitation]()),
    "submit_review": lambda t: reviews.submit_review(*t.place, len(scored_codes()) + 1),
    "write_consensus": lambda t: reports.write_consensus(*t.place, _code(t), 0, Decimal(2), WORDS),
    "write_report": _report,
    "agree": lambda t: reports.agree(*t.place, t.version),
    "claim_error": lambda t: reports.claim_error(*t.place, str(uuid4()), None, WORDS),
    "answer_claim": _claim,
    "seat_expert": lambda t: panels.seat_expert(*t.place, t.version, _expert(t), lead=t.turn(4) == 0),
    "unseat_expert": _unseat,
    "appoint_lead": _appoint_lead,
    "recuse": lambda t: conflicts.recuse(*t.place, t.version, WORDS),
    "recuse_member": lambda t: conflicts.recuse_member(*t.place, t.version, _expert(t), WORDS),
    "waive_conflict": lambda t: conflicts.waive_conflict(*t.place, t.version, _expert(t), ConflictKind.OTHER, WORDS),
    "request_recusal": _ask_for_recusal,
    "answer_recusal_request": _answer_recusal,
    "refer_to_commission": lambda t: decisions.refer_to_commission(
        *t.place, t.version, t.standing.row.now + timedelta(days=1)
    ),
    "put_on_agenda": lambda t: sittings.put_on_agenda(
        *t.place,
        t.version,
        t.standing.row.now + timedelta(days=1 + t.turn(2)),
        position=1 + t.turn(3),
        minutes=20,
        place=WORDS,
    ),
    "write_minutes": lambda t: sittings.write_minutes(*t.place, 0, WORDS),
    "sign_minutes": lambda t: sittings.sign_minutes(*t.place, t.turn(2)),
    "propose_motion": lambda t: decisions.propose_motion(*t.place, t.version, motion(**t.decision, reasons=WORDS)),
    "cast_vote": _vote,
    "write_dissent": _dissent,
    "decide": lambda t: decisions.decide(*t.place, t.version),
    "publish": lambda t: publications.publish(t.database, t.life.signer, t.act.person, t.life.evaluation, t.version),
    "renew": lambda t: renewals.renew(*t.place, t.version),
    "file_appeal": lambda t: followups.file_appeal(*t.place, str(uuid4()), t.version, WORDS),
}


def _beside(trial: Trial) -> tuple[Database, UUID, UUID]:
    assert trial.act.track
    return trial.database, trial.act.person, trial.act.track.id


def _version(trial: Trial) -> int:
    assert trial.act.track
    return trial.act.track.version


def _hearer(trial: Trial) -> UUID:
    return trial.others[trial.turn(len(trial.others))]


def _ruling(trial: Trial) -> str:
    """Those who hear one appeal mostly agree, so that some ruling is carried; each appeal has one of its own."""
    assert trial.act.track
    if trial.act.person.int % 7 == 0:
        return ABSTAIN
    rulings = rulings_of(trial.definition.track(trial.act.track.kind))
    return rulings[trial.act.track.id.int % len(rulings)].action


BESIDE: dict[str, Callable[[Trial], Awaitable[object]]] = {
    "seat_appeal_member": lambda t: followups.seat_appeal_member(
        *_beside(t), _version(t), _hearer(t), chair=_hearer(t) == t.others[0]
    ),
    "recuse_appeal_member": lambda t: followups.recuse_appeal_member(*_beside(t), _version(t), _hearer(t), WORDS),
    "cast_appeal_vote": lambda t: followups.cast_appeal_vote(*_beside(t), _ruling(t)),
}
