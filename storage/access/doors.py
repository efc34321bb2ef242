"""The one door from what is published into the working world: the file of a document that a record names.

Observers have no grant on working tables. This function looks past that for them and answers with a single key, as long
as every one of its conditions holds at that moment; each has a test of its own in `tests/app/test_public_files.py`.
"""

OPEN_VERSION = """
CREATE OR REPLACE FUNCTION published.open_version(record integer, digest text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
SELECT v.id
FROM published.record r
JOIN working.evaluation e ON e.number = r.evaluation_number
JOIN working.evidence_document d ON d.evaluation_id = e.id
JOIN working.evidence_version v ON v.document_id = d.id AND v.sha256 = digest
WHERE r.number = record AND r.kind <> 'WITHDRAWAL'
  -- A record that another took the place of no longer opens anything.
  AND NOT EXISTS (SELECT FROM published.record later WHERE later.corrects = r.number)
  AND r.body::jsonb -> 'documents' @> jsonb_build_array(jsonb_build_object('sha256', digest))
  AND d.classification = 'PUBLIC' AND NOT d.personal_data AND d.removed_at IS NULL
  AND d.deleted_at IS NULL
  AND NOT EXISTS (SELECT FROM working.evidence_document copy WHERE copy.redacts_id = d.id AND copy.removed_at IS NULL)
ORDER BY v.number DESC, v.id LIMIT 1 $$"""
