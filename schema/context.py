"""What every resolver gets: who is asking, and one read transaction for the whole request."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from strawberry.types import Info as StrawberryInfo

from schema.loading import Loader
from storage.blobs import BlobStore
from storage.database import Database, Transaction
from storage.keys import Signer
from storage.moments import settle
from workflows.letters import Post
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
K_contra = TypeVar("K_contra", bound=Hashable, contravariant=True)
V_co = TypeVar("V_co", covariant=True)


class LoadAsOf(Protocol[K_contra, V_co]):
    """Loads values as of a moment, in the keys' order."""

    def __call__(
        self, transaction: Transaction, keys: Sequence[K_contra], as_of: datetime | None, /
    ) -> Awaitable[Sequence[V_co]]:
        """Load."""


class Pieces(Protocol):
    """Pieces of answers about what is published, kept as JSON for as long as it stands; `lasts`: whatever is
    published."""

    def find(self, key: Hashable, *, lasts: bool) -> bytes | None:
        """The piece, if it is kept."""

    def keep(self, key: Hashable, text: bytes, *, lasts: bool) -> None:
        """Keep a piece."""


@dataclass
class Context:
    """The request as resolvers see it. Close it when the answer is made."""

    database: Database
    blobs: BlobStore
    person: UUID | None
    signer: Signer
    largest_file: int = 0
    largest_case: int = 0
    """The largest evidence file taken, in bytes."""
    retention: Mapping[str, int | None] = field(
        default_factory=lambda: dict.fromkeys(("public", "panel", "restricted"))
    )
    """How many months after its case a document is kept, by classification in lower case; None: for good."""
    session: UUID | None = None
    """The browser session that asks; None for a token and for nobody."""
    fresh: bool = False
    """Whether that session began a moment ago."""
    address: str = ""
    """The address people type, for links in letters."""
    mails: bool = False
    """Whether the server sends letters."""
    pieces: Pieces | None = None
    """Where the answer may take pieces from that were written before; None: each is written anew."""
    explores: bool = True
    """Whether the one asking may ask the API about itself: everybody, but in production only who is known."""
    absence: bool = False
    """Whether the answer tells that something asked for by its name is not there, or not for the one asking."""
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    _transaction: Transaction | None = None
    _settled: datetime | None = None
    _loaders: dict[object, Loader[Any, Any]] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def transaction(self) -> Transaction:
        """The request's read transaction as the signed-in person; for nobody, as an observer."""
        async with self._opening:
            if self._transaction is None:
                self._transaction = await self._stack.enter_async_context(self.database.reading(self.person))
            return self._transaction

    async def published(self, as_of: datetime | None = None) -> Transaction:
        """Where published records are read, whoever asks.

        Of what stood as of a moment, everything is there.
        """
        transaction = self.database.observers
        if as_of is not None:
            async with self._opening:
                if self._settled is None or self._settled < as_of:
                    await settle(transaction, as_of)
                    self._settled = as_of
        return transaction

    async def forget_reads(self) -> None:
        """After an act: what was read before it is stale, so the answer is read anew."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()
        self._transaction = self._settled = None
        self._loaders.clear()

    def loader(
        self, load: Callable[[Transaction, Sequence[K]], Awaitable[Sequence[V]]], *, published: bool = False
    ) -> Loader[K, V]:
        """A loader that gathers keys into one call of `load`, which answers in the keys' order."""
        known: Loader[K, V] | None = self._loaders.get(load)
        if known is None:

            async def gather(keys: Sequence[K]) -> Sequence[V]:
                return await load(await (self.published() if published else self.transaction()), keys)

            known = self._loaders[load] = Loader(gather, self._turn)
        return known

    def loader_as_of(self, load: LoadAsOf[K, V], as_of: datetime | None) -> Loader[K, V]:
        """A loader over what is published, as it stood at a moment."""
        known: Loader[K, V] | None = self._loaders.get((load, as_of))
        if known is None:

            async def gather(keys: Sequence[K]) -> Sequence[V]:
                return await load(await self.published(as_of), keys, as_of)

            known = self._loaders[load, as_of] = Loader(gather, self._turn)
        return known

    def signed_in(self) -> UUID:
        """The person asking.

        Raises NotPermittedOrAbsent for nobody.
        """
        if self.person is None:
            raise NotPermittedOrAbsent
        return self.person

    def at_the_browser(self, *, fresh: bool = False) -> UUID:
        """The person asking, at a browser of their own; `fresh`: who signed in a moment ago.

        Raises NotPermittedOrAbsent for nobody and for tokens, and Blocked for whoever should sign in again.
        """
        person = self.signed_in()
        if self.session is None:
            raise NotPermittedOrAbsent
        if fresh and not self.fresh:
            raise Blocked(Reason("SIGN_IN_AGAIN", {}))
        return person

    def post(self) -> Post:
        """How letters leave this house."""
        return Post(self.address, self.signer.sealer(), self.mails)


Info = StrawberryInfo[Context, None]
