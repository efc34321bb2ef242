"""An act is done once and told with the bytes of the ordinary executor, whichever of the two ways it goes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn
from uuid import UUID, uuid4

import psycopg
import pytest
from graphql import OperationDefinitionNode, parse

import app.graphql
import storage.reviews
from app.graphql_request import PLAIN, Asked
from app.settings import Mode, Settings
from schema.ids import global_id
from schema.root import operations
from schema.trusted import FOLDER
from storage.database import Database
from storage.keys import load_signer
from storage.sessions import HolderRow
from tests.conftest import named
from tests.situations import Cast, cast, in_review, scored_codes, version_of, versions_to_cite
from workflows import reviews

REASONS = "reasons { code message { ru en } unblock criterionCode }"
REFUSED = (
    f"... on Blocked {{ {REASONS} }} ... on StaleVersion {{ current message {{ ru }} }}"
    " ... on InvalidInput { problems { path code message { en } } } ... on NotPermittedOrAbsent { message { ru } }"
)
SCORES = f"""mutation ($input: ScoreEachInput!) {{ saved: scoreEach(input: $input) {{ __typename
    ... on Review {{ id version progress {{ done total }} scores {{ value justification criterion {{ code }} }} }}
    {REFUSED} }} }}"""
AGREE = (
    f"mutation ($input: StepInput!) {{ agree(input: $input) {{ __typename ... on Evaluation {{ id }} {REFUSED} }} }}"
)


class Asking:
    """One case under review, and requests about it: each in the ways of `ways`, on databases that are alike."""

    def __init__(self, urls: dict[str, str], settings: Settings, scored: "Scored") -> None:
        self._urls, self._settings, self.case, self.people = urls, settings, scored, scored.people

    def scores(self, **other: Any) -> dict[str, Any]:
        """What is given to save two scores."""
        place = {"versionId": global_id("version", self.case.cited), "page": 1}
        first, second, *_ = scored_codes("esg_2015")
        return {
            "evaluationId": global_id("evaluation", self.case.evaluation),
            "expectedVersion": 1,
            "scores": [
                {"criterionCode": first, "value": "2", "justification": "Так «есть»", "citations": [place]},
                {"criterionCode": second, "justification": "", "citations": []},
            ],
        } | other

    async def answer(self, way: str, query: str, person: UUID | None, variables: dict[str, Any], **how: Any) -> Any:
        """Status, body, and whether it tells an absence."""
        database = Database(self._urls[way])
        signer = await load_signer(database, self._settings.data)
        state = SimpleNamespace(database=database, blobs=None, settings=self._settings, signer=signer)
        request: Any = SimpleNamespace(
            app=SimpleNamespace(state=state), method=how.get("method", "POST"), state=SimpleNamespace(), headers={}
        )
        holder = HolderRow(person, "", "", how.get("scope", "ACT"), None, False, False) if person else None
        with usual() if way == "ordinary" else given():
            try:
                told = await app.graphql.run(request, Asked(query, variables, None), holder, PLAIN)
            finally:
                await database.close()
        return told.status_code, bytes(told.body), getattr(request.state, "absence", False)

    async def both(self, query: str, person: UUID | None, variables: dict[str, Any]) -> Any:
        """The answer, which is the same either way and leaves the same behind."""
        told = {way: await self.answer(way, query, person, variables) for way in self._urls}
        assert told["compiled"] == told["ordinary"]
        assert self.left("compiled") == self.left("ordinary")
        return json.loads(told["compiled"][1])

    def left(self, way: str) -> list[Any]:
        """What acts leave in the trail."""
        with psycopg.connect(self._urls[way]) as connection:
            return connection.execute("SELECT number, action, details FROM working.audit_entry ORDER BY id").fetchall()


@contextmanager
def usual() -> Iterator[None]:
    """The ordinary executor has the word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "of", lambda *_: None)
        yield


@contextmanager
def given() -> Iterator[None]:
    """Whatever is compiled is."""
    yield


@dataclass(frozen=True)
class Scored:
    """A case that experts score: the template of the databases that acts are done on."""

    template: str
    people: Cast
    evaluation: UUID
    version: int
    cited: UUID


@pytest.fixture(scope="module")
async def scored(module_url: str) -> Scored:
    """A case under review."""
    database = Database(module_url)
    people = await cast(database)
    evaluation = await in_review(database, people)
    cited, _ = await versions_to_cite(database, evaluation)
    version = await version_of(database, evaluation)
    await database.close()
    return Scored(module_url.partition("?")[0].rpartition("/")[2], people, evaluation, version, cited)


@pytest.fixture
def asking(postgres: str, tmp_path: Path, scored: Scored) -> Iterator[Asking]:
    """The case on two databases that are alike."""
    copies = {way: f"{way}_{uuid4().hex}" for way in ("compiled", "ordinary")}
    urls = {way: named(postgres, name) for way, name in copies.items()}
    with psycopg.connect(postgres, autocommit=True) as connection:
        for name in copies.values():
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {scored.template} STRATEGY FILE_COPY")
        yield Asking(urls, Settings(mode=Mode.DEVELOPMENT, data=tmp_path), scored)
        for name in copies.values():
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def test_what_an_act_answers_is_the_same_either_way(asking: Asking) -> None:
    expert, lead = asking.people.experts[1], asking.people.experts[0]
    one = asking.scores()["scores"][0]
    attempts = {
        "Review": asking.scores(),
        "StaleVersion": asking.scores(expectedVersion=7),
        "InvalidInput": asking.scores(expectedVersion=2, scores=[one | {"criterionCode": "9.9"}]),
        "NotPermittedOrAbsent": asking.scores(evaluationId="evaluation-nothing"),
    }
    for kind, variables in attempts.items():
        told = await asking.both(SCORES, expert, {"input": variables})
        assert told["data"]["saved"]["__typename"] == kind
    assert (await asking.both(SCORES, None, {"input": asking.scores()}))["data"]["saved"]["message"]["ru"]
    step = {"evaluationId": asking.scores()["evaluationId"], "expectedVersion": asking.case.version}
    assert (await asking.both(AGREE, lead, {"input": step}))["data"]["agree"]["reasons"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"expectedVersion": "one"},
        {"scores": [{"criterionCode": "1.1", "justification": "x"}]},
        {"scores": None},
        {"nobody": "knows this"},
        {"scores": [{"criterionCode": "1.1", "value": "many", "justification": "x", "citations": []}]},
    ],
    ids=json.dumps,
)
async def test_what_is_given_wrongly_is_told_by_the_ordinary_executor_and_nothing_is_done(
    asking: Asking, wrong: dict[str, Any]
) -> None:
    before = asking.left("compiled")
    assert (await asking.both(SCORES, asking.people.experts[1], {"input": asking.scores(**wrong)}))["errors"]
    assert asking.left("compiled") == before


async def test_what_is_given_in_an_unusual_way_is_read_all_the_same(asking: Asking) -> None:
    alone = {"scores": asking.scores()["scores"][0]}  # one in the place of a list of them
    told = await asking.both(SCORES, asking.people.experts[1], {"input": asking.scores(**alone)})
    assert told["data"]["saved"]["__typename"] == "Review"


async def test_several_acts_are_left_to_the_ordinary_executor() -> None:
    assert operations.of(SCORES, None)
    twice = SCORES.replace("saved:", "again: scoreEach(input: $input) { __typename } saved:")
    assert operations.of(twice, None) is None
    assert operations.of("mutation { __typename }", None) is None


async def test_every_act_of_the_client_is_compiled() -> None:
    kept = json.loads((FOLDER / "own.json").read_text(encoding="utf-8"))
    acts = [
        text
        for text in kept.values()
        for part in parse(text).definitions
        if isinstance(part, OperationDefinitionNode) and part.operation.value == "mutation"
    ]
    assert acts
    for text in acts:
        compiled = operations.of(text, None)
        assert compiled, text
        assert compiled.acts, text


async def test_an_act_that_fails_is_tried_once_and_told_as_ever(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    async def fails(*given: object) -> NoReturn:
        tried.append(given)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(reviews, "score_each", fails)
    monkeypatch.setattr(app.graphql, "log_fault", lambda _error: "f1")
    told = await asking.both(SCORES, asking.people.experts[1], {"input": asking.scores()})
    assert told["data"] is None
    assert [(error["path"], error["extensions"]["errorId"]) for error in told["errors"]] == [(["saved"], "f1")]
    assert len(tried) == 2, "once in each of the two ways"


async def test_an_act_whose_answer_cannot_be_read_is_done_once_and_what_went_wrong_is_told_as_ever(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> NoReturn:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(storage.reviews, "scores_of", fails)
    monkeypatch.setattr(app.graphql, "log_fault", lambda _error: "f2")
    before = len(asking.left("compiled"))
    told = await asking.both(SCORES, asking.people.experts[1], {"input": asking.scores()})
    assert told["errors"][0]["extensions"]["errorId"] == "f2"
    assert len(asking.left("compiled")) == before + 2, "an entry for each score"


@pytest.mark.parametrize("how", [{"scope": "READ"}, {"method": "GET"}])
async def test_whoever_may_only_read_does_nothing(asking: Asking, how: dict[str, str]) -> None:
    before = asking.left("compiled")
    with pytest.raises(Exception, match=r"TOKEN_ONLY_READS|METHOD_NOT_TAKEN"):
        await asking.answer("compiled", SCORES, asking.people.experts[1], {"input": asking.scores()}, **how)
    assert asking.left("compiled") == before
