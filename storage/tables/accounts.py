"""What surrounds an account: how else one signs in, what was begun and not finished, invitations, letters."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, filled, key, moment, one_of, reference, words
from storage.tables.people import CONSTITUENCIES, ROLES

CEREMONIES = ("PROVIDER", "SECOND_STEP", "PASSKEY_SIGN_IN", "PASSKEY_ENROLMENT")


def _digest() -> Any:
    return Field(sa_column=Column(LargeBinary, primary_key=True))


def _bytes(*, unique: bool = False) -> Any:
    return Field(sa_column=Column(LargeBinary, nullable=False, unique=unique or None))


def _count() -> Any:
    return Field(sa_column=Column(BigInteger, nullable=False, server_default="0"))


class Identity(SQLModel, table=True):
    """A person as an OpenID provider knows them; issuer and subject together are the only link."""

    __tablename__ = "identity"
    __table_args__ = (WORKING,)
    issuer: str = words(key=True)
    subject: str = words(key=True)
    person_id: UUID = reference("person.id", index=True)
    linked_at: datetime = moment(now=True)


class Ceremony(SQLModel, table=True):
    """A way to sign in or to enrol that a browser began and has not finished; taken once, kept for minutes."""

    __tablename__ = "ceremony"
    __table_args__ = (one_of("purpose", CEREMONIES, "ceremony"), WORKING)
    digest: bytes = _digest()
    purpose: str = words()
    person_id: UUID | None = reference("person.id", optional=True, index=True)
    facts: dict[str, Any] = document()
    tries: int = _count()
    expires_at: datetime = moment()


class Authenticator(SQLModel, table=True):
    """The secret that a person's authenticator app shares with the server, sealed; `last_step` lets no code be used
    twice."""

    __tablename__ = "authenticator"
    __table_args__ = (WORKING,)
    person_id: UUID = reference("person.id", key=True)
    sealed: bytes = _bytes()
    last_step: int = _count()
    confirmed_at: datetime | None = moment(optional=True)


class RecoveryCode(SQLModel, table=True):
    """A code for the day the telephone is lost; only its hash is kept, and it works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (WORKING,)
    digest: bytes = _digest()
    person_id: UUID = reference("person.id", index=True)
    used_at: datetime | None = moment(optional=True)


class Passkey(SQLModel, table=True):
    """The public half of a key that a person's device keeps."""

    __tablename__ = "passkey"
    __table_args__ = (filled("label", "passkey", 200), WORKING)
    id: UUID = key()
    credential: bytes = _bytes(unique=True)
    person_id: UUID = reference("person.id", index=True)
    public_key: bytes = _bytes()
    sign_count: int = _count()
    label: str = words()
    created_at: datetime = moment(now=True)
    used_at: datetime | None = moment(optional=True)


class Invitation(SQLModel, table=True):
    """A link that makes one person something in one organisation, once; only the digest of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("role", ROLES, "invitation"),
        one_of("constituency", CONSTITUENCIES, "invitation"),
        filled("name_ru", "invitation", 300),
        filled("name_en", "invitation", 300),
        WORKING,
    )
    id: UUID = key()
    digest: bytes = _bytes(unique=True)
    email: str = words()
    name_ru: str = words()
    name_en: str = words()
    role: str = words()
    organisation_id: UUID = reference("organisation.id")
    constituency: str | None = words(optional=True)
    invited_by: UUID | None = reference("person.id", optional=True, index=True)
    created_at: datetime = moment(now=True)
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(optional=True)
    accepted_at: datetime | None = moment(optional=True)
    person_id: UUID | None = reference("person.id", optional=True)


class PasswordReset(SQLModel, table=True):
    """A link that lets one person choose a new password, once; only the digest of its token is kept."""

    __tablename__ = "password_reset"
    __table_args__ = (WORKING,)
    digest: bytes = _digest()
    person_id: UUID = reference("person.id", index=True)
    created_at: datetime = moment(now=True)
    expires_at: datetime = moment()


class Letter(SQLModel, table=True):
    """A letter on its way, sealed, because it may hold a link that works; gone once it is sent or given up."""

    __tablename__ = "letter"
    __table_args__ = (Index("letter_created_at", "created_at"), WORKING)
    id: UUID = key()
    sealed: bytes = _bytes()
    created_at: datetime = moment(now=True)
