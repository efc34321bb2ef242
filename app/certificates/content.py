"""What a certificate says on its one page: the decision, for how long, and how to find out whether it still holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.certificates.standing import is_favourable
from app.certificates.words import said
from app.conditions import counted
from app.named import localized
from app.pages.words import Language
from app.printed.parts import qr_code
from app.totals import total_number
from storage.publications import WholeRow
from workflows.messages.dates import day

FINGERPRINT = 16
"""So many digits of the record's hash stand in the code: enough that nobody makes another record with them by chance,
and few enough to be compared by eye."""


def checked_at(row: WholeRow, base: str) -> str:
    """The address in the code: the page that says whether the certificate holds, and what record it was made of."""
    return f"{base}/certificates/{row.number}?h={row.sha256[:FINGERPRINT]}"


def content_of(row: WholeRow, language: Language, base: str) -> dict[str, object]:
    """Everything the page shows. `base` stands before the paths of this server."""
    body = row.body
    result, school = body["result"], localized(body["school"]["name"], language)
    place = ", ".join(
        part
        for part in (
            body["school"]["address"],
            *(localized(body["school"][name]["name"], language) for name in ("municipality",) if body["school"][name]),
        )
        if part
    )
    facts = {
        "decided": day(result["decided_on"], language) if result["decided_on"] else None,
        "holds": said(
            "span",
            language,
            first=day(result["valid_from"], language),
            last=day(result["valid_to"], language),
        )
        if result["valid_from"] and result["valid_to"]
        else None,
        "method": said(
            "version",
            language,
            title=localized(body["framework"]["title"], language),
            number=body["framework"]["number"],
        ),
        "total": total_told(result, language),
        "conditions": _conditions(body["conditions"], language) if body["conditions"] else None,
        "record": said("record_of", language, number=row.number, day=day(row.published_at.date(), language)),
    }
    address = checked_at(row, base)
    return {
        "lang": language,
        "title": said("title", language),
        "description": said("about", language, school=school),
        "author": said("house", language),
        "house": said("house", language),
        "school": school,
        "place": place,
        "decision": said("decision", language),
        "outcome": localized(result["outcome"]["title"], language),
        "good": is_favourable(body),
        "facts": [[said(name, language), value] for name, value in facts.items() if value],
        "code": qr_code(address),
        "code_alt": said("code_alt", language, address=address),
        "check": said("check", language),
        "check_more": said("check_more", language),
        "address": f"{base}/certificates/{row.number}",
        "hash_label": said("hash", language),
        "hash": row.sha256,
    }


def _conditions(conditions: Sequence[Mapping[str, Any]], language: Language) -> str:
    became = counted(conditions, language)
    count = f"{len(conditions)} ({became})" if became else len(conditions)
    return said("conditions_more", language, count=count)


def total_told(result: Mapping[str, str | None], language: Language) -> str | None:
    """The total of a decision, and the most it could be; None where there is none."""
    total, most = result["total"], result["maximum"]
    if total is None:
        return None
    return total_number(total, language) + (f" {said('of', language)} {total_number(most, language)}" if most else "")
