"""How long it takes to derive one school's result, and to aggregate 1,200,000 scores for a national table.

The table is made as a real one would be asked for: by region, criterion and year, with count, mean and spread, over the
tables the product has, in a database of its own that is gone afterwards.
"""

import shutil
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from storage.embedded import start_embedded
from storage.migrate import migrate
from workflows.frameworks import supplied
from workflows.rules.scoring import in_reading_order, results_of
from workflows.rules.scoring.derivation import PlacedStep

ROUNDS = 200
SCHOOLS, CRITERIA, REGIONS = 40_000, 30, 85
DERIVATION_MS, TABLE_S = 50.0, 2.0


def derivation() -> dict[str, float]:
    """Milliseconds for the result of НОК from its counts, with every step in reading order."""
    nok = next(known for known in supplied() if (known.code, known.number) == ("nok_uod", 2))
    counts = {
        part.code: {count.code: Decimal(7 + place) for place, count in enumerate(part.inputs)}
        for part in nok.criteria
        if part.inputs
    }
    times = []
    steps: list[list[PlacedStep]] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = results_of(nok.scheme, {}, counts)
        steps = [list(in_reading_order(result)) for result in found.results.values()]
        times.append((time.perf_counter() - start) * 1000)
    assert len(steps[0]) > 40
    return {"median ms": median(times), "worst ms": max(times)}


FILL = """
SET session_replication_role = replica;
INSERT INTO working.organisation (id, kind, name_ru, name_en)
  SELECT md5('r' || n)::uuid, 'REGION', 'Регион ' || n, 'Region ' || n FROM generate_series(1, {regions}) n;
INSERT INTO working.organisation (id, kind, parent_id, name_ru, name_en)
  SELECT md5('m' || n)::uuid, 'MUNICIPALITY', md5('r' || 1 + n % {regions})::uuid, 'Район ' || n, 'District ' || n
  FROM generate_series(1, {regions} * 20) n;
INSERT INTO working.organisation (id, kind, parent_id, name_ru, name_en)
  SELECT md5('s' || n)::uuid, 'SCHOOL', md5('m' || 1 + n % ({regions} * 20))::uuid, 'Школа ' || n, 'School ' || n
  FROM generate_series(1, {schools}) n;
INSERT INTO working.framework_version (id, code, number, title_ru, title_en, aggregation, sha256)
  VALUES (md5('f')::uuid, 'national', 1, 'Оценка', 'Evaluation', 'NONE', '');
INSERT INTO working.criterion (id, framework_version_id, code, position, kind, title_ru, title_en, scored, weight,
                               evidence_required, scale)
  SELECT md5('c' || n)::uuid, md5('f')::uuid, n::text, n, 'CRITERION', 'Критерий ' || n, 'Criterion ' || n, true, 1,
         false, '{{}}'
  FROM generate_series(1, {criteria}) n;
INSERT INTO working.evaluation (id, number, organisation_id, framework_version_id, process_code, process_version, state,
                                opened_by, closed_at)
  SELECT md5('e' || n)::uuid, n::text, md5('s' || n)::uuid, md5('f')::uuid, 'p', 1, 'published', md5('p')::uuid, now()
  FROM generate_series(1, {schools}) n;
INSERT INTO working.consensus (evaluation_id, criterion_id, value)
  SELECT md5('e' || n)::uuid, md5('c' || c)::uuid, 1 + (n * 7919 + c * 104729) % 97 / 24.0
  FROM generate_series(1, {schools}) n, generate_series(1, {criteria}) c;
"""
# Names are joined to the few rows of the table, not to the many scores.
TABLE = """
WITH place AS (
  SELECT e.id AS evaluation_id, m.parent_id AS region_id FROM working.evaluation e
  JOIN working.organisation s ON s.id = e.organisation_id JOIN working.organisation m ON m.id = s.parent_id
  WHERE e.framework_version_id = md5('f')::uuid AND e.state = 'published'
), cell AS (
  SELECT p.region_id, k.criterion_id, count(k.value) AS scores, avg(k.value) AS mean, stddev_samp(k.value) AS spread,
         min(k.value) AS lowest, max(k.value) AS highest
  FROM working.consensus k JOIN place p USING (evaluation_id) GROUP BY p.region_id, k.criterion_id
)
SELECT r.name_ru, c.code, cell.scores, round(mean, 2), round(spread, 3), lowest, highest
FROM cell JOIN working.organisation r ON r.id = region_id JOIN working.criterion c ON c.id = criterion_id
ORDER BY r.name_ru, c.position
"""


def national_table() -> dict[str, float]:
    """Seconds for the table, the best and the worst of five, over as many scores as there are."""
    # Its socket's address must stay short.
    folder = Path(tempfile.mkdtemp(prefix="areopag-", dir="/tmp"))
    server = start_embedded(folder)
    try:
        url = server.get_uri()
        migrate(url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(FILL.format(schools=SCHOOLS, criteria=CRITERIA, regions=REGIONS))
            connection.execute("VACUUM ANALYZE")
            scores = connection.execute("SELECT count(*) FROM working.consensus").fetchone()
            assert scores
            times = []
            rows: list[tuple[Any, ...]] = []
            for _ in range(5):
                start = time.perf_counter()
                rows = connection.execute(TABLE).fetchall()
                times.append(time.perf_counter() - start)
            assert sum(row[2] for row in rows) == scores[0]
        return {"scores": scores[0], "rows": len(rows), "best s": min(times), "worst s": max(times)}
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Print both figures; ends with 1 when one is over its bound."""
    derived, table = derivation(), national_table()
    print(f"derivation of one school: median {derived['median ms']:.2f} ms, worst {derived['worst ms']:.2f} ms")
    print(
        f"national table: {table['scores']} scores to {table['rows']} rows,"
        f" best {table['best s']:.2f} s, worst {table['worst s']:.2f} s"
    )
    return 1 if derived["worst ms"] > DERIVATION_MS or table["worst s"] > TABLE_S else 0


if __name__ == "__main__":
    sys.exit(main())
