"""The register of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.database import Transaction
from storage.grouping import one_of
from storage.searching import parts_of_words


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation with the municipality and the region it stands in, itself excluded."""

    id: UUID
    kind: str
    name_ru: str
    name_en: str
    address: str | None
    website: str | None
    pupils: int | None
    rural: bool | None
    school_kind: str | None
    municipality_id: UUID | None
    region_id: UUID | None


REST_OF_ORGANISATION = """o.kind, o.name_ru, o.name_en, o.address, o.website, o.pupils, o.rural, o.school_kind,
           CASE WHEN above.kind = 'MUNICIPALITY' THEN above.id END AS municipality_id,
           CASE WHEN above.kind = 'REGION' THEN above.id ELSE top.id END AS region_id"""
"""What a row says of an organisation `o` beside its key."""
# A statement that is planned once, for any number of rows, would read the register through in the order of its keys;
# limited to one each, what is above is found by its key.
ABOVE = """LEFT JOIN LATERAL (
        SELECT a.id, a.kind, a.parent_id FROM working.organisation a WHERE a.id = o.parent_id LIMIT 1) above ON true
    LEFT JOIN LATERAL (SELECT a.id FROM working.organisation a WHERE a.id = above.parent_id LIMIT 1) top ON true"""
ORGANISATIONS = f"""
    SELECT o.id, {REST_OF_ORGANISATION}
    FROM working.organisation o
    {ABOVE}"""


async def organisations(transaction: Transaction, keys: Sequence[UUID]) -> list[OrganisationRow | None]:
    """The organisations with these keys, in their order."""
    rows = await transaction.rows(OrganisationRow, f"{ORGANISATIONS} WHERE o.id = ANY(:keys)", keys=keys)
    return one_of(keys, rows, lambda row: row.id)


async def school_exists(transaction: Transaction, school: UUID) -> bool:
    """Whether this organisation is a school."""
    return bool(
        await transaction.value("SELECT true FROM working.organisation WHERE id = :id AND kind = 'SCHOOL'", id=school)
    )


async def find_schools(transaction: Transaction, search: str, limit: int) -> list[OrganisationRow]:
    """Schools whose name in either language has every word of the search, № 2 before № 10; for the secretariat only."""
    return await transaction.rows(
        OrganisationRow,
        f"{ORGANISATIONS} WHERE o.kind = 'SCHOOL' AND access.is_secretary()"
        " AND o.name_ru || ' ' || o.name_en ILIKE ALL(CAST(:words AS text[]))"
        " ORDER BY published.sort_name(o.name_ru), o.id LIMIT :limit",
        words=parts_of_words(search),
        limit=limit,
    )


async def names_around(transaction: Transaction, school: UUID) -> list[str]:
    """The names of a school and of the municipality it stands in, in both languages."""
    return await transaction.values(
        "SELECT unnest(ARRAY[o.name_ru, o.name_en]) FROM working.organisation o WHERE o.id = :school"
        " OR (o.kind = 'MUNICIPALITY' AND o.id = (SELECT parent_id FROM working.organisation WHERE id = :school))",
        school=school,
    )


async def add_organisation(
    transaction: Transaction,
    kind: str,
    name_ru: str,
    name_en: str,
    parent: UUID | None = None,
    *,
    address: str | None = None,
    website: str | None = None,
    pupils: int | None = None,
    rural: bool | None = None,
    school_kind: str | None = None,
) -> UUID:
    """A new organisation in the register."""
    key: UUID = await transaction.value(
        "INSERT INTO working.organisation (kind, parent_id, name_ru, name_en, address, website, pupils, rural,"
        " school_kind) VALUES (:kind, :parent, :name_ru, :name_en, :address, :website, :pupils, :rural, :school_kind)"
        " RETURNING id",
        kind=kind,
        parent=parent,
        name_ru=name_ru,
        name_en=name_en,
        address=address,
        website=website,
        pupils=pupils,
        rural=rural,
        school_kind=school_kind,
    )
    return key


async def say_kind(transaction: Transaction, school: UUID, kind: str) -> None:
    """What kind of school one is from now on."""
    await transaction.run(
        "UPDATE working.organisation SET school_kind = :kind WHERE id = :school", kind=kind, school=school
    )


async def organisations_called(transaction: Transaction, name: str, key: UUID | None) -> list[UUID]:
    """The organisations of this name, in either language, or with this key."""
    return await transaction.values(
        "SELECT id FROM working.organisation"
        " WHERE name_ru = :name OR name_en = :name OR id = CAST(:key AS uuid) ORDER BY id",
        name=name,
        key=key,
    )
