"""What families of a territory say of criteria, beside how their schools are rated: never school by school."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.named import localized
from app.pages.markup import Html, join, table, tag, wide
from app.pages.voices import percent, share_told
from app.pages.words import Language, word
from schema.territories import heard
from storage.territories import VoiceRow
from workflows.rules.statistics import Summary
from workflows.rules.voices import Says, over_schools

COLUMNS = ("criterion", "families_say", "families_share", "families_basis", "families_rated_mean")


def voices_part(body: Mapping[str, Any], rows: Sequence[VoiceRow], language: Language) -> Html:
    """The part of the page, in the order of the framework with this body; nothing where nobody was asked."""
    told: list[list[object]] = []
    for part in body["criteria"]:
        for says in Says:
            said = [row for row in rows if row.criterion_code == part["code"] and row.says == says]
            if said:
                title = part["title"][language] or part["title"]["ru"]
                told.append([f"{part['code']} {title}", word(says, language), *_figures(said, language)])
    if not told:
        return Html("")
    title = word("families_rated", language)
    head = [word(name, language) for name in COLUMNS]
    more = tag("p", word("families_over", language), class_="served-note")
    return join(
        tag("h4", title), wide(table(title, head, told), f"{title}: {localized(body['title'], language)}"), more
    )


def _figures(said: Sequence[VoiceRow], language: Language) -> list[str]:
    found = over_schools([heard(row) for row in said])
    basis = word("answers_of_schools", language).format(found.answered, found.schools)
    return [share_told(found.share, language), basis, _rated(found.rated, language)]


def _rated(rated: Summary | None, language: Language) -> str:
    """The mean score as a share of its scale; of two schools that differ the interval is all of it, and is not told."""
    if rated is None:
        return "–"
    if rated.lower is None or rated.upper is None or (rated.lower <= 0 and rated.upper >= 1):
        return f"{percent(rated.mean, language)} ({word('too_few_schools', language)})"
    return f"{percent(rated.mean, language)} ({percent(rated.lower, language)} – {percent(rated.upper, language)})"
