"""`access.case_facts`: what the guards need to know of cases, for the person asking.

It looks past row security on purpose (a lead's guard counts reviews the lead may not read) and therefore answers
only for cases the person can see, and only to the rules: no part of it is ever shown as it is.
"""

import re

TIES = """
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'kind', t.kind, 'organisation', t.organisation, 'declared', t.declared, 'until', t.until,
        'told_at', t.told_at)), '[]'::jsonb)
    FROM (
        SELECT 'EMPLOYMENT' AS kind, x.employer_id AS organisation, false AS declared, NULL::int AS until,
               NULL::timestamptz AS told_at
        FROM working.expert x WHERE x.person_id = {person} AND x.employer_id IS NOT NULL
        UNION ALL
        SELECT 'SAME_MUNICIPALITY', x.municipality_id, false, NULL, NULL
        FROM working.expert x WHERE x.person_id = {person} AND x.municipality_id IS NOT NULL
        UNION ALL
        SELECT 'EMPLOYMENT', m.organisation_id, false, NULL, NULL
        FROM working.membership m
        WHERE m.person_id = {person} AND m.role IN ('SCHOOL_OFFICER', 'SCHOOL_HEAD', 'FOUNDER')
        UNION ALL
        -- Whoever acted for a school helped to write what it handed in.
        SELECT 'CO_AUTHOR', acted.organisation_id, false, extract(year FROM max(a.at))::int, NULL
        FROM working.audit_entry a JOIN working.evaluation acted ON acted.id = a.evaluation_id
        WHERE a.person_id = {person} AND a.role = 'school' GROUP BY acted.organisation_id
        UNION ALL
        -- What a school says of somebody counts once it was found to be so.
        SELECT c.kind, c.organisation_id, c.source <> 'REGISTER', c.until_year,
               CASE WHEN c.source <> 'REGISTER' THEN c.declared_at END
        FROM working.conflict_of_interest c WHERE c.person_id = {person} AND (c.source <> 'SCHOOL' OR EXISTS (
            SELECT FROM working.conflict_ruling found WHERE found.request_id = c.id AND found.ruling = 'GRANTED'))
    ) t"""

CODES = "SELECT coalesce(jsonb_agg(c.code ORDER BY c.position), '[]'::jsonb) FROM working.criterion c WHERE "
SCORED = "c.framework_version_id = e.framework_version_id AND c.scored AND c.code <> ALL (e.not_applicable)"

SELDOM, SO_FAR = "/* seldom */", "/* so far */"
"""Between these stands what an act that changes nothing of who sees what hardly ever asks about. Such acts are many:
for them a statement of its own leaves it out, for to make the whole one ready takes longer than what it answers."""

ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
"""Planned once a connection: planning what follows takes longer than answering it."""

TIES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION access.ties_of(one uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
{ONE_PLAN} SET search_path = pg_catalog, pg_temp AS $$ {TIES.format(person="one")} $$"""

CASE_FACTS = f"""
CREATE OR REPLACE FUNCTION access.case_facts(ids uuid[]) RETURNS TABLE (evaluation_id uuid, facts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER {ONE_PLAN} SET search_path = pg_catalog, pg_temp AS $$
SELECT e.id, jsonb_build_object(
    'school', e.organisation_id,
    'timezone', (SELECT o.timezone FROM working.organisation o WHERE o.id = e.organisation_id),
    'ancestors', (
        WITH RECURSIVE up AS (
            SELECT o.id, o.parent_id, o.kind, 0 AS height FROM working.organisation o WHERE o.id = e.organisation_id
            UNION ALL
            SELECT o.id, o.parent_id, o.kind, up.height + 1 FROM working.organisation o JOIN up ON o.id = up.parent_id
        ) SELECT coalesce(jsonb_agg(jsonb_build_object('id', up.id, 'kind', up.kind) ORDER BY up.height), '[]'::jsonb)
          FROM up WHERE up.height > 0),
    'days_off', (
        WITH RECURSIVE up AS (
            SELECT o.id, o.parent_id FROM working.organisation o WHERE o.id = e.organisation_id
            UNION
            SELECT o.id, o.parent_id FROM working.organisation o JOIN up ON o.id = up.parent_id
        ) SELECT coalesce(jsonb_agg(DISTINCT d.day), '[]'::jsonb)
          FROM working.regional_day_off d JOIN up ON up.id = d.organisation_id),
    'branches', (
        WITH RECURSIVE down AS (
            SELECT o.id FROM working.organisation o WHERE o.parent_id = e.organisation_id
            UNION
            SELECT o.id FROM working.organisation o JOIN down ON o.parent_id = down.id
        ) SELECT coalesce(jsonb_agg(down.id), '[]'::jsonb) FROM down),
    'is_school', e.id IN (SELECT * FROM access.school_evaluations()),
    'is_founder', e.id IN (SELECT * FROM access.founder_evaluations()),
    'is_secretary', access.is_secretary(),
    'unassessed', {SELDOM} ({CODES} {SCORED} AND NOT EXISTS (
        SELECT FROM working.self_assessment a WHERE a.evaluation_id = e.id AND a.criterion_id = c.id
        AND a.score IS NOT NULL AND btrim(a.text) <> '')) {SO_FAR},
    'without_evidence', {SELDOM} ({CODES} {SCORED} AND c.evidence_required AND NOT EXISTS (
        SELECT FROM working.evidence_use u JOIN working.evidence_document d ON d.id = u.document_id
        WHERE u.criterion_id = c.id AND d.evaluation_id = e.id AND d.removed_at IS NULL
        AND EXISTS (SELECT FROM working.evidence_version v WHERE v.document_id = d.id))) {SO_FAR},
    'uploads_unfinished', {SELDOM} (SELECT count(*) FROM working.upload u
                           WHERE u.evaluation_id = e.id AND u.state IN ('RECEIVING', 'CHECKING')) {SO_FAR},
    'scored', (SELECT count(*) FROM working.criterion c WHERE {SCORED}),
    'seats', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'seat', s.id, 'person', s.person_id, 'lead', s.lead,
            'submitted', coalesce(r.state = 'SUBMITTED', false),
            'agreed', EXISTS (SELECT FROM working.agreement g WHERE g.evaluation_id = e.id AND g.seat_id = s.id),
            'incomplete', {SELDOM} ({CODES} {SCORED} AND NOT EXISTS (
                SELECT FROM working.score k WHERE k.review_id = r.id AND k.criterion_id = c.id
                AND k.value IS NOT NULL AND btrim(k.justification) <> '' AND EXISTS (
                    SELECT FROM working.citation q WHERE q.review_id = r.id AND q.criterion_id = c.id))) {SO_FAR},
            'ties', tied.by_person -> s.person_id::text) ORDER BY s.seated_at, s.id), '[]'::jsonb)
        FROM working.seat s LEFT JOIN working.review_author a ON a.seat_id = s.id
        LEFT JOIN working.review r ON r.id = a.review_id
        WHERE s.evaluation_id = e.id AND s.removed_at IS NULL AND s.recused_at IS NULL),
    'consensus_missing', {SELDOM} ({CODES} {SCORED} AND NOT EXISTS (
        SELECT FROM working.consensus k WHERE k.evaluation_id = e.id AND k.criterion_id = c.id
        AND k.value IS NOT NULL AND btrim(k.position) <> '')) {SO_FAR},
    'report_missing', {SELDOM} (
        SELECT coalesce(jsonb_agg(part.name), '[]'::jsonb) FROM (VALUES ('summary'), ('proposed_outcome')) part (name)
        WHERE NOT EXISTS (SELECT FROM working.report r WHERE r.evaluation_id = e.id AND CASE part.name
            WHEN 'summary' THEN btrim(r.summary) <> '' ELSE r.proposed_outcome IS NOT NULL END)) {SO_FAR},
    'claims_unanswered', {SELDOM} (SELECT count(*) FROM working.accuracy_claim k
                          WHERE k.evaluation_id = e.id AND k.answer IS NULL) {SO_FAR},
    'members', (SELECT coalesce(jsonb_agg(m.person_id), '[]'::jsonb) FROM working.meeting_member m
                WHERE m.evaluation_id = e.id),
    'chairs', (SELECT coalesce(jsonb_agg(m.person_id), '[]'::jsonb) FROM working.meeting_member m
               WHERE m.evaluation_id = e.id AND m.chair),
    'recused', (SELECT coalesce(jsonb_agg(r.person_id), '[]'::jsonb) FROM working.recusal r
                WHERE r.evaluation_id = e.id),
    'ties_of_members', (
        SELECT coalesce(jsonb_object_agg(m.person_id, tied.by_person -> m.person_id::text), '{{}}'::jsonb)
        FROM working.meeting_member m WHERE m.evaluation_id = e.id),
    'waivers', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('person', w.person_id, 'kind', w.kind,
            'organisation', w.organisation_id, 'at', w.at)), '[]'::jsonb)
        FROM working.conflict_ruling w WHERE w.evaluation_id = e.id AND w.ruling = 'WAIVED'),
    'asked_at', (SELECT max(c.declared_at) FROM working.conflict_of_interest c WHERE c.evaluation_id = e.id),
    'asked_to_recuse', (
        SELECT coalesce(jsonb_agg(c.person_id), '[]'::jsonb) FROM working.conflict_of_interest c
        WHERE c.evaluation_id = e.id
          AND NOT EXISTS (SELECT FROM working.conflict_ruling r WHERE r.request_id = c.id)
          AND NOT EXISTS (SELECT FROM working.recusal r WHERE r.evaluation_id = e.id AND r.person_id = c.person_id)),
    'minutes_signed', {SELDOM} EXISTS (
        SELECT FROM working.minutes n JOIN working.meeting t USING (evaluation_id, sitting_id)
        WHERE n.evaluation_id = e.id AND n.signed_at IS NOT NULL) {SO_FAR},
    'asked_for_time', {SELDOM} (
        SELECT coalesce(jsonb_agg(jsonb_build_object('request', x.id, 'deadline', x.deadline, 'person', x.person_id,
            'asked_at', x.asked_at) ORDER BY x.asked_at, x.id), '[]'::jsonb)
        FROM working.extension_request x
        JOIN working.deadline d ON d.evaluation_id = x.evaluation_id AND d.name = x.deadline
        -- A request lapses when its deadline or the case has moved since.
        WHERE x.evaluation_id = e.id AND x.decision IS NULL AND d.due_at = x.due_before
          AND x.asked_at >= e.state_since) {SO_FAR},
    'asked_for_documents', {SELDOM} (
        SELECT coalesce(jsonb_agg(jsonb_build_object('request', r.id, 'criterion', c.code, 'person', a.person_id,
            'asked_at', r.asked_at, 'due_at', r.due_at, 'answered_at', r.answered_at)
            ORDER BY r.asked_at, r.id), '[]'::jsonb)
        FROM working.document_request r JOIN working.criterion c ON c.id = r.criterion_id
        JOIN working.document_request_author a ON a.request_id = r.id
        WHERE r.evaluation_id = e.id AND r.withdrawn_at IS NULL) {SO_FAR},
    'held', (SELECT coalesce(jsonb_agg(jsonb_build_object('person', h.person_id, 'because', h.because, 'since', h.since)
                                       ORDER BY h.since, h.person_id), '[]'::jsonb)
             FROM working.held h WHERE h.evaluation_id = e.id),
    'motion', motion.id,
    'motion_decided', {SELDOM} EXISTS (SELECT FROM working.decision d WHERE d.motion_id = motion.id) {SO_FAR},
    'signed_by', {SELDOM} (SELECT coalesce(jsonb_agg(g.person_id), '[]'::jsonb) FROM working.signature g
                  WHERE g.motion_id = motion.id) {SO_FAR},
    'took_part', {SELDOM} (SELECT coalesce(jsonb_agg(DISTINCT t.person_id), '[]'::jsonb) FROM (
        SELECT s.person_id FROM working.seat s WHERE s.evaluation_id = e.id
        UNION SELECT m.person_id FROM working.meeting_member m WHERE m.evaluation_id = e.id
        UNION SELECT g.person_id FROM working.signature g WHERE g.evaluation_id = e.id) t) {SO_FAR},
    'renewed', {SELDOM} EXISTS (SELECT FROM working.evaluated_school n WHERE n.renews_id = e.id) {SO_FAR},
    'open_appeals', {SELDOM} (SELECT count(*) FROM working.track t
                     WHERE t.evaluation_id = e.id AND t.closed_at IS NULL AND t.subject ->> 'of' = 'appeal') {SO_FAR},
    'entries_unscored', {SELDOM} (
        SELECT count(*) FROM working.evaluation o WHERE o.call_id = e.call_id AND o.ended_at IS NULL
        AND NOT 'reviews_to_panel' = ANY (o.discloses)) {SO_FAR},
    'ballots', {SELDOM} (SELECT coalesce(jsonb_object_agg(b.track_id, b.votes), '{{}}'::jsonb) FROM (
        SELECT v.track_id, jsonb_object_agg(v.person_id, v.ruling) AS votes FROM working.appeal_ballot v
        JOIN working.track t ON t.id = v.track_id WHERE t.evaluation_id = e.id GROUP BY v.track_id) b) {SO_FAR},
    'open_conditions', {SELDOM} (SELECT count(*) FROM working.track t
                        WHERE t.evaluation_id = e.id AND t.closed_at IS NULL AND t.subject ->> 'of' = 'condition')
                       {SO_FAR},
    'votes', (SELECT coalesce(jsonb_object_agg(v.person_id, v.choice), '{{}}'::jsonb) FROM working.vote v
              WHERE v.motion_id = motion.id),
    'ties', coalesce(tied.by_person -> access.person()::text, '[]'::jsonb),
    'due', (SELECT coalesce(jsonb_object_agg(d.name, d.due_at), '{{}}'::jsonb) FROM working.deadline d
            WHERE d.evaluation_id = e.id))
FROM working.evaluation e
LEFT JOIN LATERAL (SELECT m.id FROM working.motion m WHERE m.evaluation_id = e.id ORDER BY m.round DESC LIMIT 1)
    motion ON true
-- In one statement: one of its own for each of them takes longer to begin than to answer.
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(one.person, ({TIES.format(person="one.person")})) AS by_person
    FROM (SELECT taken.person_id FROM working.seat taken WHERE taken.evaluation_id = e.id
          UNION SELECT m.person_id FROM working.meeting_member m WHERE m.evaluation_id = e.id
          UNION SELECT me FROM access.person() me WHERE me IS NOT NULL) one (person)) tied
WHERE e.id = ANY (ids) AND ((SELECT access.is_secretary()) OR e.id IN (SELECT * FROM access.known_evaluations())
    OR current_setting('role') = 'areopag_worker')
$$"""

FEW_FACTS = re.sub(
    re.escape(SELDOM) + ".*?" + re.escape(SO_FAR),
    "NULL",
    CASE_FACTS.replace("case_facts", "few_facts"),
    flags=re.DOTALL,
)
"""The same with nothing in the place of what is seldom asked about."""

LOCKED_CASE = """
CREATE OR REPLACE FUNCTION access.locked_case(one uuid, keep boolean) RETURNS TABLE (
    id uuid, number text, state text, version int, process_code text, process_version int, framework_version_id uuid,
    not_applicable text[], facts jsonb, entries int, last_hash bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine uuid := one;
BEGIN
    PERFORM set_config('areopag.span', concat(gen_random_uuid(), '/', one), true);
    IF access.person() IS NOT NULL OR current_setting('role') <> 'areopag_worker' THEN
        -- A key taken from the cases that the policy on evaluations lets the person see. These are found from the
        -- person on, by what they belong to, before any case is looked for: so a closed case costs what one that never
        -- was costs, and nobody holds the lock of a case closed to them.
        mine := CASE WHEN access.is_secretary() THEN (SELECT e.id FROM working.evaluation e WHERE e.id = one)
            ELSE (SELECT known.id FROM access.known_evaluations() AS known (id) WHERE known.id = one) END;
    END IF;
    IF mine IS NOT NULL THEN
        PERFORM FROM working.evaluation e WHERE e.id = mine FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            PERFORM FROM working.evaluation e WHERE e.id = mine FOR UPDATE;
            -- Meanwhile somebody acted: what the person sees is found out anew.
            PERFORM set_config('areopag.span', concat(gen_random_uuid(), '/', one), true);
        END IF;
        -- A statement here sees all that was committed before it, so this is read while the lock is held.
        IF keep THEN
            facts := (SELECT f.facts FROM access.few_facts(ARRAY[mine]) f);
        ELSE
            facts := (SELECT f.facts FROM access.case_facts(ARRAY[mine]) f);
        END IF;
        RETURN QUERY
        SELECT e.id, e.number, e.state, e.version, e.process_code, e.process_version, e.framework_version_id,
               e.not_applicable, facts, coalesce(last.number, 0), last.hash
        FROM working.evaluation e
        LEFT JOIN LATERAL (SELECT a.number, a.hash FROM working.audit_entry a WHERE a.evaluation_id = mine
                           ORDER BY a.number DESC LIMIT 1) last ON true
        WHERE e.id = mine AND facts IS NOT NULL;
    END IF;
    IF NOT keep THEN PERFORM set_config('areopag.span', '', true); END IF;
END $$"""
"""A case as the rules need it, for whoever takes a step in it: locked until the transaction ends. Where its trail ends
is told for the entry that is to follow. `keep`: what the person sees of it stands, as it was found, until
then as well, nothing is seen of other cases, and of the facts those are null that only seldom matter to such an act."""
