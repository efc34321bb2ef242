"""Answers about what is published, kept as bytes for as long as the edition they were made from stands.

What is kept is what was answered, byte for byte, by the ordinary executor or a compiled operation. An answer is found
again only under the edition that stands when it is asked for, so nobody is answered with the past.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from workflows.rules.records import sha256_of

V = TypeVar("V", bound=Sized)

MOST_BYTES = 64 * 1024 * 1024
LARGEST = 1024 * 1024
OF_EVERY = ""
"""What stands in the place of an edition where it does not matter which one stands."""


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer."""

    content: bytes

    @cached_property
    def tag(self) -> str:
        """By which a client knows them again."""
        return f'"{sha256_of(self.content)[:32]}"'

    def __len__(self) -> int:
        """How many bytes there are."""
        return len(self.content)


class Kept(Generic[V]):
    """What was asked for last, up to so many bytes; what is of an earlier edition is forgotten at once."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._edition = OF_EVERY
        self._answers: OrderedDict[Hashable, V] = OrderedDict()

    def has(self, key: Hashable) -> bool:
        """Whether something is kept under this key, of whichever edition."""
        return key in self._answers

    def find(self, edition: str, key: Hashable) -> V | None:
        """What the key stands for in this edition, if it is kept."""
        if edition != self._edition:
            return None
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, edition: str, key: Hashable, answer: V) -> None:
        """Keep what was begun under this edition."""
        if edition != self._edition:
            self._answers.clear()
            self._size, self._edition = 0, edition
        if len(answer) > LARGEST or key in self._answers:
            return
        self._answers[key] = answer
        self._size += len(answer)
        while self._size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._size -= len(oldest)


class KeptAnswers(Kept[Answer]):
    """Whole answers."""


@dataclass(frozen=True)
class PiecesOfEdition:
    """The pieces of answers that are kept of one edition, and those that are of every one."""

    kept: Kept[bytes]
    lasting: Kept[bytes]
    edition: str

    def find(self, key: Hashable, *, lasts: bool) -> bytes | None:
        """The piece, if it is kept."""
        return self.lasting.find(OF_EVERY, key) if lasts else self.kept.find(self.edition, key)

    def keep(self, key: Hashable, text: bytes, *, lasts: bool) -> None:
        """Keep a piece."""
        if lasts:
            self.lasting.keep(OF_EVERY, key, text)
        else:
            self.kept.keep(self.edition, key, text)
