"""Letters to people: written in both languages, sealed while they wait, because a link in them may open a door."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from uuid import UUID

from storage import digests, letters
from storage.database import Database, Transaction
from storage.jobs import enqueue
from storage.keys import Sealer
from workflows.messages import message
from workflows.rules.bounces import Bounce

PURPOSE = "letter"


@dataclass(frozen=True)
class Letter:
    """A letter that can be sent."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Post:
    """How letters leave this house."""

    address: str
    """The address people type, for links."""
    sealer: Sealer
    sends: bool
    """Whether there is a mail server; without one, links are handed over by whoever made them."""


Send = Callable[[UUID, Letter], Awaitable[None]]


def worded(to: str, kind: str, details: dict[str, str]) -> Letter:
    """A letter of this kind, in Russian and below it in English."""
    texts = [message(f"{kind}.text", language, details) for language in ("ru", "en")]
    subjects = [message(f"{kind}.subject", language, details) for language in ("ru", "en")]
    return Letter(to, " / ".join(subjects), "\n\n—\n\n".join(texts) + "\n")


async def put_in_post(transaction: Transaction, post: Post, letter: Letter) -> UUID:
    """Have a letter sent once this transaction is committed; answers with its key."""
    return await _keep(transaction, post.sealer, asdict(letter), "send_letter")


async def ask_for_reset(transaction: Transaction, post: Post, login: str) -> None:
    """Have whoever has this login, or this e-mail address, sent a link. Whether there is anybody is found out later,
    by the job: here the same happens for every login."""
    await _keep(transaction, post.sealer, {"login": login}, "send_reset")


async def _keep(transaction: Transaction, sealer: Sealer, content: dict[str, str], task: str) -> UUID:
    sealed = sealer.seal(json.dumps(content).encode(), PURPOSE)
    async with transaction.as_worker():
        key = await letters.add_letter(transaction, sealed)
    await enqueue(transaction, task, {"letter": str(key)})
    return key


async def kept(transaction: Transaction, sealer: Sealer, key: UUID) -> dict[str, str] | None:
    """What was to be sent; None when that was done."""
    sealed = await letters.letter(transaction, key)
    content: dict[str, str] | None = json.loads(sealer.open(sealed, PURPOSE)) if sealed else None
    return content


async def send(database: Database, sealer: Sealer, key: UUID, deliver: Send) -> None:
    """Send a letter, unless it was sent. A server that dies in between sends it twice, under one message id."""
    async with database.working() as transaction:
        content = await kept(transaction, sealer, key)
    if content is None:
        return
    await deliver(key, Letter(**content))
    async with database.working() as transaction:
        await digests.note_sent(transaction, key)
        await letters.forget_letter(transaction, key)


async def forget(database: Database, key: UUID) -> None:
    """What was to be done about this letter is done."""
    async with database.working() as transaction:
        await letters.forget_letter(transaction, key)


async def give_up(database: Database, key: UUID, why: str) -> None:
    """Forget a letter that cannot be sent; `why` is kept where the letter itself is."""
    async with database.working() as transaction:
        await digests.note_refused(transaction, key, why)
        await letters.forget_letter(transaction, key)


async def note_bounce(database: Database, bounce: Bounce) -> bool:
    """A letter came back; answers whether it is one that is kept, and was not known to have failed."""
    async with database.working() as transaction:
        return await digests.note_bounced(transaction, bounce.letter, bounce.status)
