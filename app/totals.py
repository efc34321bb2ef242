"""How the total of a result is written, wherever it is shown."""

from decimal import Decimal

from workflows.rules.definition_diagram import Language
from workflows.rules.scoring import rounded
from workflows.rules.scoring.telling import shown


def total_number(value: str, language: Language) -> str:
    """A total as the record has it: no needless zeros, and at most two digits behind the mark, as in the client."""
    return shown(rounded(Decimal(value)), language)
