"""What lives on beside a case: statements, conditions that are followed up, appeals."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from schema.cases import case_for
from schema.context import Info
from schema.evidence import EvidenceDocument
from schema.ids import global_id
from schema.nodes import Node, node
from schema.people import Person, known_person
from schema.processes import AvailableTransition, CaseRole, ProcessState, texts, transitions_of
from schema.scalars import LocalizedText
from storage import followups as stored
from storage.evaluations import EvaluationRow, evaluations_by_id
from storage.track_documents import documents_of_statements, documents_of_tracks
from workflows.cases import track_case, was_met
from workflows.processes import definition
from workflows.rules.case import ABSTAIN, Case
from workflows.rules.definition import Definition
from workflows.rules.process import rulings_of, writes_now


@strawberry.type(description="A text that was given with a step: a reply, a finding, a cause, a progress report.")
class Statement:
    """A statement."""

    key: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque.")
    kind: str = strawberry.field(description="Which: `reply`.")
    title: LocalizedText = strawberry.field(description="For people.")
    by: CaseRole = strawberry.field(description="In which role; never who.")
    text: str = strawberry.field(description="In the words of whoever took the step.")
    late: bool = strawberry.field(description="Whether it came after its deadline.")
    at: datetime = strawberry.field(description="When.")

    @strawberry.field(description="The documents that came with it and that you may read.")
    async def documents(self, info: Info) -> list[EvidenceDocument]:
        """The documents."""
        rows = await info.context.loader(documents_of_statements).load(self.key)
        return [EvidenceDocument.of(row) for row in rows]


@strawberry.type(description="Who hears an appeal: nobody who took part in what is appealed against.")
class AppealMember:
    """A member."""

    person_id: strawberry.Private[UUID]
    chair: bool = strawberry.field(description="Whether this member chairs.")
    recused: bool = strawberry.field(description="Whether this member was recused and left the quorum's base.")
    opinion_given: bool = strawberry.field(description="Whether this member has given an opinion.")
    voted: bool = strawberry.field(description="Whether this member has voted on the ruling.")
    ruling: str | None = strawberry.field(
        description="For what: `Ruling.name`, or `abstain`; others' votes are open once the appeal is ruled on."
    )

    @strawberry.field(description="Who it is.")
    async def person(self, info: Info) -> Person:
        """The member."""
        return await known_person(info, self.person_id)


@strawberry.type(description="How those who hear an appeal can rule on it, and the votes for each.")
class Ruling:
    """A ruling."""

    name: str = strawberry.field(description="The step that rules so: `uphold`.")
    title: LocalizedText = strawberry.field(description="For people.")
    votes_for: int | None = strawberry.field(description="Votes for it; null until everybody voted or it was ruled.")
    carried: bool | None = strawberry.field(description="Whether it has the majority it needs; null as above.")
    by_casting_vote: bool = strawberry.field(description="Whether by the chair's casting vote; false as above.")


@strawberry.type(description="The vote on an appeal, counted as the process says.")
class Hearing:
    """A hearing."""

    eligible: int = strawberry.field(description="How many may vote: members without the recused.")
    quorum: int = strawberry.field(description="How many must.")
    present: int = strawberry.field(description="How many have voted.")
    casting_vote: bool = strawberry.field(description="Whether the chair's vote decides when votes are equal.")
    rulings: list[Ruling] = strawberry.field(description="What can be ruled, in order.")


@strawberry.type(description="A condition that is followed up, or an appeal: with states and steps of its own.")
class Track(Node):
    """A track."""

    row: strawberry.Private[stored.TrackRow]
    evaluation: strawberry.Private[EvaluationRow]
    kind: str = strawberry.field(description="Which track of the process: `condition`, `appeal`.")
    version: int = strawberry.field(description="Grows with every step; send it back as `expectedVersion`.")
    state_since: datetime = strawberry.field(description="Since when it is in its state.")
    opened_at: datetime = strawberry.field(description="When it began.")
    due_at: datetime | None = strawberry.field(description="When its present state should end.")
    text: str = strawberry.field(description="What it is about: the condition, the grounds of the appeal.")
    criterion_code: str | None = strawberry.field(description="The criterion a condition concerns.")
    owner: str | None = strawberry.field(description="Who answers for a condition.")
    due_on: date | None = strawberry.field(description="By when a condition was to be met when it was decided.")

    @strawberry.field(description="For people.")
    def title(self) -> LocalizedText:
        """The title."""
        return texts(self._process().title)

    @strawberry.field(description="Where it stands.")
    def state(self) -> ProcessState:
        """The state."""
        return ProcessState.of(self._process().state(self.row.state))

    @strawberry.field(
        description="Whether a condition was met; null as long as that is open, where it was lifted, and of an appeal."
    )
    def met(self) -> bool | None:
        """Whether it was met."""
        return was_met(self._process(), self.row.state) if self.row.subject["of"] == "condition" else None

    @strawberry.field(description="Every step you have to do with in its present state, with the reasons why not now.")
    async def transitions(self, info: Info) -> list[AvailableTransition]:
        """The steps."""
        return transitions_of(await track_case_for(info, self.evaluation, self.row), self.evaluation.number)

    @strawberry.field(description="What was said in it, the first first, as far as you may read it.")
    async def statements(self, info: Info) -> list[Statement]:
        """The statements."""
        return [one for row, one in await _statements(info, self.evaluation) if row.track_id == self.row.id]

    @strawberry.field(
        description="The documents sent for it that you may read, those too that no text of the school came with yet."
    )
    async def documents(self, info: Info) -> list[EvidenceDocument]:
        """The documents."""
        rows = await info.context.loader(documents_of_tracks).load(self.row.id)
        return [EvidenceDocument.of(row) for row in rows]

    @strawberry.field(
        description="Whether you can send files for it now (`BeginUploadInput.trackId`): your school writes in it."
    )
    async def takes_documents(self, info: Info) -> bool:
        """Whether files may come."""
        return writes_now(await track_case_for(info, self.evaluation, self.row), "school")

    @strawberry.field(description="Who hears the appeal, as far as you may know.")
    async def members(self, info: Info) -> list[AppealMember]:
        """The members."""
        rows = await info.context.loader(stored.hearings_of).load(self.row.id)
        votes = (await track_case_for(info, self.evaluation, self.row)).facts.ballots if rows else {}
        return [
            AppealMember(
                person_id=row.person_id,
                chair=row.chair,
                recused=row.recused,
                opinion_given=row.opinion,
                voted=str(row.person_id) in votes,
                ruling=row.ruling,
            )
            for row in rows
        ]

    @strawberry.field(description="The vote on the appeal, for those who hear it; null where nobody votes.")
    async def hearing(self, info: Info) -> Hearing | None:
        """The vote."""
        rulings = rulings_of(self._process())
        if not rulings or not await info.context.loader(stored.hearings_of).load(self.row.id):
            return None
        case = await track_case_for(info, self.evaluation, self.row)
        count, rule = case.appeal_count(ABSTAIN), case.definition.appeal
        counted = count.cast == count.eligible or case.definition.state(case.state).final
        return Hearing(
            eligible=count.eligible,
            quorum=count.quorum,
            present=count.cast,
            casting_vote=rule is not None and rule.casting_vote,
            rulings=[
                Ruling(
                    name=step.action,
                    title=texts(step.title),
                    votes_for=case.appeal_count(step.action).votes_for if counted else None,
                    carried=case.ruling_carried(step.action) if counted else None,
                    by_casting_vote=counted and case.ruling_by_casting_vote(step.action),
                )
                for step in rulings
            ],
        )

    def _process(self) -> Definition:
        return definition(self.evaluation.process_code, self.evaluation.process_version).track(self.row.kind)

    @classmethod
    def of(cls, row: stored.TrackRow, evaluation: EvaluationRow) -> "Track":
        """The API's form of a row."""
        due_on = row.subject.get("due_on")
        return cls(
            id=strawberry.ID(global_id("track", row.id)),
            row=row,
            evaluation=evaluation,
            kind=row.kind,
            version=row.version,
            state_since=row.state_since,
            opened_at=row.opened_at,
            due_at=row.due_at,
            text=row.subject["text"],
            criterion_code=row.subject.get("criterion_code"),
            owner=row.subject.get("owner"),
            due_on=date.fromisoformat(due_on) if due_on else None,
        )


async def track_case_for(info: Info, evaluation: EvaluationRow, row: stored.TrackRow) -> Case:
    """The rules' view of a track as the person asking meets it."""
    hearing = [
        stored.MemberTies(one.person_id, one.chair, one.recused, one.opinion, [])
        for one in await info.context.loader(stored.hearings_of).load(row.id)
    ]
    return track_case(await case_for(info, evaluation.id), row, hearing)


async def tracks_of(info: Info, evaluation: EvaluationRow) -> list[Track]:
    """The tracks of a case that the person asking may see."""
    return [Track.of(row, evaluation) for row in await info.context.loader(stored.tracks_of).load(evaluation.id)]


async def statements_of(info: Info, evaluation: EvaluationRow) -> list[Statement]:
    """What was said in the case itself, as far as the person asking may read it."""
    return [one for row, one in await _statements(info, evaluation) if row.track_id is None]


async def _statements(info: Info, evaluation: EvaluationRow) -> list[tuple[stored.StatementRow, Statement]]:
    process = definition(evaluation.process_code, evaluation.process_version)
    return [
        (
            row,
            Statement(
                key=row.id,
                id=strawberry.ID(global_id("statement", row.id)),
                kind=row.kind,
                title=texts(process.statement(row.kind).title),
                by=CaseRole(row.role),
                text=row.text,
                late=row.late,
                at=row.at,
            ),
        )
        for row in await info.context.loader(stored.statements_of).load(evaluation.id)
    ]


@node("track")
async def _track_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.tracks_by_id).load(key)
    evaluation = await info.context.loader(evaluations_by_id).load(row.evaluation_id) if row else None
    return Track.of(row, evaluation) if row and evaluation else None
