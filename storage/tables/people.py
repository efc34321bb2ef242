"""People, what they are where, and how they sign in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, filled, key, moment, one_of, reference, words

ROLES = (
    "SCHOOL_OFFICER",
    "SCHOOL_HEAD",
    "FOUNDER",
    "SECRETARY",
    "EXPERT",
    "COMMISSION_MEMBER",
    "COMMISSION_CHAIR",
    "ADMINISTRATOR",
    "SERVICE",
)
CONSTITUENCIES = ("PEDAGOGUE", "PARENT", "EMPLOYER", "SCIENCE", "CULTURE", "CIVIL_SOCIETY")
TIES = ("EMPLOYMENT", "ORGANISATION_TREE", "FAMILY", "CO_AUTHOR", "CONSULTANCY", "SAME_MUNICIPALITY", "OTHER")
METHODS = ("PASSWORD", "SECOND_STEP", "PROVIDER", "PASSKEY")
SCOPES = ("READ", "ACT")
LANGUAGES = ("ru", "en")
GUESSES = ("PASSWORD", "SECOND_STEP", "RESET", "INVITATION", "SURVEY")


def _digest() -> Any:
    return Field(sa_column=Column(LargeBinary, primary_key=True))


def _public_id() -> Any:
    return Field(
        sa_column=Column(PG_UUID(as_uuid=True), nullable=False, unique=True, server_default=text("gen_random_uuid()"))
    )


class Person(SQLModel, table=True):
    """Anybody who can act."""

    __tablename__ = "person"
    __table_args__ = (filled("name_ru", "person", 300), filled("name_en", "person", 300), WORKING)
    id: UUID = key()
    name_ru: str = words()
    name_en: str = words()
    created_at: datetime = moment(now=True)
    erased_at: datetime | None = moment(optional=True)


class Account(SQLModel, table=True):
    """The right to sign in. `login` and `email` are kept in lower case; without a password, other ways remain.

    `language` is that of the letters; `digests`: whether what waits for the person is told by letter.
    """

    __tablename__ = "account"
    __table_args__ = (
        filled("login", "account", 200),
        filled("email", "account", 320),
        one_of("language", LANGUAGES, "account"),
        WORKING,
    )
    person_id: UUID = reference("person.id", key=True)
    login: str = words(unique=True)
    email: str | None = words(optional=True)
    password_hash: str | None = words(optional=True)
    language: str = words("ru")
    digests: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("true")))
    disabled_at: datetime | None = moment(optional=True)


class Session(SQLModel, table=True):
    """A signed-in browser; only the SHA-256 of its token is kept. `id_token` is what an OpenID provider wants to see
    when the person signs out."""

    __tablename__ = "session"
    __table_args__ = (one_of("method", METHODS, "session"), WORKING)
    digest: bytes = _digest()
    id: UUID = _public_id()
    person_id: UUID = reference("person.id", index=True)
    created_at: datetime = moment(now=True)
    seen_at: datetime = moment(now=True)
    expires_at: datetime = moment()
    user_agent: str = words("")
    address: str = words("")
    method: str = words("PASSWORD")
    id_token: str | None = words(optional=True)


class AccessToken(SQLModel, table=True):
    """A bearer token for a script; only its SHA-256 is kept. With the scope READ it cannot change anything."""

    __tablename__ = "access_token"
    __table_args__ = (one_of("scope", SCOPES, "access_token"), WORKING)
    digest: bytes = _digest()
    id: UUID = _public_id()
    person_id: UUID = reference("person.id", index=True)
    label: str = words("")
    scope: str = words("ACT")
    created_at: datetime = moment(now=True)
    used_at: datetime | None = moment(optional=True)
    expires_at: datetime = moment()


class SignInFailure(SQLModel, table=True):
    """A refused guess at a password, a code or a link, kept for a while to slow a guesser."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        one_of("kind", GUESSES, "sign_in_failure"),
        Index("sign_in_failure_login_at", "login", "at"),
        Index("sign_in_failure_address_at", "address", "at"),
        WORKING,
    )
    id: UUID = key()
    kind: str = words("PASSWORD")
    login: str = words()
    address: str = words()
    at: datetime = moment(now=True)


class Membership(SQLModel, table=True):
    """What a person is in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (one_of("role", ROLES, "membership"), WORKING)
    person_id: UUID = reference("person.id", key=True)
    organisation_id: UUID = reference("organisation.id", key=True, index=True)
    role: str = words(key=True)


class Expert(SQLModel, table=True):
    """An entry of the expert register."""

    __tablename__ = "expert"
    __table_args__ = (one_of("constituency", CONSTITUENCIES, "expert"), WORKING)
    person_id: UUID = reference("person.id", key=True)
    employer_id: UUID | None = reference("organisation.id", optional=True)
    municipality_id: UUID | None = reference("organisation.id", optional=True)
    constituency: str = words()
    qualification: str | None = words(optional=True)


class ConflictOfInterest(SQLModel, table=True):
    """A tie between a person and an organisation: declared by the person, kept by the register when somebody left a
    post, or named by a school that asks for a recusal in its case.

    The years tell when it began and ended; without the latter it lasts.
    """

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        one_of("kind", TIES, "conflict_of_interest"),
        one_of("source", ("PERSON", "REGISTER", "SCHOOL"), "conflict_of_interest"),
        CheckConstraint("(source = 'SCHOOL') = (evaluation_id IS NOT NULL)", name="conflict_of_interest_of_a_case"),
        CheckConstraint("since_year BETWEEN 1900 AND 2200", name="conflict_of_interest_since_sensible"),
        CheckConstraint("until_year BETWEEN 1900 AND 2200", name="conflict_of_interest_until_sensible"),
        CheckConstraint("since_year <= until_year", name="conflict_of_interest_in_order"),
        WORKING,
    )
    id: UUID = key()
    person_id: UUID = reference("person.id", index=True)
    organisation_id: UUID = reference("organisation.id", index=True)
    kind: str = words()
    note: str = words("")
    source: str = words("PERSON")
    since_year: int | None = None
    until_year: int | None = None
    declared_by: UUID | None = reference("person.id", optional=True)
    declared_at: datetime = moment(now=True)
    evaluation_id: UUID | None = reference("evaluation.id", optional=True, index=True)


class ConflictRuling(SQLModel, table=True):
    """A decision on a tie in one case: waived, or a school's request for a recusal granted or refused."""

    __tablename__ = "conflict_ruling"
    __table_args__ = (
        one_of("kind", TIES, "conflict_ruling"),
        one_of("ruling", ("WAIVED", "GRANTED", "REFUSED"), "conflict_ruling"),
        one_of("role", ("secretary", "chair"), "conflict_ruling"),
        filled("reason", "conflict_ruling"),
        CheckConstraint("(ruling = 'WAIVED') = (request_id IS NULL)", name="conflict_ruling_answers"),
        CheckConstraint("person_id <> decided_by", name="conflict_ruling_of_another"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    person_id: UUID = reference("person.id")
    ruling: str = words()
    kind: str = words()
    organisation_id: UUID = reference("organisation.id")
    request_id: UUID | None = reference("conflict_of_interest.id", optional=True, unique=True)
    reason: str = words()
    decided_by: UUID = reference("person.id")
    role: str = words()
    at: datetime = moment(now=True)


class Held(SQLModel, table=True):
    """Somebody who sits in a case and reads nothing of it for the time being: who has not declared yet what ties them
    to the school, or has a tie that stops them and nobody has decided about it.
    """

    __tablename__ = "held"
    __table_args__ = (one_of("because", ("DECLARATION", "CONFLICT"), "held"), WORKING)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    person_id: UUID = reference("person.id", key=True)
    because: str = words(key=True)
    since: datetime = moment(now=True)


class Idempotency(SQLModel, table=True):
    """The first answer to a request that creates something, so that a repeated one gets the same."""

    __tablename__ = "idempotency"
    __table_args__ = (WORKING,)
    person_id: UUID = reference("person.id", key=True)
    key: str = words(key=True)
    fingerprint: str = words()
    subject_id: UUID = Field()
    details: dict[str, Any] = document()
    at: datetime = moment(now=True)
