"""Tries every argument and every mutation of the API on every case: what is closed answers as what never was."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    get_named_type,
)

from tests.access.planting import CaseOf, World
from tests.access.policy_table import policy_table
from tests.access.reached import OBSERVER, Api, Tally, whole
from tests.access.selections import is_published, object_types

NOBODYS = "cnry999999x"
"""A word like a canary that was planted nowhere."""
ASKED: dict[str, str] = {
    "Viewer.evaluation(number)": "{ viewer { evaluation(number: $word) { id number } } }",
    "Viewer.evaluations(filter)": (
        "{ viewer { evaluations(filter: {search: $word}) { totalCount nodes { id } pageInfo { hasNextPage } } } }"
    ),
    "EvaluationFilter.state": "{ viewer { evaluations(filter: {state: $word}) { totalCount nodes { id } } } }",
    "EvaluationFilter.search": (
        "{ viewer { evaluations(filter: {search: $school}) { totalCount nodes { id } edges { cursor } } } }"
    ),
    "Viewer.evaluations(first)": "{ viewer { evaluations(first: 1, filter: {search: $word}) { nodes { id } } } }",
    "Viewer.evaluations(after)": (
        "{ viewer { evaluations(first: 1, after: $cursor, filter: {search: $word}) { nodes { id } totalCount } } }"
    ),
    "Viewer.schools(search)": "{ viewer { schools(search: $school) { id name { ru } } } }",
    "Viewer.schools(first)": "{ viewer { schools(search: $school, first: 1) { id } } }",
    "Query.node(id)": "{ node(id: $case) { id __typename } }",
    "Evaluation.searchEvidence(text)": (
        "{ viewer { evaluation(number: $word) { searchEvidence(text: $page) { page } } } }"
    ),
    "Evaluation.searchEvidence(first)": (
        "{ viewer { evaluation(number: $word) { searchEvidence(text: $page, first: 1) { page snippet } } } }"
    ),
    "EvidenceVersion.changesSince(versionId)": (
        "{ node(id: $version) { ... on EvidenceVersion { changesSince(versionId: $version) { comparable } } } }"
    ),
    "Survey.results(where)": (
        '{ viewer { evaluation(number: $word) { surveys { results(where: [{attribute: "group", value: "g1"}])'
        " { respondents } } } } }"
    ),
    "Viewer.letterPreviews(processCode)": "{ viewer { letterPreviews(processCode: $word, language: EN) { text } } }",
    "Viewer.letterPreviews(language)": "{ viewer { letterPreviews(processCode: $word, language: RU) { text } } }",
    "Viewer.chosenCases(ids)": "{ viewer { chosenCases(ids: [$case]) { total choices { action } } } }",
    "Viewer.chosenCases(filter)": "{ viewer { chosenCases(filter: {search: $word}) { total } } }",
    "ChosenCases.preview(action)": (
        '{ viewer { chosenCases(ids: [$case]) { preview(action: "submit") { evaluation { id } available } } } }'
    ),
    "Viewer.bulkAct(id)": "{ viewer { bulkAct(id: $case) { id } } }",
    "Evaluation.candidates(search)": (
        "{ viewer { evaluation(number: $word) { candidates(search: $person) { load } } } }"
    ),
    "Viewer.expertSeverities(frameworkVersionId)": (
        "{ viewer { expertSeverities(frameworkVersionId: $case) { experts { scores } } } }"
    ),
    "FrameworkDraft.trial(values)": (
        '{ viewer { frameworkDrafts { trial(values: [{criterionCode: $word, value: "1"}]) { code } } } }'
    ),
}
"""A question for every argument of the working world; `$word` is the number of a case, the rest stands in it."""

OPEN_TO_HELD = frozenset({"recuse", "declareConflict"})
HOLDING = frozenset({"OWN_CONFLICT_TO_WAIVE", "WRONG_STATE", "NOT_VOTED"})
"""Why a step is not open to whoever is held back: the tie, a state in which it is open to nobody, no vote of theirs."""


def unasked() -> list[str]:
    """Arguments of the working world that no question tries."""
    found = []
    for kind in object_types().values():
        if kind.name == "Mutation" or is_published(kind.name):
            continue
        for name, field in kind.fields.items():
            shown = get_named_type(field.type).name
            if kind.name == "Query" and (is_published(shown) or shown.startswith("Framework")):
                continue
            found += [f"{kind.name}.{name}({argument})" for argument in field.args]
    return sorted(set(found) - ASKED.keys())


def words_of(world: World, case: CaseOf) -> dict[str, str]:
    """What the questions ask about a case."""

    def of(table: str, column: str) -> str:
        return str(world.of(table, case)[0].values[column])

    key = of("evaluation", "organisation_id")
    school = next(row for row in world.of("organisation") if str(row.values["id"]) == key)
    return {
        "$word": case.number,
        "$school": str(school.values["name_ru"]),
        "$case": f"evaluation-{case.id.hex}",
        "$version": f"version-{UUID(of('evidence_version', 'id')).hex}",
        "$page": of("evidence_page", "text"),
        "$person": of("person", "name_ru"),
        "$cursor": "",
    }


def put(question: str, words: Mapping[str, str]) -> str:
    """A question with its words."""
    for name, word in words.items():
        question = question.replace(name, json.dumps(word))
    return question


async def _answers_to(api: Api, actor: str, words: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Every question with these words, in one request; the answers by the question's name."""
    parts = [f"q{place}: {question.strip()[1:-1]}" for place, question in enumerate(ASKED.values())]
    given = ", ".join(f"{name}: {'ID!' if name in ('$case', '$version') else 'String!'}" for name in words)
    variables = {name.removeprefix("$"): word for name, word in words.items()}
    answer = await api.send(actor, f"query ({given}) {{ {' '.join(parts)} }}", variables)
    body = answer.json()
    data = body.get("data") or {}
    errors = [error["message"] for error in body.get("errors", ())]
    return {name: [data.get(f"q{place}"), errors] for place, name in enumerate(ASKED)}, whole(answer)


async def argument_answers(api: Api, actor: str, cases: Iterable[CaseOf]) -> Tally:
    """Every argument: about a closed case the answer is the one about a case that never was."""
    tally = Tally()
    nothing = dict.fromkeys(("$word", "$school", "$page", "$person", "$cursor"), NOBODYS)
    nothing["$case"] = f"evaluation-{uuid4().hex}"
    nothing["$version"] = f"version-{uuid4().hex}"
    absent, _ = await _answers_to(api, actor, nothing)
    for case in cases:
        evaluation = api.world.of("evaluation", case)[0]
        may = actor != OBSERVER and api.world.may_read(actor, evaluation)
        answers, text = await _answers_to(api, actor, words_of(api.world, case))
        tally.leaks += [f"{actor}, {case}, asking: {row.kind}" for row in api.betrayed(actor, text)]
        for name, answer in answers.items():
            tally.checks += 1
            register = actor == "secretary" and "schools" in name
            if not may and not register and answer != absent[name]:
                tally.leaks.append(f"{actor}, {case}, {name}: {answer}"[:200])
    return tally


def _ids_of(world: World, case: CaseOf) -> dict[str, str]:
    def first(table: str, kind: str | None = None) -> str:
        rows = [row for row in world.of(table, case) if row.kind == (kind or table)]
        key = rows[0].values["id"]
        assert isinstance(key, UUID)
        return key.hex

    return {
        "evaluationId": f"evaluation-{case.id.hex}",
        "documentId": f"document-{first('evidence_document')}",
        "uploadId": f"upload-{first('upload')}",
        "seatId": f"seat-{first('seat')}",
        "claimId": f"claim-{first('accuracy_claim', 'accuracy_claim: answered')}",
        "trackId": f"track-{first('track', 'track: appeal')}",
        "motionId": f"motion-{first('motion', 'motion: voted down')}",
        "callId": f"call-{first('call')}",
        "surveyId": f"survey-{first('survey')}",
        "textId": f"surveytext-{first('survey_text')}",
        "personId": f"person-{first('person', 'person: panel')}",
        "versionId": f"version-{first('evidence_version')}",
        "requestId": f"request-{first('conflict_of_interest', 'conflict_of_interest: objection')}",
        "holdId": f"hold-{first('evidence_hold')}",
        "documentRequestId": f"documentrequest-{first('document_request')}",
        "extensionRequestId": f"extension-{first('extension_request')}",
        "id": f"session-{uuid4().hex}",
        "organisationId": f"organisation-{uuid4().hex}",
        "schoolId": f"organisation-{uuid4().hex}",
        "frameworkVersionId": f"framework-{uuid4().hex}",
        "otherFrameworkVersionId": f"framework-{uuid4().hex}",
    }


def _value(name: str, kind: GraphQLInputType, ids: Mapping[str, str]) -> Any:
    """A value that is well formed and that no act can succeed with."""
    if isinstance(kind, GraphQLNonNull):
        return _value(name, kind.of_type, ids)
    if isinstance(kind, GraphQLList):
        return []
    if isinstance(kind, GraphQLInputObjectType):
        return {key: _value(key, field.type, ids) for key, field in kind.fields.items()}
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    assert isinstance(kind, GraphQLScalarType)
    if kind.name == "ID":
        return ids[name]
    made: dict[str, Any] = {"Int": 999_999, "Boolean": False, "ByteCount": 0, "Decimal": "1"}
    made |= {"Date": "2037-01-01", "DateTime": "2037-01-01T00:00:00Z"}
    return made.get(kind.name, f"k-{uuid4()}" if name == "idempotencyKey" else "")


def _attempts(ids: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    for name, field in object_types()["Mutation"].fields.items():
        # One without an input concerns nothing but the account of whoever asks.
        for argument in field.args.values():
            yield name, str(argument.type), _value("input", argument.type, ids)


async def _tried(api: Api, actor: str, ids: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    attempts = list(_attempts(ids))
    # Said once: a request may have so many words, and there is a mutation more with every act.
    parts = "fragment B on Blocked { reasons { code } } fragment N on NotPermittedOrAbsent { message { en ru } }"
    told = "{ __typename ...B ...N }"
    variables = ", ".join(f"${name}: {kind}" for name, kind, _ in attempts)
    calls = " ".join(f"{name}(input: ${name}) {told}" for name, _, _ in attempts)
    answer = await api.send(
        actor, f"mutation ({variables}) {{ {calls} }} {parts}", {name: value for name, _, value in attempts}
    )
    return answer.json().get("data") or {}, whole(answer)


async def act_answers(api: Api, actor: str, cases: Iterable[CaseOf]) -> Tally:
    """Every mutation: in a closed case as in one that never was, and never open to a part that the page denies it."""
    tally = Tally()
    strange = {
        name: f"{value.partition('-')[0]}-{uuid4().hex}"
        for name, value in _ids_of(api.world, api.world.cases[0]).items()
    }
    absent, text = await _tried(api, actor, strange)
    if not absent:
        tally.closed.append(f"{actor}: no mutation can be tried: {text[:300]}")
    for case in cases:
        evaluation = api.world.of("evaluation", case)[0]
        may = actor != OBSERVER and api.world.may_read(actor, evaluation)
        told, text = await _tried(api, actor, _ids_of(api.world, case))
        tally.leaks += [f"{actor}, {case}, acting: {row.kind}" for row in api.betrayed(actor, text)]
        parts = frozenset() if actor == OBSERVER else api.world.writing_parts(actor, case)
        waits_for = frozenset(part.removeprefix("held ") for part in parts if part.startswith("held "))
        for name, answer in told.items():
            tally.checks += 1
            if not may and answer != absent[name]:
                tally.leaks.append(f"{actor}, {case}, {name}: {answer}")
            refused = [reason["code"] for reason in answer.get("reasons", ())] == ["NOT_YOUR_ROLE"]
            refused = refused or answer["__typename"] == "NotPermittedOrAbsent"
            if may and not refused and not (parts | waits_for) & policy_table().acting[name]:
                tally.leaks.append(f"{actor}, {case}, {name} is not refused: {answer}")
            if waits_for and name not in OPEN_TO_HELD and not _stopped(answer, refused=refused):
                tally.leaks.append(f"{actor}, {case}, {name} is not told what holds back: {answer}")
    return tally


def _stopped(answer: Mapping[str, Any], *, refused: bool) -> bool:
    """Whether an answer lets a person who is held back do nothing, and says why where the time for it would be now."""
    codes = {reason["code"] for reason in answer.get("reasons", ())}
    return refused or answer["__typename"] in ("StaleVersion", "InvalidInput") or bool(codes & HOLDING)


def undeclared_acts() -> list[str]:
    """Mutations without a row in the page."""
    return sorted(object_types()["Mutation"].fields.keys() - policy_table().acting.keys())
