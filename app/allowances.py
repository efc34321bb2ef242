"""How much each client may ask of the API in a minute, in points of cost; told in headers with every answer.

A client is an address, or a person who is signed in or brings a token, and may then ask more. What is counted is the
cost of the query (`schema/limits.py`), whether or not its answer was kept: so a client can reckon beforehand. Each
process counts by itself, in memory.

Headers: draft-ietf-httpapi-ratelimit-headers-10.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from app.answers import Refused

MINUTE = 60
KNOWN_TIMES = 5
"""So many times as much for somebody known."""
MOST_CLIENTS = 100_000
POLICY = "points"


@dataclass
class _Minute:
    ends: float
    spent: int = 0


@dataclass(frozen=True)
class Allowance:
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

    def spend(self, address: str, person: UUID | None, cost: int) -> Allowance:
        """Take a request's cost from what its client has.

        Raises Refused when that is not enough; nothing is taken then.
        """
        now = self._clock()
        quota = self._points * (KNOWN_TIMES if person else 1)
        minute = self._minute(person or network_of(address), now)
        seconds = max(1, math.ceil(minute.ends - now))
        fits = minute.spent + cost <= quota
        if fits:
            minute.spent += cost
        allowance = Allowance(cost, quota, quota - minute.spent, seconds)
        if not fits:
            headers = {**allowance.headers(), "Retry-After": str(seconds)}
            raise Refused(429, "ASKED_TOO_MUCH", {"seconds": str(seconds), "cost": str(cost)}, headers)
        return allowance

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
