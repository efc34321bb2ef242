"""Reads and writes of the case itself: evaluations, deadlines, remarks, the school's self-evaluation, the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.cases import CaseRow, read_cases
from storage.database import Transaction
from storage.frameworks import FrameworkRow, known_framework
from storage.grouping import many_of, one_of
from storage.schools import ABOVE, REST_OF_ORGANISATION, OrganisationRow


@dataclass(frozen=True)
class EvaluationRow:
    """One evaluation; `organisation_id`, its school, is null where the reader must not know."""

    id: UUID
    number: str
    organisation_id: UUID | None
    framework_version_id: UUID
    process_code: str
    process_version: int
    state: str
    state_since: datetime
    version: int
    opened_at: datetime
    not_applicable: list[str]


@dataclass(frozen=True)
class ListedRow(EvaluationRow):
    """One evaluation of a list, with the organisation and the framework version that it names."""

    kind: str | None
    name_ru: str
    name_en: str
    address: str | None
    website: str | None
    pupils: int | None
    rural: bool | None
    school_kind: str | None
    municipality_id: UUID | None
    region_id: UUID | None
    framework_code: str
    framework_number: int
    framework_state: str
    framework_digest: str

    def school(self) -> OrganisationRow | None:
        """Its school, as far as the reader may know it."""
        if self.organisation_id is None or self.kind is None:
            return None
        return OrganisationRow(
            self.organisation_id,
            self.kind,
            self.name_ru,
            self.name_en,
            self.address,
            self.website,
            self.pupils,
            self.rural,
            self.school_kind,
            self.municipality_id,
            self.region_id,
        )

    def framework(self) -> FrameworkRow | None:
        """Its framework version, unless what that says has yet to be read."""
        return known_framework(
            self.framework_version_id,
            self.framework_code,
            self.framework_number,
            self.framework_state,
            self.framework_digest,
        )


@dataclass(frozen=True)
class DeadlineRow:
    """One deadline of one evaluation; `passed` by the database clock."""

    evaluation_id: UUID
    name: str
    due_at: datetime
    timezone: str
    passed: bool


@dataclass(frozen=True)
class RemarkRow:
    """One remark to the school."""

    id: UUID
    evaluation_id: UUID
    criterion_code: str | None
    text: str
    created_at: datetime


@dataclass(frozen=True)
class HistoryRow:
    """One act as the person may see it: by which role, not by whom."""

    evaluation_id: UUID
    role: str
    action: str
    from_state: str | None
    to_state: str | None
    note: str | None
    at: datetime


# Whose case it is stands apart, and may be closed to the person asking.
SCHOOL = """LEFT JOIN LATERAL (
    SELECT school.organisation_id FROM working.evaluated_school school WHERE school.evaluation_id = e.id LIMIT 1
) w ON true"""
SHOWN = """SELECT e.id, e.number, w.organisation_id, e.framework_version_id, e.process_code, e.process_version, e.state,
       e.state_since, e.version, e.opened_at, e.not_applicable"""
EVALUATIONS = f"{SHOWN} FROM working.evaluation e {SCHOOL}"
NAMED = f"""SELECT page.*, {REST_OF_ORGANISATION}, f.code AS framework_code, f.number AS framework_number,
       f.state AS framework_state, f.digest AS framework_digest
FROM ({{page}}) page LEFT JOIN working.organisation o ON o.id = page.organisation_id {ABOVE}
LEFT JOIN published.framework f ON f.id = page.framework_version_id
ORDER BY page.opened_at DESC, page.id DESC"""

# For the policies alone every case of the country is looked at to find an expert's twenty; by its key each is found at
# once. Of a secretary all are, and then no keys are gathered.
ASKED = """id, number, framework_version_id, process_code, process_version, state, state_since, version, opened_at,
        closed_at, ended_at, not_applicable"""
MINE = f"""(
    SELECT {ASKED} FROM working.evaluation WHERE (SELECT access.is_secretary())
    UNION ALL
    SELECT {ASKED} FROM working.evaluation WHERE NOT (SELECT access.is_secretary())
        AND id = ANY (ARRAY(SELECT * FROM access.known_evaluations())))"""


async def evaluations_by_id(transaction: Transaction, ids: Sequence[UUID]) -> list[EvaluationRow | None]:
    """The evaluations the person can see, in the ids' order."""
    rows = await transaction.rows(EvaluationRow, f"{EVALUATIONS} WHERE e.id = ANY (:ids)", ids=list(ids))
    return one_of(ids, rows, lambda row: row.id)


async def evaluation_by_number(transaction: Transaction, number: str) -> EvaluationRow | None:
    """The evaluation with this number, if the person can see it."""
    return await transaction.row(EvaluationRow, f"{EVALUATIONS} WHERE e.number = :number", number=number)


@dataclass(frozen=True)
class Chosen:
    """Which evaluations a list is to hold; None leaves them all. `search` looks in the number and the school's name."""

    state: str | None = None
    search: str | None = None
    under_way: bool | None = None

    def given(self) -> dict[str, object]:
        """The parameters of what `where` says."""
        known = {"state": self.state, "search": _pattern(self.search), "under_way": self.under_way}
        return {name: value for name, value in known.items() if value is not None}

    def where(self) -> str:
        """Where evaluations are found. What is not asked for is not looked at: schools and their names are many."""
        given = self.given()
        named = f"{SCHOOL} LEFT JOIN working.organisation o ON o.id = w.organisation_id" if "search" in given else ""
        return f" FROM {MINE} e {named} WHERE " + " AND ".join([CONDITIONS[name] for name in given] or ["true"])


CONDITIONS = {
    "state": "e.state = :state",
    "search": "(e.number ILIKE :search OR o.name_ru ILIKE :search OR o.name_en ILIKE :search)",
    "under_way": "(e.closed_at IS NULL) = :under_way",
}


async def list_evaluations(
    transaction: Transaction,
    *,
    first: int,
    after: tuple[datetime, UUID] | None,
    chosen: Chosen,
) -> list[ListedRow]:
    """The chosen evaluations the person can see, the newest first, from behind `after`."""
    behind = {"opened": after[0], "id": after[1]} if after else {}
    newest = (
        f"SELECT e.* {chosen.where()} {'AND (e.opened_at, e.id) < (:opened, :id)' if behind else ''}"
        " ORDER BY e.opened_at DESC, e.id DESC LIMIT :first"
    )
    page = f"{SHOWN} FROM ({newest}) e {SCHOOL}"
    return await transaction.rows(
        ListedRow,
        NAMED.format(page=page),
        **chosen.given(),
        **behind,
        first=first,
    )


async def count_evaluations(transaction: Transaction, chosen: Chosen) -> int:
    """How many of the chosen evaluations the person can see."""
    return int(await transaction.value(f"SELECT count(*) {chosen.where()}", **chosen.given()))


async def chosen_ids(transaction: Transaction, chosen: Chosen, most: int) -> list[UUID]:
    """The chosen evaluations the person can see, the newest first, no more than so many."""
    return await transaction.values(
        f"SELECT e.id {chosen.where()} ORDER BY e.opened_at DESC, e.id DESC LIMIT :most", **chosen.given(), most=most
    )


def _pattern(search: str | None) -> str | None:
    if not search or not search.strip():
        return None
    escaped = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


# Of all the cases of a country only a few wait for the secretary, and to know of one what waits takes a while.
MAY_WAIT = f"""
SELECT e.id FROM {MINE} e WHERE e.ended_at IS NULL AND (
    NOT (SELECT access.is_secretary())
    OR (e.process_code, e.process_version, e.state) IN (
        SELECT * FROM unnest(CAST(:processes AS text[]), CAST(:versions AS int[]), CAST(:states AS text[])))
    OR e.id IN (SELECT h.evaluation_id FROM working.held h WHERE h.because = 'CONFLICT')
    OR e.id IN (SELECT c.evaluation_id FROM working.conflict_of_interest c WHERE c.evaluation_id IS NOT NULL)
    OR e.id IN (SELECT x.evaluation_id FROM working.extension_request x WHERE x.decision IS NULL)
    OR e.id IN (SELECT t.evaluation_id FROM working.track t WHERE t.closed_at IS NULL)
    OR e.id IN (SELECT a.evaluation_id FROM working.document_request_author a WHERE a.person_id = access.person())
    OR e.id IN (SELECT d.evaluation_id FROM working.deadline d
                WHERE d.name = ANY (:expiries) AND d.due_at < now() + interval '366 days')
    OR e.id IN (SELECT * FROM access.known_evaluations()))
ORDER BY e.number"""


async def cases_that_may_wait(
    transaction: Transaction, states: Sequence[tuple[str, int, str]], expiries: Sequence[str]
) -> list[UUID]:
    """The evaluations under way that the person can see; for the secretary those of them that may wait for the office,
    or in which they asked for a document.

    `states`: those, by process and version, in which a step waits for the secretary. `expiries`: the deadlines at which
    decisions expire, of which nobody is reminded more than a year before.
    """
    processes, versions, codes = zip(*states, strict=True) if states else ((), (), ())
    return await transaction.values(
        MAY_WAIT, processes=list(processes), versions=list(versions), states=list(codes), expiries=list(expiries)
    )


async def cases_of(transaction: Transaction, ids: Sequence[UUID]) -> list[CaseRow | None]:
    """The rules' facts of each evaluation, in the ids' order."""
    return one_of(ids, await read_cases(transaction, ids), lambda row: row.id)


async def few_cases_of(transaction: Transaction, ids: Sequence[UUID]) -> list[CaseRow | None]:
    """The same without the facts that are seldom asked about, in a third of the time."""
    return one_of(ids, await read_cases(transaction, ids, few=True), lambda row: row.id)


async def deadlines_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[DeadlineRow]]:
    """The deadlines of each evaluation, the nearest first."""
    rows = await transaction.rows(
        DeadlineRow,
        "SELECT evaluation_id, name, due_at, timezone, now() > due_at AS passed FROM working.deadline"
        " WHERE evaluation_id = ANY (:ids) ORDER BY due_at, name",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def remarks_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[RemarkRow]]:
    """The remarks on each evaluation, the newest first."""
    rows = await transaction.rows(
        RemarkRow,
        "SELECT id, evaluation_id, criterion_code, text, created_at FROM working.remark"
        " WHERE evaluation_id = ANY (:ids) ORDER BY created_at DESC, id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def history_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[HistoryRow]]:
    """What happened in each evaluation, the newest first."""
    rows = await transaction.rows(
        HistoryRow,
        "SELECT evaluation_id, role, action, from_state, to_state, details ->> 'note' AS note, at"
        " FROM working.audit_entry WHERE evaluation_id = ANY (:ids) AND action <> 'score' AND action <> 'assess'"
        " ORDER BY id DESC",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def insert_evaluation(
    transaction: Transaction,
    *,
    school: UUID,
    framework: UUID,
    process_code: str,
    process_version: int,
    state: str,
    discloses: Sequence[str],
) -> UUID | None:
    """Open an evaluation under the year's next number; None when one on this framework is already under way."""
    await transaction.run("SELECT pg_advisory_xact_lock(hashtextextended('evaluation number', 0))")
    made = await transaction.value(
        """
        INSERT INTO working.evaluation (number, organisation_id, framework_version_id, process_code, process_version,
                                        state, discloses, opened_by, not_applicable)
        SELECT to_char(now(), 'YYYY') || '-' || to_char(1 + coalesce(max(split_part(number, '-', 2)::int), 0), 'FM000'),
               :school, :framework, :process_code, :process_version, :state, :discloses, :person,
               ARRAY(SELECT c ->> 'code' FROM working.organisation o, published.framework f,
                            jsonb_array_elements(f.body -> 'criteria') WITH ORDINALITY AS t (c, place)
                     WHERE o.id = :school AND f.id = :framework AND jsonb_exists(c -> 'not_for', o.school_kind)
                     ORDER BY place)
        FROM working.evaluation WHERE number LIKE to_char(now(), 'YYYY') || '-%'
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        school=school,
        framework=framework,
        process_code=process_code,
        process_version=process_version,
        state=state,
        discloses=list(discloses),
        person=transaction.person,
    )
    return made if isinstance(made, UUID) else None


async def set_deadline(transaction: Transaction, evaluation: UUID, name: str, due_at: datetime) -> None:
    """Set when a phase ends, in the school's time zone."""
    await transaction.run(
        """
        INSERT INTO working.deadline (evaluation_id, name, due_at, timezone)
        SELECT e.evaluation_id, :name, :due_at, o.timezone
        FROM working.evaluated_school e JOIN working.organisation o ON o.id = e.organisation_id
        WHERE e.evaluation_id = :evaluation
        ON CONFLICT (evaluation_id, name) DO UPDATE SET due_at = excluded.due_at
        """,
        evaluation=evaluation,
        name=name,
        due_at=due_at,
    )


async def insert_remark(transaction: Transaction, evaluation: UUID, text: str, criterion: str | None) -> None:
    """Tell the school what to complete."""
    await transaction.run(
        "INSERT INTO working.remark (evaluation_id, text, criterion_code) VALUES (:evaluation, :text, :criterion)",
        evaluation=evaluation,
        text=text,
        criterion=criterion,
    )
