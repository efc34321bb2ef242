"""The declared access as statements: what the grants and policies of a table are made of, and what all tables share."""

from storage.access.policies import Access

ROLES = ("areopag_observer", "areopag_member", "areopag_worker")


def policy_statements(table: str, access: Access) -> list[str]:
    """The grants and policies of one table."""
    columns = f" ({', '.join(access.columns)})" if access.columns else ""
    name = f"working.{table}"
    made = [
        f"GRANT SELECT{columns} ON {name} TO areopag_member",
        f"CREATE POLICY member_read ON {name} FOR SELECT TO areopag_member USING ({access.read})",
    ]
    insert, update, delete = (given or access.write for given in (access.insert, access.update, access.delete))
    if insert:
        made.append(f"GRANT INSERT ON {name} TO areopag_member")
        made.append(f"CREATE POLICY member_insert ON {name} FOR INSERT TO areopag_member WITH CHECK ({insert})")
    if update:
        changes = f" ({', '.join(access.changes)})" if access.changes else ""
        made.append(f"GRANT UPDATE{changes} ON {name} TO areopag_member")
        made.append(
            f"CREATE POLICY member_update ON {name} FOR UPDATE TO areopag_member"
            f" USING ({update}) WITH CHECK ({access.becomes or update})"
        )
    if delete:
        made.append(f"GRANT DELETE ON {name} TO areopag_member")
        made.append(f"CREATE POLICY member_delete ON {name} FOR DELETE TO areopag_member USING ({delete})")
    return made


SHARED_GRANTS = (
    "GRANT USAGE ON SCHEMA published TO areopag_observer, areopag_member, areopag_worker",
    "GRANT SELECT ON ALL TABLES IN SCHEMA published TO areopag_observer, areopag_member",
    "GRANT ALL ON ALL TABLES IN SCHEMA published TO areopag_worker",
    "REVOKE UPDATE, DELETE, TRUNCATE ON published.record FROM areopag_worker",
    "GRANT USAGE ON SCHEMA working, access TO areopag_member, areopag_worker",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA working TO areopag_worker",
    "REVOKE UPDATE, DELETE ON working.audit_entry, working.audit_checkpoint FROM areopag_worker",
    "REVOKE UPDATE, DELETE ON working.evidence_version, working.evidence_copy, working.opening FROM areopag_worker",
    "REVOKE UPDATE, DELETE ON working.evidence_redaction FROM areopag_worker",
    "REVOKE ALL ON working.alembic_version FROM areopag_worker",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA access TO areopag_member, areopag_worker",
    # Ties reach people only through `case_facts`, whose answer the rules alone read.
    "REVOKE EXECUTE ON FUNCTION access.ties_of(uuid) FROM areopag_member",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO areopag_worker",
    "GRANT ALL ON ALL TABLES IN SCHEMA public TO areopag_worker",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO areopag_worker",
)
