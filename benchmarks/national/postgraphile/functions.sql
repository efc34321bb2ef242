-- What PostGraphile is given beside the tables, the way its guide advises: a function where a question is more than
-- the rows of one table.
CREATE SCHEMA bench;

CREATE FUNCTION bench.region_results(region uuid, below integer) RETURNS SETOF published.result LANGUAGE sql STABLE
AS $$
SELECT t.* FROM published.school s JOIN published.result t ON t.school_id = s.id
WHERE s.region_id = region AND t.superseded_by IS NULL AND t.number < below
ORDER BY t.number DESC
$$;

CREATE FUNCTION bench.search_schools(search text) RETURNS SETOF published.school LANGUAGE sql STABLE AS $$
SELECT s.* FROM published.school s
WHERE s.words @@ websearch_to_tsquery('russian', search) OR s.words @@ websearch_to_tsquery('english', search)
   OR translate(concat_ws(' ', s.name_ru, s.name_en, s.address), 'ёЁ', 'еЕ')
      ILIKE ALL (ARRAY(SELECT '%' || word || '%' FROM regexp_split_to_table(search, '\s+') word))
ORDER BY s.name_ru, s.id
$$;

CREATE FUNCTION bench.workspace(person uuid) RETURNS SETOF working.evaluation LANGUAGE sql STABLE AS $$
SELECT e.* FROM working.seat s JOIN working.evaluation e ON e.id = s.evaluation_id
WHERE s.person_id = person AND e.closed_at IS NULL AND s.removed_at IS NULL AND s.recused_at IS NULL
ORDER BY e.opened_at DESC, e.id DESC
$$;
