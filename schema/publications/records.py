"""The parts of a published record as the API shows them: read from the signed text, never from anything else."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry

from schema.constituencies import Constituency
from schema.frameworks import Scale, localized_body
from schema.ids import global_id
from schema.outcomes import Outcome
from schema.page_areas import PageArea
from schema.said import said
from schema.scalars import LocalizedText

Part = Mapping[str, Any]


@strawberry.type(description="A page of a public document that the panel rested on.")
class PublishedCitation:
    """A citation."""

    document_title: str = strawberry.field(description="The document's title.", metadata=said("document"))
    page: int = strawberry.field(description="The page, from 1.", metadata=said("page"))
    quote: str | None = strawberry.field(description="The words quoted.", metadata=said("quote"))
    area: PageArea | None = strawberry.field(
        description="The part of the page that is meant; null for all of it.", metadata=said("area")
    )

    @classmethod
    def of(cls, part: Part) -> "PublishedCitation":
        """The API's form of a record's part."""
        sides = part.get("area")
        area = PageArea.of([Decimal(sides[side]) for side in ("left", "top", "width", "height")]) if sides else None
        return cls(document_title=part["document"], page=part["page"], quote=part["quote"], area=area)


@strawberry.enum(description="Why a record takes the place of an earlier one.")
class ChangeCause(Enum):
    """A cause."""

    ERROR = strawberry.enum_value("ERROR", description="Something in it was wrong.")
    APPEAL = strawberry.enum_value("APPEAL", description="An appeal changed it.")
    REVISION = strawberry.enum_value("REVISION", description="Things changed, and it was decided anew.")
    FOLLOW_UP = strawberry.enum_value("FOLLOW_UP", description="It became known what became of a condition.")
    WITHDRAWAL = strawberry.enum_value("WITHDRAWAL", description="The result no longer holds.")
    SUSPENSION = strawberry.enum_value("SUSPENSION", description="The result does not hold for a while.")
    REINSTATEMENT = strawberry.enum_value("REINSTATEMENT", description="A suspended result holds again.")


def _cause_of(kind: str) -> ChangeCause:
    return ChangeCause[kind.upper()]


@strawberry.type(description="Why a record takes the place of an earlier one.")
class PublishedCause:
    """A cause in words."""

    kind: ChangeCause = strawberry.field(description="Which kind of cause.", metadata=said("kind", made=_cause_of))
    step: LocalizedText = strawberry.field(description="The step that was taken.", metadata=said("statement"))
    text: str | None = strawberry.field(
        description="The reasons, in the words of whoever took it.", metadata=said("text")
    )


@strawberry.type(description="A text that the process publishes, such as the school's reply.")
class PublishedStatement:
    """A statement."""

    kind: str = strawberry.field(description="Which of the process's statements: `reply`.", metadata=said("kind"))
    title: LocalizedText = strawberry.field(description="What it is.", metadata=said("title"))
    text: str = strawberry.field(description="What was said.", metadata=said("text"))
    at: datetime = strawberry.field(description="When.", metadata=said("at", made=datetime.fromisoformat))


@strawberry.type(description="The result on one criterion. Groups have the weighted mean of their members.")
class PublishedCriterion:
    """A criterion's result."""

    part: strawberry.Private[Part]
    code: str = strawberry.field(description="Its code in the framework: `1.3`.", metadata=said("code"))
    parent_code: str | None = strawberry.field(
        description="The criterion it belongs to; null at the top.", metadata=said("parent")
    )
    title: LocalizedText = strawberry.field(description="What it asks.", metadata=said("title"))

    @strawberry.field(description="The scale, where it was scored by itself.")
    def scale(self) -> Scale | None:
        """Made when asked for: with all its levels it is larger than the rest."""
        return Scale.of(self.part["scale"]) if self.part["scale"] else None

    score: Decimal | None = strawberry.field(description="The panel's value.", metadata=said("score", made=Decimal))
    level: LocalizedText | None = strawberry.field(
        description="The value in the scale's own words.", metadata=said("level")
    )
    self_score: Decimal | None = strawberry.field(
        description="How the school saw itself.", metadata=said("self_score", made=Decimal)
    )
    position: str | None = strawberry.field(description="The panel's reasons.", metadata=said("position"))
    citations: list[PublishedCitation] = strawberry.field(description="What they rest on.", metadata=said("citations"))
    not_applicable: bool = strawberry.field(
        description="Whether the framework does not ask it of schools of this kind; `Criterion.notFor` names them.",
        metadata=said("not_applicable", absent=False),
    )

    @classmethod
    def of(cls, part: Part) -> "PublishedCriterion":
        """The API's form of a record's part."""
        return cls(
            part=part,
            code=part["code"],
            parent_code=part["parent"],
            title=localized_body(part["title"]),
            score=number(part["score"]),
            level=localized_body(part["level"]) if part["level"] else None,
            self_score=number(part["self_score"]),
            position=part["position"],
            citations=[PublishedCitation.of(cited) for cited in part["citations"]],
            not_applicable=part.get("not_applicable", False),
        )


@strawberry.type(description="What the school must do, who answers for it, and by when.")
class PublishedCondition:
    """A condition."""

    text: str = strawberry.field(description="What must be done.", metadata=said("text"))
    criterion_code: str | None = strawberry.field(description="The criterion it concerns.", metadata=said("criterion"))
    owner: str = strawberry.field(description="Who answers for it.", metadata=said("owner"))
    due_on: date = strawberry.field(description="By when.", metadata=said("due_on", made=date.fromisoformat))
    state: str | None = strawberry.field(
        description="What became of it, in the process's word: `satisfied`; null as long as that is open.",
        metadata=said("state", "code"),
    )
    state_title: LocalizedText | None = strawberry.field(
        description="The same in words.", metadata=said("state", "title")
    )
    state_since: date | None = strawberry.field(
        description="Since when.", metadata=said("state", "since", made=date.fromisoformat)
    )

    @classmethod
    def of(cls, part: Part) -> "PublishedCondition":
        """The API's form of a record's part."""
        state = part.get("state")
        return cls(
            text=part["text"],
            criterion_code=part["criterion"],
            owner=part["owner"],
            due_on=date.fromisoformat(part["due_on"]),
            state=state["code"] if state else None,
            state_title=localized_body(state["title"]) if state else None,
            state_since=date.fromisoformat(state["since"]) if state else None,
        )


@strawberry.type(description="A seat of the panel: whom it spoke for, not who sat there.")
class PublishedSeat:
    """A seat."""

    constituency: Constituency = strawberry.field(
        description="Whom it spoke for.", metadata=said("constituency", made=Constituency)
    )
    lead: bool = strawberry.field(description="Whether it led the panel.", metadata=said("lead"))


@strawberry.type(description="How the commission voted. Members who stepped aside leave the base of the quorum.")
class PublishedVote:
    """A vote."""

    votes_for: int = strawberry.field(description="For.", metadata=said("for"))
    votes_against: int = strawberry.field(description="Against.", metadata=said("against"))
    abstained: int = strawberry.field(description="Abstained.", metadata=said("abstained"))
    recused: int = strawberry.field(description="Stepped aside.", metadata=said("recused"))
    quorum: int = strawberry.field(description="How many votes were needed to decide at all.", metadata=said("quorum"))
    eligible: int = strawberry.field(description="How many could vote.", metadata=said("eligible"))
    held_at: datetime = strawberry.field(
        description="When the commission met.", metadata=said("held_at", made=datetime.fromisoformat)
    )


@strawberry.type(description="A factual error the school pointed at, and the panel's answer.")
class PublishedClaim:
    """A claim."""

    claim: str = strawberry.field(description="In the school's words.", metadata=said("claim"))
    answer: str = strawberry.field(description="In the panel's words.", metadata=said("answer"))
    accepted: bool = strawberry.field(description="Whether the panel agreed.", metadata=said("accepted"))


@strawberry.type(description="A tie to the school in spite of which somebody judged, because it was waived.")
class PublishedWaiver:
    """A waiver."""

    kind: str = strawberry.field(description="What kind of tie: `SAME_MUNICIPALITY`.", metadata=said("kind"))
    title: LocalizedText = strawberry.field(description="The kind in words.")
    reason: str = strawberry.field(description="Why it was waived.", metadata=said("reason"))


def _competition_id(key: str) -> str:
    return global_id("call", UUID(key))


@strawberry.type(description="The places an entry holds in its competition: one, or several shared with its equals.")
class PublishedCompetition:
    """Places."""

    id: strawberry.ID = strawberry.field(
        description="The competition, for `PublicationFilter.competitionId`.",
        metadata=said("call", "id", made=_competition_id),
    )
    title: LocalizedText = strawberry.field(
        description="What the competition is called.", metadata=said("call", "title")
    )
    first_place: int = strawberry.field(description="Its place; the first of those it shares.", metadata=said("first"))
    last_place: int = strawberry.field(
        description="The last of those it shares; the same where it has one.", metadata=said("last")
    )
    entries: int = strawberry.field(description="How many entries have places.", metadata=said("entries"))
    score: Decimal = strawberry.field(
        description="What the jury's scores make, in per cent.", metadata=said("score", made=Decimal)
    )


@strawberry.type(description="A document the school agreed to make known.")
class PublishedDocument:
    """A document."""

    title: str = strawberry.field(description="What people call it.", metadata=said("title"))
    file_name: str = strawberry.field(description="The file's name.", metadata=said("file_name"))
    media_type: str = strawberry.field(description="What kind of file.", metadata=said("media_type"))
    page_count: int | None = strawberry.field(description="How many pages.", metadata=said("page_count"))
    sha256: str = strawberry.field(
        description="The hash of its bytes: whoever has the file can check it.", metadata=said("sha256")
    )


def competition(part: Mapping[str, Any] | None) -> PublishedCompetition | None:
    """The places that a record tells of."""
    if part is None:
        return None
    return PublishedCompetition(
        id=strawberry.ID(_competition_id(part["call"]["id"])),
        title=localized_body(part["call"]["title"]),
        first_place=part["first"],
        last_place=part["last"],
        entries=part["entries"],
        score=Decimal(part["score"]),
    )


def number(text: str | None) -> Decimal | None:
    """An exact number of a record."""
    return Decimal(text) if text is not None else None


def day(text: str | None) -> date | None:
    """A date of a record."""
    return date.fromisoformat(text) if text else None


def outcome(part: Part | None) -> Outcome | None:
    """The decision of a record."""
    return Outcome(code=part["code"], title=localized_body(part["title"]), positive=part["positive"]) if part else None


def vote(part: Part | None) -> PublishedVote | None:
    """The vote of a record."""
    if part is None:
        return None
    return PublishedVote(
        votes_for=part["for"],
        votes_against=part["against"],
        abstained=part["abstained"],
        recused=part["recused"],
        quorum=part["quorum"],
        eligible=part["eligible"],
        held_at=datetime.fromisoformat(part["held_at"]),
    )


def cause(part: Part | None) -> PublishedCause | None:
    """Why a record changes another; None where it changes none, or was written before causes were kept."""
    if part is None:
        return None
    step = localized_body(part["statement"])
    return PublishedCause(kind=_cause_of(part["kind"]), step=step, text=part["text"])


def statements(parts: list[Part]) -> list[PublishedStatement]:
    """What the parties said, as far as the process publishes it."""
    return [
        PublishedStatement(
            kind=part["kind"],
            title=localized_body(part["title"]),
            text=part["text"],
            at=datetime.fromisoformat(part["at"]),
        )
        for part in parts
    ]


def conditions(parts: list[Part]) -> list[PublishedCondition]:
    """The conditions of a record."""
    return [PublishedCondition.of(part) for part in parts]
