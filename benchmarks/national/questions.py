"""What is asked: each question once in the words of every server, over everything there is to ask about."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlencode

from app.guards import SESSION_COOKIE
from benchmarks.national.country import (
    MUNICIPALITIES_A_REGION,
    REGIONS,
    REVIEWS,
    Case,
    Country,
    body_of,
    key,
    municipality_of,
    school_name,
)
from benchmarks.national.fill import FIRST_VERSION, token_of
from schema.ids import global_id
from schema.paging import cursor_of
from storage.searching import number_parameters, parts_of

T = TypeVar("T")
PAGE = 50
MOST = 12_000
"""So many requests are drawn where there are more: a larger country is asked no more different questions."""
MOST_SAVES = 9_000
"""More than any server saves in a round; the requests to all of them lie in memory."""


@dataclass(frozen=True)
class Ask:
    """One HTTP request."""

    path: str
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """The requests to each server, and what of their answers must be equal.

    `compared`: all servers must say the same. `each_once`: the requests are sent in order and none twice, because each
    changes what it asks about.
    """

    name: str
    asks: Mapping[str, Sequence[Ask]]
    same: Callable[[Any], Any] = lambda data: data
    compared: bool = True
    each_once: bool = False


def graphql(query: str, headers: dict[str, str] | None = None, **variables: Any) -> Ask:
    """A GraphQL request as clients send it."""
    body = json.dumps({"query": query, "variables": variables}, ensure_ascii=False)
    return Ask("/graphql", body, {"Content-Type": "application/json", **(headers or {})})


def get(path: str, **parameters: Any) -> Ask:
    """A request by address."""
    return Ask(f"{path}?{urlencode(parameters)}")


LIST = """
query ($region: ID!, $after: String) {
  publications(filter: { territoryId: $region }, first: 50, after: $after) {
    nodes { number publishedAt total decidedOn validTo outcome { code } framework { code number }
            school { id name { ru } } }
    pageInfo { endCursor hasNextPage } } }"""
LIST_POSTGRAPHILE = """
query ($region: UUID!, $below: Int!) {
  benchRegionResults(region: $region, below: $below, first: 50) {
    nodes { number publishedAt total decidedOn validTo outcome frameworkCode frameworkNumber
            publishedSchoolBySchoolId { rowId nameRu } }
    pageInfo { endCursor hasNextPage } } }"""


def list_asks(places: Sequence[tuple[int, int | None]]) -> dict[str, list[Ask]]:
    """Pages of 50 results: of these regions, from below these numbers on."""
    asks: dict[str, list[Ask]] = {name: [] for name in ("areopag", "plain", "ceiling", "postgraphile")}
    for region, below in places:
        known = key("region", region)
        given = {"region": global_id("territory", known)}
        if below:
            given["after"] = cursor_of("NEWEST", str(-below), str(below))
        for server in ("areopag", "plain"):
            asks[server].append(graphql(LIST, None, **given))
        asks["ceiling"].append(get("/list", region=known, **({"after": below} if below else {"after": 2**31 - 1})))
        asks["postgraphile"].append(graphql(LIST_POSTGRAPHILE, region=str(known), below=below or 2**31 - 1))
    return asks


def pages_of(country: Country) -> list[tuple[int, int | None]]:
    """Every page that somebody who reads on from the first reaches, of every region."""
    numbers: dict[int, list[int]] = {}
    for case in country.published():
        numbers.setdefault(municipality_of(case.school) // MUNICIPALITIES_A_REGION, []).append(case.record or 0)
    return [
        (region, sorted(found, reverse=True)[page - 1] if page else None)
        for region, found in numbers.items()
        for page in range(0, len(found), PAGE)
    ]


def anywhere(country: Country, count: int) -> list[tuple[int, int | None]]:
    """Pages that begin anywhere in any region, hardly two alike."""
    chance, last = Random(50), max(case.record or 0 for case in country.published())
    return [(chance.randrange(min(REGIONS, country.schools)), chance.randint(2, last)) for _ in range(count)]


DETAIL = """
query ($number: PublicationNumber!) { publication(number: $number) {
  number publishedAt evaluationNumber total decidedOn validTo outcome { code } framework { title { ru } }
  school { id name { ru } address }
  summary strengths recommendations reasons vote { votesFor votesAgainst abstained quorum }
  conditions { text criterionCode owner dueOn }
  criteria { code title { ru } score selfScore position citations { documentTitle page quote } }
  documents { title fileName pageCount sha256 } } }"""
DETAIL_POSTGRAPHILE = """
query ($number: Int!, $evaluation: String!) {
  publishedResultByNumber(number: $number) { number publishedAt total decidedOn validTo outcome }
  evaluationByNumber(number: $evaluation) {
    number frameworkVersionByFrameworkVersionId { titleRu }
    organisationByOrganisationId { rowId nameRu address }
    reportByEvaluationId { summary strengths recommendations }
    decisionsByEvaluationId { nodes { votesFor votesAgainst abstained quorum motionByMotionId { reasons conditions } } }
    consensusesByEvaluationId { nodes { value position criterionByCriterionId { code titleRu } } }
    selfAssessmentsByEvaluationId { nodes { score criterionId } }
    reviewsByEvaluationId { nodes { citationsByReviewId { nodes { criterionId page quote
      evidenceVersionByVersionId { evidenceDocumentByDocumentId { title } } } } } }
    evidenceDocumentsByEvaluationId { nodes { title evidenceVersionsByDocumentId {
      nodes { fileName pageCount sha256 } } } } } }"""


def scored_only(data: Any) -> Any:
    """Without the groups, which Areopag's answer has on top."""
    found = data["publication"]
    return {**found, "criteria": [part for part in found["criteria"] if part["citations"]]}


def drawn(things: Sequence[T], seed: int) -> list[T]:
    """Some of them, in an order drawn at random."""
    return Random(seed).sample(things, min(len(things), MOST))


def detail(country: Country) -> Question:
    """One record in full, any of them."""
    cases = drawn(list(country.published()), 20)
    plain = [graphql(DETAIL.replace("PublicationNumber", "Int"), number=case.record) for case in cases]
    asks = {
        "areopag": [graphql(DETAIL, number=case.record) for case in cases],
        "plain": plain,
        "ceiling": [get("/detail", number=case.record) for case in cases],
        "postgraphile": [graphql(DETAIL_POSTGRAPHILE, number=c.record, evaluation=c.number) for c in cases],
    }
    return Question("detail", asks, scored_only)


SEARCH = "query ($search: String!) { schools(search: $search, first: 10) { nodes { id name { ru } } } }"
SEARCH_POSTGRAPHILE = """
query ($search: String!) { benchSearchSchools(search: $search, first: 10) { nodes { rowId nameRu } } }"""


def search(country: Country) -> Question:
    """Schools by what somebody has typed so far: every beginning of two letters or more of every fifth name.

    Typed as most people do, without ё: only Areopag reads one for the other.
    """
    names = [school_name(number)["ru"].replace("ё", "е") for number in range(0, country.schools, 5)]
    typed = drawn(sorted({name[:end] for name in names for end in range(2, 24)}), 4)
    asks = {
        "areopag": [graphql(SEARCH, search=text) for text in typed],
        "plain": [graphql(SEARCH, search=text.strip()) for text in typed],
        "ceiling": [
            get("/search", search=text.strip(), parts=parts_of(text), number=_number_of(text)) for text in typed
        ],
        "postgraphile": [graphql(SEARCH_POSTGRAPHILE, search=text.strip()) for text in typed],
    }
    return Question("search", asks)


def _number_of(text: str) -> str:
    """The pattern of the number that is looked for; one that no name is like where there is none."""
    return str((number_parameters(text) or {"number": "^$"})["number"])


SUMMARY = """
query ($region: ID!) { territory(id: $region) { schoolCount frameworks {
  framework { code number } criteria { criterionCode schools mean } } } }"""
SUMMARY_PLAIN = SUMMARY.replace(" framework { code number }", " code number")
SUMMARY_POSTGRAPHILE = """
query ($region: UUID!) { benchRegionSummary(region: $region) {
  nodes { frameworkCode frameworkNumber criterionCode schools mean } } }"""


def criteria_only(data: Any) -> Any:
    """Without the groups, which Areopag's answer has on top; the name of a framework as it is told."""
    return data["territory"]["schoolCount"], [
        (
            (part.get("framework") or part)["code"],
            (part.get("framework") or part)["number"],
            [one for one in part["criteria"] if "." in one["criterionCode"]],
        )
        for part in data["territory"]["frameworks"]
    ]


def summary(_country: Country) -> Question:
    """How the schools of a region are rated: mean and count per framework version and criterion, of any region."""
    regions = [key("region", number) for number in range(REGIONS)]
    asks = {
        "areopag": [graphql(SUMMARY, region=global_id("territory", region)) for region in regions],
        "plain": [graphql(SUMMARY_PLAIN, region=global_id("territory", region)) for region in regions],
        "ceiling": [get("/summary", region=region) for region in regions],
        "postgraphile": [graphql(SUMMARY_POSTGRAPHILE, region=str(region)) for region in regions],
    }
    return Question("summary", asks, criteria_only)


WORKSPACE = """
{ viewer { evaluations(filter: { underWay: true }, first: 20) { nodes {
  number stateSince school { name { ru } } framework { code }
  myReview { version state progress { done total } } } } } }"""
WORKSPACE_POSTGRAPHILE = """
query ($person: UUID!) { benchWorkspace(person: $person, first: 20) { nodes { number stateSince
  organisationByOrganisationId { nameRu } frameworkVersionByFrameworkVersionId { code }
  reviewsByEvaluationId { nodes { version state complete reviewAuthorByReviewId { seatBySeatId { personId } } } } } } }
"""


def cookie_of(expert: int) -> dict[str, str]:
    """Signed in as an expert."""
    return {"Cookie": f"{SESSION_COOKIE}={token_of(expert)}"}


def workspace(country: Country) -> Question:
    """The twenty reviews of an expert: signed in and under row security with Areopag, by anybody with the others."""
    experts = range(country.experts)
    asks = {
        "areopag": [graphql(WORKSPACE, cookie_of(expert)) for expert in experts],
        "plain": [
            graphql(WORKSPACE.replace("filter: { underWay: true }, ", ""), {"X-Person": str(key("person", expert))})
            for expert in experts
        ],
        "ceiling": [get("/workspace", person=key("person", expert)) for expert in experts],
        "postgraphile": [graphql(WORKSPACE_POSTGRAPHILE, person=str(key("person", e))) for e in experts],
    }
    return Question("workspace", asks)


SAVE = """
mutation ($input: ScoreEachInput!) { scoreEach(input: $input) { __typename ... on Review { version } } }"""
SCORE_POSTGRAPHILE = """
%s: updateScoreByReviewIdAndCriterionId(input: { reviewId: $review, criterionId: "%s",
  scorePatch: { value: "%d", justification: $why } }) { clientMutationId }"""


def save(country: Country) -> Question:
    """Twenty scores of one review, each request another review; PostGraphile and plain SQL keep no trail of it."""
    asks: dict[str, list[Ask]] = {name: [] for name in ("areopag", "ceiling", "postgraphile")}
    reviews = ((case, place) for case in country.cases if case.record is None for place in range(REVIEWS))
    for case, place in islice(reviews, MOST_SAVES):
        for server, ask in _saves(country, case, place).items():
            asks[server].append(ask)
    return Question("save", asks, compared=False, each_once=True)


def _saves(country: Country, case: Case, place: int) -> dict[str, Ask]:
    number = case.place * REVIEWS + place
    scored = [part for part in body_of(case.version)["criteria"] if part["scored"]]
    version, why = key("version", number), case.reason(0, place)
    given = {
        "evaluationId": global_id("evaluation", key("evaluation", case.place)),
        "expectedVersion": FIRST_VERSION,
        "scores": [
            {"criterionCode": part["code"], "value": str(case.score(turn, place)), "justification": why}
            | {"citations": [{"versionId": global_id("version", version), "page": 1}]}
            for turn, part in enumerate(scored)
        ],
    }
    expert = cookie_of(country.expert(case, place))
    patches = "".join(
        SCORE_POSTGRAPHILE % (f"a{turn}", part["id"], case.score(turn, place)) for turn, part in enumerate(scored)
    )
    by_hand = {
        "review": str(key("review", number)),
        "version": FIRST_VERSION,
        "scores": [
            {"code": part["code"], "value": case.score(turn, place), "justification": why}
            | {"version": str(version), "page": 1}
            for turn, part in enumerate(scored)
        ],
    }
    return {
        "areopag": graphql(SAVE, expert, input=given),
        "postgraphile": graphql(
            f"mutation ($review: UUID!, $why: String!) {{ {patches} }}", review=str(key("review", number)), why=why
        ),
        "ceiling": Ask("/save", json.dumps(by_hand, ensure_ascii=False), {"Content-Type": "application/json"}),
    }


def by_address(country: Country) -> dict[str, list[Ask]]:
    """Every page of every region by GET, and the constant answer beside it."""
    asks = []
    for region, below in pages_of(country):
        given = {"region": global_id("territory", key("region", region))}
        if below:
            given["after"] = cursor_of("NEWEST", str(-below), str(below))
        asks.append(get("/graphql", query=LIST, variables=json.dumps(given)))
    return {"areopag": asks, "constant": [Ask("/constant")]}


QUESTIONS: Mapping[str, Callable[[Country], Question]] = {
    "list": lambda country: Question("list", list_asks(pages_of(country))),
    "list anywhere": lambda country: Question("list anywhere", list_asks(anywhere(country, MOST))),
    "detail": detail,
    "summary": summary,
    "search": search,
    "workspace": workspace,
    "save": save,
}
"""What is asked of every server, by name; the requests are made when their turn comes."""
