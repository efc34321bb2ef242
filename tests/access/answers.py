"""Asks the API as each actor about each case, and holds every byte of every answer against the page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.access.attempts import act_answers, argument_answers
from tests.access.planting import CaseOf, Row, World
from tests.access.policy_table import policy_table
from tests.access.reached import CANARY, OBSERVER, Api, Tally, whole
from tests.access.selections import fields_in_pieces, object_types
from tests.access.world import DOUBLE_BLIND

ABSENT = uuid4().hex

LISTED = {
    "deadlines": "deadline",
    "remarks": "remark",
    "extensionRequests": "extension_request",
    "documentRequests": "document_request",
    "evidenceHolds": "evidence_hold",
    "notices": "notice",
    "selfAssessments": "self_assessment",
    "documents": "evidence_document",
    "documents.versions": "evidence_version",
    "documents.versions.redaction": "evidence_redaction",
    "documents.redactionOrder": "redaction_order",
    "documents.versions.pages": "evidence_page",
    "searchEvidence": "evidence_page",
    "uploads": "upload",
    "seats": "seat",
    "reviews": "score",
    "reviews.expert": "score",
    "reviews.scores": "score",
    "reviews.scores.citations": "citation",
    "panelAgreement": "score",
    "report": "report",
    "agreements": "agreement",
    "accuracyClaims": "accuracy_claim",
    "meeting": "meeting",
    "meeting.members": "meeting_member",
    "meeting.motion": "motion",
    "minutes": "sitting",
    "decision": "decision",
    "decision.dissents": "dissent",
    "history": "audit_entry",
    "openings": "opening",
    "statements": "statement",
    "recusalRequests": "conflict_of_interest",
    "waivers": "conflict_ruling",
    "tracks": "track",
    "tracks.members": "appeal_member",
    "surveys": "survey",
    "surveys.texts": "survey_text",
}
"""Where in the answer about a case which rows stand, one each. A review is listed once its score may be read, minutes
for every sitting that had the case, also before somebody writes a word of them."""
UNDER = {"decision.dissents": "decision", "meeting.motion": "meeting", "meeting.members": "meeting"}
NODES = {
    "evaluation": "evaluation",
    "person": "person",
    "organisation": "organisation",
    "evidence_document": "document",
    "evidence_version": "version",
    "upload": "upload",
    "review": "review",
    "accuracy_claim": "claim",
    "criterion": "criterion",
    "call": "call",
    "framework_draft": "frameworkdraft",
    "sitting": "sitting",
    "survey": "survey",
}
"""Which rows can be asked for by their id alone."""


@dataclass(frozen=True)
class Place:
    """A value in an answer: the field it stands in, by its type, and the way to it without places in lists."""

    coordinate: str
    path: str
    value: object


def places(value: Any, around: str = "Evaluation", path: str = "", name: str = "") -> Iterator[Place]:
    """Every object and value of an answer that was asked with `__typename`."""
    if isinstance(value, list):
        for part in value:
            yield from places(part, around, path, name)
    elif isinstance(value, dict):
        kind = value.get("__typename", around)
        yield Place(f"{around}.{name}", path, None)
        inner = around if kind == "LocalizedText" else kind
        for field_name, part in value.items():
            if field_name != "__typename":
                below = f"{path}.{field_name}".lstrip(".")
                if kind == "LocalizedText":
                    yield Place(f"{around}.{name}", path, part)
                else:
                    yield from places(part, inner, below, field_name)
    elif value is not None:
        yield Place(f"{around}.{name}", path, value)


def undeclared_types() -> list[str]:
    """Types of the API without a row in the page."""
    unions = {"Query", "Mutation", "Subscription"}
    return sorted(name for name in object_types() if name not in policy_table().shown and name not in unions)


def _shown_by(coordinate: str) -> tuple[str, ...]:
    return policy_table().shown.get(coordinate) or policy_table().shown.get(coordinate.partition(".")[0], ())


def expected_count(world: World, actor: str, case: CaseOf, path: str) -> int:
    """How many objects stand at a place of the answer about a case, by the page."""
    table = LISTED[path]
    rows = [row for row in world.of(table, case) if row.listed]
    if path == "decision.dissents":
        decided = expected_count(world, actor, case, "decision")
        return sum(world.may_hear(actor, row) for row in rows) if decided else 0
    if path == "panelAgreement":
        # One row stands for all: another's score, which nobody reads before the panel's reviews are open. It takes two.
        enough = case.variant == "handed in"
        rows = [row for row in rows if enough and row.kind == "score" and not row.owners & set(world.actors.values())]
        rows = rows[:1]
    found = sum(world.may_read(actor, row) for row in rows)
    above = UNDER.get(path) or path.rpartition(".")[0]
    return found if not above or expected_count(world, actor, case, above) else 0


async def case_answers(api: Api, actor: str, cases: Iterable[CaseOf]) -> Tally:
    """Every field of every type below a case, for one actor."""
    tally = Tally()
    # One text for all cases: the server reads, checks and compiles it once.
    arguments = {"Evaluation.searchEvidence": "(text: $page)"}
    pieces = list(fields_in_pieces(object_types()["Evaluation"], arguments, 900))
    for case in cases:
        page = api.world.of("evidence_page", case)[0]
        for piece in pieces:
            fields = " ".join(piece)
            variables = {"number": case.number, "page": page.values["text"]}
            given = "$number: String!, $page: String!" if "$page" in fields else "$number: String!"
            query = f"query ({given}) {{ viewer {{ evaluation(number: $number) {{ {fields} }} }} }}"
            answer = await api.send(actor, query, variables)
            tally += _judged(api, actor, case, answer, piece)
    return tally


def _judged(api: Api, actor: str, case: CaseOf, answer: httpx.Response, piece: list[str]) -> Tally:
    tally = Tally()
    body = answer.json()
    if answer.status_code != 200 or "errors" in body:
        tally.closed.append(f"{actor}, {case}: {answer.text[:300]}")
        return tally
    told = (body["data"]["viewer"] or {}).get("evaluation")
    evaluation = api.world.of("evaluation", case)[0]
    may = actor != OBSERVER and api.world.may_read(actor, evaluation)
    tally.checks += 1
    if (told is not None) is not may:
        (tally.leaks if told else tally.closed).append(f"{actor}, {case}: the case itself")
    for row in api.betrayed(actor, whole(answer), case):
        tally.leaks.append(f"{actor}, {case}: {row.kind} {row.values}"[:200])
    tally.leaks += [
        f"{actor}, {case}: {word} names the school" for word in _names_hidden_from(api, actor, case, answer)
    ]
    if told is None:
        tally.checks += len(" ".join(piece).replace("{", " ").replace("}", " ").split())
        return tally
    counted = Counter(place.path for place in places(told))
    tally.leaks += _misplaced(api, told)
    tally.checks += counted.total()
    asked = {text.partition("(")[0].partition(" ")[0] for text in piece}
    for path in LISTED:
        if path.partition(".")[0] in asked:
            tally.checks += 1
            expected = expected_count(api.world, actor, case, path)
            if counted[path] != expected:
                wrong = tally.leaks if counted[path] > expected else tally.closed
                wrong.append(f"{actor}, {case}: {counted[path]} of {expected} {path}")
    return tally


def _names_hidden_from(api: Api, actor: str, case: CaseOf, answer: httpx.Response) -> list[str]:
    """Words that name the school of the case, in an answer about it to somebody who must not know which it is."""
    (evaluated,) = api.world.of("evaluated_school", case)
    if actor != OBSERVER and api.world.may_read(actor, evaluated):
        return []
    key = evaluated.values["organisation_id"]
    (school,) = (row for row in api.world.of("organisation") if row.values["id"] == key)
    words = [str(school.values["name_ru"]), str(school.values["name_en"]), getattr(key, "hex", str(key))]
    return [word for word in words if word in answer.text]


def _misplaced(api: Api, told: object) -> Iterator[str]:
    """Fields that show rows which the page does not say they show."""
    for place in places(told):
        words = CANARY.findall(place.value) if isinstance(place.value, str) else ()
        for row in [api.world.canaries[word] for word in words if word in api.world.canaries]:
            declared = _shown_by(place.coordinate)
            names = {row.table, row.kind.partition(":")[0]} | ({"history"} if row.table == "audit_entry" else set())
            if not names & set(declared) and place.value != row.key.get("id"):
                yield f"{place.coordinate} shows {row.kind}, which the page does not say"


async def node_answers(api: Api, actor: str, rows: Iterable[Row]) -> Tally:
    """Everything by its id alone: what may be read answers, the rest as an id that never was."""
    tally = Tally()
    asked = [row for row in rows if row.table in NODES]
    for start in range(0, len(asked), 40):
        batch = asked[start : start + 40]
        given = ", ".join(f"$n{place}: ID!" for place, _ in enumerate(batch))
        lines = " ".join(f"n{place}: node(id: $n{place}) {{ __typename id }}" for place, _ in enumerate(batch))
        variables = {f"n{place}": _global(row) for place, row in enumerate(batch)}
        answer = (await api.send(actor, f"query ({given}) {{ {lines} }}", variables)).json()
        for place, row in enumerate(batch):
            tally.checks += 1
            found = answer["data"][f"n{place}"]
            may = row.table == "criterion" if actor == OBSERVER else _may_ask_for(api.world, actor, row)
            if found and (not may or found["id"] != _global(row)):
                tally.leaks.append(f"{actor}: node {row.kind} of {row.case}")
            if not found and may and row.listed and row.kind != "criterion: draft":
                tally.closed.append(f"{actor}: node {row.kind} of {row.case}")
    return tally


def _may_ask_for(world: World, actor: str, row: Row) -> bool:
    """A review can be asked for once its scores may be read: the secretary follows its progress before."""
    if row.table != "review":
        return world.may_read(actor, row)
    scores = [one for one in world.of("score") if one.values["review_id"] == row.values["id"]]
    return all(world.may_read(actor, one) for one in scores)


def _global(row: Row) -> str:
    key = row.values["id"]
    return f"{NODES[row.table]}-{getattr(key, 'hex', key)}"


async def file_answers(api: Api, actor: str, rows: Iterable[Row]) -> Tally:
    """The bytes of evidence and the places of uploads: as absent ones for whom they are closed."""
    tally = Tally()
    absent = await api.get(actor, "GET", f"/files/version-{ABSENT}")
    for row in [row for row in rows if row.table == "evidence_version"]:
        etag = f'"{row.values["sha256"]}"'
        answer = await api.get(actor, "GET", f"/files/{_global(row)}", **{"If-None-Match": etag})
        may = actor != OBSERVER and api.world.may_read(actor, row)
        tally.checks += 1
        same = (answer.status_code, answer.content) == (absent.status_code, absent.content)
        if not may and not same:
            tally.leaks.append(f"{actor}: the bytes of {row.kind} of {row.case}")
        if may and answer.status_code != 304:
            tally.closed.append(f"{actor}: the bytes of {row.kind} of {row.case}: {answer.status_code}")
    return tally


async def all_answers(api: Api, cases: list[CaseOf], actors: Sequence[str]) -> Tally:
    """The whole of the answers, one actor after another, and the log of the server."""
    tally = Tally()
    for actor in actors:
        tally += await case_answers(api, actor, cases)
        tally += await node_answers(api, actor, api.world.rows)
        tally += await file_answers(api, actor, api.world.rows)
        tally += await argument_answers(api, actor, cases)
    for actor in actors:
        # Acts last: some of them happen. Once a phase: a variant opens more to read, and no act.
        phases = [case for case in cases if case.side == "own" and case.variant in ("", DOUBLE_BLIND)]
        tally += await act_answers(api, actor, phases + cases[-3:])
    tally.checks += 1
    if '"path": "/graphql"' not in api.log.getvalue():
        tally.closed.append("the log tells nothing at all: was it searched?")
    for word in CANARY.findall(api.log.getvalue()):
        if word in api.world.canaries and word.startswith("cnry"):
            tally.leaks.append(f"the log tells {api.world.canaries[word].kind}")
    return tally
