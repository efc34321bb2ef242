"""The shape of a published record, closed and checked before anything is signed; the JSON Schema is made from it.

What a record holds may grow in a later format; one that is out never changes, because records of it never do.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from workflows.rules.record_surveys import Survey
from workflows.rules.record_values import Closed, Count, Day, Exact, Key, Moment, Sha256, Text
from workflows.rules.records import (
    FORMAT,
    FORMAT_WITH_AREAS,
    FORMAT_WITH_GAPS,
    FORMAT_WITH_LIFE,
    FORMAT_WITH_PLACES,
    FORMAT_WITH_RULES,
    FORMAT_WITH_STATES,
    FORMAT_WITH_SURVEYS,
    FORMAT_WITH_WAIVERS,
)

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Named(Closed):
    """A territory by key and name, as it was called then."""

    id: Key
    name: Text


class School(Closed):
    """The school as the register had it when the record was published."""

    id: Key
    name: Text
    address: str | None
    municipality: Named | None
    region: Named | None


class Framework(Closed):
    """The framework version the result stands on."""

    id: Key
    code: str
    number: int
    title: Text
    aggregation: Literal["WEIGHTED_MEAN", "NONE", "RULES"]


class Process(Closed):
    """The process the evaluation went through."""

    code: str
    version: int
    title: Text


class Outcome(Closed):
    """What was decided."""

    code: str
    title: Text
    positive: bool


class Grade(Closed):
    """The level that the framework's rules gave to the whole."""

    code: str
    title: Text


class Result(Closed):
    """The decision and the total: two decimals, half up, unless the framework's rules round otherwise."""

    outcome: Outcome | None
    total: Exact | None
    maximum: Exact | None
    decided_on: Day | None
    valid_from: Day | None
    valid_to: Day | None
    grade: Grade | None = Field(default=None, description="Since format 2; absent where the rules give none.")


class Level(Closed):
    """A level of a scale, in words."""

    value: Exact
    title: Text
    descriptor: Text | None = None


class Scale(Closed):
    """What a score could be."""

    kind: Literal["LEVELS", "POINTS"]
    minimum: Exact
    maximum: Exact
    step: Exact
    levels: list[Level]


class Area(Closed):
    """A rectangle on a page, in shares of its width and height from the upper left corner."""

    left: Exact
    top: Exact
    width: Exact
    height: Exact


class Citation(Closed):
    """A page of a public document that the panel rested on."""

    document: str
    page: Annotated[int, Field(ge=1)]
    quote: str | None
    area: Area | None = Field(default=None, description="Since format 4; absent where no part of the page is meant.")


class Criterion(Closed):
    """The result on one criterion; a group has what the rules make of its members."""

    code: str
    parent: str | None
    title: Text
    scale: Scale | None
    score: Exact | None
    level: Text | None
    self_score: Exact | None
    position: str | None
    citations: list[Citation]
    not_applicable: Literal[True] | None = Field(
        default=None, description="Since format 7; absent where the criterion is asked of schools of this kind."
    )


class Report(Closed):
    """The panel's report, and why the commission decided so."""

    summary: str
    strengths: str
    recommendations: str
    reasons: str


class ConditionState(Closed):
    """What became of a condition, by the process that follows it up."""

    code: str
    title: Text
    since: Day


class Condition(Closed):
    """What the school must do, who answers for it, and by when."""

    text: str
    criterion: str | None
    owner: str
    due_on: Day
    state: ConditionState | None = Field(
        default=None, description="Since format 9; absent as long as the follow-up has not come to its end."
    )


class Seat(Closed):
    """Whom a member of the panel spoke for. Names are not published."""

    constituency: Literal["PEDAGOGUE", "PARENT", "EMPLOYER", "SCIENCE", "CULTURE", "CIVIL_SOCIETY"]
    lead: bool


class Vote(Closed):
    """How the commission voted."""

    votes_for: Count = Field(alias="for")
    against: Count
    abstained: Count
    recused: Count
    quorum: Count
    eligible: Count
    held_at: Moment


class Claim(Closed):
    """A factual error the school pointed at, and the panel's answer."""

    claim: str
    criterion: str | None
    answer: str
    accepted: bool


class Document(Closed):
    """A document the school agreed to make known."""

    title: str
    file_name: str
    media_type: str
    page_count: int | None
    sha256: Sha256


class Because(Closed):
    """Why this record takes the place of an earlier one."""

    kind: Literal["error", "appeal", "revision", "follow_up", "withdrawal", "suspension", "reinstatement"]
    statement: Text = Field(description="The step that was taken.")
    text: str | None = Field(description="In the words of whoever took it.")


class Statement(Closed):
    """A text that the process publishes, such as the school's reply."""

    kind: str
    title: Text
    text: str
    at: Moment


class Waiver(Closed):
    """Somebody judged in spite of a tie to the school, because somebody entitled waived it. Names are not published."""

    kind: Literal["EMPLOYMENT", "ORGANISATION_TREE", "FAMILY", "CO_AUTHOR", "CONSULTANCY", "SAME_MUNICIPALITY", "OTHER"]
    by: Literal["secretary", "chair"]
    reason: str
    at: Moment


class Call(Closed):
    """The competition an entry was in."""

    id: Key
    title: Text


class Competition(Closed):
    """The places an entry holds by the jury's scores: one, or several that it shares with its equals."""

    call: Call
    first: Annotated[int, Field(ge=1)]
    last: Annotated[int, Field(ge=1)]
    entries: Annotated[int, Field(ge=1)] = Field(description="How many entries have places.")
    score: Exact = Field(
        description="The mean over criteria of the jurors' mean, each as a share of its scale: per cent."
    )
    break_ties_by: list[Literal["median", "top_scores", "weakest"]] = Field(
        description="What told equal entries apart, in this order; empty: equal entries share their places."
    )


class Record(Closed):
    """A published result, correction or withdrawal."""

    format: Literal[
        "areopag-record/1",
        "areopag-record/2",
        "areopag-record/3",
        "areopag-record/4",
        "areopag-record/5",
        "areopag-record/6",
        "areopag-record/7",
        "areopag-record/8",
        "areopag-record/9",
    ] = Field(
        description="9 with what became of conditions, 8 with figures of surveys, 7 with criteria that do not apply to"
        " the school, 6 with places in a competition, 5 with conflicts of interest that were waived, 4 with areas of"
        " pages, 3 with statements or a reason for a change, 2 for a result on a framework with rules of its own, else"
        " 1."
    )
    number: Annotated[int, Field(ge=1)] = Field(description="Numbers have no gaps.")
    kind: Literal["RESULT", "CORRECTION", "WITHDRAWAL"]
    corrects: int | None = Field(description="The number of the record whose place this one takes.")
    published_at: Moment
    school: School
    framework: Framework
    process: Process | None = Field(description="Null for a result that others made.")
    evaluation: str | None = Field(description="The evaluation's number; null for a result that others made.")
    source: Text | None = Field(description="Where others published the result; null for our own.")
    result: Result
    criteria: list[Criterion] = Field(description="In the framework's order.")
    report: Report | None
    conditions: list[Condition]
    panel: list[Seat]
    vote: Vote | None
    dissents: list[str] = Field(description="Dissenting opinions, without names.")
    claims: list[Claim]
    documents: list[Document]
    because: Because | None = Field(default=None, description="Since format 3; absent where nothing was changed.")
    statements: list[Statement] | None = Field(default=None, description="Since format 3; absent where there are none.")

    waivers: list[Waiver] | None = Field(default=None, description="Since format 5; absent where there are none.")

    competition: Competition | None = Field(
        default=None, description="Since format 6; absent where there were no places."
    )

    surveys: list[Survey] | None = Field(default=None, description="Since format 8; absent where none is published.")

    @model_validator(mode="after")
    def _of_its_format(self) -> "Record":
        ruled = self.framework.aggregation == "RULES"
        lived = self.because is not None or self.statements is not None
        drawn = any(cited.area for criterion in self.criteria for cited in criterion.citations)
        waived, placed = self.waivers is not None, self.competition is not None
        first = _format(
            ruled=ruled,
            lived=lived,
            drawn=drawn,
            waived=waived,
            placed=placed,
            partial=any(criterion.not_applicable for criterion in self.criteria),
            surveyed=self.surveys is not None,
            followed=any(condition.state for condition in self.conditions),
        )
        if self.format != first:
            raise ValueError("a record has the first format that can hold all it says")
        if self.result.grade is not None and not ruled:
            raise ValueError("only rules of a framework's own give a grade")
        return self


def format_of(body: Mapping[str, Any]) -> str:
    """The format that a record with this body has."""
    return _format(
        ruled=body["framework"]["aggregation"] == "RULES",
        lived="because" in body or "statements" in body,
        drawn=any("area" in cited for criterion in body["criteria"] for cited in criterion["citations"]),
        waived="waivers" in body,
        placed="competition" in body,
        partial=any("not_applicable" in criterion for criterion in body["criteria"]),
        surveyed="surveys" in body,
        followed=any("state" in condition for condition in body["conditions"]),
    )


def _format(
    *, ruled: bool, lived: bool, drawn: bool, waived: bool, placed: bool, partial: bool, surveyed: bool, followed: bool
) -> str:
    """The first format that can hold all of these."""
    newest_first = (
        (followed, FORMAT_WITH_STATES),
        (surveyed, FORMAT_WITH_SURVEYS),
        (partial, FORMAT_WITH_GAPS),
        (placed, FORMAT_WITH_PLACES),
        (waived, FORMAT_WITH_WAIVERS),
        (drawn, FORMAT_WITH_AREAS),
        (lived, FORMAT_WITH_LIFE),
        (ruled, FORMAT_WITH_RULES),
    )
    return next((known for needed, known in newest_first if needed), FORMAT)


def checked(record: dict[str, Any]) -> dict[str, Any]:
    """The same record.

    Raises pydantic.ValidationError when it has another shape: such a record must never be signed.
    """
    Record.model_validate(record)
    return record


def json_schema() -> dict[str, Any]:
    """The shape as a JSON Schema."""
    return {"$schema": SCHEMA_DIALECT, "$id": FORMAT, **Record.model_json_schema()}
