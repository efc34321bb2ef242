"""What anybody asks: published results and the schools they are of."""

from schema.publications.queries import PublicationQueries
from schema.publications.results import Publication, PublicationKind, PublishedSchool

__all__ = ["Publication", "PublicationKind", "PublicationQueries", "PublishedSchool"]
