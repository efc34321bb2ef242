-- What PostGraphile is given beside the tables, the way its guide advises: a function where a question is more than
-- the rows of one table.
CREATE SCHEMA bench;

CREATE FUNCTION bench.region_results(region uuid, below integer) RETURNS SETOF published.result LANGUAGE sql STABLE
AS $$
SELECT t.* FROM published.result t
WHERE t.region_id = region AND t.superseded_by IS NULL AND t.number < below
ORDER BY t.number DESC
$$;

CREATE FUNCTION bench.search_schools(search text) RETURNS SETOF published.school LANGUAGE sql STABLE AS $$
SELECT s.* FROM published.school s
WHERE s.words @@ websearch_to_tsquery('russian', search) OR s.words @@ websearch_to_tsquery('english', search)
   OR translate(concat_ws(' ', s.name_ru, s.name_en, s.address), 'ёЁ', 'еЕ')
      ILIKE ALL (ARRAY(SELECT '%' || word || '%' FROM regexp_split_to_table(search, '\s+') word))
ORDER BY lower(s.name_ru || ' ' || s.name_en) !~ (
    SELECT '\m(' || string_agg(found[1], '|') || ')\M'
    FROM regexp_matches(lower(search), '\m[0-9]{1,6}[a-zа-я]?\M', 'g') found), s.sort_name, s.id
$$;

CREATE TYPE bench.rated AS (
    framework_code text, framework_number integer, criterion_code text, schools integer, mean numeric);

CREATE FUNCTION bench.region_summary(region uuid) RETURNS SETOF bench.rated LANGUAGE sql STABLE AS $$
SELECT t.framework_code, t.framework_number, c.code, count(*)::integer, round(avg(k.value), 2)
FROM (
    SELECT DISTINCT ON (s.id, t.framework_code) t.number, t.framework_code, t.framework_number
    FROM published.school s JOIN published.result t ON t.school_id = s.id
    WHERE s.region_id = region AND t.superseded_by IS NULL
    ORDER BY s.id, t.framework_code, t.number DESC) t
JOIN published.record p ON p.number = t.number
JOIN working.evaluation e ON e.number = p.evaluation_number
JOIN working.consensus k ON k.evaluation_id = e.id
JOIN working.criterion c ON c.id = k.criterion_id
GROUP BY t.framework_code, t.framework_number, c.code, c.position
ORDER BY t.framework_code, t.framework_number, c.position
$$;

CREATE FUNCTION bench.workspace(person uuid) RETURNS SETOF working.evaluation LANGUAGE sql STABLE AS $$
SELECT e.* FROM working.seat s JOIN working.evaluation e ON e.id = s.evaluation_id
WHERE s.person_id = person AND e.closed_at IS NULL AND s.removed_at IS NULL AND s.recused_at IS NULL
ORDER BY e.opened_at DESC, e.id DESC
$$;
