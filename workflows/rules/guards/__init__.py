"""The conditions a process definition can name. Each answers with the reasons that stand in the way, or none."""

from workflows.rules.guards import appeal, commission, panel, submission
from workflows.rules.guards.conflicts import because, recusal_requests_answered
from workflows.rules.guards.deadlines import is_done, own_deadlines, renewal_since
from workflows.rules.guards.registry import GUARDS, reasons_of

__all__ = [
    "GUARDS",
    "appeal",
    "because",
    "commission",
    "is_done",
    "own_deadlines",
    "panel",
    "reasons_of",
    "recusal_requests_answered",
    "renewal_since",
    "submission",
]
