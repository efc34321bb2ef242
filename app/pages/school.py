"""The page of a school as HTML, from its newest record that stands."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.acts import done, leaves_the_decision, suspends
from app.conditions import became
from app.named import localized, named
from app.pages.acts import act_told, reason_of
from app.pages.bars import bar, scale_of, share_of_scale
from app.pages.head import head
from app.pages.markup import Html, join, lines, link, prose, table, tag, unbroken, void, wide
from app.pages.past import asks, day_form, of_day, past_told, then
from app.pages.trend import trend_part
from app.pages.voices import families_part
from app.pages.words import Language, number, word
from app.totals import total_number
from app.validity import has_ended
from schema.ids import global_id
from storage.public_schools import SchoolRow
from storage.publications import PublicationRow, WholeRow
from storage.territories import PlaceRow
from workflows.messages.dates import day
from workflows.rules.credentials import is_decision

Part = Mapping[str, Any]


def contest_words(competition: Part, language: Language) -> str:
    """Which place an entry has in which competition; several where it shares them."""
    title, place = localized(competition["call"]["title"], language), places_words(competition)
    return word("contest", language).format(title=title, place=place, entries=competition["entries"])


def places_words(competition: Part) -> str:
    """The place of an entry, or those it shares."""
    first, last = competition["first"], competition["last"]
    return str(first) if first == last else f"{first}–{last}"


def result_words(row: PublicationRow | None, language: Language, on: date | None = None) -> str:
    """The result in one sentence without a full stop, as it stands now or stood on a day."""
    if row is None:
        return word("none", language)
    result = row.head["result"]
    said = [localized(result["outcome"]["title"], language)] if result["outcome"] else []
    if row.head.get("competition"):
        said.append(contest_words(row.head["competition"], language))
    if result["total"] is not None:
        said.append(f"{word('total', language)}: {total_told(result, language)}")
    if result["valid_to"]:
        said.append(validity(result["valid_to"], language, on))
    return ". ".join(said) or localized(row.head["framework"]["title"], language)


def validity(valid_to: str, language: Language, on: date | None = None) -> str:
    """Until when a decision holds, or when it ceased to."""
    return f"{word('ended' if has_ended(valid_to, on) else 'valid', language)} {day(valid_to, language)}"


def school_page(
    school: SchoolRow,
    latest: WholeRow | None,
    history: Sequence[PublicationRow],
    acts: Mapping[int, WholeRow],
    language: Language,
    base: str,
    day: date | None = None,
) -> Html:
    """The page below its top, of now or as it was on a day.

    `acts` are those records of the history that took another's place, by their numbers.
    """
    parts: list[object] = [
        tag("p", tag("strong", _standing(latest, history, acts, language, day)), class_="served-result"),
    ]
    if not history and day is None:
        parts.append(tag("p", word("none_more", language)))
    act = acts.get(history[0].number) if history else None
    if act:
        # Of another result than the one shown it must not read as if that one were meant.
        other = latest is not None and act.number != latest.number
        whose = tag("p", word("another", language)) if other else ""
        tone = "served-notice served-plain" if other else "served-notice"
        parts.append(tag("div", whose, act_told(act, language, day), class_=tone))
    if latest:
        parts.append(_result(latest, language, day))
        parts.append(
            tag("p", link(f"/compare?schools={global_id('school', school.id)}", word("with_others", language)))
        )
    parts += [
        trend_part(history, language),
        tag("p", link(f"/glossary?lang={language}", word("glossary", language))),
        tag("h2", word("history", language)) if history else "",
        tag("ul", *(tag("li", _entry(row, acts, language, day)) for row in history)) if history else "",
        tag("p", link(f"/feeds/{global_id('school', school.id)}.atom?lang={language}", word("feed", language))),
        day_form(f"/schools/{global_id('school', school.id)}", day, language),
        _badge(school, base, language) if history and day is None else "",
    ]
    return join(*parts)


def school_top(school: SchoolRow, places: Sequence[PlaceRow], day: date | None, language: Language) -> Html:
    """Which school it is, in which places, and whether the page is about the past."""
    around = [
        link(
            then(f"/territories/{global_id('territory', row.id)}", day),
            named(row, language),
        )
        for row in places
    ]
    facts: list[object] = [*around, prose("span", school.address, language) if school.address else ""]
    if school.pupils is not None:
        facts.append(word("pupils", language).format(school.pupils))
    if school.school_kind:
        facts.append(word(school.school_kind, language))
    if school.rural is not None:
        facts.append(word("rural_yes" if school.rural else "rural_no", language))
    if school.website and school.website.startswith(("http://", "https://")):
        name = school.website.partition("://")[2]
        facts.append(tag("a", name, href=school.website, rel="noopener noreferrer nofollow"))
    return join(
        tag("p", link(then("/schools", day), word("schools", language))),
        tag("h1", unbroken(localized({"ru": school.name_ru, "en": school.name_en}, language))),
        tag("ul", *(tag("li", fact) for fact in facts if fact), class_="served-facts") if any(facts) else "",
        past_told(day, f"/schools/{global_id('school', school.id)}", language),
    )


def _badge(school: SchoolRow, base: str, language: Language) -> Html:
    """The badge, and what a school puts on its own site to show it: no script and no frame."""
    key = global_id("school", school.id)
    picture = f"/badges/{key}.svg?lang={language}"
    name = named(school, language)
    size = {"width": "340", "height": "72"}
    code = link(
        f"{base}/schools/{key}", void("img", src=base + picture, alt=f"{name}: {word('about', language)}", **size)
    )
    return tag(
        "details",
        tag("summary", word("badge", language)),
        tag("p", void("img", src=picture, alt=word("badge", language), loading="lazy", **size)),
        tag("p", word("badge_more", language), class_="served-note"),
        tag("pre", tag("code", str(code)), tabindex="0"),
    )


def _standing(
    latest: PublicationRow | None,
    history: Sequence[PublicationRow],
    acts: Mapping[int, WholeRow],
    language: Language,
    day: date | None,
) -> str:
    """The result in a sentence, or that there was one and what became of it."""
    if latest is None and history and history[0].number in acts:
        return done(acts[history[0].number], language).capitalize()
    return result_words(latest, language, day)


def term(code: str, said: str, language: Language) -> Html:
    """A word that leads to what it means."""
    return link(f"/glossary?lang={language}#{code}", said)


def _result(row: WholeRow, language: Language, on: date | None) -> Html:
    body, report = row.body, row.body["report"]
    facts: list[object] = [
        join(
            term("framework", word("method", language), language),
            f": {localized(body['framework']['title'], language)}",
        )
    ]
    if body["result"]["decided_on"]:
        decided = term("decision", word("decided", language), language)
        facts.append(join(decided, f" {day(body['result']['decided_on'], language)}"))
    if body["source"]:
        facts.append(f"{word('source', language)}: {localized(body['source'], language)}")
    parts: list[object] = [tag("p", fact) for fact in facts]
    if report and report["summary"]:
        parts.append(lines(report["summary"], language))
    parts.append(tag("p", link(then(f"/publications/{row.number}", on), word("whole_record", language))))
    if body["conditions"]:
        parts += [
            tag("h2", term("condition", word("conditions", language), language)),
            tag("ul", *(tag("li", _condition(one, language)) for one in body["conditions"])),
        ]
    for name, heading in (("strengths", "strong"), ("recommendations", "improve")):
        if report and report[name]:
            parts += [tag("h2", word(heading, language)), lines(report[name], language)]
    parts.append(_criteria(body, language))
    parts.append(families_part(body, language))
    return join(*parts)


def _condition(condition: Part, language: Language) -> Html:
    until = f", {word('by', language)} {day(condition['due_on'], language)})"
    state = became(condition, language)
    told = join(" ", tag("strong", state), ".") if state else ""
    return join(prose("span", f"{condition['text']} ({condition['owner']}", language), until, told)


def _criteria(body: Part, language: Language) -> Html:
    scored = [part for part in body["criteria"] if _told(part)]
    columns: list[object] = [term("criterion", word("criterion", language), language), word("score", language)]
    groups = {part["parent"] for part in scored}
    rows: list[list[object]] = [
        [
            tag("strong" if part["code"] in groups else "span", f"{part['code']} {localized(part['title'], language)}"),
            join(
                _score(part, scale, language),
                bar(share_of_scale(part["score"], scale), share_of_scale(part["self_score"], scale)),
            ),
        ]
        for part, scale in ((part, scale_of(part, body["criteria"])) for part in scored)
    ]
    if any(part["level"] for part in scored):
        columns.append(term("level", word("words", language), language))
        rows = [[*row, localized(part["level"], language)] for row, part in zip(rows, scored, strict=True)]
    rings = tag("p", word("rings", language), class_="served-note")
    own = any(part["self_score"] is not None for part in scored)
    title = word("criteria", language)
    listed = wide(table(title, columns, rows), title)
    return join(tag("h2", title), listed, rings if own else "") if rows else Html("")


def _told(part: Part) -> bool:
    return part["score"] is not None or "not_applicable" in part


def _score(part: Part, scale: Part | None, language: Language) -> str:
    if "not_applicable" in part:
        return word("not_applicable", language)
    return out_of(part["score"], scale["maximum"] if scale else None, language)


def level_counts(body: Part, language: Language) -> str:
    """How many criteria reached which level, in the order of the criteria, where there is no total."""
    levels = [part["level"] for part in body["criteria"] if part["level"] and part["score"] is not None]
    titles = list(dict.fromkeys(localized(level, language) for level in levels))
    counted = [f"{title}: {sum(localized(one, language) == title for one in levels)}" for title in titles]
    return "; ".join(counted) or "–"


def total_told(result: Part, language: Language) -> str:
    """The total of a result that has one, and the most it could be."""
    return out_of(result["total"], result["maximum"], language, total_number)


def out_of(value: str, most: str | None, language: Language, written: Callable[[str, Language], str] = number) -> str:
    """A score, and the most it could be."""
    parts = [written(value, language), *([word("of", language), written(most, language)] if most else [])]
    return "\u00a0".join(parts)


def _entry(row: PublicationRow, acts: Mapping[int, WholeRow], language: Language, on: date | None) -> Html:
    act, notes = acts.get(row.number), []
    if act:
        of = "about_record" if row.kind == "WITHDRAWAL" else "instead"
        notes.append(f"{done(act, language)}, {word(of, language)} {row.corrects}")
    if row.corrected_by:
        notes.append(f"{word(_ceased(acts.get(row.corrected_by)), language)} {row.corrected_by}")
    said = f"{word('record', language)} {row.number}, {day(row.published_at.date(), language)}"
    return join(
        link(then(f"/publications/{row.number}", on), said),
        f" ({', '.join(notes)})" if notes else "",
        " — ",
        link(f"/published/{row.number}.pdf?lang={language}", word("printed", language)),
        ", ",
        link(f"/published/{row.number}.json", word("signed", language)),
        _certificate(row, language),
        reason_of(act, language) if act else "",
    )


def _ceased(after: WholeRow | None) -> str:
    """What the record published about one did to it: a withdrawal corrects nothing."""
    if after is None or after.kind != "WITHDRAWAL":
        return "added_to" if after and leaves_the_decision(after.body.get("because")) else "corrected"
    return "suspended_by" if suspends(after.body.get("because")) else "withdrawn_by"


def _certificate(row: PublicationRow, language: Language) -> Html:
    """To the certificate of a decision that stands, or to what became of it."""
    if not is_decision({**row.head, "kind": row.kind}):
        return Html("")
    return join(", ", link(f"/certificates/{row.number}?lang={language}", word("certificate", language)))


def school_head(
    school: SchoolRow, latest: PublicationRow | None, language: Language, base: str, on: date | None = None
) -> Html:
    """What search engines and messengers read: description, OpenGraph, and the school as schema.org has it."""
    name = named(school, language)
    said = of_day(on, result_words(latest, language, on), language)
    address = f"{base}/schools/{global_id('school', school.id)}"
    feed = f"/feeds/{global_id('school', school.id)}.atom?lang={language}"
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "School",
        "@id": address,
        "name": school.name_ru,
        "alternateName": school.name_en,
        "url": school.website or address,
        "address": school.address,
        "additionalProperty": _pupils(school),
        "review": {**_review(latest, base), "reviewBody": said} if latest else None,
    }
    data = json.dumps({key: value for key, value in known.items() if value is not None}, ensure_ascii=False)
    return head(
        name,
        said,
        address,
        language,
        void("link", rel="alternate", type="application/atom+xml", href=feed),
        # A closing tag inside the text would end the block.
        Html('<script type="application/ld+json">' + data.replace("<", "\\u003c") + "</script>"),
        asked=asks(on),
    )


def _pupils(school: SchoolRow) -> dict[str, Any] | None:
    """How many learn there, for which schema.org has no word of its own."""
    if school.pupils is None:
        return None
    return {"@type": "PropertyValue", "name": "pupils", "value": school.pupils}


def _review(row: PublicationRow, base: str) -> dict[str, Any]:
    result = row.head["result"]
    review: dict[str, Any] = {
        "@type": "Review",
        "url": f"{base}/publications/{row.number}",
        "datePublished": row.published_at.date().isoformat(),
        "author": {"@type": "Organization", "name": localized(row.head["source"], "ru") or "Ареопаг"},
    }
    if result["total"] is not None and result["maximum"] is not None:
        review["reviewRating"] = {
            "@type": "Rating",
            "ratingValue": result["total"],
            "bestRating": result["maximum"],
            "worstRating": "0",
        }
    return review
