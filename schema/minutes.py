"""Minutes of the commission's meeting on a case: what the acts say of it, and the secretary's words."""

from datetime import date, datetime
from enum import Enum

import strawberry

from schema.cases import few_case_for
from schema.context import Info
from schema.decisions import VoteChoice
from schema.ids import global_id
from schema.people import Person, known_person
from schema.scalars import LocalizedText
from storage import sittings as stored
from storage.evaluations import EvaluationRow
from workflows.rules import minutes as rules
from workflows.sittings import present_record


@strawberry.enum(description="What a member of the commission did in a meeting.")
class MeetingPart(Enum):
    """Parts."""

    VOTED = strawberry.enum_value("VOTED", description="Voted on a motion.")
    RECUSED = strawberry.enum_value("RECUSED", description="Stepped aside or was recused, and left the quorum's base.")
    ABSENT = strawberry.enum_value("ABSENT", description="Neither.")


@strawberry.type(description="A member of the commission in the minutes.")
class MinutesMember:
    """A member."""

    name: LocalizedText = strawberry.field(description="Who.")
    chair: bool = strawberry.field(description="Whether this member chaired.")
    part: MeetingPart = strawberry.field(description="What this member did.")


@strawberry.type(description="A recorded vote in the minutes.")
class MinutesVote:
    """A vote."""

    name: LocalizedText = strawberry.field(description="Whose.")
    choice: VoteChoice = strawberry.field(description="How.")


@strawberry.type(description="A dissenting opinion in the minutes.")
class MinutesDissent:
    """A dissent."""

    name: LocalizedText = strawberry.field(description="Whose.")
    text: str = strawberry.field(description="In the member's words.")


@strawberry.type(description="A motion in the minutes, and what became of it. Votes stand in it once they are open.")
class MinutesMotion:
    """A motion."""

    round: int = strawberry.field(description="1 for the first.")
    outcome: LocalizedText = strawberry.field(description="What was proposed.")
    valid_from: date | None = strawberry.field(description="From when it would hold.")
    valid_to: date | None = strawberry.field(description="Until when it would hold.")
    reasons: str = strawberry.field(description="Why.")
    votes_for: int | None = strawberry.field(description="Votes for; null until votes are open.")
    votes_against: int | None = strawberry.field(description="Votes against; null as above.")
    abstained: int | None = strawberry.field(description="Abstentions; null as above.")
    carried: bool | None = strawberry.field(description="Whether it carried; null while it is voted on.")
    by_casting_vote: bool = strawberry.field(description="Whether the chair's casting vote decided.")
    votes: list[MinutesVote] = strawberry.field(description="Who voted how; empty until votes are open.")
    dissents: list[MinutesDissent] = strawberry.field(description="Dissenting opinions; empty as above.")


@strawberry.type(description="What the recorded acts say of a meeting: it is made from them and not written by hand.")
class MinutesRecord:
    """The record."""

    starts_at: datetime = strawberry.field(description="When the case was to be taken up.")
    place: str = strawberry.field(description="Where the sitting met; empty where it was not said.")
    position: int = strawberry.field(description="Its place on the agenda.")
    eligible: int = strawberry.field(description="How many could vote: members without the recused.")
    quorum: int = strawberry.field(description="How many had to vote.")
    members: list[MinutesMember] = strawberry.field(description="Who belonged to the commission, the chair first.")
    motions: list[MinutesMotion] = strawberry.field(description="What was moved, the first first.")
    decided_at: datetime | None = strawberry.field(description="When the decision was confirmed.")


@strawberry.type(description="The minutes of one case at one sitting.")
class Minutes:
    """Minutes."""

    row: strawberry.Private[stored.MinutesRow]
    sitting_id: strawberry.ID = strawberry.field(description="The sitting.")
    held_at: datetime = strawberry.field(description="When the sitting was held.")
    text: str = strawberry.field(description="What the secretary wrote besides.")
    version: int = strawberry.field(description="Grows with every change; 0 before the first.")
    signed_at: datetime | None = strawberry.field(description="When they were signed; nothing in them changes since.")

    @strawberry.field(description="What the acts say; null of an earlier meeting whose minutes nobody signed.")
    async def record(self, info: Info) -> MinutesRecord | None:
        """The record, as it was signed or as far as it has come."""
        if self.row.record is not None:
            return _shown(rules.Record.model_validate(self.row.record))
        if not self.row.present:
            return None
        seated = await info.context.loader(stored.seated_in).load(self.row.evaluation_id)
        moved = await info.context.loader(stored.moved_in).load(self.row.evaluation_id)
        return _shown(present_record(await few_case_for(info, self.row.evaluation_id), self.row, seated, moved))

    @strawberry.field(description="The chair who signed them.")
    async def signed_by(self, info: Info) -> Person | None:
        """Who signed."""
        return await known_person(info, self.row.signed_by) if self.row.signed_by else None


async def minutes_of(info: Info, evaluation: EvaluationRow) -> list[Minutes]:
    """The minutes of a case that the person asking may read, those of the latest sitting first."""
    return [
        Minutes(
            row=row,
            sitting_id=strawberry.ID(global_id("sitting", row.sitting_id)),
            held_at=row.held_at,
            text=row.text,
            version=row.version,
            signed_at=row.signed_at,
        )
        for row in await info.context.loader(stored.minutes_of).load(evaluation.id)
    ]


def _name(name: rules.Name) -> LocalizedText:
    return LocalizedText(ru=name.ru, en=name.en)


def _shown(record: rules.Record) -> MinutesRecord:
    return MinutesRecord(
        starts_at=record.starts_at,
        place=record.place,
        position=record.position,
        eligible=record.eligible,
        quorum=record.quorum,
        members=[
            MinutesMember(name=_name(one.name), chair=one.chair, part=MeetingPart(one.part)) for one in record.members
        ],
        motions=[_motion(one) for one in record.motions],
        decided_at=record.decided_at,
    )


def _motion(one: rules.Moved) -> MinutesMotion:
    return MinutesMotion(
        round=one.round,
        outcome=_name(one.outcome),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        reasons=one.reasons,
        votes_for=one.votes_for,
        votes_against=one.votes_against,
        abstained=one.abstained,
        carried=one.carried,
        by_casting_vote=one.by_casting_vote,
        votes=[MinutesVote(name=_name(vote.name), choice=VoteChoice(vote.choice.value)) for vote in one.ballots],
        dissents=[MinutesDissent(name=_name(dissent.name), text=dissent.text) for dissent in one.dissents],
    )
