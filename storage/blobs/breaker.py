"""Stops asking a store that does not answer: after a few failures the next callers are told at once, for a while."""

import time
from collections.abc import Callable

from storage.blobs.store import StoreUnavailable

FAILURES = 3
REST = 5.0
"""Seconds after which one caller tries again."""


class Breaker:
    """Counts failures in a row."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._again_at = 0.0

    def ask(self) -> None:
        """Go on, or hear at once that there is no point.

        Raises StoreUnavailable.
        """
        if self._failures < FAILURES:
            return
        if self._clock() < self._again_at:
            raise StoreUnavailable("it did not answer a moment ago")
        # One tries; those who come meanwhile wait for what it finds.
        self._again_at = self._clock() + REST

    def failed(self) -> None:
        """It did not answer."""
        self._failures += 1
        self._again_at = self._clock() + REST

    def answered(self) -> None:
        """It did."""
        self._failures = 0
