"""People: their names and roles; accounts, sessions and tokens, which only the server itself reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    password_hash: str


@dataclass(frozen=True)
class Attempts:
    """Recent sign-ins that failed or are not decided yet, this one among them."""

    for_login: int
    from_address: int
    seconds_until_fewer: int


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
        "SELECT person_id, password_hash FROM working.account WHERE login = :login AND disabled_at IS NULL",
        login=login,
    )


async def add_account(transaction: Transaction, person: UUID, login: str, password_hash: str) -> bool:
    """Let a person sign in; False when the login is taken."""
    added = await transaction.run(
        """
        INSERT INTO working.account (person_id, login, password_hash) VALUES (:person, :login, :hash)
        ON CONFLICT (login) DO NOTHING
        """,
        person=person,
        login=login,
        hash=password_hash,
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


async def begin_session(
    transaction: Transaction, digest: bytes, person: UUID, lasts: timedelta, user_agent: str
) -> datetime:
    """Keep a new session; answers when it ends. Sessions that ended are forgotten on the way."""
    await transaction.run("DELETE FROM working.session WHERE expires_at < now()")
    ends = await transaction.value(
        """
        INSERT INTO working.session (digest, person_id, expires_at, user_agent)
        VALUES (:digest, :person, now() + :lasts, :user_agent) RETURNING expires_at
        """,
        digest=digest,
        person=person,
        lasts=lasts,
        user_agent=user_agent,
    )
    assert isinstance(ends, datetime)
    return ends


async def end_session(transaction: Transaction, digest: bytes) -> None:
    """Forget a session."""
    await transaction.run("DELETE FROM working.session WHERE digest = :digest", digest=digest)


async def person_of_session(transaction: Transaction, digest: bytes) -> PersonRow | None:
    """Whose session this is, while it lasts and the account is not disabled."""
    return await _holder(transaction, "session", digest)


async def person_of_token(transaction: Transaction, digest: bytes) -> PersonRow | None:
    """Whose access token this is, while it lasts and the account is not disabled."""
    return await _holder(transaction, "access_token", digest)


async def _holder(transaction: Transaction, table: str, digest: bytes) -> PersonRow | None:
    return await transaction.row(
        PersonRow,
        f"""
        SELECT p.id, p.name_ru, p.name_en
        FROM working.{table} held
        JOIN working.person p ON p.id = held.person_id
        JOIN working.account a ON a.person_id = held.person_id AND a.disabled_at IS NULL
        WHERE held.digest = :digest AND held.expires_at > now()
        """,
        digest=digest,
    )


async def add_token(transaction: Transaction, digest: bytes, person: UUID, lasts: timedelta, label: str) -> None:
    """Keep an access token for a script."""
    await transaction.run(
        """
        INSERT INTO working.access_token (digest, person_id, label, expires_at)
        VALUES (:digest, :person, :label, now() + :lasts)
        """,
        digest=digest,
        person=person,
        label=label,
        lasts=lasts,
    )


async def record_attempt(
    transaction: Transaction, login: str, address: str, window: timedelta
) -> tuple[UUID, Attempts]:
    """Count a sign-in as failed until it succeeds, so that many at once cannot slip past the limit."""
    await transaction.run("SELECT pg_advisory_xact_lock(hashtextextended(:address, 4242002))", address=address)
    await transaction.run("DELETE FROM working.sign_in_failure WHERE at < now() - interval '1 day'")
    attempt = await transaction.value(
        "INSERT INTO working.sign_in_failure (login, address) VALUES (:login, :address) RETURNING id",
        login=login,
        address=address,
    )
    counted = await transaction.row(
        Attempts,
        """
        SELECT count(*) FILTER (WHERE login = :login) AS for_login, count(*) AS from_address,
               ceil(extract(epoch FROM min(at) + :window - now()))::int AS seconds_until_fewer
        FROM working.sign_in_failure WHERE address = :address AND at > now() - :window
        """,
        login=login,
        address=address,
        window=window,
    )
    assert counted is not None
    return attempt, counted


async def forget_attempt(transaction: Transaction, attempt: UUID) -> None:
    """An attempt that was refused before it was tried does not count: it would prolong its own refusal."""
    await transaction.run("DELETE FROM working.sign_in_failure WHERE id = :attempt", attempt=attempt)


async def forget_attempts(transaction: Transaction, login: str, address: str) -> None:
    """After a success: what this address got wrong for this login no longer counts."""
    await transaction.run(
        "DELETE FROM working.sign_in_failure WHERE login = :login AND address = :address", login=login, address=address
    )
