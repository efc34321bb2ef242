"""What was done about a result after it was published: corrections, withdrawals and the like, with their reasons."""

from app.pages.markup import Html, join, link, prose, tag
from app.pages.words import Language, word
from storage.publications import WholeRow
from workflows.messages.dates import day

ACTS = ("error", "appeal", "revision", "withdrawal", "suspension", "reinstatement")


def act_of(row: WholeRow) -> str:
    """What was done, as one of `ACTS`; records of early formats say less."""
    because = row.body.get("because")
    if because and because["kind"] in ACTS:
        return str(because["kind"])
    return "withdrawal" if row.kind == "WITHDRAWAL" else "error"


def act_told(row: WholeRow, language: Language) -> Html:
    """The act in a sentence: when, what, in which record, and why in the words of whoever did it."""
    because = row.body.get("because")
    why = because["text"] if because else None
    return join(
        tag("strong", f"{day(row.published_at.date(), language)}: {word(f'act_{act_of(row)}', language)}"),
        " – ",
        link(f"/publications/{row.number}", f"{word('record', language)} № {row.number}"),
        prose("p", f"{word('why', language)}: {why}", language) if why else "",
    )
