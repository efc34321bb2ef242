"""Fills a migrated, empty database with the invented country, by COPY; says how long it took.

Row by row as it is made up, so that a country of any size needs the same memory; working tables and records at once,
each by a process of its own, since making up takes longer than storing.
"""

import asyncio
import json
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any
from uuid import uuid5

import psycopg

from benchmarks.national import country as land
from benchmarks.national.country import Case, Country, framework, key
from benchmarks.national.words import CRITERIA, DOCUMENTS, paragraph
from storage.database import Database
from storage.keys import Signer
from workflows import frameworks
from workflows.admission import digest_of
from workflows.processes import newest
from workflows.publications import rebuild
from workflows.rules.records import sha256_of

Row = tuple[object, ...]
OPEN = "individual_review"
FIRST_VERSION = 21
"""Of every review: each of its twenty scores was saved once."""


def token_of(expert: int) -> str:
    """The cookie of an expert's session; a benchmark has no secrets."""
    return f"national-expert-{expert}"


def _text(value: object) -> str:
    """A value of COPY's text form. No text of the country has a tab, a line end or a backslash."""
    if type(value) is str:
        return value
    if value is None:
        return r"\N"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)


def _copy(connection: psycopg.Connection, table: str, columns: str, rows: Iterable[Row]) -> None:
    frozen = ""
    if table in LARGEST:
        # What is written to a table that the same transaction emptied need not be written to the log.
        connection.execute(f"TRUNCATE working.{table}")
        frozen = " (FREEZE)"
    with connection.cursor().copy(f"COPY working.{table} ({columns}) FROM STDIN{frozen}") as copy:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join(map(_text, row)))
            if len(lines) == 500:
                copy.write("\n".join(lines) + "\n")
                lines.clear()
        copy.write("".join(line + "\n" for line in lines))


def _criteria(version: int) -> list[str]:
    known = framework(version)
    whole = frameworks.framework_key(known)
    return [str(uuid5(whole, criterion.code)) for criterion in known.criteria if criterion.scale]


def _register(country: Country) -> Iterator[tuple[str, str, Iterator[Row]]]:
    organisation = "id, kind, parent_id, name_ru, name_en, address, pupils, rural, timezone"

    def places() -> Iterator[Row]:
        for number in range(land.REGIONS):
            name = land.region_name(number)
            yield key("region", number), "REGION", None, name["ru"], name["en"], None, None, None, "Europe/Moscow"
        for number in range(land.REGIONS * land.MUNICIPALITIES_A_REGION):
            name, region = land.municipality_name(number), key("region", number // land.MUNICIPALITIES_A_REGION)
            whole = key("municipality", number), "MUNICIPALITY", region, name["ru"], name["en"]
            yield *whole, None, None, None, "Europe/Moscow"
        for number in range(country.schools):
            name, above = land.school_name(number), key("municipality", land.municipality_of(number))
            size = 80 + number * 37 % 1400
            whole = key("school", number), "SCHOOL", above, name["ru"], name["en"]
            yield *whole, land.address(number), size, size < 300, "Europe/Moscow"

    def people() -> Iterator[Row]:
        for number in range(country.experts):
            yield key("person", number), f"Эксперт № {number + 1}", f"Expert No. {number + 1}"
        for number in range(country.experts, country.experts + land.MEMBERS):
            yield key("person", number), "Член комиссии", "Member of the commission"

    experts = ((key("person", number), land.CONSTITUENCIES[number % 3]) for number in range(country.experts))
    sessions = (
        (rf"\\x{digest_of(token_of(number)).hex()}", key("person", number), "infinity")
        for number in range(country.experts)
    )
    yield "organisation", organisation, places()
    yield "person", "id, name_ru, name_en", people()
    accounts = ((key("person", number), f"expert{number}") for number in range(country.experts))
    yield "expert", "person_id, constituency", experts
    yield "account", "person_id, login", accounts
    yield "session", "digest, person_id, expires_at", sessions


def _evaluations(country: Country) -> Iterator[Row]:
    process = newest(land.PROCESS)
    assert process, "the process is supplied"
    for case in country.cases:
        state = "published" if case.record else OPEN
        shown = "{" + ",".join(process.discloses(state)) + "}"
        ended = case.published_at if case.record else None
        framework_key = frameworks.framework_key(framework(case.version))
        whole = key("evaluation", case.place), case.number, key("school", case.school), framework_key
        begun = key("person", 0), case.opened_at
        yield *whole, process.code, process.version, state, ended or case.opened_at, shown, *begun, ended, ended


def _panels(country: Country) -> Iterator[tuple[str, str, Iterator[Row]]]:
    seats = [(case, review) for case in country.cases for review in range(land.REVIEWS)]

    def number(case: Case, review: int) -> int:
        return case.place * land.REVIEWS + review

    yield (
        "seat",
        "id, evaluation_id, person_id, lead, constituency",
        (
            (
                *(key("seat", number(c, r)), key("evaluation", c.place), key("person", country.expert(c, r))),
                *(r == 0, land.CONSTITUENCIES[r]),
            )
            for c, r in seats
        ),
    )
    yield (
        "review",
        "id, evaluation_id, ordinal, state, version, complete, submitted_at",
        (
            (
                *(key("review", number(c, r)), key("evaluation", c.place), r + 1),
                *("SUBMITTED" if c.record else "DRAFT", FIRST_VERSION, len(CRITERIA)),
                c.decided_at if c.record else None,
            )
            for c, r in seats
        ),
    )
    yield (
        "review_author",
        "review_id, seat_id",
        ((key("review", number(c, r)), key("seat", number(c, r))) for c, r in seats),
    )


def _scores(country: Country) -> Iterator[Row]:
    criteria = {version: _criteria(version) for version in (1, 2)}
    for case in country.cases:
        for review in range(land.REVIEWS):
            whole = str(key("review", case.place * land.REVIEWS + review))
            for place, criterion in enumerate(criteria[case.version]):
                yield whole, criterion, case.score(place, review), case.reason(place, review)


def _citations(country: Country) -> Iterator[Row]:
    criteria = {version: _criteria(version) for version in (1, 2)}
    number = 0
    for case in country.cases:
        first = case.place * land.DOCUMENTS_A_CASE
        versions = [str(key("version", first + document)) for document in range(land.DOCUMENTS_A_CASE)]
        for review in range(land.REVIEWS):
            whole = str(key("review", case.place * land.REVIEWS + review))
            for place, criterion in enumerate(criteria[case.version]):
                number += 1
                document, page, quote = case.citation(place, review)
                yield key("citation", number), whole, criterion, versions[document], 0, page, quote


def _evidence(country: Country) -> Iterator[tuple[str, str, Iterator[Row]]]:
    pieces = [(case, place) for case in country.cases for place in range(land.DOCUMENTS_A_CASE)]

    def number(case: Case, place: int) -> int:
        return case.place * land.DOCUMENTS_A_CASE + place

    def versions() -> Iterator[Row]:
        for case, place in pieces:
            known = land.document(case, place)
            whole = key("version", number(case, place)), key("document", number(case, place)), 1, known["file_name"]
            yield *whole, known["media_type"], 900_000 + case.place, known["sha256"], known["page_count"], "CLEAN"

    yield (
        "evidence_document",
        "id, evaluation_id, title, classification",
        ((key("document", number(c, p)), key("evaluation", c.place), DOCUMENTS[p][0], "PUBLIC") for c, p in pieces),
    )
    yield (
        "evidence_version",
        "id, document_id, number, file_name, media_type, size, sha256, page_count, scan",
        versions(),
    )


def _said(cases: Iterable[Case]) -> Iterator[tuple[Case, str, int, str, int]]:
    """What each of the cases says of each criterion: its evaluation, the criterion's place and key, the value."""
    criteria = {version: _criteria(version) for version in (1, 2)}
    for case in cases:
        evaluation = str(key("evaluation", case.place))
        for place, (criterion, value) in enumerate(zip(criteria[case.version], case.agreed(), strict=True)):
            yield case, evaluation, place, criterion, value


def _findings(country: Country) -> Iterator[tuple[str, str, Iterator[Row]]]:
    published = list(country.published())
    members = [key("person", country.experts + place) for place in range(land.MEMBERS)]

    yield (
        "self_assessment",
        "evaluation_id, criterion_id, score, text",
        (
            (evaluation, criterion, min(value + 1, 5), paragraph(case.place + place, 2))
            for case, evaluation, place, criterion, value in _said(country.cases)
        ),
    )
    yield (
        "consensus",
        "evaluation_id, criterion_id, value, position",
        (
            (evaluation, criterion, value, case.position(place))
            for case, evaluation, place, criterion, value in _said(published)
        ),
    )
    yield (
        "report",
        "evaluation_id, summary, strengths, recommendations, proposed_outcome",
        ((key("evaluation", c.place), *land.report(c).values(), c.outcome()) for c in published),
    )
    moments = sorted({c.decided_at for c in published})
    sitting = {moment: key("sitting", place) for place, moment in enumerate(moments)}
    yield "sitting", "id, held_at", ((sitting[moment], moment) for moment in moments)
    yield (
        "meeting",
        "evaluation_id, held_at, sitting_id, position",
        ((key("evaluation", c.place), c.decided_at, sitting[c.decided_at], c.place + 1) for c in published),
    )
    yield (
        "meeting_member",
        "evaluation_id, person_id, chair",
        ((key("evaluation", c.place), member, member == members[0]) for c in published for member in members),
    )
    yield (
        "motion",
        "id, evaluation_id, round, outcome, valid_from, valid_to, reasons, conditions",
        (
            (
                *(key("motion", c.place), key("evaluation", c.place), 1, c.outcome(), *c.valid),
                *(land.reasons(c), json.dumps(c.conditions(), ensure_ascii=False)),
            )
            for c in published
        ),
    )
    yield (
        "decision",
        "motion_id, evaluation_id, decided_at, votes_for, votes_against, abstained, recused, eligible, quorum",
        ((key("motion", c.place), key("evaluation", c.place), c.decided_at, 6, 1, 0, 0, 7, 4) for c in published),
    )


def _canonical(record: dict[str, Any]) -> bytes:
    """The canonical form (`workflows.rules.records`) of what has only plain names, texts and whole numbers: the
    general way takes five times as long."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _publish(url: str, country: Country, signer: Signer) -> None:
    columns = "number, kind, published_at, school_id, evaluation_number, body, sha256, signature, key_id"
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO published.signing_key (key_id, public_key) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (signer.key_id, signer.public_key),
        )
        with connection.cursor().copy(f"COPY published.record ({columns}) FROM STDIN") as copy:
            for case in country.published():
                content = _canonical(land.record(case))
                signed = sha256_of(content), signer.sign(content), signer.key_id
                about = case.record, "RESULT", case.published_at, key("school", case.school), case.number
                copy.write_row((*about, content.decode(), *signed))


async def fill(url: str, schools: int, signer: Signer) -> Country:
    """Bring the country into a migrated, empty database, as its owner."""
    country = Country(schools)
    database = Database(url)
    try:
        for version in (1, 2):
            await frameworks.bring_in(database, framework(version))
        with ProcessPoolExecutor(1, get_context("spawn")) as beside:
            working = beside.submit(_fill, url, schools)
            await asyncio.to_thread(_publish, url, country, signer)
            await asyncio.wrap_future(working)
        await rebuild(database)
    finally:
        await database.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return country


LARGEST = ("score", "citation", "self_assessment", "consensus")
# Made anew after the rows are in: ten times quicker than row by row.
LATER = ("citation_once", "ix_working_citation_review_id")


def _fill(url: str, schools: int) -> None:
    country = Country(schools)
    with psycopg.connect(url) as connection:
        # The country is sound by construction; checking each reference of a million rows takes longer than copying.
        connection.execute("SET session_replication_role = replica")
        later = [
            connection.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", (name,)).fetchone()
            for name in LATER
        ]
        for name in LATER:
            connection.execute(f"DROP INDEX working.{name}")
        for table, columns, rows in _tables(country):
            _copy(connection, table, columns, rows)
        for definition in later:
            assert definition, "the index was there"
            connection.execute(definition[0])


def _tables(country: Country) -> Iterator[tuple[str, str, Iterator[Row]]]:
    evaluation = (
        "id, number, organisation_id, framework_version_id, process_code, process_version, state, state_since,"
        " discloses, opened_by, opened_at, closed_at, ended_at"
    )
    yield from _register(country)
    yield "evaluation", evaluation, _evaluations(country)
    # No trigger copies it while references are not checked.
    schools = ((key("evaluation", case.place), key("school", case.school)) for case in country.cases)
    yield "evaluated_school", "evaluation_id, organisation_id", schools
    yield from _panels(country)
    yield from _evidence(country)
    yield "score", "review_id, criterion_id, value, justification", _scores(country)
    yield "citation", "id, review_id, criterion_id, version_id, position, page, quote", _citations(country)
    yield from _findings(country)


def timed_fill(url: str, schools: int, signer: Signer) -> tuple[Country, float]:
    """The country and the seconds it took."""
    began = time.monotonic()
    country = asyncio.run(fill(url, schools, signer))
    return country, time.monotonic() - began
