-- The statements of the ceiling, one each: what somebody would write by hand who knows the tables. The answers are
-- those of Areopag's API, member for member; the runner compares them.

-- @list
SELECT json_build_object('data', json_build_object('publications', json_build_object(
    'nodes', coalesce(json_agg(node ORDER BY number DESC) FILTER (WHERE place <= 50), '[]'),
    'pageInfo', json_build_object(
        'endCursor', CASE WHEN count(*) > 0 THEN rtrim(translate(encode(convert_to(format('["NEWEST", "-%%s", "%%s"]',
            min(number) FILTER (WHERE place <= 50), min(number) FILTER (WHERE place <= 50)), 'utf8'), 'base64'),
            E'+/\n', '-_'), '=') END,
        'hasNextPage', count(*) > 50))))::text
FROM (
    SELECT t.number, row_number() OVER (ORDER BY t.number DESC) AS place, json_build_object(
        'number', t.number,
        'publishedAt', to_char(t.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'total', trim_scale(t.total)::text,
        'decidedOn', t.decided_on,
        'validTo', t.valid_to,
        'outcome', json_build_object('code', t.outcome),
        'framework', json_build_object('code', t.framework_code, 'number', t.framework_number),
        'school', json_build_object('id', 'school-' || replace(s.id::text, '-', ''),
                                    'name', json_build_object('ru', s.name_ru))) AS node
    FROM published.result t JOIN published.school s ON s.id = t.school_id
    WHERE t.region_id = %(region)s::uuid AND t.superseded_by IS NULL AND t.number < %(after)s::int
    ORDER BY t.number DESC LIMIT 51) page

-- @detail
SELECT json_build_object('data', json_build_object('publication', json_build_object(
    'number', t.number,
    'publishedAt', to_char(t.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'evaluationNumber', e.number,
    'total', trim_scale(t.total)::text,
    'decidedOn', t.decided_on,
    'validTo', t.valid_to,
    'outcome', json_build_object('code', t.outcome),
    'framework', json_build_object('title', json_build_object('ru', f.title_ru)),
    'school', json_build_object('id', 'school-' || replace(s.id::text, '-', ''),
                                'name', json_build_object('ru', s.name_ru), 'address', s.address),
    'summary', r.summary, 'strengths', r.strengths, 'recommendations', r.recommendations, 'reasons', m.reasons,
    'vote', json_build_object('votesFor', d.votes_for, 'votesAgainst', d.votes_against, 'abstained', d.abstained,
                              'quorum', d.quorum),
    'conditions', (
        SELECT coalesce(json_agg(json_build_object('text', c ->> 'text', 'criterionCode', c ->> 'criterion_code',
            'owner', c ->> 'owner', 'dueOn', c ->> 'due_on') ORDER BY place), '[]')
        FROM jsonb_array_elements(m.conditions) WITH ORDINALITY AS known (c, place)),
    'criteria', (
        SELECT json_agg(json_build_object('code', c.code, 'title', json_build_object('ru', c.title_ru),
            'score', trim_scale(k.value)::text, 'selfScore', trim_scale(a.score)::text, 'position', k.position,
            'citations', cited.all)
            ORDER BY c.position)
        FROM working.criterion c
        JOIN working.consensus k ON k.criterion_id = c.id AND k.evaluation_id = e.id
        JOIN working.self_assessment a ON a.criterion_id = c.id AND a.evaluation_id = e.id
        JOIN (
            SELECT q.criterion_id, json_agg(json_build_object('documentTitle', x.title, 'page', q.page,
                                                              'quote', q.quote) ORDER BY x.title) AS all
            FROM working.review w JOIN working.citation q ON q.review_id = w.id
            JOIN working.evidence_version v ON v.id = q.version_id
            JOIN working.evidence_document x ON x.id = v.document_id
            WHERE w.evaluation_id = e.id GROUP BY q.criterion_id) cited ON cited.criterion_id = c.id
        WHERE c.framework_version_id = e.framework_version_id AND c.scored),
    'documents', (
        SELECT json_agg(json_build_object('title', x.title, 'fileName', v.file_name, 'pageCount', v.page_count,
                                          'sha256', v.sha256) ORDER BY x.title)
        FROM working.evidence_document x JOIN working.evidence_version v ON v.document_id = x.id
        WHERE x.evaluation_id = e.id AND x.classification = 'PUBLIC'))))::text
FROM published.record p
JOIN published.result t ON t.number = p.number
JOIN working.evaluation e ON e.number = p.evaluation_number
JOIN working.framework_version f ON f.id = e.framework_version_id
JOIN published.school s ON s.id = p.school_id
JOIN working.report r ON r.evaluation_id = e.id
JOIN working.decision d ON d.evaluation_id = e.id
JOIN working.motion m ON m.id = d.motion_id
WHERE p.number = %(number)s::int

-- @summary
SELECT json_build_object('data', json_build_object('territory', json_build_object(
    'schoolCount', (SELECT count(*) FROM published.school WHERE region_id = %(region)s::uuid),
    'frameworks', coalesce((
        SELECT json_agg(json_build_object('code', code, 'number', number, 'criteria', criteria) ORDER BY code, number)
        FROM (
            SELECT code, number, json_agg(json_build_object('criterionCode', criterion, 'schools', schools,
                'mean', trim_scale(round(mean, 2))::text) ORDER BY place) AS criteria
            FROM (
                SELECT t.framework_code AS code, t.framework_number AS number, c.code AS criterion, c.position AS place,
                       count(*) AS schools, avg(k.value) AS mean
                FROM (
                    SELECT DISTINCT ON (s.id, t.framework_code) t.number, t.framework_code, t.framework_number
                    FROM published.school s JOIN published.result t ON t.school_id = s.id
                    WHERE s.region_id = %(region)s::uuid AND t.superseded_by IS NULL
                    ORDER BY s.id, t.framework_code, t.number DESC) t
                JOIN published.record p ON p.number = t.number
                JOIN working.evaluation e ON e.number = p.evaluation_number
                JOIN working.consensus k ON k.evaluation_id = e.id
                JOIN working.criterion c ON c.id = k.criterion_id
                GROUP BY t.framework_code, t.framework_number, c.code, c.position) rated
            GROUP BY code, number) standing), '[]'))))::text

-- @search
SELECT json_build_object('data', json_build_object('schools', json_build_object('nodes', coalesce(json_agg(
    json_build_object('id', 'school-' || replace(id::text, '-', ''), 'name', json_build_object('ru', name_ru))
    ORDER BY part, sort_name, id), '[]'))))::text
FROM (SELECT s.id, s.name_ru, s.sort_name, lower(s.name_ru || ' ' || s.name_en) !~ %(number)s AS part
      FROM published.school s
      WHERE s.words @@ websearch_to_tsquery('russian', %(search)s) OR s.words @@ websearch_to_tsquery('english', %(search)s)
         OR s.parts @@ %(parts)s::tsquery AND s.plain LIKE ALL (
                ARRAY(SELECT '%%' || word || '%%' FROM regexp_split_to_table(lower(%(search)s), '\s+') word))
      ORDER BY part, s.sort_name, s.id LIMIT 10) found

-- @workspace
SELECT json_build_object('data', json_build_object('viewer', json_build_object('evaluations', json_build_object(
    'nodes', coalesce(json_agg(json_build_object(
        'number', number, 'stateSince', to_char(state_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'school', json_build_object('name', json_build_object('ru', school_ru)),
        'framework', json_build_object('code', code),
        'myReview', json_build_object('version', version, 'state', state,
                                      'progress', json_build_object('done', complete, 'total', scored)))
        ORDER BY opened_at DESC, id DESC), '[]')))))::text
FROM (
    SELECT e.id, e.number, e.state_since, e.opened_at, o.name_ru AS school_ru, f.code, r.version, r.state, r.complete,
           (SELECT count(*) FROM working.criterion c WHERE c.framework_version_id = f.id AND c.scored) AS scored
    FROM working.seat s
    JOIN working.evaluation e ON e.id = s.evaluation_id
    JOIN working.organisation o ON o.id = e.organisation_id
    JOIN working.framework_version f ON f.id = e.framework_version_id
    JOIN working.review_author a ON a.seat_id = s.id
    JOIN working.review r ON r.id = a.review_id
    WHERE s.person_id = %(person)s::uuid AND e.closed_at IS NULL AND s.removed_at IS NULL AND s.recused_at IS NULL
    ORDER BY e.opened_at DESC, e.id DESC LIMIT 20) mine

-- @save_scores
INSERT INTO working.score (review_id, criterion_id, value, justification)
SELECT r.id, c.id, (given ->> 'value')::numeric, given ->> 'justification'
FROM jsonb_array_elements(%(scores)s::jsonb) given
JOIN working.review r ON r.id = %(review)s::uuid AND r.version = %(version)s
JOIN working.evaluation e ON e.id = r.evaluation_id
JOIN working.criterion c ON c.framework_version_id = e.framework_version_id AND c.code = given ->> 'code'
ON CONFLICT (review_id, criterion_id) DO UPDATE
SET value = excluded.value, justification = excluded.justification, updated_at = now()

-- @save_forget
DELETE FROM working.citation q USING working.review r
WHERE q.review_id = r.id AND r.id = %(review)s::uuid AND r.version = %(version)s

-- @save_citations
INSERT INTO working.citation (review_id, criterion_id, version_id, position, page, quote)
SELECT r.id, c.id, (given ->> 'version')::uuid, 0, (given ->> 'page')::int, NULL
FROM jsonb_array_elements(%(scores)s::jsonb) given
JOIN working.review r ON r.id = %(review)s::uuid AND r.version = %(version)s
JOIN working.evaluation e ON e.id = r.evaluation_id
JOIN working.criterion c ON c.framework_version_id = e.framework_version_id AND c.code = given ->> 'code'

-- @save_review
WITH saved AS (
    UPDATE working.review SET version = version + 1, complete = (
        SELECT count(*) FROM working.score k WHERE k.review_id = review.id AND k.value IS NOT NULL
        AND btrim(k.justification) <> '' AND EXISTS (
            SELECT FROM working.citation q WHERE q.review_id = k.review_id AND q.criterion_id = k.criterion_id))
    WHERE id = %(review)s::uuid AND version = %(version)s RETURNING version, complete)
SELECT coalesce((SELECT json_build_object('version', version, 'complete', complete) FROM saved)::text, 'null')
