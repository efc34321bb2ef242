"""What waits for the viewer, and the lists of evaluations, schools and processes a signed-in person starts from."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.cases import case_for
from schema.context import Info
from schema.evaluations import Evaluation
from schema.followups import Track, track_case_for, tracks_of
from schema.paging import PageInfo, cursor_of, key_of_cursor, page_size, unknown_cursor
from schema.panels import Progress
from schema.processes import CaseRole, Process, texts
from schema.results import Reason, localized
from schema.scalars import LocalizedText
from schema.schools import Organisation, find_schools
from storage import evaluations as stored
from storage.followups import hearings_of
from storage.followups import tracks_of as track_rows_of
from workflows.conflicts import to_settle
from workflows.processes import definitions, newest, waiting_for_the_office
from workflows.rules.case import Case
from workflows.rules.waiting import Waiting, waiting_in


@strawberry.type(description="What is waiting for you in one case, by when, and what blocks it.")
class Task:
    """A task."""

    evaluation: Evaluation = strawberry.field(description="The case.")
    track: Track | None = strawberry.field(description="The condition or appeal it is a step of; null: of the case.")
    action: str = strawberry.field(description="The step to take: `submit`.")
    title: LocalizedText = strawberry.field(description="The step in words.")
    role: CaseRole = strawberry.field(description="In which role.")
    due_at: datetime | None = strawberry.field(description="By when.")
    blocked_by: list[Reason] = strawberry.field(description="What is missing for it.")
    progress: Progress | None = strawberry.field(description="How far you are, where it can be counted.")


@strawberry.input(description="Which evaluations.")
class EvaluationFilter:
    """A filter."""

    state: str | None = strawberry.field(default=None, description="Only those in this state.")
    search: str | None = strawberry.field(default=None, description="In the number or the school's name.")
    under_way: bool | None = strawberry.field(
        default=None, description="True: only those under way; false: only those that have come to their end."
    )

    def chosen(self) -> stored.Chosen:
        """What it chooses."""
        return stored.Chosen(state=self.state, search=self.search, under_way=self.under_way)


@strawberry.type(description="An evaluation in a list.")
class EvaluationEdge:
    """An edge."""

    node: Evaluation = strawberry.field(description="The evaluation.")

    @strawberry.field(description="Its place.")
    def cursor(self) -> str:
        """Made when asked for: of most pages only the ends are."""
        return _place(self.node.row)


@strawberry.type(description="A page of evaluations, the newest first.")
class EvaluationConnection:
    """A page."""

    chosen: strawberry.Private[stored.Chosen]
    nodes: list[Evaluation] = strawberry.field(description="Without.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")

    @strawberry.field(description="With cursors.")
    def edges(self) -> list[EvaluationEdge]:
        """Made when asked for: most ask for the nodes alone."""
        return [EvaluationEdge(node=node) for node in self.nodes]

    @strawberry.field(description="How many there are that you may see.")
    async def total_count(self, info: Info) -> int:
        """The count."""
        return await stored.count_evaluations(await info.context.transaction(), self.chosen)


def _place(row: stored.EvaluationRow) -> str:
    return cursor_of(row.opened_at.isoformat(), row.id.hex)


def _progress(case: Case, action: str) -> Progress | None:
    """How many scored criteria need nothing more before this step."""
    total = case.facts.scored
    seat = case.own_seat()
    missing = {
        "submit": lambda: len({*case.facts.unassessed, *case.facts.without_evidence}),
        "submit_review": lambda: len(seat.incomplete) if seat else total,
        "send_report_to_school": lambda: len(case.facts.consensus_missing),
    }.get(action)
    return Progress(done=total - missing(), total=total) if missing else None


async def _tasks_in(info: Info, evaluation: Evaluation) -> list[Task]:
    """The task steps of one case for the person asking."""
    case = await case_for(info, evaluation.row.id)
    found = [_task(evaluation, None, case, one) for one in waiting_in(case)] + _conflicts_to_settle(evaluation, case)
    for track in await tracks_of(info, evaluation.row):
        of_track = await track_case_for(info, evaluation.row, track.row)
        found += [_task(evaluation, track, of_track, one) for one in waiting_in(of_track)]
    return found


def _task(evaluation: Evaluation, track: Track | None, case: Case, waiting: Waiting) -> Task:
    return Task(
        evaluation=evaluation,
        track=track,
        action=waiting.step.action,
        title=texts(waiting.step.title),
        role=CaseRole(waiting.role),
        due_at=waiting.due,
        blocked_by=[Reason.of(reason, evaluation.number) for reason in waiting.reasons],
        progress=_progress(case, waiting.step.action) if track is None else None,
    )


def _conflicts_to_settle(evaluation: Evaluation, case: Case) -> list[Task]:
    """A task for whoever has to judge of conflicts of interest, as long as there is one."""
    reasons = to_settle(case)
    if not reasons:
        return []
    return [
        Task(
            evaluation=evaluation,
            track=None,
            action="settle_conflicts",
            title=localized("action.settle_conflicts"),
            role=CaseRole.SECRETARY if "secretary" in case.roles else CaseRole.CHAIR,
            due_at=None,
            blocked_by=[Reason.of(reason, evaluation.number) for reason in reasons],
            progress=None,
        )
    ]


@strawberry.type
class ViewerEvaluations:
    """The viewer's cases."""

    @strawberry.field(description="What is waiting for you, the nearest deadline first.")
    async def tasks(self, info: Info) -> list[Task]:
        """The tasks."""
        ids = await stored.cases_that_may_wait(await info.context.transaction(), *waiting_for_the_office())
        rows = await info.context.loader(stored.evaluations_by_id).load_many(ids)
        found: list[Task] = []
        await info.context.loader(stored.cases_of).load_many(ids)
        tracks = await info.context.loader(track_rows_of).load_many(ids)
        await info.context.loader(hearings_of).load_many([track.id for of_case in tracks for track in of_case])
        for row in rows:
            if row is not None:
                found += await _tasks_in(info, Evaluation.of(row))
        return sorted(found, key=lambda task: (task.due_at is None, task.due_at or task.evaluation.opened_at))

    @strawberry.field(description="The evaluations you may see, the newest first.")
    async def evaluations(
        self, info: Info, filter: EvaluationFilter | None = None, first: int | None = None, after: str | None = None
    ) -> EvaluationConnection:
        """The evaluations."""
        chosen = (filter or EvaluationFilter()).chosen()
        size = page_size(first)
        transaction = await info.context.transaction()
        rows = await stored.list_evaluations(transaction, first=size + 1, after=_after(after), chosen=chosen)
        page = rows[:size]
        ends = [_place(row) for row in (*page[:1], *page[-1:])]
        return EvaluationConnection(
            chosen=chosen,
            nodes=[Evaluation.of(row) for row in page],
            page_info=PageInfo.around(ends, more=len(rows) > size, after=after),
        )

    @strawberry.field(description="The evaluation with this number, if you may see it.")
    async def evaluation(self, info: Info, number: str) -> Evaluation | None:
        """One evaluation."""
        row = await stored.evaluation_by_number(await info.context.transaction(), number)
        info.context.absence |= row is None
        return Evaluation.of(row) if row else None

    @strawberry.field(description="For the secretary: schools an evaluation can be opened for. Empty for others.")
    async def schools(self, info: Info, search: str | None = None, first: int | None = None) -> list[Organisation]:
        """The schools."""
        return await find_schools(info, search, page_size(first))

    @strawberry.field(description="The processes an evaluation can follow, each in its newest version.")
    def processes(self) -> list[Process]:
        """The processes."""
        newest_of = [newest(code) for code in sorted({code for code, _ in definitions()})]
        return [Process.of(found) for found in newest_of if found]


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    key = key_of_cursor(cursor, 2)
    if key is None:
        return None
    try:
        return datetime.fromisoformat(key[0]), UUID(hex=key[1])
    except ValueError:
        raise unknown_cursor() from None
