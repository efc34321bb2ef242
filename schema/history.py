"""The history of a case: every act on it in the words of its process, by which role and never by whom."""

from datetime import datetime

import strawberry

from schema.context import Info
from schema.processes import ProcessState, texts
from schema.scalars import LocalizedText
from storage import evaluations as stored
from workflows.messages import message
from workflows.processes import definition
from workflows.rules.definition import Definition

BESIDE_THE_PROCESS = {
    "open",
    "adopt_version",
    "make_survey",
    "issue_cards",
    "close_survey",
    "open_texts",
    "open_ties",
    "delete_evidence",
    "hold_evidence",
    "lift_hold",
    "show_text",
    "withhold_text",
}
"""Acts on a case that no process names."""


@strawberry.type(description="One entry of a case's history.")
class HistoryEntry:
    """What happened."""

    at: datetime = strawberry.field(description="When.")
    action: str = strawberry.field(description="The step: `submit`.")
    title: LocalizedText = strawberry.field(description="The step in words.")
    by: LocalizedText = strawberry.field(description="In which role; never who.")
    from_: ProcessState | None = strawberry.field(name="from", description="The state before, where it changed.")
    to: ProcessState | None = strawberry.field(description="The state after, where it changed.")
    note: str | None = strawberry.field(description="What was noted, such as why a deadline was extended.")

    @classmethod
    def of(cls, row: stored.HistoryRow, process: Definition) -> "HistoryEntry":
        """The API's form of a row."""
        moved = row.from_state and row.to_state
        return cls(
            at=row.at,
            action=row.action,
            title=_title(process, row.action),
            by=_words(f"role.{row.role}"),
            from_=_state(process, row.from_state) if moved else None,
            to=_state(process, row.to_state),
            note=row.note,
        )


async def history_of(info: Info, evaluation: stored.EvaluationRow) -> list[HistoryEntry]:
    """What happened in a case, the newest first, as far as the person asking may read it."""
    process = definition(evaluation.process_code, evaluation.process_version)
    rows = await info.context.loader(stored.history_of).load(evaluation.id)
    return [HistoryEntry.of(row, process) for row in rows]


def _state(process: Definition, code: str | None) -> ProcessState | None:
    """The state, if the version followed now still knows it."""
    known = next((state for state in process.states if state.code == code), None)
    return ProcessState.of(known) if known else None


def _title(process: Definition, action: str) -> LocalizedText:
    """The step of the case, or of one of its tracks (`condition:submit_plan`), in the words of its process.

    A step that the version followed now does not know any more is told by its name.
    """
    if action in BESIDE_THE_PROCESS:
        return _words(f"action.{action}")
    known = process.any_step(action)
    return texts(known.title) if known else LocalizedText(ru=action, en=action)


def _words(code: str) -> LocalizedText:
    return LocalizedText(ru=message(code, "ru"), en=message(code, "en"))
