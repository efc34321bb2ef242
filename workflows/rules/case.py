"""A case as one person meets it: the snapshot of an evaluation that guards are asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from fractions import Fraction
from typing import Any, NoReturn

from workflows.rules.conflicts import Conflict, Evaluated, Tie, Waiver, conflicts_of
from workflows.rules.definition import Definition
from workflows.rules.process_parts import CaseRole
from workflows.rules.quorum import Count, VoteChoice, by_casting_vote, carries, count_votes

ABSTAIN = "abstain"
"""What somebody who hears an appeal votes for who is for no ruling."""


class FactsUnread(Exception):
    """Somebody asks about facts that were not read."""


class _Unread:
    """Stands for facts that were not read: whoever asks is told so, and never that there are none."""

    def _asked(self, *_: object) -> NoReturn:
        raise FactsUnread

    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = __getattr__ = __str__ = __hash__ = _asked
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _asked
    __and__ = __rand__ = __or__ = __ror__ = __sub__ = __rsub__ = __add__ = __radd__ = _asked


UNREAD: Any = _Unread()
"""In the place of any fact; what is asked whether it is None is always read."""


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
class AskedForTime:
    """Somebody asks for more time before a deadline, and nobody has answered yet."""

    request: str
    deadline: str
    person: str
    asked_at: datetime


@dataclass(frozen=True)
class AskedForDocument:
    """The school is asked for a document, and the request was not withdrawn."""

    request: str
    criterion: str
    person: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None

    @property
    def answered(self) -> bool:
        """Whether the school has answered."""
        return self.answered_at is not None


@dataclass(frozen=True)
class Hold:
    """Somebody reads nothing of the case until they have declared their ties, or their conflict is decided about."""

    person: str
    because: str
    since: datetime


@dataclass(frozen=True)
class Facts:
    """What the guards need to know of a case beyond its state. Criteria are named by their codes."""

    evaluated: Evaluated
    days_off: frozenset[date] = frozenset()
    """Of the school's region and municipality, beside those of the country."""
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
    asked_for_time: tuple[AskedForTime, ...] = ()
    asked_for_documents: tuple[AskedForDocument, ...] = ()
    motion: str | None = None
    votes: Mapping[str, VoteChoice] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    """Of the person asking."""
    ties_of_members: Mapping[str, tuple[Tie, ...]] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    held: tuple["Hold", ...] = ()
    """Who is kept from reading the case, and since when."""
    asked_to_recuse: frozenset[str] = frozenset()
    """Whose recusal the school has asked for, and nobody has answered yet."""
    asked_at: datetime | None = None
    """When it last asked."""
    motion_decided: bool = False
    minutes_signed: bool = False
    """Those of the present meeting."""
    signed_by: frozenset[str] = frozenset()
    took_part: frozenset[str] = frozenset()
    """Everybody who ever sat in the panel or the commission of the case, or signed in it."""
    open_appeals: int = 0
    open_conditions: int = 0
    renewed: bool = False
    entries_unscored: int = 0
    """Of the call the case is an entry of: how many the jury has not handed in yet, this one among them."""
    appeal_members: frozenset[str] = frozenset()
    """Of the appeal at hand."""
    appeal_chairs: frozenset[str] = frozenset()
    appeal_recused: frozenset[str] = frozenset()
    appeal_conflicted: frozenset[str] = frozenset()
    opinions: frozenset[str] = frozenset()
    ballots_of_appeals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By track: who votes for which ruling."""
    ballots: Mapping[str, str] = field(default_factory=dict)
    """Of the appeal at hand."""


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
    zone: tzinfo = UTC
    """The zone of the organisation, in which days begin and end."""

    def own_seat(self) -> SeatFact | None:
        """The seat this person holds, if any."""
        return next((seat for seat in self.facts.seats if seat.person == self.person), None)

    def conflicts_of(self, person: str, ties: tuple[Tie, ...]) -> tuple[Conflict, ...]:
        """Which of a person's ties are conflicts of interest now, under this process."""
        rules, year = self.definition.conflicts.by_kind(), self.now.astimezone(self.zone).year
        waivers = [waiver for waiver in self.facts.waivers if waiver.person == person]
        return conflicts_of(ties, self.facts.evaluated, rules, year, waivers)

    def stopping(self, person: str, ties: tuple[Tie, ...]) -> tuple[Conflict, ...]:
        """Those of them because of which the person cannot act, each kind once."""
        kinds = {one.kind: one for one in reversed(self.conflicts_of(person, ties)) if one.stops}
        return tuple(reversed(kinds.values()))

    def ties_in_case(self) -> dict[str, tuple[Tie, ...]]:
        """The ties of those who sit in the panel and of the members of the commission who are not recused."""
        facts = self.facts
        members = {person: facts.ties_of_members.get(person, ()) for person in sorted(facts.members - facts.recused)}
        return {seat.person: seat.ties for seat in facts.seats} | members

    def standing(self) -> dict[str, tuple[Conflict, ...]]:
        """Who of them cannot act now, and because of what."""
        return {
            person: stopping
            for person, ties in self.ties_in_case().items()
            if (stopping := self.stopping(person, ties))
        }

    def held(self, because: str) -> frozenset[str]:
        """Who is kept from reading the case for this cause: `DECLARATION` or `CONFLICT`."""
        return frozenset(one.person for one in self.facts.held if one.because == because)

    def count(self) -> Count:
        """The votes on the present motion, as they stand."""
        facts, rule = self.facts, self.definition.commission
        return count_votes(facts.members, facts.recused, facts.votes, rule.quorum if rule else Fraction(0))

    def carried(self) -> bool:
        """Whether the present motion has the majority it needs, by the chair's casting vote where the rules say so."""
        rule = self.definition.commission
        if rule is None:
            return False
        return carries(self.count(), rule.majority, casting=rule.casting_vote and self._chair_is_for())

    def carried_by_casting_vote(self) -> bool:
        """Whether it has it by nothing but the chair's casting vote."""
        rule = self.definition.commission
        casting = rule is not None and rule.casting_vote and self._chair_is_for()
        return rule is not None and by_casting_vote(self.count(), rule.majority, casting=casting)

    def _chair_is_for(self) -> bool:
        return any(self.facts.votes.get(chair) is VoteChoice.FOR for chair in self._voting_chairs())

    def _voting_chairs(self) -> frozenset[str]:
        return (self.facts.chairs & self.facts.members) - self.facts.recused

    def appeal_size(self) -> int:
        """How many people hear an appeal; none where the process has no appeals."""
        return self.definition.appeal.size if self.definition.appeal else 0

    def appeal_count(self, ruling: str) -> Count:
        """The votes of those who hear the appeal, as they stand for this ruling: for another one is against it."""
        facts, rule = self.facts, self.definition.appeal
        votes = {
            person: VoteChoice.FOR
            if choice == ruling
            else VoteChoice.ABSTAIN
            if choice == ABSTAIN
            else VoteChoice.AGAINST
            for person, choice in facts.ballots.items()
        }
        members = facts.appeal_members | facts.appeal_recused
        return count_votes(members, facts.appeal_recused, votes, rule.quorum if rule else Fraction(0))

    def ruling_carried(self, ruling: str) -> bool:
        """Whether this ruling has the majority it needs, by the chair's casting vote where the rules say so."""
        rule = self.definition.appeal
        if rule is None:
            return False
        return carries(self.appeal_count(ruling), rule.majority, casting=self._appeal_casting(ruling))

    def ruling_by_casting_vote(self, ruling: str) -> bool:
        """Whether it has it by nothing but the chair's casting vote."""
        rule = self.definition.appeal
        return rule is not None and by_casting_vote(
            self.appeal_count(ruling), rule.majority, casting=self._appeal_casting(ruling)
        )

    def _appeal_casting(self, ruling: str) -> bool:
        rule, chairs = self.definition.appeal, self.facts.appeal_chairs
        return bool(rule and rule.casting_vote) and any(self.facts.ballots.get(one) == ruling for one in chairs)

    def panel_size(self) -> int:
        """How many members the panel has when it is complete; none where the process has no panel."""
        return self.definition.panel.size if self.definition.panel else 0
