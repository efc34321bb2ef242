"""How much each client may ask of the API in a minute, in points of cost; told in headers with every answer.

A client is an address, or a person who is signed in or brings a token, and may then ask more. What is counted is the
cost of the query (`schema/limits.py`), whether or not its answer was kept: so a client can reckon beforehand.

A request is counted in memory, and waits for nothing. Once a second the processes of a server tell each other through
the database what was spent: a client that turns to several of them has what it has once, and at most a second's worth
of each process more. Where the database does not answer, each process counts by itself.

Headers: draft-ietf-httpapi-ratelimit-headers-10.
"""

import asyncio
import hashlib
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn
from uuid import UUID

import structlog

from app.answers import Refused
from storage.database import Database
from storage.spending import Spent, add_spent

MINUTE = 60
EXCHANGED_EVERY = 1.0
"""Seconds."""
KNOWN_TIMES = 5
"""So many times as much for somebody known."""
MOST_CLIENTS = 100_000
POLICY = "points"
REFUSALS_READ = 5
"""How often in its minute a client is told what its request would have cost; after that it is read no more."""

log = structlog.get_logger()


@dataclass
class _Minute:
    ends: float
    spent: int = 0
    """By this client, as far as this process knows."""
    untold: int = 0
    """Of that, what other processes do not know yet."""
    refused: int = 0
    """How often this process refused the client."""


class Allowance(NamedTuple):
    """What a client has, and has left, after a request."""

    cost: int
    quota: int
    left: int
    seconds: int
    """Until everything is there again."""

    def headers(self) -> dict[str, str]:
        """As headers."""
        return {
            "Areopag-Cost": str(self.cost),
            "RateLimit-Policy": f'"{POLICY}";q={self.quota};w={MINUTE}',
            "RateLimit": f'"{POLICY}";r={self.left};t={self.seconds}',
        }

    def lines(self) -> str:
        """The same as they go over the line."""
        return (
            f'areopag-cost: {self.cost}\r\nratelimit-policy: "{POLICY}";q={self.quota};w={MINUTE}\r\n'
            f'ratelimit: "{POLICY}";r={self.left};t={self.seconds}\r\n'
        )


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Whom an address stands for: itself, or for IPv6 the network of 64 bits that one line has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


class Allowances:
    """What every client spent in its minute."""

    def __init__(self, points_a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._points = points_a_minute
        self._clock = clock
        self._minutes: OrderedDict[UUID | str, _Minute] = OrderedDict()
        self._changed: set[UUID | str] = set()

    def spend(self, address: str, person: UUID | None, cost: int, beside: int = 0) -> Allowance:
        """Take a request's cost from what its client has, and what it costs beside to read it.

        Raises Refused when that is not enough; nothing is taken then.
        """
        now = self._clock()
        client = person or network_of(address)
        minute = self._minute(client, now)
        taken = cost + beside
        if minute.spent + taken > self._quota(person):
            self._refuse(minute, person, taken, now)
        return self._take(client, minute, person, cost, taken, now)

    def spend_if_there(self, address: str, cost: int, beside: int = 0, person: UUID | None = None) -> Allowance | None:
        """`spend` for a client that is still read; None, and no refusal, where that is not enough."""
        now, client = self._clock(), person or network_of(address)
        minute = self._minute(client, now)
        if not self._is_read(minute) or minute.spent + cost + beside > self._quota(person):
            return None
        return self._take(client, minute, person, cost, cost + beside, now)

    def give_back(self, address: str, cost: int, person: UUID | None = None) -> None:
        """What was spent on a request that somebody else will answer, and count."""
        minute = self._of(address, person)
        minute.spent -= min(cost, minute.spent)
        minute.untold -= min(cost, minute.untold)

    def reads(self, address: str, person: UUID | None) -> bool:
        """Whether requests of a client are read: not those of one that was refused often in its minute and goes on."""
        return self._is_read(self._of(address, person))

    def check(self, address: str, person: UUID | None) -> None:
        """Raises Refused when requests of a client are not read."""
        minute = self._of(address, person)
        if not self._is_read(minute):
            self._refuse(minute, person, 1, self._clock())

    def _take(
        self, client: UUID | str, minute: _Minute, person: UUID | None, cost: int, taken: int, now: float
    ) -> Allowance:
        minute.spent += taken
        minute.untold += taken
        self._changed.add(client)
        return self._allowance(minute, person, cost, now)

    @staticmethod
    def _is_read(minute: _Minute) -> bool:
        return minute.refused < REFUSALS_READ

    def _of(self, address: str, person: UUID | None) -> _Minute:
        return self._minute(person or network_of(address), self._clock())

    def _quota(self, person: UUID | None) -> int:
        return self._points * (KNOWN_TIMES if person else 1)

    def _allowance(self, minute: _Minute, person: UUID | None, cost: int, now: float) -> Allowance:
        quota = self._quota(person)
        return Allowance(cost, quota, quota - minute.spent, max(1, math.ceil(minute.ends - now)))

    def _refuse(self, minute: _Minute, person: UUID | None, cost: int, now: float) -> NoReturn:
        minute.refused += 1
        allowance = self._allowance(minute, person, cost, now)
        headers = {**allowance.headers(), "Retry-After": str(allowance.seconds)}
        raise Refused(429, "ASKED_TOO_MUCH", {"seconds": str(allowance.seconds), "cost": str(cost)}, headers)

    def _minute(self, client: UUID | str, now: float) -> _Minute:
        """The minute a client is in. Minutes stand in the order they began, so the oldest are the first to end."""
        found = self._minutes.get(client)
        if found and now < found.ends:
            return found
        self._minutes.pop(client, None)
        while self._minutes:
            oldest = next(iter(self._minutes.values()))
            if now < oldest.ends and len(self._minutes) < MOST_CLIENTS:
                break
            self._minutes.popitem(last=False)
        begun = self._minutes[client] = _Minute(now + MINUTE)
        return begun

    async def exchange(self, database: Database) -> None:
        """Tell the other processes what was spent here, and learn what was spent there by the same clients.

        Where the database does not answer, it is told the next time.
        """
        now, changed = self._clock(), self._changed
        told = {}
        for client in changed:
            minute = self._minutes.get(client)
            if minute and minute.untold and now < minute.ends:
                told[hashed(client)] = (minute, minute.untold, minute.ends - now)
        self._changed = set()
        if not told:
            return
        spent = [Spent(name, untold, seconds) for name, (_, untold, seconds) in told.items()]
        known = await add_spent(database, spent)
        if known is None:
            self._changed |= changed
            log.warning("what clients spent is counted by this process alone: the database does not answer")
            return
        for one in known:
            minute, untold, _ = told[one.client]
            minute.untold -= untold
            # What was spent here meanwhile is in no answer yet.
            minute.spent = max(minute.spent, one.points + minute.untold)
            minute.ends = min(minute.ends, now + one.seconds)


def hashed(client: UUID | str) -> str:
    """A client as the database knows it for a minute: no address and no person."""
    return hashlib.sha256(str(client).encode()).hexdigest()


async def _exchanging(allowances: Allowances, database: Database) -> None:
    while True:
        await asyncio.sleep(EXCHANGED_EVERY)
        await allowances.exchange(database)


@asynccontextmanager
async def shared(allowances: Allowances, database: Database) -> AsyncIterator[None]:
    """Meanwhile what was spent is exchanged with other processes, once a second."""
    task = asyncio.create_task(_exchanging(allowances, database))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
