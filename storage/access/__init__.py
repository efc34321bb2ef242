"""Applies the declared access to a database: roles, functions, grants, row policies; at the end of every migrate."""

from sqlalchemy import Connection, text

from storage.access.doors import OPEN_VERSION
from storage.access.functions import function_statements
from storage.access.policies import MEMBER, Access, for_office, shows_reviews

__all__ = ["MEMBER", "Access", "apply_access", "create_roles", "for_office", "policy_statements", "shows_reviews"]

ROLES = ("areopag_observer", "areopag_member", "areopag_worker")


def create_roles(connection: Connection) -> None:
    """Create the three roles where missing and let the connecting account take each of them."""
    for role in ROLES:
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).scalar()
        if not known:
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS"))
        connection.execute(text(f"GRANT {role} TO CURRENT_USER"))


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


def apply_access(connection: Connection) -> None:
    """Make grants and policies equal to the declaration, dropping whatever else was there."""
    for statement in (*function_statements(), OPEN_VERSION):
        connection.exec_driver_sql(statement)
    tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'working'")).scalars().all()
    for policy, table in connection.execute(
        text("SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'working'")
    ).all():
        connection.exec_driver_sql(f"DROP POLICY {policy} ON working.{table}")
    for role in ROLES:
        for schema in ("working", "published", "access", "public"):
            connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
            connection.exec_driver_sql(f"REVOKE ALL ON SCHEMA {schema} FROM {role}")
    connection.exec_driver_sql("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA access FROM PUBLIC")
    for table in tables:
        if table == "alembic_version":
            continue
        connection.exec_driver_sql(f"ALTER TABLE working.{table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(
            f"CREATE POLICY worker_all ON working.{table} TO areopag_worker USING (true) WITH CHECK (true)"
        )
        if table in MEMBER:
            for statement in policy_statements(table, MEMBER[table]):
                connection.exec_driver_sql(statement)
    for statement in SHARED_GRANTS:
        connection.exec_driver_sql(statement)


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
