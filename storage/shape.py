"""Whether a database has the shape that this program gives it: what migrates notes there, and whoever starts looks for.

Apart from the migrations, for it is asked at every start, and these take longer to load than a server to answer.
"""

import hashlib
from functools import cache
from pathlib import Path

import psycopg

from storage.access.grants import ROLES
from storage.database import plain_url

HERE = Path(__file__).parent
PROGRAM = ("migrate.py", "migrations/**/*.py", "access/*.py")
"""Everything that says what shape a database gets."""

# A dump that is put back holds the note, and perhaps not the grants; but a table of another number.
NUMBER = "(SELECT to_regclass('working.evaluation')::oid)"
NOTED = f"""
SELECT obj_description(to_regnamespace('access'), 'pg_namespace') = %(digest)s || ' ' || {NUMBER}
   AND (SELECT count(*) FROM pg_roles WHERE rolname = ANY (%(roles)s) AND pg_has_role(oid, 'MEMBER')) = %(count)s"""
NOTE = f"""
DO $$ BEGIN EXECUTE 'COMMENT ON SCHEMA access IS ' || quote_literal('{{digest}} ' || {NUMBER}); END $$"""


@cache
def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for part in PROGRAM for path in HERE.glob(part)):
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def note() -> str:
    """The statement with which the shape is noted where it was given."""
    return NOTE.format(digest=_digest())


def in_shape(url: str) -> bool:
    """Whether the database at this address, the owner's, was given its shape by this very program.

    Nobody looks whether somebody changed it by hand since: `areopag migrate` makes it whole in any case.
    """
    with psycopg.connect(plain_url(url)) as connection:
        given = {"digest": _digest(), "roles": list(ROLES), "count": len(ROLES)}
        row = connection.execute(NOTED, given).fetchone()
    return row == (True,)
