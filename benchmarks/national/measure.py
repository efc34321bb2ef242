"""The measuring itself: the same questions to every server, in turns, after their answers were compared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

import psycopg

from benchmarks.national.compare import answer_of, compare
from benchmarks.national.country import Country
from benchmarks.national.fill import FIRST_VERSION
from benchmarks.national.load import BadAnswers, Measured, load
from benchmarks.national.questions import Ask, Question, by_address
from benchmarks.national.servers import Running


def measured_all(
    asked: Sequence[Question], servers: Mapping[str, Running], url: str, seconds: int, rounds: int
) -> dict[str, dict[str, Measured]]:
    """What each server took for each question."""
    found = {}
    for question in asked:
        if question.compared:
            compare(question, servers)
        found[question.name] = _asked(question, servers, url, seconds, rounds)
    return found


def questions_by_address(country: Country, servers: Mapping[str, Running]) -> list[Question]:
    """The list by GET, and again by a client that has the answers already; beside an answer of constant bytes.

    Whoever has an answer sends its tag, so Areopag is asked for all of them first.
    """
    asks = by_address(country)
    constant = asks["constant"]
    known = [_conditional(servers["areopag"], ask) for ask in asks["areopag"]]
    ceiling = servers.keys() & {"ceiling"}
    beside: dict[str, Sequence[Ask]] = {"constant": constant} if ceiling else {}
    return [
        Question("get", {"areopag": asks["areopag"], **beside}, compared=False),
        Question("not modified", {"areopag": known, **beside}, compared=False),
    ]


def _conditional(server: Running, ask: Ask) -> Ask:
    _, headers = answer_of(server, ask)
    return replace(ask, headers={**ask.headers, "If-None-Match": headers["ETag"]})


def _asked(
    question: Question, servers: Mapping[str, Running], url: str, seconds: int, rounds: int
) -> dict[str, Measured]:
    """For each server the middle of several rounds, which the servers take in turns so that noise meets all alike."""
    turns: dict[str, list[Measured]] = {}
    for turn in range(rounds):
        for name, asks in question.asks.items():
            server = servers.get("ceiling" if name == "constant" else name)
            if server is None:
                continue
            if not question.each_once:
                load(server.port, asks, 1, seed=turn + 100)
            measured = load(server.port, asks, seconds, each_once=question.each_once, seed=turn)
            turns.setdefault(name, []).append(measured)
            if question.each_once and _saved(url) < min(measured.requests, len(asks)) and name != "postgraphile":
                raise BadAnswers(f"{name} did not save what it said it saved")
    return {name: _middle(taken) for name, taken in turns.items()}


def _middle(turns: Sequence[Measured]) -> Measured:
    rate = median(turn.rate for turn in turns)
    return min(turns, key=lambda turn: abs(turn.rate - rate))


def _saved(url: str) -> int:
    """How many reviews were saved, which then get their first version again. PostGraphile does not count versions."""
    with psycopg.connect(url, autocommit=True) as connection:
        changed = connection.execute(
            "UPDATE working.review SET version = %s WHERE state = 'DRAFT' AND version <> %s",
            (FIRST_VERSION, FIRST_VERSION),
        ).rowcount
        connection.execute("VACUUM ANALYZE working.review, working.score, working.citation")
    return changed
