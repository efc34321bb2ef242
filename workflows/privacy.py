"""Who reads a document: said anew at any time, with a trace."""

from dataclasses import asdict
from uuid import UUID

from storage import evidence
from storage.database import Database
from workflows.cases import acting
from workflows.evidence import as_seen, evaluation_of
from workflows.rules.privacy import Classification, Privacy, Readers, taken_from_the_panel
from workflows.rules.refusals import Blocked, InvalidInput


async def classify_document(
    database: Database, person: UUID, document: UUID, expected_version: int, readers: Readers
) -> UUID:
    """Say anew who reads a document, at any time before the case has ended; what was before stays in the trail."""
    evaluation = await evaluation_of(database, person, document)
    async with acting(database, person, evaluation, "classify_document") as act:
        found = await as_seen(act, document, expected_version)
        before = Privacy(Classification(found.classification), found.personal_data)
        after = readers.instead_of(before)
        if problems := after.problems():
            raise InvalidInput(*problems)
        draft = act.case.state in act.case.definition.step("upload").sources
        if refused := taken_from_the_panel(before, after, may_take=draft or "secretary" in act.case.roles):
            raise Blocked(refused, number=act.row.number)
        # A secretary changes nothing else of a document: the policies leave its row to the school.
        async with act.transaction.as_worker():
            await evidence.classify(act.transaction, document, after.classification, personal_data=after.personal_data)
        act.details = {"document": str(document), "readers": after.classification, "note": found.title}
        act.change = {"before": asdict(before), "after": asdict(after)}
    return document
