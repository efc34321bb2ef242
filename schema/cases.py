"""The rules' view of the evaluations in one request, loaded once and shared by every field that asks."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from schema.context import Info
from storage.cases import CaseRow
from storage.evaluations import cases_of, few_cases_of
from workflows.cases import case_of
from workflows.rules.case import Case, FactsUnread

T = TypeVar("T")


def _case(info: Info, row: CaseRow | None) -> Case:
    assert row, "an evaluation that was read has a case"
    return case_of(row, info.context.signed_in())


async def case_for(info: Info, evaluation: UUID) -> Case:
    """The case as the person asking meets it. The evaluation was read under row security before."""
    return _case(info, await info.context.loader(cases_of).load(evaluation))


async def few_case_for(info: Info, evaluation: UUID) -> Case:
    """The same, which may raise FactsUnread when it is asked for what is seldom asked about."""
    whole = info.context.loader(cases_of)
    loader = whole if whole.asked(evaluation) else info.context.loader(few_cases_of)
    return _case(info, await loader.load(evaluation))


async def asked_of(info: Info, evaluations: Sequence[UUID], ask: Callable[[Case], T]) -> list[T]:
    """What each of many cases answers. All facts are read of those alone that do not know their answer by a few."""
    answers: dict[UUID, T] = {}
    for key, row in zip(evaluations, await info.context.loader(few_cases_of).load_many(evaluations), strict=True):
        try:
            answers[key] = ask(_case(info, row))
        except FactsUnread:
            continue
    unread = [key for key in evaluations if key not in answers]
    for key, row in zip(unread, await info.context.loader(cases_of).load_many(unread), strict=True):
        answers[key] = ask(_case(info, row))
    return [answers[key] for key in evaluations]
