"""Who reads a document, and what a change of that must not do."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.rules.reasons import Reason
from workflows.rules.refusals import Problem


class Classification(StrEnum):
    """How far a document is open: to everybody, to whomever the case is open to, to lead and secretariat."""

    PUBLIC = "PUBLIC"
    PANEL = "PANEL"
    RESTRICTED = "RESTRICTED"


@dataclass(frozen=True)
class Privacy:
    """Who reads a document, and whether it holds data of persons."""

    classification: Classification = Classification.PANEL
    personal_data: bool = False

    def problems(self) -> list[Problem]:
        """What is wrong with it: data of persons are never published."""
        if self.personal_data and self.classification == Classification.PUBLIC:
            return [Problem("input.classification", "PERSONAL_DATA_NOT_PUBLIC")]
        return []


FOR_PANEL = Privacy()
"""What a document is where nothing is said."""


@dataclass(frozen=True)
class Readers:
    """What is said of who reads a document; None leaves it as it is. `named` is an older word for it: whether the
    published result names the document."""

    classification: Classification | None = None
    personal_data: bool | None = None
    named: bool | None = None

    def instead_of(self, before: Privacy) -> Privacy:
        """What a document is, once this is said of it. Not to be named opens nothing that is restricted."""
        classification = self.classification
        if classification is None and self.named is not None:
            was = before.classification
            closed = Classification.PANEL if was == Classification.PUBLIC else was
            classification = Classification.PUBLIC if self.named else closed
        return Privacy(
            before.classification if classification is None else classification,
            before.personal_data if self.personal_data is None else self.personal_data,
        )


def taken_from_the_panel(before: Privacy, after: Privacy, *, may_take: bool) -> Reason | None:
    """Why a document cannot be restricted: once it is handed in, a school might hide what speaks against it."""
    restricted = Classification.RESTRICTED
    taken = after.classification == restricted and before.classification != restricted
    return Reason("RESTRICTED_BY_OFFICE") if taken and not may_take else None
