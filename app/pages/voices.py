"""What families say of the criteria of a record, beside their scores: the same rows on pages and on paper."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.pages.markup import Html, join, table, tag, wide
from app.pages.words import Language, number, word
from workflows.rules.proportions import Share

Part = Mapping[str, Any]
FOUR_DIGITS = Decimal("0.0001")
COLUMNS = ("criterion", "families_say", "families_share", "score")


def families_part(body: Part, language: Language) -> Html:
    """The figures of the surveys that a record rests on; nothing without any."""
    surveys = body.get("surveys") or []
    if not surveys:
        return Html("")
    rows = voice_rows(body, language)
    head = [word(name, language) for name in COLUMNS]
    return join(
        tag("h2", word("families", language)),
        *(tag("p", response_told(survey, language)) for survey in surveys),
        _told(list(head), [list(row) for row in rows], language) if rows else "",
        tag("p", word("families_more", language), class_="served-note"),
    )


def _told(head: list[str], rows: list[list[object]], language: Language) -> Html:
    title = word("families_rated", language)
    return join(tag("h3", title), wide(table(title, head, rows), title))


def response_told(survey: Part, language: Language) -> str:
    """How many answered, of how many."""
    invited, answered = survey["invited"], survey["respondents"]
    rate = f" ({percent(Decimal(answered) / invited, language)})" if invited else ""
    few = "" if survey["questions"] else f" {word('families_few', language)}"
    return (
        f"{_localized(survey['title'], language)}: {word('families_answered', language)} {answered}"
        f" {word('of', language)} {invited} {word('families_invited', language)}{rate}.{few}"
    )


def voice_rows(body: Part, language: Language) -> list[list[str]]:
    """By criterion, what is said of it, by how many with the ends of the interval, and its score."""
    criteria = {part["code"]: part for part in body["criteria"]}
    return [
        [
            _localized(criteria[voice["criterion"]]["title"], language),
            f"{word(voice['says'], language)}: {_localized(voice['option'] or voice['question'], language)}",
            _shares(voice, language),
            _scored(criteria[voice["criterion"]], body["result"]["maximum"], language),
        ]
        for survey in body.get("surveys") or []
        for voice in survey["voices"]
        if voice["criterion"] in criteria
    ]


def _shares(voice: Part, language: Language) -> str:
    share, lower, upper = (percent(Decimal(voice[end]), language) for end in ("share", "lower", "upper"))
    return f"{share} ({lower} – {upper})"


def share_told(share: Share, language: Language) -> str:
    """A share with the ends of its interval."""
    return f"{percent(share.value, language)} ({percent(share.lower, language)} – {percent(share.upper, language)})"


def _localized(text: Part, language: Language) -> str:
    return str(text[language] or text["ru"])


def percent(share: Decimal, language: Language) -> str:
    """A share in whole per cent; the sign stands apart in Russian only."""
    # From the figure that the API publishes, half up: page and client must not say 14 and 15 of the same.
    published = share.quantize(FOUR_DIGITS)
    told = number(str((published * 100).quantize(Decimal(1), ROUND_HALF_UP)), language)
    return f"{told}\u00a0%" if language == "ru" else f"{told}%"


def _scored(criterion: Part, whole: str | None, language: Language) -> str:
    if criterion["score"] is None:
        return "–"
    most = criterion["scale"]["maximum"] if criterion["scale"] else whole
    told = number(criterion["score"], language)
    return f"{told} {word('of', language)} {number(most, language)}" if most else told
