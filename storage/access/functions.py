"""Who is asking and what they belong to, as SQL functions that the row policies call.

What looks past the policies to find out a person's place in a case is `SECURITY DEFINER` and answers only with ids. Of
a set there are two functions: `access.find_f`, which finds it out, and `access.f`, which policies use as `column IN
(SELECT * FROM access.f())`: that becomes part of their statement and is evaluated once a policy.

The policies of several tables ask for the same sets, and the sets for one another. In a transaction that only reads, a
set that was found is kept until its end, in a setting that begins with the person whose set it is; whoever could forge
it could forge `areopag.person`. A transaction that writes may change who sees what, and finds each set anew; but the
step of a case keeps them while it asks who may take it, and longer where it says that it changes nothing of that. What
is found for a step is what the sets have of its case: `here`, which is null otherwise.
"""

from storage.access.case_facts import CASE_FACTS, FEW_FACTS, LOCKED_CASE, TIES_FUNCTION

PARTS = ("school", "panel", "commission", "appeal")
"""What somebody may be in a case as its party, but for the secretary, whose every case is."""


def _all_of(*names: str) -> str:
    """All these sets as one: each is found, or taken from where it is kept, once."""
    return " UNION ".join(f"SELECT * FROM access.{name}_evaluations()" for name in names)


EVALUATIONS = {
    "school_evaluations": """
        WITH RECURSIVE mine AS (
            SELECT organisation_id AS id FROM working.membership
            WHERE person_id = access.person() AND role IN ('SCHOOL_OFFICER', 'SCHOOL_HEAD')
            UNION
            SELECT below.id FROM working.organisation below JOIN mine ON below.parent_id = mine.id
        )
        SELECT e.id FROM working.evaluation e JOIN mine ON mine.id = e.organisation_id
        WHERE here IS NULL OR e.id = here""",
    "my_seats": """
        SELECT s.id FROM working.seat s JOIN working.evaluation e ON e.id = s.evaluation_id
        WHERE s.person_id = access.person() AND s.removed_at IS NULL AND s.recused_at IS NULL
          AND 'case_to_panel' = ANY (e.discloses) AND (here IS NULL OR s.evaluation_id = here)
          AND NOT EXISTS (SELECT FROM working.held h
                          WHERE h.evaluation_id = s.evaluation_id AND h.person_id = s.person_id)""",
    "panel_evaluations": """
        SELECT s.evaluation_id FROM working.seat s WHERE s.id IN (SELECT * FROM access.my_seats())""",
    "lead_evaluations": """
        SELECT s.evaluation_id FROM working.seat s WHERE s.lead AND s.id IN (SELECT * FROM access.my_seats())""",
    "commission_evaluations": """
        SELECT m.evaluation_id FROM working.meeting_member m JOIN working.evaluation e ON e.id = m.evaluation_id
        WHERE m.person_id = access.person() AND 'case_to_commission' = ANY (e.discloses)
          AND (here IS NULL OR m.evaluation_id = here)
          AND NOT EXISTS (SELECT FROM working.recusal r
                          WHERE r.evaluation_id = m.evaluation_id AND r.person_id = m.person_id)
          AND NOT EXISTS (SELECT FROM working.held h
                          WHERE h.evaluation_id = m.evaluation_id AND h.person_id = m.person_id)""",
    "held_evaluations": """
        SELECT s.evaluation_id FROM working.seat s JOIN working.evaluation e ON e.id = s.evaluation_id
        JOIN working.held h ON h.evaluation_id = s.evaluation_id AND h.person_id = s.person_id
        WHERE s.person_id = access.person() AND s.removed_at IS NULL AND s.recused_at IS NULL
          AND 'case_to_panel' = ANY (e.discloses) AND (here IS NULL OR s.evaluation_id = here)
        UNION SELECT m.evaluation_id FROM working.meeting_member m JOIN working.evaluation e ON e.id = m.evaluation_id
        JOIN working.held h ON h.evaluation_id = m.evaluation_id AND h.person_id = m.person_id
        WHERE m.person_id = access.person() AND 'case_to_commission' = ANY (e.discloses)
          AND (here IS NULL OR m.evaluation_id = here)
          AND NOT EXISTS (SELECT FROM working.recusal r
                          WHERE r.evaluation_id = m.evaluation_id AND r.person_id = m.person_id)""",
    "chair_evaluations": """
        SELECT m.evaluation_id FROM working.meeting_member m
        WHERE m.person_id = access.person() AND m.chair
          AND m.evaluation_id IN (SELECT * FROM access.commission_evaluations())""",
    "founder_evaluations": """
        WITH RECURSIVE mine AS (
            SELECT organisation_id AS id FROM working.membership
            WHERE person_id = access.person() AND role = 'FOUNDER'
            UNION
            SELECT below.id FROM working.organisation below JOIN mine ON below.parent_id = mine.id
        )
        SELECT e.id FROM working.evaluation e JOIN mine ON mine.id = e.organisation_id
        WHERE 'case_to_founder' = ANY (e.discloses) AND (here IS NULL OR e.id = here)""",
    "my_appeals": """
        SELECT m.track_id FROM working.appeal_member m JOIN working.track t ON t.id = m.track_id
        WHERE m.person_id = access.person() AND m.recused_at IS NULL AND (here IS NULL OR t.evaluation_id = here)""",
    "ruled_appeals": """
        SELECT t.id FROM working.track t
        WHERE t.closed_at IS NOT NULL AND (here IS NULL OR t.evaluation_id = here)
          AND t.id IN (SELECT * FROM access.my_appeals())""",
    "appeal_evaluations": """
        SELECT t.evaluation_id FROM working.track t WHERE t.id IN (SELECT * FROM access.my_appeals())""",
    "party_evaluations": _all_of(*PARTS),
    "my_evaluations": _all_of(*PARTS, "founder"),
    "known_evaluations": _all_of(*PARTS, "founder", "held"),
    "schools_open_to_me": """
        SELECT * FROM access.school_evaluations() UNION SELECT * FROM access.commission_evaluations()
        UNION SELECT * FROM access.appeal_evaluations() UNION SELECT * FROM access.founder_evaluations()
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'school_to_panel' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.panel_evaluations())
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'school_to_panel' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.held_evaluations())
        UNION SELECT o.evaluation_id FROM working.opening o
        WHERE o.person_id = access.person() AND o.what = 'SCHOOL'
          AND o.evaluation_id IN (SELECT * FROM access.panel_evaluations())""",
    "judged_evaluations": """
        SELECT * FROM access.panel_evaluations() UNION SELECT * FROM access.commission_evaluations()""",
    "reviews_open_to_me": """
        SELECT e.id FROM working.evaluation e
        WHERE 'reviews_to_panel' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.judged_evaluations())""",
    "submissions_open_to_me": """
        SELECT * FROM access.school_evaluations() UNION
        SELECT e.id FROM working.evaluation e
        WHERE e.id IN (SELECT * FROM access.party_evaluations()) AND 'submission' = ANY (e.discloses)""",
    "reports_open_to_me": """
        SELECT * FROM access.reviews_open_to_me()
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'reviews_to_panel' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.appeal_evaluations())
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'reviews_to_panel' = ANY (e.discloses) AND 'report_to_school' = ANY (e.discloses)
          AND e.id IN (SELECT * FROM access.school_evaluations())
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'reviews_to_panel' = ANY (e.discloses) AND 'report_to_founder' = ANY (e.discloses)
          AND e.id IN (SELECT * FROM access.founder_evaluations())""",
    "reports_i_write": """
        SELECT e.id FROM working.evaluation e
        WHERE e.id IN (SELECT * FROM access.lead_evaluations()) AND NOT 'case_to_commission' = ANY (e.discloses)""",
    "decisions_open_to_me": """
        SELECT * FROM access.commission_evaluations()
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'decision_to_school' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.party_evaluations())
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'report_to_founder' = ANY (e.discloses) AND 'decision_to_school' = ANY (e.discloses)
          AND e.id IN (SELECT * FROM access.founder_evaluations())""",
    "my_reviews": """
        SELECT a.review_id FROM working.review_author a WHERE a.seat_id IN (SELECT * FROM access.my_seats())""",
    "my_draft_reviews": """
        SELECT r.id FROM working.review r WHERE r.state = 'DRAFT' AND r.id IN (SELECT * FROM access.my_reviews())""",
    "open_reviews": """
        SELECT r.id FROM working.review r WHERE r.evaluation_id IN (SELECT * FROM access.reviews_open_to_me())""",
    "panels_open_to_me": """
        SELECT * FROM access.reviews_open_to_me()
        UNION SELECT e.id FROM working.evaluation e
        WHERE 'panel_to_school' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.school_evaluations())""",
    "visible_people": """
        SELECT access.person()
        UNION SELECT s.person_id FROM working.seat s WHERE s.evaluation_id IN (SELECT * FROM access.panels_open_to_me())
        UNION SELECT a.person_id FROM working.appeal_member a WHERE a.track_id IN (SELECT * FROM access.my_appeals())
        UNION SELECT m.person_id FROM working.meeting_member m
              WHERE m.evaluation_id IN (SELECT * FROM access.commission_evaluations())""",
    "commission_motions": """
        SELECT m.id FROM working.motion m WHERE m.evaluation_id IN (SELECT * FROM access.commission_evaluations())""",
    "open_motions": """
        SELECT m.id FROM working.motion m JOIN working.evaluation e ON e.id = m.evaluation_id
        WHERE m.evaluation_id IN (SELECT * FROM access.commission_evaluations()) AND NOT 'votes' = ANY (e.discloses)
          AND NOT EXISTS (SELECT FROM working.decision d WHERE d.motion_id = m.id)
          AND NOT EXISTS (SELECT FROM working.motion later
                          WHERE later.evaluation_id = m.evaluation_id AND later.round > m.round)""",
    "decided_motions": """
        SELECT m.id FROM working.motion m JOIN working.evaluation e ON e.id = m.evaluation_id
        WHERE 'votes' = ANY (e.discloses) AND e.id IN (SELECT * FROM access.commission_evaluations())""",
    "my_organisations": """
        SELECT m.organisation_id FROM working.membership m WHERE m.person_id = access.person()
        UNION SELECT x.employer_id FROM working.expert x
        WHERE x.person_id = access.person() AND x.employer_id IS NOT NULL""",
    "texts_opened": """
        SELECT o.subject_id FROM working.opening o WHERE o.person_id = access.person() AND o.what = 'TEXTS'""",
    "ties_opened": """
        SELECT o.subject_id FROM working.opening o WHERE o.person_id = access.person() AND o.what = 'TIE'""",
    "restricted_open_to_me": """
        SELECT * FROM access.school_evaluations() UNION SELECT * FROM access.lead_evaluations()""",
    "visible_documents": """
        SELECT d.id FROM working.evidence_document d
        WHERE d.removed_at IS NULL AND d.evaluation_id IN (SELECT * FROM access.submissions_open_to_me())
          AND (d.classification <> 'RESTRICTED'
               OR d.evaluation_id IN (SELECT * FROM access.restricted_open_to_me()))""",
    "visible_versions": """
        SELECT v.id FROM working.evidence_version v
        WHERE v.document_id IN (SELECT * FROM access.visible_documents())""",
}

KEPT_AT_MOST = 2000
"""A set of more ids, as the founder of very many schools has it, is found anew each time: reading it takes as long."""

# `$$` stands around what the set is, as it does in the other functions: there the removals of the checks take hold.
FOUND = f"""
CREATE OR REPLACE FUNCTION access.find_{{name}}() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    -- While this is set and the same, in the step of a case, sets stand as they were found.
    span CONSTANT text := nullif(current_setting('areopag.span', true), '');
    here CONSTANT uuid := nullif(split_part(span, '/', 2), '');
    ids CONSTANT uuid[] := ARRAY(/* $$ */ {{body}} /* $$ */);
BEGIN
    IF access.keeps() AND cardinality(ids) <= {KEPT_AT_MOST} THEN
        PERFORM set_config('areopag.kept_{{name}}', access.whose() || ids::text, true);
    END IF;
    RETURN ids;
END $function$"""

WHOSE = """
CREATE OR REPLACE FUNCTION access.whose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT concat(current_setting('areopag.person', true), current_setting('areopag.span', true)) $$"""
"""What a kept set begins with; the ids follow, in the braces of an array."""

KEEPS = """
CREATE OR REPLACE FUNCTION access.keeps() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_setting('areopag.span', true) <> '' OR current_setting('transaction_read_only') = 'on' $$"""

SET_OF_IDS = """
CREATE OR REPLACE FUNCTION access.{name}() RETURNS SETOF uuid LANGUAGE sql STABLE AS
$$ SELECT unnest((SELECT coalesce(
    CASE WHEN starts_with(current_setting('areopag.kept_{name}', true),
        concat(current_setting('areopag.person', true), current_setting('areopag.span', true), '{{'))
    THEN substr(current_setting('areopag.kept_{name}', true),
        strpos(current_setting('areopag.kept_{name}', true), '{{'))::uuid[] END,
    access.find_{name}()))) $$"""
"""What policies call: a kept set is read in the midst of their statement, with no call of a function. It stands in
brackets of its own, or else every set that a statement names were found out when it is planned, to see how large it is.
What a kept set begins with is said once more, since to read a function that becomes part of a statement takes time."""

SHOWN = {
    "discloses(evaluation uuid, what text)": """
        SELECT FROM working.evaluation e WHERE e.id = evaluation AND what = ANY (e.discloses)""",
    "shows_document(document uuid)": """
        SELECT FROM working.evidence_document d JOIN working.evaluation e ON e.id = d.evaluation_id
        WHERE d.id = document AND d.removed_at IS NULL AND 'submission' = ANY (e.discloses)""",
    "shows_version(version uuid)": """
        SELECT FROM working.evidence_version v WHERE v.id = version AND access.shows_document(v.document_id)""",
    "shows_review(review uuid)": """
        SELECT FROM working.review r JOIN working.evaluation e ON e.id = r.evaluation_id
        WHERE r.id = review AND 'reviews_to_panel' = ANY (e.discloses)""",
    "shows_votes(motion uuid)": """
        SELECT FROM working.motion m JOIN working.evaluation e ON e.id = m.evaluation_id
        WHERE m.id = motion AND 'votes' = ANY (e.discloses)""",
    "is_ruled(track uuid)": """
        SELECT FROM working.track t WHERE t.id = track AND t.closed_at IS NOT NULL""",
}
"""What a case shows to the secretary, whose every case is, by the row: the ids of a whole country's are no set to look
a few up in."""

SHOWN_OF_A_ROW = """
CREATE OR REPLACE FUNCTION access.{head} RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT EXISTS ({body}) $$"""

PERSON = """
CREATE OR REPLACE FUNCTION access.person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('areopag.person', true), '')::uuid $$"""

FIND_SECRETARY = """
CREATE OR REPLACE FUNCTION access.find_secretary() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    found CONSTANT boolean := EXISTS (/* $$ */
        SELECT FROM working.membership WHERE person_id = access.person() AND role = 'SECRETARY' /* $$ */);
BEGIN
    IF access.keeps() THEN
        PERFORM set_config('areopag.kept_secretary', concat(access.whose(), '{', found), true);
    END IF;
    RETURN found;
END $function$"""

IS_SECRETARY = """
CREATE OR REPLACE FUNCTION access.is_secretary() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(
    CASE WHEN starts_with(current_setting('areopag.kept_secretary', true),
        concat(current_setting('areopag.person', true), current_setting('areopag.span', true), '{'))
    THEN right(current_setting('areopag.kept_secretary', true), 1) = 't' END,
    access.find_secretary()) $$"""
"""Asked first by nearly every policy, and kept as sets are."""

IS_ADMINISTRATOR = """
CREATE OR REPLACE FUNCTION access.is_administrator() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS
$$ SELECT EXISTS (SELECT FROM working.membership WHERE person_id = access.person() AND role = 'ADMINISTRATOR') $$"""

DISSENTS = """
CREATE OR REPLACE FUNCTION access.dissents_of(one uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS
$$ SELECT ARRAY(
    SELECT x.text FROM working.dissent x JOIN working.motion m ON m.id = x.motion_id
    JOIN working.decision d ON d.motion_id = m.id JOIN working.evaluation e ON e.id = d.evaluation_id
    WHERE m.id = one AND (m.id IN (SELECT * FROM access.decided_motions())
      OR (access.is_secretary() AND access.shows_votes(m.id))
      OR ('decision_to_school' = ANY (e.discloses)
          AND (access.is_secretary() OR e.id IN (SELECT * FROM access.decisions_open_to_me()))))
    ORDER BY x.text) $$"""


def function_statements() -> list[str]:
    """The statements that create or renew every function, in an order in which each finds what it calls."""
    sets = [made.format(name=name, body=body) for name, body in EVALUATIONS.items() for made in (FOUND, SET_OF_IDS)]
    shown = [SHOWN_OF_A_ROW.format(head=head, body=body) for head, body in SHOWN.items()]
    facts = [TIES_FUNCTION, CASE_FACTS, FEW_FACTS, LOCKED_CASE]
    return [PERSON, WHOSE, KEEPS, FIND_SECRETARY, IS_SECRETARY, IS_ADMINISTRATOR, *sets, *shown, DISSENTS, *facts]
