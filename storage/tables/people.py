"""People, what they are where, and how they sign in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary
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


def _digest() -> Any:
    return Field(sa_column=Column(LargeBinary, primary_key=True))


class Person(SQLModel, table=True):
    """Anybody who can act."""

    __tablename__ = "person"
    __table_args__ = (filled("name_ru", "person", 300), filled("name_en", "person", 300), WORKING)
    id: UUID = key()
    name_ru: str = words()
    name_en: str = words()
    created_at: datetime = moment(now=True)


class Account(SQLModel, table=True):
    """A local way to sign in. `login` is kept in lower case."""

    __tablename__ = "account"
    __table_args__ = (filled("login", "account", 200), WORKING)
    person_id: UUID = reference("person.id", key=True)
    login: str = words(unique=True)
    password_hash: str = words()
    disabled_at: datetime | None = moment(optional=True)


class Session(SQLModel, table=True):
    """A signed-in browser; only the SHA-256 of its token is kept."""

    __tablename__ = "session"
    __table_args__ = (WORKING,)
    digest: bytes = _digest()
    person_id: UUID = reference("person.id", index=True)
    created_at: datetime = moment(now=True)
    expires_at: datetime = moment()
    user_agent: str = words("")


class AccessToken(SQLModel, table=True):
    """A bearer token for a script; only its SHA-256 is kept."""

    __tablename__ = "access_token"
    __table_args__ = (WORKING,)
    digest: bytes = _digest()
    person_id: UUID = reference("person.id", index=True)
    label: str = words("")
    created_at: datetime = moment(now=True)
    expires_at: datetime = moment()


class SignInFailure(SQLModel, table=True):
    """A refused sign-in, kept for a while to slow a guesser."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("sign_in_failure_login_at", "login", "at"), WORKING)
    id: UUID = key()
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
    """A declared tie between a person and an organisation."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        one_of("kind", ("EMPLOYMENT", "FAMILY", "CONSULTANCY", "SAME_MUNICIPALITY", "OTHER"), "conflict_of_interest"),
        WORKING,
    )
    id: UUID = key()
    person_id: UUID = reference("person.id", index=True)
    organisation_id: UUID = reference("organisation.id", index=True)
    kind: str = words()
    note: str = words("")
    declared_by: UUID | None = reference("person.id", optional=True)
    declared_at: datetime = moment(now=True)


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
