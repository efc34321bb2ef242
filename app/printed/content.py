"""What a printed report says: a record and the frozen rules it stands on, turned into parts that a page can show."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from textwrap import shorten
from typing import Any

from app.conditions import became
from app.named import localized
from app.pages.school import contest_words
from app.pages.voices import COLUMNS, response_told, voice_rows
from app.pages.words import Language, number, word
from app.printed.measures import bars, levels
from app.printed.notices import NOTHING_LATER, Later, ended, notices_of, stands
from app.printed.parts import CYRILLIC, cell, heading, lang_of, prose, table
from app.printed.words import said
from app.totals import total_number
from storage.publications import WholeRow
from workflows.messages import message
from workflows.messages.dates import day
from workflows.rules import scoring
from workflows.rules.scoring.derivation import PlacedStep
from workflows.rules.scoring.engine import Given
from workflows.rules.scoring.telling import explained, outcome_told, shown

Part = Mapping[str, Any]
Shown = dict[str, object]
LONGEST_IN_FOOTER = 60


def content_of(row: WholeRow, rules: Part | None, language: Language, base: str, later: Later = NOTHING_LATER) -> Shown:
    """Everything the report shows. `rules` is the published body of the framework version, where it is ours.

    `base` stands before the paths of this server.
    """
    body = row.body
    school = localized(body["school"]["name"], language)
    address = f"{base}/publications/{row.number}"
    above = (body["school"]["address"], _name(body["school"]["municipality"], language))
    notices = notices_of(row, language, base, later)
    folder = f"{base}/published/{row.number}/documents" if stands(row) and later.stands_now else None
    parts = [
        *notices,
        _verdict(row, language, later),
        *_levels(body, language),
        *_report(body, language),
        *_decision(body, language),
        *_result(body, language),
        *_families(body, language),
        *_reasons(body, _files(body, folder), language),
        *_derivations(body, rules, language),
        *_dialogue(body, language),
        *_waivers(body, language),
        *_documents(body, folder, language),
        *_facts(row, language, base),
    ]
    if language != "ru" and body["report"] and CYRILLIC.search(body["report"]["summary"]):
        parts.insert(1 + len(notices), {"kind": "quiet", "text": said("in_russian", language)})
    return {
        "lang": language,
        "title": school,
        "author": said("author", language),
        "description": said("title", language, school=school),
        "keywords": said("keywords", language).split(", "),
        "house": said("house", language),
        "record": said("record", language, number=row.number, day=day(row.published_at.date(), language)),
        "footer": said(
            "footer",
            language,
            school=shorten(school, LONGEST_IN_FOOTER, placeholder=" …"),
            number=row.number,
            address=address,
        ),
        "place": " · ".join(part for part in above if part),
        "parts": parts,
    }


def _name(named: Part | None, language: Language) -> str:
    return localized(named["name"], language) if named else ""


def _heading(name: str, language: Language) -> Shown:
    return heading(said(name, language))


def _verdict(row: WholeRow, language: Language, later: Later) -> Shown:
    result = row.body["result"]
    outcome, total, maximum = result["outcome"], result["total"], result["maximum"]
    holds, over = stands(row), ended(row, later)
    contest = row.body.get("competition")
    lines = [contest_words(contest, language)] if contest else []
    if result.get("grade"):
        lines.append(said("grade", language, grade=localized(result["grade"]["title"], language)))
    if result["valid_from"] and result["valid_to"] and holds:
        first, last = day(result["valid_from"], language), day(result["valid_to"], language)
        lines.append(said("held" if over else "holds", language, first=first, last=last))
    if result["decided_on"]:
        lines.append(said("decided_on", language, day=day(result["decided_on"], language)))
    lines.append(localized(row.body["framework"]["title"], language))
    return {
        "kind": "verdict",
        "outcome": localized(outcome["title"], language) if outcome else None,
        "outcome_label": said("outcome_was" if not holds else "jury" if contest else "outcome", language),
        "tone": _tone(row.body) if holds and not over else "plain",
        "lines": lines,
        "total_label": said("total", language),
        "total": total_number(total, language) if total is not None else None,
        "maximum": said("of", language, maximum=total_number(maximum, language)) if maximum else None,
        "share": float(Decimal(total) / Decimal(maximum)) if total is not None and maximum else None,
    }


def _tone(body: Part) -> str:
    """How a decision that holds is marked; the client's `OutcomeBadge` says the same.

    What a jury gave an entry is no decision about the school, and a favourable one with conditions is not one without.
    """
    outcome = body["result"]["outcome"]
    if not outcome or body.get("competition"):
        return "plain"
    if not outcome["positive"]:
        return "bad"
    return "warn" if body["conditions"] else "good"


def _levels(body: Part, language: Language) -> list[Shown]:
    if body["result"]["total"] is not None:
        return []
    strips = levels(body, language)
    return [*strips, {"kind": "quiet", "text": said("no_total", language)}] if strips else []


def _report(body: Part, language: Language) -> list[Shown]:
    found: list[Shown] = []
    for name in ("summary", "strengths", "recommendations"):
        text = body["report"][name] if body["report"] else ""
        if text:
            found += [_heading(name, language), prose(text)]
    return found


def _decision(body: Part, language: Language) -> list[Shown]:
    found: list[Shown] = []
    if body["report"] and body["report"]["reasons"]:
        name = "jury_reasons" if body.get("competition") else "reasons"
        found += [_heading(name, language), prose(body["report"]["reasons"])]
    for dissent in body["dissents"]:
        found += [_heading("dissent", language), {"kind": "opinions", "texts": [prose(dissent)]}]
    if body["conditions"]:
        head = [said(name, language) for name in ("condition", "criterion", "owner", "due")]
        rows = [_condition(part, language) for part in body["conditions"]]
        found += [_heading("conditions", language), table(head, [6, 0, 2, 0], rows)]
    return found


def _condition(part: Part, language: Language) -> list[Shown]:
    state, text = became(part, language), part["text"]
    return [
        cell(f"{text} ({state})" if state else text),
        cell(part["criterion"]),
        cell(part["owner"]),
        cell(day(part["due_on"], language)),
    ]


def _result(body: Part, language: Language) -> list[Shown]:
    return [_heading("result", language), bars(body, language)] if body["criteria"] else []


def _families(body: Part, language: Language) -> list[Shown]:
    """The figures of surveys, and what families say of criteria beside their scores."""
    surveys = body.get("surveys") or []
    if not surveys:
        return []
    rows = [[cell(text) for text in row] for row in voice_rows(body, language)]
    told = [prose("\n".join(response_told(survey, language) for survey in surveys))]
    if rows:
        told.append(table([word(name, language) for name in COLUMNS], [4, 4, 3, 2], rows))
    return [heading(word("families", language)), *told, {"kind": "quiet", "text": word("families_more", language)}]


def _reasons(body: Part, files: Mapping[str, str], language: Language) -> list[Shown]:
    if not any(part["position"] or part["citations"] for part in body["criteria"]):
        return []
    return [_heading("because", language), *(_criterion(part, files, language) for part in body["criteria"])]


def _criterion(part: Part, files: Mapping[str, str], language: Language) -> Shown:
    most = part["scale"]["maximum"] if part["scale"] else None
    of = f" {said('of', language, maximum=number(most, language))}" if most else ""
    own = part["self_score"]
    return {
        "kind": "criterion",
        # A group is a heading above its members.
        "level": 2 if part["parent"] is None else 3,
        "title": f"{part['code']} {localized(part['title'], language)}",
        "value": said("not_applicable", language)
        if part.get("not_applicable")
        else f"{number(part['score'], language)}{of}"
        if part["score"] is not None
        else None,
        "words": localized(part["level"], language) if part["level"] else None,
        "own": said("own_score", language, own=number(own, language)) if own is not None else None,
        "position": prose(part["position"]) if part["position"] else None,
        "citations_label": said("citations", language),
        "citations": [_citation(cited, files, language) for cited in part["citations"]],
    }


def _citation(cited: Part, files: Mapping[str, str], language: Language) -> Shown:
    area, quote = cited.get("area"), cited["quote"]
    shares = {side: Decimal(share) for side, share in area.items()} if area else None
    per_cent = (
        {side: shown((share * 100).quantize(Decimal(1)), language) for side, share in shares.items()} if shares else {}
    )
    return {
        "document": cited["document"],
        "lang": lang_of(cited["document"]),
        "page": said("page", language, page=cited["page"]),
        "leads_to": f"{files[cited['document']]}#page={cited['page']}" if cited["document"] in files else None,
        "quote": said("quote", "ru" if CYRILLIC.search(quote) else "en", quote=quote) if quote else None,
        "quote_lang": lang_of(quote or ""),
        "area": {side: float(share) for side, share in shares.items()} if shares else None,
        "area_told": said("area", language, **per_cent) if shares else None,
    }


def _derivations(body: Part, rules: Part | None, language: Language) -> list[Shown]:
    """How each result of the whole came about: from the record's scores by the frozen rules, as the API tells it."""
    if rules is None:
        return []
    values: dict[str, Given] = {
        part["code"]: scoring.Absence.NOT_APPLICABLE if part.get("not_applicable") else Decimal(part["score"])
        for part in body["criteria"]
        if part["scale"] and (part["score"] is not None or part.get("not_applicable"))
    }
    results = scoring.results_of(scoring.scheme_of(rules), values).results
    if not results:
        return []
    head = [said("step", language), said("came_out", language)]
    told: list[Shown] = [{"kind": "steps", "head": head, "rows": _steps(one, language)} for one in results.values()]
    return [
        _heading("derivation", language),
        {"kind": "quiet", "text": said("derivation_more", language)},
        *told,
    ]


def _steps(result: scoring.Derivation, language: Language) -> list[Shown]:
    return [
        {
            "depth": placed.depth,
            "name": _named(placed, language),
            "explained": explained(placed.step, language),
            "outcome": outcome_told(placed.step, language),
            "weight": said("weight", language, weight=shown(placed.step.weight, language))
            if placed.step.weight is not None and placed.depth
            else None,
        }
        for placed in scoring.in_reading_order(result)
    ]


def _named(placed: PlacedStep, language: Language) -> str:
    """The name of a step; the code of a whole result says nothing to a reader."""
    title = localized(placed.step.title, language)
    return " ".join(word for word in (placed.step.code, title) if word) if placed.depth else title


def _dialogue(body: Part, language: Language) -> list[Shown]:
    found: list[Shown] = []
    reasons = body["report"]["reasons"] if body["report"] else None
    for statement in body.get("statements") or []:
        # The statement that brought the decision about may be its reasons, which stand above.
        if statement["text"] == reasons:
            continue
        found += [
            heading(localized(statement["title"], language)),
            {"kind": "opinions", "texts": [prose(statement["text"])]},
        ]
    if body["claims"]:
        head = [said("claim", language), said("answer", language)]
        rows = [
            [
                cell(" ".join(word for word in (part["criterion"], part["claim"]) if word)),
                cell(f"{said('accepted' if part['accepted'] else 'declined', language)}: {part['answer']}"),
            ]
            for part in body["claims"]
        ]
        found += [_heading("claims", language), table(head, [1, 1], rows)]
    return found


def _waivers(body: Part, language: Language) -> list[Shown]:
    """Ties to the school in spite of which somebody judged; never whose."""
    waived = body.get("waivers") or []
    if not waived:
        return []
    head = [said("tie", language), said("waived_because", language)]
    rows = [[cell(message(f"conflict.{part['kind']}", language)), cell(part["reason"])] for part in waived]
    more: Shown = {"kind": "quiet", "text": said("waivers_more", language)}
    return [_heading("waivers", language), more, table(head, [1, 2], rows)]


def _files(body: Part, folder: str | None) -> dict[str, str]:
    """Where the files are that citations name by title; a title that several documents have leads to none."""
    titles = Counter(part["title"] for part in body["documents"])
    return {
        part["title"]: f"{folder}/{part['sha256']}"
        for part in body["documents"]
        if folder and titles[part["title"]] == 1
    }


def _documents(body: Part, folder: str | None, language: Language) -> list[Shown]:
    """The public documents; as long as the record stands, each leads to its file in the `folder`."""
    documents = body["documents"]
    if not documents:
        return []
    head = [said(name, language) for name in ("document", "file", "pages", "hash")]
    rows = [
        [
            cell(part["title"], leads_to=f"{folder}/{part['sha256']}" if folder else None),
            cell(part["file_name"]),
            cell(part["page_count"]),
            cell(part["sha256"], exact=True),
        ]
        for part in documents
    ]
    return [_heading("documents", language), table(head, [5, 4, 0, 5], rows)]


def _facts(row: WholeRow, language: Language, base: str) -> list[Shown]:
    body = row.body
    framework, vote, decided = body["framework"], body["vote"], body["result"]["decided_on"]
    title = localized(framework["title"], language)
    seats = ", ".join(
        said(seat["constituency"], language) + (f" ({said('lead', language)})" if seat["lead"] else "")
        for seat in body["panel"]
    )
    counts = {name: vote[name] for name in ("against", "abstained", "recused", "quorum", "eligible")} if vote else {}
    known = {
        "framework": said("framework_version", language, title=title, number=framework["number"]),
        "process": localized(body["process"]["title"], language) if body["process"] else None,
        "evaluation": body["evaluation"],
        "panel": said("experts", language, seats=seats) if seats else None,
        "vote": said("votes", language, votes_for=vote["for"], **counts) if vote else None,
        "decided": day(decided, language) if decided else None,
        "published": day(row.published_at.date(), language),
    }
    proof = {
        "address": f"{base}/publications/{row.number}",
        "data": f"{base}/published/{row.number}.json",
        "hash": row.sha256,
        "signature": row.signature,
        "key": row.key_id,
    }
    return [
        _heading("facts", language),
        {"kind": "facts", "rows": [[said(name, language), value, False] for name, value in known.items() if value]},
        _heading("check", language),
        {"kind": "prose", "paragraphs": [said("check_more", language)], "lang": language},
        {"kind": "facts", "rows": [[said(name, language), value, True] for name, value in proof.items()]},
    ]
