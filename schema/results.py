"""What a mutation answers when the act did not happen, shared by all mutations."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar

import strawberry

from schema.context import Info
from schema.scalars import LocalizedText
from workflows.messages import message
from workflows.rules import reasons, refusals

T = TypeVar("T")


def localized(code: str, details: dict[str, str] | None = None) -> LocalizedText:
    """The message for a code in both languages."""
    return LocalizedText(ru=message(code, "ru", details), en=message(code, "en", details))


@strawberry.type(description="Why a step cannot be taken now: what happened, what it means, what to do.")
class Reason:
    """One obstacle."""

    code: str = strawberry.field(description="Stable code: `EVIDENCE_MISSING`.")
    message: LocalizedText = strawberry.field(description="For the person.")
    unblock: str | None = strawberry.field(description="A path in the client where it can be mended.")
    criterion_code: str | None = strawberry.field(description="The criterion it concerns: `1.3`.")

    @classmethod
    def of(cls, reason: reasons.Reason, number: str = "") -> "Reason":
        """The API's form of a rule's reason in the evaluation with this number."""
        return cls(
            code=reason.code,
            message=localized(reason.code, dict(reason.details)),
            unblock=reason.unblock.replace("{number}", number) if reason.unblock else None,
            criterion_code=reason.criterion,
        )


@strawberry.type(description="The process does not allow it now; every reason is told.")
class Blocked:
    """The act is not possible now."""

    reasons: list[Reason] = strawberry.field(description="What stands in the way.")


@strawberry.type(description="Somebody changed it since you read it. Read it again, then decide.")
class StaleVersion:
    """The expected version is not the present one."""

    current: int = strawberry.field(description="The version now.")
    message: LocalizedText = strawberry.field(description="For the person.")


@strawberry.type(description="One wrong input.")
class Problem:
    """Where and what."""

    path: str = strawberry.field(description="Where: `input.remarks.0.text`.")
    code: str = strawberry.field(description="Stable code: `TOO_LONG`.")
    message: LocalizedText = strawberry.field(description="For the person.")


@strawberry.type(description="The input cannot be used; every problem is told.")
class InvalidInput:
    """The input is wrong."""

    problems: list[Problem] = strawberry.field(description="What is wrong.")


@strawberry.type(description="There is nothing here for you. Whether it exists is not told.")
class NotPermittedOrAbsent:
    """Absent or not yours."""

    message: LocalizedText = strawberry.field(description="For the person.")


Refusal: TypeAlias = Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent


async def answer(info: Info, act: Callable[[], Awaitable[T]]) -> T | Refusal:
    """Run an act; a refusal becomes the value that a client can switch over."""
    try:
        return await act()
    except refusals.Blocked as refusal:
        return Blocked(reasons=[Reason.of(reason, refusal.number) for reason in refusal.reasons])
    except refusals.StaleVersion as refusal:
        return StaleVersion(current=refusal.current, message=localized("STALE_VERSION"))
    except refusals.InvalidInput as refusal:
        return InvalidInput(
            problems=[
                Problem(path=p.path, code=p.code, message=localized(p.code, dict(p.details))) for p in refusal.problems
            ]
        )
    except refusals.NotPermittedOrAbsent:
        info.context.absence = True
        return NotPermittedOrAbsent(message=localized("NOT_PERMITTED_OR_ABSENT"))
