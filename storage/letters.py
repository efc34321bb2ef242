"""Letters on their way, sealed."""

from uuid import UUID

from storage.database import Transaction


async def add_letter(transaction: Transaction, sealed: bytes) -> UUID:
    """Keep a letter until it is sent."""
    letter = await transaction.value("INSERT INTO working.letter (sealed) VALUES (:sealed) RETURNING id", sealed=sealed)
    assert isinstance(letter, UUID)
    return letter


async def letter(transaction: Transaction, key: UUID) -> bytes | None:
    """The letter, unless it is sent or given up."""
    sealed: bytes | None = await transaction.value("SELECT sealed FROM working.letter WHERE id = :key", key=key)
    return sealed


async def forget_letter(transaction: Transaction, key: UUID) -> None:
    """It is sent, or given up."""
    await transaction.run("DELETE FROM working.letter WHERE id = :key", key=key)
