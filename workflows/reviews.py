"""An expert's own review: saving scores as they are typed, and handing the review in."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from storage import reviews
from storage.database import Database, Left
from storage.reviews import CitableVersion, DraftRow, ReviewRow, Scoring, Writing
from workflows import inputs
from workflows.cases import Act, acting
from workflows.criteria import fits_scale
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


@dataclass(frozen=True)
class NewScore:
    """One criterion as the expert scores it; the value may be undecided yet."""

    code: str
    value: Decimal | None
    justification: str
    citations: Sequence[NewCitation]
    path: str = "input"
    """Where in what was given it stands."""


R = TypeVar("R", bound=DraftRow)


def _expected(review: R | None, version: int) -> R:
    """The review, if the person writes one and has seen it as it is."""
    if review is None:
        raise NotPermittedOrAbsent
    if review.version != version:
        raise StaleVersion(review.version)
    return review


def _writing(evaluation: UUID, scores: Sequence[NewScore]) -> Left[Writing]:
    named = {citation.version for score in scores for citation in score.citations if citation.version is not None}
    return reviews.writing(evaluation, [score.code for score in scores], [*named])


async def _scoring(act: Act, expected_version: int, scores: Sequence[NewScore], asked: Left[Writing]) -> Scoring:
    for score in scores:
        if len(score.citations) > MOST_CITATIONS:
            raise InvalidInput(Problem(f"{score.path}.citations", "TOO_MANY", (("most", str(MOST_CITATIONS)),)))
    codes = [score.code for score in scores]
    return _expected(await reviews.scoring(act.transaction, act.row, codes, asked), expected_version)


def _places(score: NewScore, versions: Mapping[UUID, CitableVersion]) -> list[Place]:
    places = []
    for number, citation in enumerate(score.citations):
        version = versions.get(citation.version) if citation.version else None
        places.append(_place(f"{score.path}.citations.{number}", citation, version))
    return each_once(places)


def _place(path: str, citation: NewCitation, version: CitableVersion | None) -> Place:
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
) -> ReviewRow:
    """Save one criterion of the person's own review; answers with the review as it stands then."""
    one = NewScore(code, value, justification, citations)
    return await score_each(database, person, evaluation, expected_version, [one])


async def score_each(
    database: Database, person: UUID, evaluation: UUID, expected_version: int, scores: Sequence[NewScore]
) -> ReviewRow:
    """Save criteria of the person's own review, all or none; answers with the review as it stands then.

    The trail has an entry for each. Raises InvalidInput for no score at all and for two on one criterion.
    """
    asked = _writing(evaluation, scores)
    async with acting(database, person, evaluation, "score", moves_nobody=True, beside=[asked]) as act:
        if not scores:
            raise InvalidInput(Problem("input.scores", "BLANK"))
        scoring = await _scoring(act, expected_version, scores, asked)
        kept: dict[str, reviews.NewScore] = {}
        for score in scores:
            if score.code in act.row.not_applicable:
                raise InvalidInput(Problem(f"{score.path}.criterionCode", "NOT_APPLICABLE_HERE"))
            if score.code not in scoring.criteria:
                raise InvalidInput(Problem(f"{score.path}.criterionCode", "UNKNOWN_CODE"))
            if score.code in kept:
                raise InvalidInput(Problem(f"{score.path}.criterionCode", "GIVEN_TWICE"))
            kept[score.code] = _checked(score, scoring)
        saved = await reviews.save_scores(act.transaction, scoring.id, [*kept.values()], act.case.facts.scored)
        for code, one in kept.items():
            if act.details:
                act.earlier.append((act.details, act.change))
            act.details, act.change = {"criterion": code}, {"before": scoring.before.get(code), "after": _after(one)}
    review = await saved.row()
    assert review, "a draft of one's own can be written"
    return review


def _checked(score: NewScore, scoring: Scoring) -> reviews.NewScore:
    criterion = scoring.criteria[score.code]
    value = fits_scale(f"{score.path}.value", criterion, score.value)
    words = inputs.text(f"{score.path}.justification", score.justification, required=False)
    cited = [_kept(one) for one in _places(score, scoring.versions)]
    return reviews.NewScore(criterion.id, value, words, cited)


def _after(score: reviews.NewScore) -> dict[str, object]:
    return {"value": score.value, "justification": score.justification, "citations": score.citations}


async def submit_review(database: Database, person: UUID, evaluation: UUID, expected_version: int) -> UUID:
    """Hand the person's own review in; answers with the review."""
    async with acting(database, person, evaluation, "submit_review") as act:
        review = _expected(await reviews.own_review(act.transaction, act.evaluation), expected_version)
        await reviews.submit(act.transaction, review.id)
        return review.id
