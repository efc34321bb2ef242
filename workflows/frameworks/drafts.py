"""A framework version's life: written as a draft that need not be sound, published once it is, retired in the end."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from storage import audit, frameworks, people
from storage.database import Database, Transaction
from storage.frameworks import DraftRow
from workflows.frameworks import add, body_of, framework_key, framework_of
from workflows.idempotency import once
from workflows.rules.framework import Framework
from workflows.rules.framework_diff import Change, changes_between
from workflows.rules.framework_problems import problems_of
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion

CODE = re.compile(r"[a-z][a-z0-9_]{1,40}")
LONGEST = 1_000_000


def whole(row: DraftRow) -> dict[str, Any]:
    """What a draft says, under the code and number that are its own."""
    return {**row.content, "code": row.code, "number": row.number}


def sound(row: DraftRow) -> Framework | None:
    """The framework version a draft would be; None while something is wrong with it."""
    plain = whole(row)
    return None if problems_of(plain) else Framework.model_validate(plain)


async def version_before(transaction: Transaction, code: str) -> Framework | None:
    """The newest published version of this code."""
    row = await frameworks.newest_of(transaction, code)
    return framework_of(row.code, row.number, row.body) if row else None


async def changes_of(transaction: Transaction, row: DraftRow) -> list[Change]:
    """What a sound draft changes of the newest published version of its code; nothing where there is none."""
    before, after = await version_before(transaction, row.code), sound(row)
    return changes_between(before, after) if before and after else []


async def begin(database: Database, person: UUID, key: str, based_on: UUID | None, content: str | None) -> UUID:
    """Begin a draft: of the version after a published one, or of what a file said. Answers with its key.

    Raises NotPermittedOrAbsent unless the person is a secretary; InvalidInput.
    """
    async with database.acting(person) as transaction:
        await _of_secretary(transaction)
        if (based_on is None) == (content is None):
            raise InvalidInput(Problem("input", "FRAMEWORK_BEGINNING_UNCLEAR"))

        async def make() -> UUID:
            plain = read_content(content) if content is not None else await _copy_of(transaction, based_on)
            code = plain.get("code")
            if not isinstance(code, str) or not CODE.fullmatch(code):
                raise InvalidInput(Problem("code", "FRAMEWORK_CODE_UNUSABLE"))
            async with transaction.as_worker():
                made = await frameworks.begin_draft(transaction, code, plain)
            await _record(transaction, "begin_framework_draft", code)
            return made

        return await once(transaction, key, (based_on, content), make)


async def _of_secretary(transaction: Transaction) -> None:
    if not await people.is_secretary(transaction):
        raise NotPermittedOrAbsent


async def _copy_of(transaction: Transaction, key: UUID | None) -> dict[str, Any]:
    row = (await frameworks.frameworks_of(transaction, [key]))[0] if key else None
    if row is None:
        raise NotPermittedOrAbsent
    return framework_of(row.code, row.number, row.body).model_dump(mode="json")


def read_content(text: str) -> dict[str, Any]:
    """The object that this JSON is.

    Raises InvalidInput.
    """
    if len(text) > LONGEST:
        raise InvalidInput(Problem("input.content", "FRAMEWORK_TOO_LARGE"))
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(Problem("input.content", "FRAMEWORK_UNREADABLE", (("what", str(error)),))) from None
    # No database keeps these two in a document.
    if not isinstance(plain, dict) or re.search(r"\\u0000|\\ud[89a-f]", text, re.IGNORECASE):
        raise InvalidInput(Problem("input.content", "WRONG_FORMAT"))
    return plain


async def _record(transaction: Transaction, action: str, of: str) -> None:
    await audit.append(transaction, None, action, "secretary", details={"framework": of})


async def _locked(transaction: Transaction, key: UUID, expected_version: int) -> DraftRow:
    """The draft as the secretary asking has seen it, locked.

    Raises NotPermittedOrAbsent, StaleVersion.
    """
    await _of_secretary(transaction)
    async with transaction.as_worker():
        row = await frameworks.lock_draft(transaction, key)
    if row is None:
        raise NotPermittedOrAbsent
    if row.version != expected_version:
        raise StaleVersion(row.version)
    return row


async def save(database: Database, person: UUID, draft: UUID, expected_version: int, content: str) -> UUID:
    """Keep what stands in a draft now, sound or not; answers with its key.

    Raises NotPermittedOrAbsent, StaleVersion, InvalidInput for what is no JSON object.
    """
    async with database.acting(person) as transaction:
        await _locked(transaction, draft, expected_version)
        plain = read_content(content)
        async with transaction.as_worker():
            await frameworks.change_draft(transaction, draft, plain)
        return draft


async def discard(database: Database, person: UUID, draft: UUID, expected_version: int) -> DraftRow:
    """A draft is not wanted any more; answers with what it was.

    Raises NotPermittedOrAbsent, StaleVersion.
    """
    async with database.acting(person) as transaction:
        row = await _locked(transaction, draft, expected_version)
        async with transaction.as_worker():
            await frameworks.drop_draft(transaction, draft)
        await _record(transaction, "discard_framework_draft", f"{row.code}:{row.number}")
        return row


async def publish(database: Database, person: UUID, draft: UUID, expected_version: int) -> UUID:
    """A draft becomes a framework version that never changes again; answers with the version's key.

    Raises NotPermittedOrAbsent, StaleVersion, InvalidInput with everything that is wrong, Blocked for a draft that
    says what the version before says.
    """
    async with database.acting(person) as transaction:
        row = await _locked(transaction, draft, expected_version)
        before = await version_before(transaction, row.code)
        # Another version may have come from a file while this was written.
        number = max(row.number, before.number + 1) if before else row.number
        plain = whole(row) | {"number": number}
        problems = problems_of(plain)
        if problems:
            raise InvalidInput(*problems)
        framework = Framework.model_validate(plain)
        if before and _same(before, framework):
            raise Blocked(Reason("FRAMEWORK_UNCHANGED"))
        async with transaction.as_worker():
            await add(transaction, framework)
            await frameworks.drop_draft(transaction, draft)
        await _record(transaction, "publish_framework", f"{row.code}:{number}")
        return framework_key(framework)


def _same(one: Framework, other: Framework) -> bool:
    def of(framework: Framework) -> Mapping[str, Any]:
        body = body_of(framework)
        nodes = [{name: value for name, value in node.items() if name != "id"} for node in body["criteria"]]
        return {**body, "criteria": nodes}

    return of(one) == of(other)


async def retire(database: Database, person: UUID, framework: UUID) -> UUID:
    """No more evaluations are opened on a version; those under way go on. Answers with its key.

    Raises NotPermittedOrAbsent, Blocked for a version that is retired already.
    """
    async with database.acting(person) as transaction:
        await _of_secretary(transaction)
        row = (await frameworks.frameworks_of(transaction, [framework]))[0]
        if row is None:
            raise NotPermittedOrAbsent
        async with transaction.as_worker():
            done = await frameworks.retire(transaction, framework)
        if not done:
            raise Blocked(Reason("FRAMEWORK_RETIRED"))
        await _record(transaction, "retire_framework", f"{row.code}:{row.number}")
        return framework
