"""Evaluations: the case as a signed-in person sees it, with everything that hangs on it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import strawberry

from schema.case_evidence import EvidenceOfCase
from schema.cases import case_for
from schema.compiled import TOGETHER
from schema.conflicts import (
    ConflictOfInterest,
    ConflictWaiver,
    DeclaredTie,
    RecusalRequest,
    conflicts_in,
    declared_in,
    requests_in,
    waivers_in,
)
from schema.context import Info
from schema.deadlines import Deadline, deadlines_in
from schema.decisions import Decision, Meeting, decision_of, meeting_of
from schema.digests import Notice, notices_of
from schema.extensions import ExtensionRequest, extensions_in
from schema.followups import Statement, Track, statements_of, tracks_of
from schema.frameworks import Criterion, FrameworkVersion, asked_of, framework_of, frameworks_of
from schema.history import HistoryEntry, history_of
from schema.ids import global_id
from schema.minutes import Minutes, minutes_of
from schema.nodes import Node, node
from schema.openings import Opening, openings_in
from schema.panel_agreement import PanelAgreement, panel_agreement_of
from schema.panels import Candidate, Progress, Seat, candidates_of, seats_of
from schema.people import Person, known_person
from schema.preparation import Remark, SelfAssessment
from schema.processes import AvailableTransition, CaseRole, Process, ProcessState, Standing, transitions_of
from schema.reports import (
    AccuracyClaim,
    Agreement,
    Consensus,
    Report,
    agreements_of,
    claims_of,
    consensus_of,
    report_of,
)
from schema.results import Reason
from schema.reviews import Review, own_review_of, own_reviews_of, reviews_of
from schema.scalars import PublicationNumber
from schema.schools import Organisation, organisations_of
from schema.surveys import Survey, surveys_of
from schema.versions import NewerVersion
from storage import evaluations as stored
from storage import renewals, self_assessments
from storage.followups import possible_members
from storage.followups import tracks_of as track_rows_of
from storage.publications import publication_numbers
from workflows.conflicts import held_back
from workflows.processes import definition
from workflows.versions import newer_versions


async def _schools_of(info: Info, evaluations: "Sequence[Evaluation]") -> list[Organisation]:
    """The school of each; one that a list read along is there already."""
    found: dict[UUID, Organisation] = {}
    asked: list[UUID] = []
    for row in (one.row for one in evaluations):
        if row.organisation_id is None or row.organisation_id in found:
            continue
        if isinstance(row, stored.ListedRow) and (school := row.school()):
            found[row.organisation_id] = Organisation.of(school)
        else:
            asked.append(row.organisation_id)
    found.update(zip(asked, await organisations_of(info, asked) if asked else [], strict=True))
    keys = [one.row.organisation_id for one in evaluations]
    return [found[key] if key else Organisation.hidden() for key in keys]


async def _frameworks_of(info: Info, evaluations: "Sequence[Evaluation]") -> list[FrameworkVersion]:
    """The framework version of each; one that a list read along is there already."""
    found: dict[UUID, FrameworkVersion] = {}
    asked: list[UUID] = []
    for key, row in {one.row.framework_version_id: one.row for one in evaluations}.items():
        if isinstance(row, stored.ListedRow) and (framework := row.framework()):
            found[key] = FrameworkVersion.of(framework)
        else:
            asked.append(key)
    found.update(zip(asked, await frameworks_of(info, asked) if asked else [], strict=True))
    return [found[one.row.framework_version_id] for one in evaluations]


async def _own_reviews_of(info: Info, evaluations: "Sequence[Evaluation]") -> list[Review | None]:
    return await own_reviews_of(info, [one.row.id for one in evaluations])


@strawberry.type(description="One evaluation of one school, from the invitation to the published result.")
class Evaluation(Node, EvidenceOfCase):
    """A case."""

    number: str = strawberry.field(description="The number people use: `2026-014`.")
    version: int = strawberry.field(description="Grows when the case changes; send it back as `expectedVersion`.")
    state_since: datetime = strawberry.field(description="Since when the case is in its state.")
    opened_at: datetime = strawberry.field(description="When it was opened.")

    @classmethod
    def of(cls, row: stored.EvaluationRow) -> "Evaluation":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("evaluation", row.id)),
            row=row,
            number=row.number,
            version=row.version,
            state_since=row.state_since,
            opened_at=row.opened_at,
        )

    @strawberry.field(
        description="The school being evaluated; where you must not know it, one without a name (`schoolHidden`).",
        metadata={TOGETHER: _schools_of},
    )
    async def school(self, info: Info) -> Organisation:
        """The school."""
        return (await _schools_of(info, [self]))[0]

    @strawberry.field(description="Why you read nothing of this case for the time being, and what to do; else empty.")
    async def held_back(self, info: Info) -> list[Reason]:
        """The reasons."""
        return [Reason.of(reason, self.number) for reason in held_back(await case_for(info, self.row.id))]

    @strawberry.field(description="Whether the process hides from you which school it is, as of now.")
    def school_hidden(self) -> bool:
        """Whether it is hidden."""
        return self.row.organisation_id is None

    @strawberry.field(description="The number of the earlier evaluation whose decision this one renews: `2026-014`.")
    async def renews(self, info: Info) -> str | None:
        """What it renews."""
        return (await info.context.loader(renewals.links_of).load(self.row.id)).renews

    @strawberry.field(description="The number of the later evaluation that renews the decision of this one.")
    async def renewed_by(self, info: Info) -> str | None:
        """What renews it."""
        return (await info.context.loader(renewals.links_of).load(self.row.id)).renewed_by

    @strawberry.field(description="The framework version it is evaluated on.", metadata={TOGETHER: _frameworks_of})
    async def framework(self, info: Info) -> FrameworkVersion:
        """The framework version."""
        return (await _frameworks_of(info, [self]))[0]

    @strawberry.field(
        description="What this school is asked, in reading order: the framework's criteria without those that do not"
        " apply to schools of its kind, as it was when the evaluation was opened."
    )
    async def criteria(self, info: Info) -> list[Criterion]:
        """The criteria that apply."""
        return asked_of((await self.framework(info)).tree, self.row.not_applicable)

    @strawberry.field(description="What is not asked of schools of this kind.")
    async def not_applicable(self, info: Info) -> list[Criterion]:
        """The criteria that do not apply."""
        return [node for node in (await self.framework(info)).tree if node.code in self.row.not_applicable]

    @strawberry.field(description="The process version it follows.")
    def process(self) -> Process:
        """The process."""
        return Process.of(definition(self.row.process_code, self.row.process_version))

    @strawberry.field(description="Where the case is.")
    def state(self) -> ProcessState:
        """The state."""
        return ProcessState.of(definition(self.row.process_code, self.row.process_version).state(self.row.state))

    @strawberry.field(description="Whether its result is still to come, out, or over.")
    def standing(self) -> Standing:
        """How it stands to its result."""
        return Standing(definition(self.row.process_code, self.row.process_version).standing(self.row.state))

    @strawberry.field(description="Every deadline, the nearest first.")
    async def deadlines(self, info: Info) -> list[Deadline]:
        """The deadlines."""
        return await deadlines_in(info, self.row)

    @strawberry.field(description="The deadline that counts in the present state.")
    async def current_deadline(self, info: Info) -> Deadline | None:
        """The present deadline."""
        name = definition(self.row.process_code, self.row.process_version).state(self.row.state).deadline
        return next((due for due in await Evaluation.deadlines(self, info) if due.name == name), None)

    @strawberry.field(
        description="Requests for more time, the newest first: your own, your school's; for those who answer, all."
    )
    async def extension_requests(self, info: Info) -> list[ExtensionRequest]:
        """The requests."""
        return await extensions_in(info, self.row.id)

    @strawberry.field(description="Every step you have to do with in the present state, with the reasons why not now.")
    async def transitions(self, info: Info) -> list[AvailableTransition]:
        """The steps."""
        return transitions_of(await case_for(info, self.row.id), self.row.number)

    @strawberry.field(description="What you are in this case.")
    async def my_roles(self, info: Info) -> list[CaseRole]:
        """The viewer's roles."""
        return [CaseRole(role) for role in sorted((await case_for(info, self.row.id)).roles)]

    @strawberry.field(description="What the secretariat asked the school to complete, the newest first.")
    async def remarks(self, info: Info) -> list[Remark]:
        """The remarks."""
        return [
            Remark(
                id=strawberry.ID(global_id("remark", row.id)),
                text=row.text,
                criterion_code=row.criterion_code,
                created_at=row.created_at,
            )
            for row in await info.context.loader(stored.remarks_of).load(self.row.id)
        ]

    @strawberry.field(description="Whom letters told of this case, the newest first: all for the secretary, or you.")
    async def notices(self, info: Info) -> list[Notice]:
        """What was told."""
        return await notices_of(info, self.row.id, (await case_for(info, self.row.id)).definition)

    @strawberry.field(description="The school's own view, criterion by criterion, as far as written.")
    async def self_assessments(self, info: Info) -> list[SelfAssessment]:
        """The self-evaluation."""
        return [
            SelfAssessment.of(row)
            for row in await info.context.loader(self_assessments.of_evaluations).load(self.row.id)
        ]

    @strawberry.field(description="The panel's seats, as far as you may know them.")
    async def seats(self, info: Info) -> list[Seat]:
        """The seats."""
        return await seats_of(info, self.row.id)

    @strawberry.field(description="Experts of the register with what bars them from this panel. For the secretary.")
    async def candidates(self, info: Info, search: str | None = None) -> list[Candidate]:
        """The candidates."""
        return await candidates_of(info, self.row.id, self.row.number, search)

    @strawberry.field(
        description="Conflicts of interest: your own; for the secretary those of panel and commission, for the chair"
        " those of the commission."
    )
    async def conflicts(self, info: Info) -> list[ConflictOfInterest]:
        """The conflicts."""
        return await conflicts_in(info, self.row.id)

    @strawberry.field(
        description="Ties to the school that were declared: your own; for the secretary those that `openTies` opened."
    )
    async def declared_ties(self, info: Info) -> list[DeclaredTie]:
        """The declared ties."""
        return await declared_in(info, self.row.id)

    @strawberry.field(description="Whose recusal the school asked for, and what was decided.")
    async def recusal_requests(self, info: Info) -> list[RecusalRequest]:
        """The requests."""
        return await requests_in(info, self.row.id)

    @strawberry.field(description="Ties that were waived. For secretary and commission.")
    async def waivers(self, info: Info) -> list[ConflictWaiver]:
        """The waivers."""
        return await waivers_in(info, self.row.id)

    @strawberry.field(description="Your own review.", metadata={TOGETHER: _own_reviews_of})
    async def my_review(self, info: Info) -> Review | None:
        """The viewer's review."""
        return await own_review_of(info, self.row.id)

    @strawberry.field(description="The reviews you may read: your own until the individual phase closes, then all.")
    async def reviews(self, info: Info) -> list[Review]:
        """The reviews."""
        return await reviews_of(info, self.row.id)

    @strawberry.field(
        description="The panel's position on every scored criterion, written or not, once it is open to you."
    )
    async def consensus(self, info: Info) -> list[Consensus]:
        """The consensus."""
        return await consensus_of(info, self.row.id)

    @strawberry.field(
        description="How far the panel agrees; null unless you may read the reviews of the panel. It changes no score."
    )
    async def panel_agreement(self, info: Info) -> PanelAgreement | None:
        """The agreement."""
        return await panel_agreement_of(info, self.row.id, await framework_of(info, self.row.framework_version_id))

    @strawberry.field(description="The panel's report, once it is open to you.")
    async def report(self, info: Info) -> Report | None:
        """The report."""
        return await report_of(info, self.row)

    @strawberry.field(description="Who of the panel agreed with consensus and report as they stand.")
    async def agreements(self, info: Info) -> list[Agreement]:
        """The agreements."""
        return await agreements_of(info, self.row.id)

    @strawberry.field(description="Factual errors the school pointed at, with the panel's answers.")
    async def accuracy_claims(self, info: Info) -> list[AccuracyClaim]:
        """The claims."""
        return await claims_of(info, self.row.id)

    @strawberry.field(description="The commission's meeting on this case.")
    async def meeting(self, info: Info) -> Meeting | None:
        """The meeting."""
        return await meeting_of(info, self.row)

    @strawberry.field(description="Minutes of the commission on this case, written or not, the latest sitting first.")
    async def minutes(self, info: Info) -> list[Minutes]:
        """The minutes."""
        return await minutes_of(info, self.row)

    @strawberry.field(description="The decision, once it is open to you.")
    async def decision(self, info: Info) -> Decision | None:
        """The decision."""
        return await decision_of(info, self.row)

    @strawberry.field(description="The number of the published record, once published.")
    async def publication_number(self, info: Info) -> PublicationNumber | None:
        """The publication."""
        found = await info.context.loader(publication_numbers).load(self.row.number)
        return PublicationNumber(found) if found else None

    @strawberry.field(description="What was said with steps of the case, the first first, as far as you may read it.")
    async def statements(self, info: Info) -> list[Statement]:
        """The statements."""
        return await statements_of(info, self.row)

    @strawberry.field(description="Conditions that are followed up, and appeals.")
    async def tracks(self, info: Info) -> list[Track]:
        """The tracks."""
        return await tracks_of(info, self.row)

    @strawberry.field(description="Surveys of the people around the school, the newest first.")
    async def surveys(self, info: Info) -> list[Survey]:
        """The surveys."""
        return await surveys_of(info, self.row.id)

    @strawberry.field(description="How many people have signed the decision, and how many must.")
    async def signatures(self, info: Info) -> Progress:
        """The signatures."""
        case = await case_for(info, self.row.id)
        return Progress(done=len(case.facts.signed_by), total=case.definition.signatures)

    @strawberry.field(
        description="Whom the secretary can let hear an appeal. Empty for others, and while there is none."
    )
    async def possible_appeal_members(self, info: Info) -> list[Person]:
        """Commission members and experts who took no part in the case."""
        case = await case_for(info, self.row.id)
        if not case.facts.open_appeals:
            return []
        rows = await possible_members(await info.context.transaction())
        return [await known_person(info, row.id) for row in rows if str(row.id) not in case.facts.took_part]

    @strawberry.field(description="Newer versions of the process, with what would change. Empty but for the secretary.")
    async def newer_versions(self, info: Info) -> list[NewerVersion]:
        """The newer versions."""
        case = await case_for(info, self.row.id)
        tracks = await info.context.loader(track_rows_of).load(self.row.id)
        return [NewerVersion.of(one, self.number) for one in newer_versions(case, tracks)]

    @strawberry.field(
        description="Who opened what is hidden in this case, the newest first. For secretary, commission, whoever did"
        " it, and those whom it concerns."
    )
    async def openings(self, info: Info) -> list[Opening]:
        """The openings."""
        return await openings_in(info, self.row.id)

    @strawberry.field(description="What happened, the newest first.")
    async def history(self, info: Info) -> list[HistoryEntry]:
        """The history."""
        return await history_of(info, self.row)


async def evaluation_of(info: Info, key: UUID) -> Evaluation | None:
    """The evaluation, if the person asking can see it."""
    row = await info.context.loader(stored.evaluations_by_id).load(key)
    return Evaluation.of(row) if row else None


@node("evaluation")
async def _evaluation_node(info: Info, key: UUID) -> Node | None:
    return await evaluation_of(info, key) if info.context.person else None
