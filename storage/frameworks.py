"""Framework versions: the working tree that acts check against, and its published copy that anybody reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import one_of
from storage.moments import frameworks_at, let_it_pass, one_at_a_time


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


@dataclass(frozen=True)
class DraftRow:
    """A framework version that is being written, as the file of a framework has it; sound or not."""

    id: UUID
    code: str
    number: int
    content: dict[str, Any]
    version: int
    changed_at: datetime


DRAFT = "id, code, number, content, version, changed_at"


async def digests(transaction: Transaction) -> dict[tuple[str, int], str]:
    """The hash of each framework version's published form, by its code and number."""
    found = await transaction.value(
        "SELECT json_agg(json_build_array(code, number, sha256)) FROM working.framework_version"
    )
    return {(code, number): digest for code, number, digest in found or []}


async def add(transaction: Transaction, key: UUID, code: str, number: int, digest: str, body: dict[str, Any]) -> None:
    """A framework version, published at once: rows for the acts, and the same tree for everybody to read."""
    await one_at_a_time(transaction)
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
    await let_it_pass(transaction)


@dataclass(frozen=True)
class KnownRow:
    """A framework version with the digest of what it says, and that as text unless it was known already."""

    id: UUID
    code: str
    number: int
    state: str
    digest: str
    body: str | None


MOST_KNOWN = 16
_known: dict[str, Mapping[str, Any]] = {}
"""What framework versions say, by its digest. Many requests name the same few, and to read one takes longer than all
the rest of asking for it."""


async def frameworks_of(
    transaction: Transaction, keys: Sequence[UUID], as_of: datetime | None = None
) -> list[FrameworkRow | None]:
    """The published framework versions with these keys, in their order."""
    known = dict(_known)
    rows = await transaction.rows(
        KnownRow,
        "SELECT id, code, number, state, digest, CASE WHEN digest <> ALL (:known) THEN CAST(body AS text) END AS body"
        f" FROM {frameworks_at(as_of)} f WHERE id = ANY(:keys)",
        keys=keys,
        known=list(known),
        as_of=as_of,
    )
    for row in rows:
        if row.body is not None:
            known[row.digest] = _known[row.digest] = json.loads(row.body)
    while len(_known) > MOST_KNOWN:
        del _known[next(iter(_known))]
    found = [FrameworkRow(row.id, row.code, row.number, row.state, known[row.digest]) for row in rows]
    return one_of(keys, found, lambda row: row.id)


def known_framework(key: UUID, code: str, number: int, state: str, digest: str) -> FrameworkRow | None:
    """The framework version of which a row says this much; None where what it says has yet to be read."""
    body = _known.get(digest)
    return None if body is None else FrameworkRow(key, code, number, state, body)


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
    transaction: Transaction, after: tuple[str, int] | None, limit: int, as_of: datetime | None = None
) -> tuple[list[FrameworkRow], int]:
    """Published framework versions by code, the newest number first, and how many there are."""
    code, number = after or ("", 0)
    rows = await transaction.rows(
        FrameworkRow,
        f"SELECT id, code, number, state, body FROM {frameworks_at(as_of)} f"
        " WHERE code > :code OR (code = :code AND number < :number) ORDER BY code, number DESC LIMIT :limit",
        code=code,
        number=number,
        limit=limit,
        as_of=as_of,
    )
    return rows, await transaction.value(f"SELECT count(*) FROM {frameworks_at(as_of)} f", as_of=as_of)


@dataclass(frozen=True)
class NamedFramework:
    """A framework by its code, named as its newest version is."""

    code: str
    title: dict[str, str]


async def named(transaction: Transaction) -> list[NamedFramework]:
    """Every published framework, by code."""
    return await transaction.rows(
        NamedFramework,
        "SELECT DISTINCT ON (code) code, body -> 'title' AS title FROM published.framework ORDER BY code, number DESC",
    )


async def newest_of(transaction: Transaction, code: str) -> FrameworkRow | None:
    """The published version of this code with the highest number, retired or not."""
    return await transaction.row(
        FrameworkRow,
        "SELECT id, code, number, state, body FROM published.framework WHERE code = :code ORDER BY number DESC LIMIT 1",
        code=code,
    )


async def version_of(transaction: Transaction, code: str, number: int) -> FrameworkRow | None:
    """The published version of this code and number."""
    return await transaction.row(
        FrameworkRow,
        "SELECT id, code, number, state, body FROM published.framework WHERE code = :code AND number = :number",
        code=code,
        number=number,
    )


async def retire(transaction: Transaction, key: UUID) -> bool:
    """No more evaluations are opened on this version; False where it is not in use."""
    await one_at_a_time(transaction)
    touched = await transaction.run(
        "UPDATE working.framework_version SET state = 'RETIRED' WHERE id = :id AND state = 'PUBLISHED'", id=key
    )
    if touched:
        await transaction.run("UPDATE published.framework SET state = 'RETIRED' WHERE id = :id", id=key)
        await let_it_pass(transaction)
    return touched > 0


async def drafts(transaction: Transaction) -> list[DraftRow]:
    """The drafts the person can see, the one changed last first."""
    return await transaction.rows(DraftRow, f"SELECT {DRAFT} FROM working.framework_draft ORDER BY changed_at DESC, id")


async def drafts_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[DraftRow | None]:
    """The drafts with these keys, in their order."""
    rows = await transaction.rows(
        DraftRow, f"SELECT {DRAFT} FROM working.framework_draft WHERE id = ANY (:keys)", keys=list(keys)
    )
    return one_of(keys, rows, lambda row: row.id)


async def lock_draft(transaction: Transaction, key: UUID) -> DraftRow | None:
    """The draft, locked until the transaction ends."""
    return await transaction.row(
        DraftRow, f"SELECT {DRAFT} FROM working.framework_draft WHERE id = :key FOR UPDATE", key=key
    )


async def begin_draft(transaction: Transaction, code: str, content: Mapping[str, Any]) -> UUID:
    """A draft of the next version of this code; nobody else begins one of it meanwhile."""
    await transaction.run("SELECT pg_advisory_xact_lock(hashtext(:code))", code=f"areopag framework {code}")
    made = await transaction.value(
        "INSERT INTO working.framework_draft (code, number, content) SELECT :code, 1 + coalesce(max(number), 0),"
        " CAST(:content AS jsonb) FROM (SELECT number FROM working.framework_version WHERE code = :code UNION ALL"
        " SELECT number FROM working.framework_draft WHERE code = :code) AS known RETURNING id",
        code=code,
        content=as_json(content),
    )
    assert isinstance(made, UUID)
    return made


async def change_draft(transaction: Transaction, key: UUID, content: Mapping[str, Any]) -> None:
    """What stands in a draft now."""
    await transaction.run(
        "UPDATE working.framework_draft SET content = CAST(:content AS jsonb), version = version + 1,"
        " changed_at = now() WHERE id = :key",
        key=key,
        content=as_json(content),
    )


async def drop_draft(transaction: Transaction, key: UUID) -> None:
    """A draft that was published, or is not wanted."""
    await transaction.run("DELETE FROM working.framework_draft WHERE id = :key", key=key)
