"""The benchmark of a whole country, at the size of a village: what it fills is sound, and every server is measured."""

import json
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
import rfc8785

from benchmarks.national import country as land
from benchmarks.national import measure
from benchmarks.national.compare import compare
from benchmarks.national.country import Country, body_of
from benchmarks.national.fill import fill
from benchmarks.national.measure import NAMES, asked, measured_all
from benchmarks.national.report import merged, ratios, table, written
from benchmarks.national.servers import all_running
from storage.database import Database
from storage.keys import load_signer
from workflows.rules import scoring
from workflows.rules.record_shape import checked
from workflows.rules.records import sha256_of, verifies

VILLAGE = 100


@pytest.fixture(scope="module")
async def village(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Country:
    database = Database(module_url)
    signer = await load_signer(database, tmp_path_factory.mktemp("village"))
    await database.close()
    return await fill(module_url, VILLAGE, signer)


async def test_the_country_is_one_that_areopag_could_have_published(village: Country, module_url: str) -> None:
    with psycopg.connect(module_url) as connection:
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM working.evaluation), (SELECT count(*) FROM working.review),"
            " (SELECT count(*) FROM working.score), (SELECT count(*) FROM working.evidence_document),"
            " (SELECT count(*) FROM published.record), (SELECT count(*) FROM published.result)"
        ).fetchone()
        records = connection.execute(
            "SELECT r.body, r.sha256, r.signature, k.public_key FROM published.record r"
            " JOIN published.signing_key k USING (key_id) WHERE number % 40 = 1"
        ).fetchall()
        foreign = connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace IN ('working'::regnamespace, 'published'::regnamespace)"
        ).fetchall()
        for name, constraint in foreign:
            # Filling passes over the checks of references; made anew they look at every row.
            definition = connection.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
                (constraint, name),
            ).fetchone()
            assert definition
            connection.execute(f"ALTER TABLE {name} DROP CONSTRAINT {constraint}")
            connection.execute(f"ALTER TABLE {name} ADD CONSTRAINT {constraint} {definition[0]}")
    assert counts == (400, 1200, 24_000, 1200, 240, 240)
    for body, sha256, signature, public_key in records:
        record = checked(json.loads(body))
        assert rfc8785.dumps(record) == body.encode()
        assert sha256_of(body.encode()) == sha256
        assert verifies(body.encode(), signature, public_key)


def test_what_records_say_of_totals_follows_from_their_scores() -> None:
    for case in list(Country(VILLAGE).published())[::37]:
        record = land.record(case)
        values = {part["code"]: Decimal(part["score"]) for part in record["criteria"] if part["scale"]}
        results = scoring.results_of(scoring.scheme_of(body_of(case.version)), values)
        assert results.published_total == Decimal(record["result"]["total"])


async def test_all_servers_answer_the_same_and_are_measured(
    village: Country, module_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "MOST_LOADS", 1)  # A village is known at once.
    with all_running(("areopag", "plain", "ceiling"), module_url, tmp_path) as servers:
        questions = list(asked(NAMES, village, servers))
        assert [question.name for question in questions] == [*NAMES]
        for question in questions:
            if question.compared:
                compare(question, servers)
        beside = {name: servers[name] for name in ("areopag", "ceiling")}
        measured = measured_all([questions[0], questions[-1]], beside, module_url, 1, 1)
    shares = ratios(measured)
    assert {question: sorted(answers) for question, answers in shares.items()} == {
        "list": ["areopag", "ceiling"],
        "not modified": ["areopag", "constant"],
    }
    assert [shares["list"]["ceiling"], shares["not modified"]["constant"]] == [1, 1]
    assert len(table(measured).splitlines()) == 5


def test_what_was_measured_at_another_scale_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "latest.json"
    for scale, schools in (("1", 10), ("8", 80), ("1", 20)):
        written(merged(file, scale, {"schools": schools}), file)
    assert json.loads(file.read_text()) == {"scales": {"1": {"schools": 20}, "8": {"schools": 80}}}
