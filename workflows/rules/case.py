"""A case as one person meets it: the snapshot of an evaluation that guards are asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workflows.rules.conflicts import Conflict, Evaluated, Tie, conflicts_of
from workflows.rules.definition import CaseRole, Definition
from workflows.rules.quorum import Count, VoteChoice, count_votes


@dataclass(frozen=True)
class SeatFact:
    """One active seat of the panel."""

    seat: str
    person: str
    lead: bool
    submitted: bool
    agreed: bool
    incomplete: tuple[str, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Facts:
    """What the guards need to know of a case beyond its state. Criteria are named by their codes."""

    evaluated: Evaluated
    unassessed: tuple[str, ...] = ()
    without_evidence: tuple[str, ...] = ()
    uploads_unfinished: int = 0
    scored: int = 0
    seats: tuple[SeatFact, ...] = ()
    consensus_missing: tuple[str, ...] = ()
    report_missing: tuple[str, ...] = ()
    claims_unanswered: int = 0
    members: frozenset[str] = frozenset()
    chairs: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    motion: str | None = None
    votes: Mapping[str, VoteChoice] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()


@dataclass
class Case:
    """One evaluation as one person meets it now."""

    definition: Definition
    state: str
    roles: frozenset[CaseRole]
    person: str
    due: Mapping[str, datetime]
    now: datetime
    facts: Facts

    def own_seat(self) -> SeatFact | None:
        """The seat this person holds, if any."""
        return next((seat for seat in self.facts.seats if seat.person == self.person), None)

    def conflicts_of(self, ties: tuple[Tie, ...]) -> tuple[Conflict, ...]:
        """Which of these ties bar acting under this process."""
        return conflicts_of(ties, self.facts.evaluated, frozenset(self.definition.conflicts.bar))

    def count(self) -> Count:
        """The votes on the present motion, as they stand."""
        facts = self.facts
        return count_votes(facts.members, facts.recused, facts.votes, self.definition.commission.quorum)
