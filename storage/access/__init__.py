"""Who reads and writes what in the database: declared here, and brought into a database by every migrate."""

from storage.access.policies import MEMBER, Access, for_office, shows_reviews

__all__ = ["MEMBER", "Access", "for_office", "shows_reviews"]
