"""Everything the database keeps about one person, and the parts of it that go when the person asks for it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage.database import Transaction

SECRETS = ["digest", "password_hash", "sealed", "credential", "public_key", "id_token", "facts", "hash", "previous"]
"""Columns that open doors or prove the trail, and say nothing about a person."""
OF_OTHERS = ["change"]
"""What the trail keeps of a decision holds other people's votes."""
DOORS = (
    "session",
    "access_token",
    "ceremony",
    "authenticator",
    "recovery_code",
    "passkey",
    "password_reset",
    "identity",
    "idempotency",
    "membership",
    "account",
)
"""What lets a person in and makes them something; gone at erasure."""


@dataclass(frozen=True)
class Place:
    """A column that names a person."""

    name: str
    column: str


async def places(transaction: Transaction) -> list[Place]:
    """Every column of the working tables that names a person, found in the database itself, so none is forgotten."""
    return await transaction.rows(
        Place,
        """
        SELECT t.relname AS name, a.attname AS column
        FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'working.person'::regclass AND cardinality(c.conkey) = 1
        ORDER BY 1, 2
        """,
    )


async def about(transaction: Transaction, person: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every row that names the person, by table and column, without secrets; and what they wrote as an expert."""
    found = {
        "person": await transaction.values(
            "SELECT to_jsonb(p) FROM working.person p WHERE p.id = :person", person=person
        ),
        "score": await transaction.values(
            """
            SELECT to_jsonb(s) FROM working.score s JOIN working.review_author a ON a.review_id = s.review_id
            JOIN working.seat seat ON seat.id = a.seat_id WHERE seat.person_id = :person
            """,
            person=person,
        ),
    }
    for place in await places(transaction):
        rows = await transaction.values(
            f"SELECT to_jsonb(t) - CAST(:hidden AS text[]) FROM working.{place.name} t"
            f" WHERE t.{place.column} = :person",
            hidden=[*SECRETS, *OF_OTHERS],
            person=person,
        )
        if rows:
            found[f"{place.name}.{place.column}"] = rows
    return {name: rows for name, rows in found.items() if rows}


async def erase(transaction: Transaction, person: UUID, name_ru: str, name_en: str) -> bool:
    """Forget who the person is; False when nobody is there, or they were erased before.

    What they did stays, under the same id and this name.
    """
    renamed = await transaction.run(
        "UPDATE working.person SET name_ru = :ru, name_en = :en, erased_at = now()"
        " WHERE id = :person AND erased_at IS NULL",
        person=person,
        ru=name_ru,
        en=name_en,
    )
    if not renamed:
        return False
    await transaction.run(
        """
        DELETE FROM working.sign_in_failure WHERE login = :key OR login IN
            (SELECT unnest(ARRAY[login, email]) FROM working.account WHERE person_id = :person)
        """,
        key=str(person),
        person=person,
    )
    await transaction.run(
        """
        UPDATE working.invitation SET email = '', name_ru = :ru, name_en = :en,
            revoked_at = CASE WHEN accepted_at IS NULL THEN coalesce(revoked_at, now()) ELSE revoked_at END
        WHERE person_id = :person OR email = (SELECT email FROM working.account WHERE person_id = :person)
        """,
        person=person,
        ru=name_ru,
        en=name_en,
    )
    await transaction.run(
        "UPDATE working.expert SET qualification = NULL, employer_id = NULL, municipality_id = NULL"
        " WHERE person_id = :person",
        person=person,
    )
    await transaction.run("UPDATE working.conflict_of_interest SET note = '' WHERE person_id = :person", person=person)
    for table in DOORS:
        await transaction.run(f"DELETE FROM working.{table} WHERE person_id = :person", person=person)
    # What the register kept of former posts, those given up a moment ago included.
    await transaction.run(
        "DELETE FROM working.conflict_of_interest WHERE person_id = :person AND source = 'REGISTER'", person=person
    )
    return True
