"""Every table; private to `storage`. Importing this package fills `metadata`."""

from sqlmodel import SQLModel

from storage.tables import (
    accounts,
    bulk,
    calendars,
    decisions,
    digests,
    document_requests,
    evaluations,
    evidence,
    extensions,
    followups,
    frameworks,
    openings,
    panels,
    people,
    publications,
    retention,
    reviews,
    schools,
    spending,
    surveys,
)

metadata = SQLModel.metadata

__all__ = [
    "accounts",
    "bulk",
    "calendars",
    "decisions",
    "digests",
    "document_requests",
    "evaluations",
    "evidence",
    "extensions",
    "followups",
    "frameworks",
    "metadata",
    "openings",
    "panels",
    "people",
    "publications",
    "retention",
    "reviews",
    "schools",
    "spending",
    "surveys",
]
