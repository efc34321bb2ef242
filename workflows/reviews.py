"""An expert's own review: saving scores as they are typed, and handing the review in."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from uuid import UUID

from storage import audit, reviews
from storage.database import Database, Transaction
from storage.reviews import CitableRow, ReviewRow
from workflows import inputs
from workflows.cases import Act, acting
from workflows.criteria import fits_scale, scored_criterion
from workflows.rules.citations import PICTURED, Area, Place, each_once, on_page
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion

MOST_CITATIONS = 50
LONGEST_QUOTE = 4000


@dataclass(frozen=True)
class NewCitation:
    """A page of a document version, with the words quoted from it or the area that is meant."""

    version: UUID | None
    page: int
    quote: str | None
    area: Area | None = None


async def _own_review(act: Act, expected_version: int) -> ReviewRow:
    review = await reviews.own_review(act.transaction, act.evaluation)
    if review is None:
        raise NotPermittedOrAbsent
    if review.version != expected_version:
        raise StaleVersion(review.version)
    return review


async def _checked(transaction: Transaction, evaluation: UUID, citations: Sequence[NewCitation]) -> list[Place]:
    if len(citations) > MOST_CITATIONS:
        raise InvalidInput(Problem("input.citations", "TOO_MANY", (("most", str(MOST_CITATIONS)),)))
    named = [citation.version for citation in citations if citation.version is not None]
    versions = await reviews.citable_versions(transaction, evaluation, named)
    places = []
    for number, citation in enumerate(citations):
        version = versions.get(citation.version) if citation.version else None
        places.append(_place(f"input.citations.{number}", citation, version))
    return each_once(places)


def _place(path: str, citation: NewCitation, version: CitableRow | None) -> Place:
    if version is None:
        raise InvalidInput(Problem(f"{path}.versionId", "UNKNOWN_DOCUMENT"))
    if not 1 <= citation.page <= version.page_count:
        raise InvalidInput(Problem(f"{path}.page", "NO_SUCH_PAGE", (("pages", str(version.page_count)),)))
    quote = inputs.text(f"{path}.quote", citation.quote or "", required=False, longest=LONGEST_QUOTE)
    if citation.area is None:
        return Place(version.id, citation.page, quote or None, None)
    if version.media_type not in PICTURED:
        raise InvalidInput(Problem(f"{path}.area", "PAGE_WITHOUT_PICTURE"))
    area = on_page(citation.area)
    if area is None:
        raise InvalidInput(Problem(f"{path}.area", "AREA_NOT_ON_PAGE"))
    return Place(version.id, citation.page, quote or None, area)


def _kept(place: Place) -> dict[str, object]:
    area = [*astuple(place.area)] if place.area else None
    return {"version": place.version, "page": place.page, "quote": place.quote, "area": area}


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
        cited = [_kept(place) for place in await _checked(act.transaction, evaluation, citations)]
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
