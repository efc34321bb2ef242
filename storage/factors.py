"""What a person shows besides a password: an authenticator app, recovery codes, passkeys. Closed to people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class FactorsRow:
    """What a person has."""

    authenticator: bool
    passkeys: int
    recovery_codes: int


@dataclass(frozen=True)
class AuthenticatorRow:
    """The sealed secret of an authenticator app."""

    sealed: bytes
    last_step: int
    confirmed_at: datetime | None


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey."""

    id: UUID
    person_id: UUID
    credential: bytes
    public_key: bytes
    sign_count: int
    label: str
    created_at: datetime
    used_at: datetime | None


PASSKEY = "id, person_id, credential, public_key, sign_count, label, created_at, used_at"


async def factors_of(transaction: Transaction, person: UUID) -> FactorsRow:
    """What the person can show."""
    found = await transaction.row(
        FactorsRow,
        """
        SELECT EXISTS (SELECT FROM working.authenticator WHERE person_id = :person AND confirmed_at IS NOT NULL)
                   AS authenticator,
               (SELECT count(*) FROM working.passkey WHERE person_id = :person) AS passkeys,
               (SELECT count(*) FROM working.recovery_code WHERE person_id = :person AND used_at IS NULL)
                   AS recovery_codes
        """,
        person=person,
    )
    assert found is not None
    return found


async def authenticator_of(transaction: Transaction, person: UUID) -> AuthenticatorRow | None:
    """The person's authenticator, locked: two tries with one code wait for one another."""
    return await transaction.row(
        AuthenticatorRow,
        "SELECT sealed, last_step, confirmed_at FROM working.authenticator WHERE person_id = :person FOR UPDATE",
        person=person,
    )


async def begin_authenticator(transaction: Transaction, person: UUID, sealed: bytes) -> bool:
    """Keep a secret that is to be confirmed; False where one is confirmed already."""
    return (
        await transaction.run(
            """
            INSERT INTO working.authenticator (person_id, sealed) VALUES (:person, :sealed)
            ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, last_step = 0
            WHERE working.authenticator.confirmed_at IS NULL
            """,
            person=person,
            sealed=sealed,
        )
        == 1
    )


async def use_step(transaction: Transaction, person: UUID, step: int) -> None:
    """A code was right: neither it nor an earlier one works again."""
    await transaction.run(
        "UPDATE working.authenticator SET last_step = :step, confirmed_at = coalesce(confirmed_at, now())"
        " WHERE person_id = :person",
        person=person,
        step=step,
    )


async def remove_authenticator(transaction: Transaction, person: UUID) -> None:
    """Forget the app and the recovery codes that belong to it."""
    await transaction.run("DELETE FROM working.authenticator WHERE person_id = :person", person=person)
    await transaction.run("DELETE FROM working.recovery_code WHERE person_id = :person", person=person)


async def replace_recovery_codes(transaction: Transaction, person: UUID, digests: list[bytes]) -> None:
    """New codes; the former ones no longer work."""
    await transaction.run("DELETE FROM working.recovery_code WHERE person_id = :person", person=person)
    await transaction.run(
        "INSERT INTO working.recovery_code (digest, person_id) SELECT unnest(CAST(:digests AS bytea[])), :person",
        digests=digests,
        person=person,
    )


async def use_recovery_code(transaction: Transaction, person: UUID, digest: bytes) -> bool:
    """Use a code up; False when it is none, or was used."""
    used = await transaction.run(
        "UPDATE working.recovery_code SET used_at = now()"
        " WHERE digest = :digest AND person_id = :person AND used_at IS NULL",
        digest=digest,
        person=person,
    )
    return used == 1


async def passkeys_of(transaction: Transaction, person: UUID) -> list[PasskeyRow]:
    """The person's passkeys, the oldest first."""
    return await transaction.rows(
        PasskeyRow,
        f"SELECT {PASSKEY} FROM working.passkey WHERE person_id = :person ORDER BY created_at, id",
        person=person,
    )


async def passkey_with(transaction: Transaction, credential: bytes) -> PasskeyRow | None:
    """The passkey with this credential, locked, unless the account is disabled."""
    return await transaction.row(
        PasskeyRow,
        f"""
        SELECT {PASSKEY} FROM working.passkey WHERE credential = :credential
        AND person_id IN (SELECT person_id FROM working.account WHERE disabled_at IS NULL) FOR UPDATE
        """,
        credential=credential,
    )


async def add_passkey(transaction: Transaction, person: UUID, credential: bytes, public_key: bytes, label: str) -> bool:
    """Keep a passkey; False when somebody has it already."""
    added = await transaction.run(
        """
        INSERT INTO working.passkey (person_id, credential, public_key, label)
        VALUES (:person, :credential, :public_key, :label) ON CONFLICT DO NOTHING
        """,
        person=person,
        credential=credential,
        public_key=public_key,
        label=label,
    )
    return added == 1


async def passkey_used(transaction: Transaction, passkey: UUID, sign_count: int) -> None:
    """Note that a passkey was shown."""
    await transaction.run(
        "UPDATE working.passkey SET sign_count = :sign_count, used_at = now() WHERE id = :passkey",
        passkey=passkey,
        sign_count=sign_count,
    )


async def remove_passkey(transaction: Transaction, person: UUID, passkey: UUID) -> bool:
    """Forget a passkey of this person; False when there is none."""
    gone = await transaction.run(
        "DELETE FROM working.passkey WHERE id = :passkey AND person_id = :person", passkey=passkey, person=person
    )
    return gone == 1
