"""Acts are done once, also where only the ordinary executor can tell what came of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from strawberry import Schema

from schema.limits import core_of


@dataclass(frozen=True)
class Done:
    """What the resolver of an act answered, or raised."""

    answered: Any = None
    raised: Exception | None = None

    def again(self) -> Any:
        """The same once more."""
        if self.raised is not None:
            raise self.raised
        return self.answered


class ToldOtherwise(Exception):
    """The act was done, and how its answer is told only the ordinary executor knows: given `done` as the root, it tells
    that and does nothing."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


async def done_by(doing: Awaitable[Any]) -> Done:
    """What comes of an act."""
    try:
        return Done(await doing)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told where acts are told that went wrong
        return Done(raised=error)


def tell_what_was_done(schema: Schema) -> None:
    """Have every mutation tell what was done, in the place of doing it, where that is the root."""
    mutation = core_of(schema).mutation_type
    assert mutation, "there are acts"
    for field in mutation.fields.values():
        assert field.resolve, "every act has a resolver"
        field.resolve = _told(field.resolve)


def _told(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def told(root: Any, info: Any, **given: Any) -> Any:
        return root.again() if isinstance(root, Done) else resolve(root, info, **given)

    return told
