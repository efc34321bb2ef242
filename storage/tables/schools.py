"""Organisations in a tree: region, municipality, school; and agencies beside it."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, filled, key, one_of, reference, words


class Organisation(SQLModel, table=True):
    """A region, a municipality, a school, an agency or any other employer."""

    __tablename__ = "organisation"
    __table_args__ = (
        one_of("kind", ("REGION", "MUNICIPALITY", "SCHOOL", "AGENCY", "OTHER"), "organisation"),
        one_of("school_kind", ("GENERAL", "PRIMARY", "EVENING", "SPECIAL", "BOARDING"), "organisation"),
        filled("name_ru", "organisation", 500),
        filled("name_en", "organisation", 500),
        CheckConstraint(
            "(kind IN ('REGION', 'AGENCY', 'OTHER')) OR parent_id IS NOT NULL", name="organisation_in_tree"
        ),
        CheckConstraint("parent_id <> id", name="organisation_not_own_parent"),
        CheckConstraint("pupils >= 0", name="organisation_pupils_counted"),
        WORKING,
    )
    id: UUID = key()
    kind: str = words()
    parent_id: UUID | None = reference("organisation.id", optional=True, index=True)
    name_ru: str = words()
    name_en: str = words()
    address: str | None = words(optional=True)
    website: str | None = words(optional=True)
    pupils: int | None = None
    rural: bool | None = None
    school_kind: str | None = words(optional=True)
    timezone: str = words("Asia/Krasnoyarsk")
