"""Asks all servers the same before anything is measured: who answers something else, or less, is not faster."""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

import httpx

from benchmarks.national.questions import Ask, Question
from benchmarks.national.servers import Running

SAMPLES = 5
# One for all: to make another takes longer than most answers, and thousands are asked for.
CLIENT = httpx.Client(timeout=30, trust_env=False)


class Different(Exception):
    """Two servers answer differently."""


def answer_of(server: Running, ask: Ask) -> tuple[Any, Mapping[str, str]]:
    """The JSON of an answer, and its headers."""
    method, url = "GET" if ask.body is None else "POST", f"http://127.0.0.1:{server.port}{ask.path}"
    body = ask.body.encode() if ask.body is not None else None
    response = CLIENT.request(method, url, content=body, headers=ask.headers)
    if response.status_code != 200:
        raise Different(f"{server.name} answers {response.status_code}: {response.text[:2000]}")
    return response.json(), response.headers


def _data(server: Running, ask: Ask) -> Any:
    found, _ = answer_of(server, ask)
    if "errors" in found:
        raise Different(f"{server.name} makes errors: {json.dumps(found['errors'], ensure_ascii=False)[:2000]}")
    return found["data"]


def _leaves(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 1 if parts is None else sum(map(_leaves, parts))


def difference(one: Any, other: Any) -> str:
    """The first place where two values differ, in words."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next(f"{name}.{difference(one[name], other[name])}" for name in one if one[name] != other[name])
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        places = range(len(one))
        return next(f"{place}.{difference(one[place], other[place])}" for place in places if one[place] != other[place])
    return f"{str(one)[:300]} / {str(other)[:300]}"


def compare(question: Question, servers: Mapping[str, Running]) -> None:
    """Compare the answers of all servers to a sample of the requests.

    PostGraphile names everything after tables and columns, so of its answers only the size is compared.

    Raises Different.
    """
    asked = {name: asks for name, asks in question.asks.items() if name in servers}
    every = max(1, min(map(len, asked.values())) // SAMPLES)
    for place in islice(range(0, min(map(len, asked.values())), every), SAMPLES):
        found = {
            name: question.same(_data(servers[name], asks[place]))
            for name, asks in asked.items()
            if name != "postgraphile"
        }
        names = sorted(found)
        for name in names[1:]:
            if found[name] != found[names[0]]:
                where = difference(found[names[0]], found[name])
                raise Different(f"{question.name} {place}, {names[0]} and {name}: {where}")
        if "postgraphile" in asked:
            other = _leaves(_data(servers["postgraphile"], asked["postgraphile"][place]))
            least = _leaves(found[names[0]]) * 0.9
            if other < least:
                raise Different(f"{question.name} {place}: postgraphile answers {other} values, not {least}")
