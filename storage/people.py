"""People: their names and roles; accounts and tokens, which only the server itself reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from storage.database import Transaction
from storage.grouping import one_of


@dataclass(frozen=True)
class PersonRow:
    """A person's name."""

    id: UUID
    name_ru: str
    name_en: str


@dataclass(frozen=True)
class AccountRow:
    """What a sign-in is checked against."""

    person_id: UUID
    login: str
    email: str | None
    password_hash: str | None
    language: str
    digests: bool


async def people(transaction: Transaction, ids: Sequence[UUID]) -> list[PersonRow | None]:
    """Each person the reader may know of, in the order of the ids."""
    rows = await transaction.rows(
        PersonRow, "SELECT id, name_ru, name_en FROM working.person WHERE id = ANY (:ids)", ids=list(ids)
    )
    return one_of(ids, rows, lambda row: row.id)


async def roles_of(transaction: Transaction, person: UUID) -> list[str]:
    """What the person is, anywhere; an entry in the expert register makes an expert."""
    return await transaction.values(
        """
        SELECT role FROM working.membership WHERE person_id = :person
        UNION SELECT 'EXPERT' FROM working.expert WHERE person_id = :person
        """,
        person=person,
    )


async def is_secretary(transaction: Transaction) -> bool:
    """Whether the transaction's person belongs to the secretariat."""
    return bool(await transaction.value("SELECT access.is_secretary()"))


async def organisations_of(transaction: Transaction, person: UUID) -> list[UUID]:
    """The organisations the person has a role in."""
    return await transaction.values(
        """
        SELECT o.id FROM working.organisation o
        WHERE o.id IN (SELECT organisation_id FROM working.membership WHERE person_id = :person)
        ORDER BY o.name_ru, o.id
        """,
        person=person,
    )


async def anybody(transaction: Transaction) -> bool:
    """Whether the database knows any person yet."""
    return bool(await transaction.value("SELECT EXISTS (SELECT FROM working.person)"))


async def login_of(transaction: Transaction, person: UUID) -> str | None:
    """The name the person signs in with."""
    login: str | None = await transaction.value(
        "SELECT login FROM working.account WHERE person_id = :person", person=person
    )
    return login


async def account(transaction: Transaction, login: str) -> AccountRow | None:
    """The account with this login, unless it is disabled."""
    return await transaction.row(
        AccountRow,
        "SELECT person_id, login, email, password_hash, language, digests FROM working.account"
        " WHERE login = :login AND disabled_at IS NULL",
        login=login,
    )


async def account_of(transaction: Transaction, person: UUID) -> AccountRow | None:
    """The person's account, unless it is disabled."""
    return await transaction.row(
        AccountRow,
        "SELECT person_id, login, email, password_hash, language, digests FROM working.account"
        " WHERE person_id = :person AND disabled_at IS NULL",
        person=person,
    )


async def add_account(
    transaction: Transaction, person: UUID, login: str, password_hash: str | None, email: str | None = None
) -> bool:
    """Let a person sign in; False when the login is taken."""
    added = await transaction.run(
        """
        INSERT INTO working.account (person_id, login, password_hash, email) VALUES (:person, :login, :hash, :email)
        ON CONFLICT (login) DO NOTHING
        """,
        person=person,
        login=login,
        hash=password_hash,
        email=email,
    )
    return added == 1


async def add_person(transaction: Transaction, name_ru: str, name_en: str) -> UUID:
    """A new person."""
    person = await transaction.value(
        "INSERT INTO working.person (name_ru, name_en) VALUES (:ru, :en) RETURNING id", ru=name_ru, en=name_en
    )
    assert isinstance(person, UUID)
    return person


async def add_membership(transaction: Transaction, person: UUID, organisation: UUID, role: str) -> None:
    """Make the person something in the organisation."""
    await transaction.run(
        "INSERT INTO working.membership (person_id, organisation_id, role) VALUES (:person, :organisation, :role)",
        person=person,
        organisation=organisation,
        role=role,
    )


async def add_expert(
    transaction: Transaction,
    person: UUID,
    *,
    constituency: str,
    employer: UUID | None = None,
    municipality: UUID | None = None,
    qualification: str | None = None,
) -> None:
    """Enter a person in the expert register."""
    await transaction.run(
        "INSERT INTO working.expert (person_id, employer_id, municipality_id, constituency, qualification)"
        " VALUES (:person, :employer, :municipality, :constituency, :qualification)",
        person=person,
        employer=employer,
        municipality=municipality,
        constituency=constituency,
        qualification=qualification,
    )


async def ensure_membership(transaction: Transaction, person: UUID, organisation: UUID, role: str) -> None:
    """Make the person something in the organisation, unless they are it already."""
    await transaction.run(
        "INSERT INTO working.membership (person_id, organisation_id, role) VALUES (:person, :organisation, :role)"
        " ON CONFLICT DO NOTHING",
        person=person,
        organisation=organisation,
        role=role,
    )


async def ensure_expert(transaction: Transaction, person: UUID, constituency: str) -> None:
    """Enter a person in the expert register, unless they are there."""
    await transaction.run(
        "INSERT INTO working.expert (person_id, constituency) VALUES (:person, :constituency) ON CONFLICT DO NOTHING",
        person=person,
        constituency=constituency,
    )


async def add_tie(transaction: Transaction, person: UUID, organisation: UUID, kind: str, note: str) -> None:
    """Enter a tie of a person to an organisation that was declared outside of any case."""
    await transaction.run(
        "INSERT INTO working.conflict_of_interest (person_id, organisation_id, kind, note)"
        " VALUES (:person, :organisation, :kind, :note)",
        person=person,
        organisation=organisation,
        kind=kind,
        note=note,
    )


async def agency(transaction: Transaction, name_ru: str, name_en: str) -> UUID:
    """The first agency of the register; made under this name where there is none."""
    found = await transaction.value(
        "SELECT id FROM working.organisation WHERE kind = 'AGENCY' ORDER BY name_ru, id LIMIT 1"
    ) or await transaction.value(
        "INSERT INTO working.organisation (kind, name_ru, name_en) VALUES ('AGENCY', :ru, :en) RETURNING id",
        ru=name_ru,
        en=name_en,
    )
    assert isinstance(found, UUID)
    return found


async def add_token(
    transaction: Transaction, digest: bytes, person: UUID, lasts: timedelta, label: str, scope: str = "ACT"
) -> UUID:
    """Keep an access token for a script."""
    made = await transaction.value(
        """
        INSERT INTO working.access_token (digest, person_id, label, expires_at, scope)
        VALUES (:digest, :person, :label, now() + :lasts, :scope) RETURNING id
        """,
        digest=digest,
        person=person,
        label=label,
        lasts=lasts,
        scope=scope,
    )
    assert isinstance(made, UUID)
    return made


async def choose_letters(transaction: Transaction, person: UUID, language: str, *, digests: bool) -> None:
    """In which language the person gets letters, and whether they are told what waits for them."""
    await transaction.run(
        "UPDATE working.account SET language = :language, digests = :digests WHERE person_id = :person",
        person=person,
        language=language,
        digests=digests,
    )
