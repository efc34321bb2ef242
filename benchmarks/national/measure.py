"""The measuring itself: the same questions to every server, in turns, after their answers were compared."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

import psycopg

from benchmarks.national.compare import answer_of, compare
from benchmarks.national.country import Country
from benchmarks.national.fill import FIRST_VERSION
from benchmarks.national.load import BadAnswers, Measured, load
from benchmarks.national.questions import QUESTIONS, Ask, Question, by_address
from benchmarks.national.servers import Running

BY_ADDRESS = ("get", "not modified")
NAMES = (*QUESTIONS, *BY_ADDRESS)
"""Every question."""
GROWN, MOST_LOADS = 1.05, 40
"""A server that is faster by a twentieth is not acquainted yet; after so many loads it is taken to be."""


def asked(names: Collection[str], country: Country, servers: Mapping[str, Running]) -> Iterator[Question]:
    """The questions of these names, each made when its turn comes: the requests of some take much memory.

    Those by address are asked of Areopag, beside an answer of constant bytes.
    """
    for name, question in QUESTIONS.items():
        if name in names:
            yield question(country)
    if "areopag" in servers and not {*BY_ADDRESS}.isdisjoint(names):
        yield from (one for one in _by_address(country, servers) if one.name in names)


def _by_address(country: Country, servers: Mapping[str, Running]) -> Iterator[Question]:
    """The list by GET, and again by a client that has the answers already.

    Whoever has an answer sends its tag, so Areopag is asked for all of them first.
    """
    asks = by_address(country)
    yield Question("get", asks, compared=False)
    known = [_conditional(servers["areopag"], ask) for ask in asks["areopag"]]
    yield Question("not modified", {**asks, "areopag": known}, compared=False)


def measured_all(
    asked: Iterable[Question], servers: Mapping[str, Running], url: str, seconds: int, rounds: int
) -> dict[str, dict[str, Measured]]:
    """What each server took for each question."""
    found = {}
    for question in asked:
        if question.compared:
            compare(question, servers)
        found[question.name] = _asked(question, servers, url, seconds, rounds)
    return found


def _conditional(server: Running, ask: Ask) -> Ask:
    _, headers = answer_of(server, ask)
    return replace(ask, headers={**ask.headers, "If-None-Match": headers["ETag"]})


def _asked(
    question: Question, servers: Mapping[str, Running], url: str, seconds: int, rounds: int
) -> dict[str, Measured]:
    """For each server the middle of several rounds, which the servers take in turns so that noise meets all alike."""
    turns: dict[str, list[Measured]] = {}
    first: dict[str, float] = {}
    _at_work(url)
    # The ceiling comes first: whoever does finds the data on the disk, and is slower at first for that.
    in_turn = sorted(question.asks.items(), key=lambda one: one[0] not in ("ceiling", "constant"))
    for turn in range(rounds):
        for name, asks in in_turn:
            server = servers.get("ceiling" if name == "constant" else name)
            if server is None:
                continue
            if turn and not question.each_once:
                load(server.port, asks, 1, seed=turn + 100)
            elif not question.each_once:
                first[name] = _acquainted(server, asks, seconds)
            measured = load(server.port, asks, seconds, each_once=question.each_once, seed=turn)
            turns.setdefault(name, []).append(measured)
            if question.each_once and _saved(url) < min(measured.requests, len(asks)) and name != "postgraphile":
                raise BadAnswers(f"{name} did not save what it said it saved")
    return {name: replace(_middle(taken), first_rate=first.get(name)) for name, taken in turns.items()}


def _acquainted(server: Running, asks: Sequence[Ask], seconds: int) -> float:
    """Ask until the server grows no faster, and answer with the rate of the first seconds.

    What is met for the first time takes longer, and is told apart; the larger the country, the longer there is such.
    """
    first = best = load(server.port, asks, seconds, seed=100).rate
    slower = 0
    for again in range(1, MOST_LOADS):
        rate = load(server.port, asks, seconds, seed=again + 100).rate
        slower = 0 if rate > best * GROWN else slower + 1
        best = max(best, rate)
        if slower == 2:
            break
    return first


def _middle(turns: Sequence[Measured]) -> Measured:
    rate = median(turn.rate for turn in turns)
    return min(turns, key=lambda turn: abs(turn.rate - rate))


def _at_work(url: str) -> None:
    """Everybody has used their session a moment ago, as people at work have: its use is noted every five minutes, which
    would be at each request where each is somebody else's."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE working.session SET seen_at = now()")


def _saved(url: str) -> int:
    """How many reviews were saved, which then get their first version again. PostGraphile does not count versions."""
    with psycopg.connect(url, autocommit=True) as connection:
        changed = connection.execute(
            "UPDATE working.review SET version = %s WHERE state = 'DRAFT' AND version <> %s",
            (FIRST_VERSION, FIRST_VERSION),
        ).rowcount
        connection.execute("VACUUM ANALYZE working.review, working.score, working.citation")
    return changed
