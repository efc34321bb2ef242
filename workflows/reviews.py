"""An expert's own review: saving scores as they are typed, and handing the review in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from storage import audit, reviews
from storage.database import Database, Transaction
from storage.reviews import ReviewRow
from workflows import inputs
from workflows.cases import Act, acting
from workflows.criteria import fits_scale, scored_criterion
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion

MOST_CITATIONS = 50
LONGEST_QUOTE = 4000


@dataclass(frozen=True)
class NewCitation:
    """A page of a document version, with the words quoted from it."""

    version: UUID | None
    page: int
    quote: str | None


async def _own_review(act: Act, expected_version: int) -> ReviewRow:
    review = await reviews.own_review(act.transaction, act.evaluation)
    if review is None:
        raise NotPermittedOrAbsent
    if review.version != expected_version:
        raise StaleVersion(review.version)
    return review


async def _checked(
    transaction: Transaction, evaluation: UUID, citations: Sequence[NewCitation]
) -> list[dict[str, object]]:
    if len(citations) > MOST_CITATIONS:
        raise InvalidInput(Problem("input.citations", "TOO_MANY", (("most", str(MOST_CITATIONS)),)))
    versions = [citation.version for citation in citations if citation.version is not None]
    pages = await reviews.citable_pages(transaction, evaluation, versions)
    checked: list[dict[str, object]] = []
    for place, citation in enumerate(citations):
        path = f"input.citations.{place}"
        if citation.version not in pages:
            raise InvalidInput(Problem(f"{path}.versionId", "UNKNOWN_DOCUMENT"))
        count = pages[citation.version]
        if not 1 <= citation.page <= count:
            raise InvalidInput(Problem(f"{path}.page", "NO_SUCH_PAGE", (("pages", str(count)),)))
        quote = inputs.text(f"{path}.quote", citation.quote or "", required=False, longest=LONGEST_QUOTE)
        checked.append({"version": citation.version, "page": citation.page, "quote": quote or None})
    return checked


async def score(
    database: Database,
    person: UUID,
    evaluation: UUID,
    expected_version: int,
    code: str,
    value: Decimal | None,
    justification: str,
    citations: Sequence[NewCitation],
) -> UUID:
    """Save one criterion of the person's own review; answers with the review. The value may be undecided yet."""
    async with acting(database, person, evaluation, "score") as act:
        review = await _own_review(act, expected_version)
        criterion = await scored_criterion(act.transaction, act.row.framework_version_id, code)
        given = fits_scale("input.value", criterion, value)
        words = inputs.text("input.justification", justification, required=False)
        cited = await _checked(act.transaction, evaluation, citations)
        was = await audit.present(act.transaction, "score", review.id, criterion.id)
        act.change = {"before": was, "after": {"value": given, "justification": words, "citations": cited}}
        await reviews.save_score(act.transaction, review.id, criterion.id, given, words, cited)
        act.details = {"criterion": code}
        return review.id


async def submit_review(database: Database, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Hand the person's own review in; answers with the review."""
    async with acting(database, person, evaluation, "submit_review") as act:
        review = await _own_review(act, expected_version)
        await reviews.submit(act.transaction, review.id)
        return review.id
