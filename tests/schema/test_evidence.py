"""Evidence through the API: three calls and the bytes; documents in a number of statements that never grows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from schema.context import Context
from schema.ids import global_id, key_of
from storage import evidence as stored
from storage.database import Database
from storage.evidence import HIT_ENDS, HIT_STARTS
from storage.keys import Signer, load_signer
from tests.asking import told
from tests.documents import pdf
from tests.evidence_room import CODES, Room, room_of
from tests.statements import statements_sent
from workflows import evidence


@dataclass
class Api:
    """The API as the school's officer asks it, unless another person is named."""

    room: Room
    signer: Signer

    async def ask(self, query: str, person: UUID | None = None, **variables: object) -> Any:
        """The data of an answer that has no errors."""
        context = Context(
            self.room.database,
            self.room.blobs,
            person or self.room.officer,
            self.signer,
            largest_file=1_000_000,
            largest_case=10**9,
        )
        return await told(context, query, **variables)

    async def act(self, name: str, given: Mapping[str, object], person: UUID | None = None) -> Any:
        """What a mutation answers."""
        kind, shown = f"{name[0].upper()}{name[1:]}Input", f"{REFUSALS} {SHOWN.get(name, '')}"
        query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ __typename {shown} }} }}"
        return (await self.ask(query, person, input=given))[name]

    @property
    def evaluation(self) -> str:
        """The case's id."""
        return global_id("evaluation", self.room.evaluation)


REFUSALS = """
... on Blocked { reasons { code } } ... on StaleVersion { current } ... on InvalidInput { problems { path code } }
... on NotPermittedOrAbsent { message { ru } }"""
UPLOAD = """
... on Upload { id state fileName size received url criterionCodes refusal { code message { ru } }
                notice { code message { ru } } document { id title } }"""
DOCUMENT = "... on EvidenceDocument { id title public criterionCodes version }"
COPY = "... on EvidenceDocument { id redactionOrder { refusal { code } } }"
SHOWN = {"beginUpload": UPLOAD, "finishUpload": UPLOAD, "describeDocument": DOCUMENT, "redactDocument": COPY}
NODE = f"query ($id: ID!) {{ node(id: $id) {{ {UPLOAD} {DOCUMENT} }} }}"


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> Api:
    return Api(await room_of(database, tmp_path / "blobs"), await load_signer(database, tmp_path))


def begun(api: Api, **changes: object) -> dict[str, object]:
    """What announces a file."""
    usual = {"evaluationId": api.evaluation, "fileName": "Устав.pdf", "size": 10, "criterionCodes": CODES}
    return {**usual, "idempotencyKey": str(uuid4()), **changes}


async def test_three_calls_bring_a_document(api: Api) -> None:
    content, room = pdf("Устав"), api.room
    upload = await api.act("beginUpload", begun(api, size=len(content)))
    assert (upload["__typename"], upload["state"], upload["received"]) == ("Upload", "RECEIVING", 0)
    assert upload["url"] == f"/uploads/{upload['id']}"
    key = key_of(upload["id"], "upload")
    assert key
    await room.send(key, content)
    upload = await api.act("finishUpload", {"uploadId": upload["id"]})
    assert (upload["state"], upload["received"], upload["document"]) == ("CHECKING", len(content), None)
    await evidence.accept_upload(room.database, room.blobs, key, None)
    upload = (await api.ask(NODE, id=upload["id"]))["node"]
    assert (upload["state"], upload["refusal"], upload["notice"]) == ("READY", None, None)
    document = await api.act(
        "describeDocument",
        {
            "documentId": upload["document"]["id"],
            "expectedVersion": 1,
            "title": "Устав школы",
            "classification": "PUBLIC",
            "criterionCodes": CODES[:1],
        },
    )
    assert document == {
        "__typename": "EvidenceDocument",
        "id": upload["document"]["id"],
        "title": "Устав школы",
        "public": True,
        "criterionCodes": CODES[:1],
        "version": 2,
    }
    removed = await api.act("removeDocument", {"documentId": document["id"], "expectedVersion": 2})
    assert removed["__typename"] == "Evaluation"
    assert (await api.ask(NODE, id=document["id"]))["node"] is None


async def test_the_same_file_again_says_so(api: Api) -> None:
    await api.room.taken(pdf())
    again = await api.room.check(await api.room.sent(pdf(), "Копия.pdf"))
    upload = (await api.ask(NODE, id=global_id("upload", again.id)))["node"]
    assert (upload["state"], upload["document"]["title"]) == ("READY", "Устав")
    assert upload["notice"]["code"] == "FILE_ALREADY_HERE"
    assert "«Устав»" in upload["notice"]["message"]["ru"]


async def test_a_refused_file_says_why_until_it_is_taken_off_the_list(api: Api) -> None:
    await api.room.check(await api.room.sent(b"<svg/>" * 10))
    uploads = "uploads { id state refusal { code message { ru } } }"
    listed = f"query ($id: ID!) {{ node(id: $id) {{ ... on Evaluation {{ {uploads} }} }} }}"
    [upload] = (await api.ask(listed, id=api.evaluation))["node"]["uploads"]
    assert (upload["state"], upload["refusal"]["code"]) == ("REFUSED", "FILE_TYPE_NOT_ACCEPTED")
    assert upload["refusal"]["message"]["ru"].startswith("Такие файлы не принимаются")
    await api.act("discardUpload", {"uploadId": upload["id"]})
    assert (await api.ask(listed, id=api.evaluation))["node"]["uploads"] == []


async def test_refusals_are_values(api: Api) -> None:
    bad = await api.act("beginUpload", begun(api, size=0, criterionCodes=["нет"]))
    assert bad["problems"] == [
        {"path": "input.size", "code": "FILE_EMPTY"},
        {"path": "input.criterionCodes.0", "code": "UNKNOWN_CODE"},
    ]
    upload = await api.act("beginUpload", begun(api))
    early = await api.act("finishUpload", {"uploadId": upload["id"]})
    assert early["reasons"] == [{"code": "UPLOAD_INCOMPLETE"}]
    document = global_id("document", await api.room.taken(pdf()))
    stale = await api.act("removeDocument", {"documentId": document, "expectedVersion": 7})
    assert (stale["__typename"], stale["current"]) == ("StaleVersion", 1)


async def test_ids_of_others_and_of_nothing_are_answered_alike(api: Api) -> None:
    upload, document = await api.room.begin(), await api.room.taken(pdf())
    answers = [
        await api.act(act, {field: key, **more}, person)
        for person in (api.room.people.other_officer, api.room.people.stranger)
        for act, field, kind, own, more in (
            ("finishUpload", "uploadId", "upload", upload, {}),
            ("discardUpload", "uploadId", "upload", upload, {}),
            ("removeDocument", "documentId", "document", document, {"expectedVersion": 1}),
        )
        for key in (global_id(kind, own), global_id(kind, uuid4()), "нет", global_id("evaluation", own))
    ]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["__typename"] == "NotPermittedOrAbsent"


DOCUMENTS = """query ($id: ID!) { node(id: $id) { ... on Evaluation {
  documents { title criterionCodes current { number } versions { fileName url pages { number text } } }
  uploads { fileName document { title } }
  searchEvidence(text: "устав") { documentTitle page snippet version { sha256 } }
} } }"""


async def test_statements_do_not_grow_with_documents(api: Api) -> None:
    await api.room.taken(pdf("Устав", "Вторая"))
    with statements_sent() as few:
        one = (await api.ask(DOCUMENTS, id=api.evaluation))["node"]
    for number in range(3):
        document = await api.room.taken(pdf(f"Устав {number}"), f"Устав {number}.pdf", CODES)
        await api.room.taken(pdf(f"Новый устав {number}"), document=document)
        await api.room.begin(document=document)
    with statements_sent() as many:
        four = (await api.ask(DOCUMENTS, id=api.evaluation))["node"]
    assert (len(one["documents"]), len(four["documents"]), len(four["uploads"])) == (1, 4, 3)
    assert len(four["searchEvidence"]) == 4
    assert len(many) <= len(few) + 1  # the documents that uploads belong to


async def test_a_document_shows_its_versions_and_their_pages(api: Api) -> None:
    document = await api.room.taken(pdf("Устав", "Вторая"), codes=CODES[:1])
    await api.room.taken(pdf("Новый устав"), "Новый.pdf", document=document)
    [shown] = (await api.ask(DOCUMENTS, id=api.evaluation))["node"]["documents"]
    assert (shown["title"], shown["criterionCodes"], shown["current"]) == ("Устав", CODES[:1], {"number": 2})
    assert [version["fileName"] for version in shown["versions"]] == ["Устав.pdf", "Новый.pdf"]
    assert shown["versions"][0]["pages"] == [{"number": 1, "text": "Устав"}, {"number": 2, "text": "Вторая"}]
    assert shown["versions"][0]["url"].startswith("/files/version-")


async def test_a_search_marks_the_words_it_found(api: Api) -> None:
    await api.room.taken(pdf("Принят устав школы"))
    [hit] = (await api.ask(DOCUMENTS, id=api.evaluation))["node"]["searchEvidence"]
    assert (hit["documentTitle"], hit["page"]) == ("Устав", 1)
    assert hit["snippet"] == f"Принят {HIT_STARTS}устав{HIT_ENDS} школы"


async def test_a_redacted_copy_leads_to_its_original_and_to_its_boxes_for_whoever_may_read_that(api: Api) -> None:
    document = await api.room.taken(pdf("Первая", "Вторая"), "Журнал.pdf", CODES[:1])
    [source] = await api.room.versions(document)
    area = {"left": "0.1", "top": "0.2", "width": "0.3", "height": "0.4"}
    given = {
        "versionId": global_id("version", source.id),
        "idempotencyKey": "ключ",
        "title": "Журнал с закрашенными местами",
        "boxes": [{"page": 2, "area": area}],
    }
    original = global_id("document", document)
    assert await api.act("redactDocument", given) == {
        "__typename": "EvidenceDocument",
        "id": original,
        "redactionOrder": {"refusal": None},
    }
    await make_ordered(api, document)
    boxes = "boxes { page area { left top width height } }"
    shown = "title classification redacted redacts { id } current { pageCount mediaType"
    shown += f" redaction {{ source {{ id }} {boxes} }} }}"
    query = "query ($id: ID!) { node(id: $id) { ... on EvidenceDocument { redactionOrder { orderedAt }"
    query += f" redactedCopy {{ {shown} }} }} }} }}"
    found = (await api.ask(query, id=original))["node"]
    assert found.pop("redactionOrder") is None
    assert found["redactedCopy"] == {
        "title": given["title"],
        "classification": "PUBLIC",
        "redacted": True,
        "redacts": {"id": original},
        "current": {
            "pageCount": 2,
            "mediaType": "application/pdf",
            "redaction": {"source": {"id": given["versionId"]}, "boxes": [{"page": 2, "area": area}]},
        },
    }
    refused = await api.act("redactDocument", {**given, "idempotencyKey": "другой", "boxes": []})
    assert refused["problems"] == [{"path": "input.boxes", "code": "NO_BOX"}]


async def make_ordered(api: Api, document: UUID) -> None:
    """Do the job that makes the copy of a document."""
    async with api.room.database.working() as tx:
        [order] = await stored.redaction_orders_of(tx, [document])
    assert order
    await evidence.make_redacted_copy(api.room.database, api.room.blobs, order.id, most=10**9)


async def test_why_no_copy_was_made_is_told_at_the_document_with_what_to_do(api: Api) -> None:
    document = await api.room.taken(pdf("Первая"), "Журнал.pdf")
    [source] = await api.room.versions(document)
    boxes = [{"page": 1, "area": {"left": "0.1", "top": "0.2", "width": "0.3", "height": "0.4"}}]
    given = {"versionId": global_id("version", source.id), "idempotencyKey": "ключ", "title": "Копия", "boxes": boxes}
    await api.act("redactDocument", given)
    await api.room.blobs.put(evidence.evidence_key(source.id), b"no file any more")
    await make_ordered(api, document)
    query = "query ($id: ID!) { node(id: $id) { ... on EvidenceDocument { redactedCopy { id }"
    query += " redactionOrder { refusal { code message { en } } } } } }"
    found = (await api.ask(query, id=global_id("document", document)))["node"]
    assert found["redactedCopy"] is None
    assert found["redactionOrder"]["refusal"]["code"] == "FILE_NOT_REDACTED"
    assert "“Журнал.pdf”" in found["redactionOrder"]["refusal"]["message"]["en"]


async def test_what_changed_in_the_words_since_an_earlier_version_is_told_with_its_page(api: Api) -> None:
    document = await api.room.taken(pdf("Устав школы", "Совет собирается дважды в год"), "Устав.pdf")
    other = await api.room.taken(pdf("Положение"), "Положение.pdf")
    await api.room.taken(pdf("Устав школы", "Совет собирается ежемесячно"), "Устав.pdf", document=document)
    first, second = [global_id("version", version.id) for version in await api.room.versions(document)]
    foreign = global_id("version", (await api.room.versions(other))[0].id)
    shown = "comparable complete changes { pageBefore pageNow before removed added after }"
    part = f"... on EvidenceVersion {{ changesSince(versionId: $since) {{ {shown} }} }}"
    query = f"query ($id: ID!, $since: ID!) {{ node(id: $id) {{ {part} }} }}"
    found = (await api.ask(query, id=second, since=first))["node"]["changesSince"]
    changed = {"pageBefore": 2, "pageNow": 2, "before": "Устав школы Совет собирается", "after": ""}
    changed |= {"removed": "дважды в год", "added": "ежемесячно"}
    assert found == {"comparable": True, "complete": True, "changes": [changed]}
    for nothing in (foreign, "version-nothing"):
        assert (await api.ask(query, id=second, since=nothing))["node"] == {"changesSince": None}
