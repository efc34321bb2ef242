"""Reads and writes of what the panel says together: consensus, report, agreement; and of the school's claims on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage.access import for_office, shows_reviews
from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class ConsensusRow:
    """The panel's position on one criterion, beside the values its members gave."""

    evaluation_id: UUID
    criterion_id: UUID
    value: Decimal | None
    position: str
    version: int
    given: list[Decimal]


@dataclass(frozen=True)
class ReportRow:
    """The panel's report."""

    evaluation_id: UUID
    summary: str
    strengths: str
    recommendations: str
    proposed_outcome: str | None
    conditions: list[dict[str, Any]]
    version: int


@dataclass(frozen=True)
class AgreementRow:
    """Whether one active member of the panel agreed with the text as it stands."""

    evaluation_id: UUID
    person_id: UUID
    agreed_at: datetime | None


@dataclass(frozen=True)
class ClaimRow:
    """A factual error the school points at."""

    id: UUID
    evaluation_id: UUID
    criterion_code: str | None
    text: str
    answer: str | None
    accepted: bool | None
    created_at: datetime


OPEN = for_office("'reviews_to_panel' = ANY (e.discloses)", "e.id IN (SELECT * FROM access.reports_open_to_me())")


async def consensus_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[ConsensusRow]]:
    """The panel's position on every criterion that applies in each evaluation, written or not, in the order
    of the framework."""
    rows = await transaction.rows(
        ConsensusRow,
        f"""
        SELECT e.id AS evaluation_id, c.id AS criterion_id, k.value, coalesce(k.position, '') AS position,
               coalesce(k.version, 0) AS version,
               ARRAY(SELECT s.value FROM working.score s JOIN working.review r ON r.id = s.review_id
                     JOIN working.review_author a ON a.review_id = r.id JOIN working.seat x ON x.id = a.seat_id
                     WHERE r.evaluation_id = e.id AND s.criterion_id = c.id AND r.state = 'SUBMITTED'
                       AND x.recused_at IS NULL AND x.removed_at IS NULL
                       AND s.value IS NOT NULL ORDER BY s.value) AS given
        FROM working.evaluation e
        JOIN working.criterion c ON c.framework_version_id = e.framework_version_id AND c.scored
             AND c.code <> ALL (e.not_applicable)
        LEFT JOIN working.consensus k ON k.evaluation_id = e.id AND k.criterion_id = c.id
        WHERE e.id = ANY (:ids) AND {OPEN}
        ORDER BY c.position
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def reports_of(transaction: Transaction, ids: Sequence[UUID]) -> list[ReportRow | None]:
    """The report of each evaluation."""
    rows = await transaction.rows(
        ReportRow,
        "SELECT evaluation_id, summary, strengths, recommendations, proposed_outcome, conditions, version"
        " FROM working.report WHERE evaluation_id = ANY (:ids)",
        ids=list(ids),
    )
    return one_of(ids, rows, lambda row: row.evaluation_id)


async def agreements_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[AgreementRow]]:
    """Who of each panel has agreed; empty for those who may not see the panel."""
    rows = await transaction.rows(
        AgreementRow,
        f"""
        SELECT s.evaluation_id, s.person_id, g.agreed_at FROM working.seat s
        LEFT JOIN working.agreement g ON g.seat_id = s.id AND g.evaluation_id = s.evaluation_id
        WHERE s.evaluation_id = ANY (:ids) AND s.removed_at IS NULL AND s.recused_at IS NULL
          AND {shows_reviews("s.evaluation_id")}
          AND s.evaluation_id NOT IN (SELECT * FROM access.commission_evaluations())
        ORDER BY s.lead DESC, s.seated_at, s.id
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def claims_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[ClaimRow]]:
    """The claims of each evaluation, the oldest first."""
    rows = await transaction.rows(
        ClaimRow,
        "SELECT id, evaluation_id, criterion_code, text, answer, accepted, created_at FROM working.accuracy_claim"
        " WHERE evaluation_id = ANY (:ids) ORDER BY created_at, id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def claims_by_id(transaction: Transaction, ids: Sequence[UUID]) -> list[ClaimRow | None]:
    """Claims by their keys, those the person can see."""
    rows = await transaction.rows(
        ClaimRow,
        "SELECT id, evaluation_id, criterion_code, text, answer, accepted, created_at FROM working.accuracy_claim"
        " WHERE id = ANY (:ids)",
        ids=list(ids),
    )
    return one_of(ids, rows, lambda row: row.id)


async def consensus_version(transaction: Transaction, evaluation: UUID, criterion: UUID) -> int:
    """The version of the panel's position on a criterion; 0 before it is first written."""
    return int(
        await transaction.value(
            "SELECT version FROM working.consensus WHERE evaluation_id = :evaluation AND criterion_id = :criterion",
            evaluation=evaluation,
            criterion=criterion,
        )
        or 0
    )


async def save_consensus(
    transaction: Transaction, evaluation: UUID, criterion: UUID, value: Decimal | None, position: str
) -> None:
    """Write the panel's position on a criterion; earlier agreements were with another text and lapse."""
    await transaction.run(
        """
        INSERT INTO working.consensus (evaluation_id, criterion_id, value, position)
        VALUES (:evaluation, :criterion, :value, :position)
        ON CONFLICT (evaluation_id, criterion_id) DO UPDATE
        SET value = excluded.value, position = excluded.position, version = consensus.version + 1
        """,
        evaluation=evaluation,
        criterion=criterion,
        value=value,
        position=position,
    )
    await lapse_agreements(transaction, evaluation)


async def report_version(transaction: Transaction, evaluation: UUID) -> int:
    """The version of the report; 0 before it is first written."""
    return int(
        await transaction.value("SELECT version FROM working.report WHERE evaluation_id = :id", id=evaluation) or 0
    )


async def save_report(
    transaction: Transaction,
    evaluation: UUID,
    *,
    summary: str,
    strengths: str,
    recommendations: str,
    proposed_outcome: str | None,
    conditions: Sequence[dict[str, Any]],
) -> None:
    """Write the report; earlier agreements were with another text and lapse."""
    await transaction.run(
        """
        INSERT INTO working.report (evaluation_id, summary, strengths, recommendations, proposed_outcome, conditions)
        VALUES (:evaluation, :summary, :strengths, :recommendations, :outcome, CAST(:conditions AS jsonb))
        ON CONFLICT (evaluation_id) DO UPDATE
        SET summary = excluded.summary, strengths = excluded.strengths, recommendations = excluded.recommendations,
            proposed_outcome = excluded.proposed_outcome, conditions = excluded.conditions,
            version = report.version + 1
        """,
        evaluation=evaluation,
        summary=summary,
        strengths=strengths,
        recommendations=recommendations,
        outcome=proposed_outcome,
        conditions=as_json(list(conditions)),
    )
    await lapse_agreements(transaction, evaluation)


async def lapse_agreements(transaction: Transaction, evaluation: UUID) -> None:
    """Nobody has agreed yet."""
    await transaction.run("DELETE FROM working.agreement WHERE evaluation_id = :id", id=evaluation)


async def agree(transaction: Transaction, evaluation: UUID, seat: UUID) -> None:
    """The holder of this seat agrees with consensus and report as they stand."""
    await transaction.run(
        "INSERT INTO working.agreement (evaluation_id, seat_id) VALUES (:evaluation, :seat)",
        evaluation=evaluation,
        seat=seat,
    )


async def insert_claim(transaction: Transaction, evaluation: UUID, code: str | None, text: str) -> UUID:
    """The school points at a factual error."""
    made = await transaction.value(
        "INSERT INTO working.accuracy_claim (evaluation_id, criterion_code, text)"
        " VALUES (:evaluation, :code, :text) RETURNING id",
        evaluation=evaluation,
        code=code,
        text=text,
    )
    assert isinstance(made, UUID)
    return made


async def delete_claim(transaction: Transaction, claim: UUID) -> None:
    """The school takes a claim back."""
    await transaction.run("DELETE FROM working.accuracy_claim WHERE id = :id", id=claim)


async def answer_claim(transaction: Transaction, claim: UUID, *, accepted: bool, answer: str) -> None:
    """The panel answers a claim; the last answer stands."""
    await transaction.run(
        "UPDATE working.accuracy_claim SET accepted = :accepted, answer = :answer WHERE id = :id",
        id=claim,
        accepted=accepted,
        answer=answer,
    )
