"""Applies the declared access to a database: roles, functions, grants, row policies; at the end of every migrate."""

from sqlalchemy import Connection, text

from storage.access.doors import OPEN_VERSION
from storage.access.functions import function_statements
from storage.access.grants import ROLES, SHARED_GRANTS, policy_statements
from storage.access.policies import MEMBER


def create_roles(connection: Connection) -> None:
    """Create the three roles where missing and let the connecting account take each of them."""
    for role in ROLES:
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).scalar()
        if not known:
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS"))
        connection.execute(text(f"GRANT {role} TO CURRENT_USER"))


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
