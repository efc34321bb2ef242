"""Answers about what is published, kept as bytes for as long as the edition they were made from stands.

What is kept is what was answered, byte for byte, by the ordinary executor or a compiled operation. An answer is found
again only under the edition that stands when it is asked for, so nobody is answered with the past.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from workflows.rules.records import sha256_of

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """The bytes, and the tag by which a client knows them again."""

    content: bytes
    tag: str

    @classmethod
    def of(cls, content: bytes) -> "Answer":
        """The answer with these bytes."""
        return cls(content, f'"{sha256_of(content)[:32]}"')


class KeptAnswers:
    """The answers asked for last, up to so many bytes; those of an earlier edition are forgotten at once."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._edition = ""
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def find(self, edition: str, key: Hashable) -> Answer | None:
        """The answer of this edition to what the key stands for, if it is kept."""
        if edition != self._edition:
            return None
        found = self._answers.get(key)
        if found:
            self._answers.move_to_end(key)
        return found

    def keep(self, edition: str, key: Hashable, answer: Answer) -> None:
        """Keep an answer that was begun under this edition."""
        if edition != self._edition:
            self._answers.clear()
            self._size, self._edition = 0, edition
        if len(answer.content) > LARGEST or key in self._answers:
            return
        self._answers[key] = answer
        self._size += len(answer.content)
        while self._size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._size -= len(oldest.content)
