"""The five lines every mutation shares: who acts, the act, and the result read anew as that person."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evaluations import Evaluation, evaluation_of
from schema.ids import key_of
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from storage.database import Database
from workflows.rules.refusals import NotPermittedOrAbsent as Absent

EvaluationResult = Annotated[
    Evaluation | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("EvaluationResult", description="The evaluation after the act, or why it did not happen."),
]


def required_key(value: str, kind: str) -> UUID:
    """The key behind an id of this kind.

    Raises the refusal NotPermittedOrAbsent for a malformed id: it is nobody's.
    """
    key = key_of(value, kind)
    if key is None:
        raise Absent
    return key


async def act_on_evaluation(info: Info, act: Callable[[Database, UUID], Awaitable[UUID]]) -> Evaluation | Refusal:
    """Run an act that answers with an evaluation's key, and show the evaluation as the person sees it now."""

    async def run() -> Evaluation:
        key = await act(info.context.database, info.context.signed_in())
        await info.context.forget_reads()
        return await shown(info, key)

    return await answer(info, run)


async def shown(info: Info, key: UUID) -> Evaluation:
    """The evaluation as the person sees it now.

    Raises the refusal NotPermittedOrAbsent when it is closed to them.
    """
    evaluation = await evaluation_of(info, key)
    if evaluation is None:
        raise Absent
    return evaluation
