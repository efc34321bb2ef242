"""Framework versions: the working tree that acts check against, and its published copy that anybody reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import one_of


@dataclass(frozen=True)
class FrameworkRow:
    """A framework version with its whole tree, as published."""

    id: UUID
    code: str
    number: int
    state: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class CriterionRow:
    """One node of a published tree."""

    id: UUID
    body: dict[str, Any]


async def digest_of(transaction: Transaction, code: str, number: int) -> str | None:
    """The hash of this framework version's published form; None when there is no such version."""
    found: str | None = await transaction.value(
        "SELECT sha256 FROM working.framework_version WHERE code = :code AND number = :number", code=code, number=number
    )
    return found


async def add(transaction: Transaction, key: UUID, code: str, number: int, digest: str, body: dict[str, Any]) -> None:
    """A framework version, published at once: rows for the acts, and the same tree for everybody to read."""
    facts = {"id": key, "code": code, "number": number, "body": as_json(body)}
    await transaction.run(
        "INSERT INTO working.framework_version (id, code, number, state, title_ru, title_en, legal_ru, legal_en,"
        " aggregation, maximum, sha256)"
        " SELECT :id, :code, :number, 'DRAFT', b #>> '{title,ru}', b #>> '{title,en}', b #>> '{legal,ru}',"
        " b #>> '{legal,en}', b ->> 'aggregation', (b ->> 'maximum')::numeric, :digest FROM CAST(:body AS jsonb) b",
        digest=digest,
        **facts,
    )
    await transaction.run(
        "INSERT INTO working.criterion (id, framework_version_id, code, parent_code, position, kind, title_ru,"
        " title_en, description_ru, description_en, scored, weight, evidence_required, scale)"
        " SELECT (c ->> 'id')::uuid, :id, c ->> 'code', c ->> 'parent', place, c ->> 'kind', c #>> '{title,ru}',"
        " c #>> '{title,en}', c #>> '{description,ru}', c #>> '{description,en}', (c ->> 'scored')::boolean,"
        " (c ->> 'weight')::numeric, (c ->> 'evidence_required')::boolean, nullif(c -> 'scale', 'null')"
        " FROM jsonb_array_elements(CAST(:body AS jsonb) -> 'criteria') WITH ORDINALITY AS t(c, place)",
        id=key,
        body=facts["body"],
    )
    await transaction.run("UPDATE working.framework_version SET state = 'PUBLISHED' WHERE id = :id", id=key)
    await transaction.run(
        "INSERT INTO published.framework (id, code, number, state, body)"
        " VALUES (:id, :code, :number, 'PUBLISHED', CAST(:body AS jsonb))",
        **facts,
    )


async def frameworks_of(transaction: Transaction, keys: Sequence[UUID]) -> list[FrameworkRow | None]:
    """The published framework versions with these keys, in their order."""

    @dataclass(frozen=True)
    class Row:
        id: UUID
        code: str
        number: int
        state: str
        body: str

    rows = await transaction.rows(
        Row,
        "SELECT id, code, number, state, CAST(body AS text) AS body FROM published.framework WHERE id = ANY(:keys)",
        keys=keys,
    )
    known = [FrameworkRow(row.id, row.code, row.number, row.state, _body(row.body)) for row in rows]
    return one_of(keys, known, lambda row: row.id)


@lru_cache(maxsize=16)
def _body(text: str) -> Mapping[str, Any]:
    """What a framework says. Many requests name the same few, and reading one takes longer than asking for it."""
    found: Mapping[str, Any] = json.loads(text)
    return found


async def criteria_of(transaction: Transaction, keys: Sequence[UUID]) -> list[CriterionRow | None]:
    """The criteria with these keys, in their order, whichever framework they belong to."""
    rows = await transaction.rows(
        CriterionRow,
        "SELECT CAST(c ->> 'id' AS uuid) AS id, c AS body"
        " FROM published.framework f, jsonb_array_elements(f.body -> 'criteria') c"
        " WHERE CAST(c ->> 'id' AS uuid) = ANY(:keys)",
        keys=keys,
    )
    return one_of(keys, rows, lambda row: row.id)


async def page_of_frameworks(
    transaction: Transaction, after: tuple[str, int] | None, limit: int
) -> tuple[list[FrameworkRow], int]:
    """Published framework versions by code, the newest number first, and how many there are."""
    code, number = after or ("", 0)
    rows = await transaction.rows(
        FrameworkRow,
        "SELECT id, code, number, state, body FROM published.framework"
        " WHERE code > :code OR (code = :code AND number < :number) ORDER BY code, number DESC LIMIT :limit",
        code=code,
        number=number,
        limit=limit,
    )
    return rows, await transaction.value("SELECT count(*) FROM published.framework")
