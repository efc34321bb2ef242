"""Acts about a published result as a page tells them, with their reasons."""

from datetime import date

from app.acts import done_on
from app.pages.markup import Html, join, link, prose, tag
from app.pages.past import then
from app.pages.words import Language, word
from storage.publications import WholeRow


def reason_of(row: WholeRow, language: Language) -> Html:
    """Why it was done, in the words of whoever did it; nothing where they gave none."""
    because = row.body.get("because")
    why = because["text"] if because else None
    return prose("p", f"{word('why', language)}: {why}", language) if why else Html("")


def act_told(row: WholeRow, language: Language, on: date | None = None) -> Html:
    """The act in a sentence: when, what, in which record on which framework, and why; its link keeps the day."""
    title = row.head["framework"]["title"]
    return join(
        tag("strong", done_on(row, language)),
        " – ",
        link(then(f"/publications/{row.number}", on), word("record_number", language).format(row.number)),
        f" ({title[language] or title['ru']})",
        reason_of(row, language),
    )
