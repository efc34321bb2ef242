"""What a school says of its documents, and taking them out of a case."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from storage import criteria, evidence, schools
from storage.database import Database
from storage.evidence import DocumentRow
from workflows import inputs
from workflows.cases import Act, acting
from workflows.rules import blinding
from workflows.rules.privacy import Classification, Privacy, Readers
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion


async def unknown_codes(act: Act, codes: Sequence[str]) -> list[Problem]:
    known = await criteria.criterion_codes(act.transaction, act.row.framework_version_id)
    return [Problem(f"input.criterionCodes.{n}", "UNKNOWN_CODE") for n, code in enumerate(codes) if code not in known]


async def document_of(act: Act, document: UUID) -> DocumentRow:
    found = (await evidence.documents_by_id(act.transaction, [document]))[0]
    if found is None or found.evaluation_id != act.evaluation:
        raise NotPermittedOrAbsent
    return found


async def evaluation_of(database: Database, person: UUID, document: UUID) -> UUID:
    """The case of a document that the person may read. Raises NotPermittedOrAbsent."""
    async with database.reading(person) as transaction:
        found = (await evidence.documents_by_id(transaction, [document]))[0]
    if found is None:
        raise NotPermittedOrAbsent
    return found.evaluation_id


async def as_seen(act: Act, document: UUID, expected_version: int) -> DocumentRow:
    """The document of the case, if it is as the person read it. Raises NotPermittedOrAbsent or StaleVersion."""
    found = await document_of(act, document)
    if found.version != expected_version:
        raise StaleVersion(found.version)
    return found


async def describe_document(
    database: Database,
    person: UUID,
    document: UUID,
    expected_version: int,
    *,
    title: str,
    readers: Readers,
    criterion_codes: Sequence[str],
    dated_on: date | None = None,
) -> UUID:
    """Give a document its title and the criteria it speaks to, say who reads it and when it was made; without a day it
    stays as it is."""
    evaluation = await evaluation_of(database, person, document)
    async with acting(database, person, evaluation, "upload") as act:
        found = await as_seen(act, document, expected_version)
        before = Privacy(Classification(found.classification), found.personal_data)
        after = readers.instead_of(before)
        problems = [*await unknown_codes(act, criterion_codes), *after.problems()]
        if dated_on and dated_on > act.case.now.astimezone(act.case.zone).date():
            problems.append(Problem("input.datedOn", "NOT_MADE_YET"))
        if problems:
            raise InvalidInput(*problems)
        words = inputs.text("input.title", title, longest=500)
        await betrays_nothing(act, words)
        await evidence.describe(
            act.transaction,
            document,
            act.row.framework_version_id,
            title=words,
            classification=after.classification,
            personal_data=after.personal_data,
            dated_on=dated_on or found.dated_on,
            codes=criterion_codes,
        )
        act.details = {"document": str(document), "note": words}
        if after != before:
            act.change = {"before": asdict(before), "after": asdict(after)}
    return document


async def betrays_nothing(act: Act, title: str) -> None:
    """Raises InvalidInput for a title that tells whose case it is to a panel that must not know."""
    if act.case.definition.blinded() != "double_blind":
        return
    found = blinding.betrayed(title, await schools.names_around(act.transaction, act.row.organisation_id))
    if found:
        raise InvalidInput(Problem("input.title", "NAMES_SCHOOL", (("found", found),)))


async def remove_document(database: Database, person: UUID, document: UUID, expected_version: int) -> UUID:
    """Take a document out of the case; answers with the evaluation."""
    evaluation = await evaluation_of(database, person, document)
    async with acting(database, person, evaluation, "upload") as act:
        found = await as_seen(act, document, expected_version)
        if await evidence.is_cited(act.transaction, document):
            raise Blocked(Reason("DOCUMENT_CITED"), number=act.row.number)
        await evidence.remove(act.transaction, document)
        act.details = {"removed": str(document), "note": found.title}
    return evaluation
