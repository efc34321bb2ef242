"""Whether "forbidden" can be told from "absent" by its time: interleaved requests, compared by rank."""

import bisect
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from uuid import UUID

from tests.access.planting import World
from tests.access.reached import Api
from tests.statements import statements_sent

# Values travel as variables: written into the text, a new one would miss the server's memory of documents it has read.
NODE = "query ($id: ID!) { node(id: $id) { id } }"
BY_NUMBER = "query ($number: String!) { viewer { evaluation(number: $number) { id } } }"
SUBMIT = "mutation ($input: StepInput!) { submit(input: $input) { __typename } }"
Ask = Callable[[str], Awaitable[object]]


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> float:
    """The two-sided p-value by the normal approximation with correction for ties (Mann and Whitney, 1947)."""
    values = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks, ties, place = 0.0, 0.0, 0
    for _, group in groupby(values, key=lambda found: found[0]):
        tied = list(group)
        ranks += sum(place + (len(tied) + 1) / 2 for _, which in tied if which == 0)
        ties += len(tied) ** 3 - len(tied)
        place += len(tied)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    variance = n * m / 12 * ((n + m + 1) - ties / ((n + m) * (n + m - 1)))
    return math.erfc(abs(u - n * m / 2) / math.sqrt(variance) / math.sqrt(2)) if variance else 1.0


def superiority(one: Sequence[float], other: Sequence[float]) -> float:
    """How often a value of the first is larger than one of the other; 0.5 where they are alike."""
    ordered = sorted(other)
    won = sum(bisect.bisect_left(ordered, value) + bisect.bisect_right(ordered, value) for value in one)
    return won / 2 / len(one) / len(other)


def _keys(world: World, actor: str, table: str) -> list[UUID]:
    found = [row.values["id"] for row in world.rows if row.table == table and not world.may_read(actor, row)]
    return [key for key in found if isinstance(key, UUID)]


@dataclass(frozen=True)
class Question:
    """A way to ask about one thing, the closed things there are, and how to name one that never was."""

    ask: Ask
    closed: list[str]
    made: Callable[[Random], str]


def questions_of(api: Api, actor: str) -> dict[str, Question]:
    """The ways to ask, by their names."""
    numbers = [case.number for case in api.world.cases if case.side == "foreign"]
    return {
        "node(id) of an evaluation": Question(
            lambda value: api.send(actor, NODE, {"id": f"evaluation-{value}"}),
            [key.hex for key in _keys(api.world, actor, "evaluation")],
            lambda random: UUID(int=random.getrandbits(128), version=4).hex,
        ),
        "node(id) of a review": Question(
            lambda value: api.send(actor, NODE, {"id": f"review-{value}"}),
            [key.hex for key in _keys(api.world, actor, "review")],
            lambda random: UUID(int=random.getrandbits(128), version=4).hex,
        ),
        "evaluation(number)": Question(
            lambda value: api.send(actor, BY_NUMBER, {"number": value}),
            numbers,
            lambda random: f"cnry{random.randrange(900_000, 999_999)}x",
        ),
        "submit of a case": Question(
            lambda value: api.send(
                actor, SUBMIT, {"input": {"evaluationId": f"evaluation-{value}", "expectedVersion": 1}}
            ),
            [key.hex for key in _keys(api.world, actor, "evaluation")],
            lambda random: UUID(int=random.getrandbits(128), version=4).hex,
        ),
        "GET /files/{version}": Question(
            lambda value: api.get(actor, "GET", f"/files/version-{value}"),
            [key.hex for key in _keys(api.world, actor, "evidence_version")],
            lambda random: UUID(int=random.getrandbits(128), version=4).hex,
        ),
    }


async def statements_asked(api: Api, actor: str) -> dict[str, tuple[list[str], list[str]]]:
    """What the server sends its database about a closed thing, and about one that never was."""
    random = Random(20_260_901)

    async def statements(ask: Ask, value: str) -> list[str]:
        with statements_sent() as sent:
            await ask(value)
        return sent

    found = {}
    for name, one in questions_of(api, actor).items():
        # For minutes after it, no request also notes that the actor's token was used.
        await one.ask(one.made(random))
        closed = await statements(one.ask, random.choice(one.closed))
        found[name] = closed, await statements(one.ask, one.made(random))
    return found


async def forbidden_and_absent(api: Api, actor: str, requests: int) -> dict[str, tuple[list[float], list[float]]]:
    """Milliseconds of requests about what is closed to the actor and about what never was, in turn at random."""
    random = Random(20_260_901)
    return {name: await _timed(one, random, requests) for name, one in questions_of(api, actor).items()}


async def _timed(question: Question, random: Random, requests: int) -> tuple[list[float], list[float]]:
    ask, closed, made = question.ask, question.closed, question.made
    for _ in range(20):
        await ask(random.choice(closed))
        await ask(made(random))
    order = [True, False] * (requests // 2)
    random.shuffle(order)
    times: dict[bool, list[float]] = {True: [], False: []}
    for forbidden in order:
        value = random.choice(closed) if forbidden else made(random)
        began = time.perf_counter()
        await ask(value)
        times[forbidden].append((time.perf_counter() - began) * 1000)
    return times[True], times[False]
