"""Steps that come with others unless a definition names them itself: what each is called and asks for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from workflows.rules.process_parts import CaseRole, DeadlineKind, Disclosure, State, Step


class Process(Protocol):
    """What of a definition says which steps come with it."""

    @property
    def states(self) -> tuple[State, ...]: ...

    @property
    def steps(self) -> tuple[Step, ...]: ...

    @property
    def expiry(self) -> DeadlineKind | None: ...

    def discloses(self, code: str) -> tuple[Disclosure, ...]: ...


KINDS: dict[str, dict[str, object]] = {
    "classify_document": {"title": {"ru": "Сказать, кто читает документ", "en": "Say who reads a document"}},
    "redact_document": {"title": {"ru": "Закрасить места в копии документа", "en": "Redact a copy of a document"}},
    "request_document": {"title": {"ru": "Запросить документ у школы", "en": "Ask the school for a document"}},
    "withdraw_document_request": {
        "guards": ["document_request_to_withdraw"],
        "title": {"ru": "Отозвать запрос документа", "en": "Withdraw a request for a document"},
    },
    "answer_document_request": {
        "guards": ["document_requested"],
        "title": {"ru": "Ответить на запрос документа", "en": "Answer a request for a document"},
    },
    "renew": {
        "guards": ["expires_soon", "not_renewed"],
        "title": {"ru": "Открыть повторную оценку", "en": "Open the evaluation that renews it"},
    },
    "request_extension": {
        "guards": ["own_step_is_due", "not_asked_yet"],
        "title": {"ru": "Попросить о продлении срока", "en": "Ask for more time"},
    },
    "answer_extension_request": {
        "guards": ["extension_requested"],
        "title": {"ru": "Ответить на просьбу о продлении", "en": "Answer a request for more time"},
    },
}


class Coming(NamedTuple):
    """A step that comes with others: from which states on, and who takes it. It changes no state."""

    action: str
    sources: tuple[str, ...]
    who: tuple[CaseRole, ...]


def step_of(action: str, sources: Sequence[str], who: Sequence[str]) -> dict[str, object]:
    """Such a step as a definition would say it."""
    return {"action": action, "from": list(sources), "to": None, "who": list(who), **KINDS[action]}


def coming_steps(process: Process) -> Iterator[Coming]:
    """All that come with what a process says."""
    yield from _about_deadlines(process)
    yield from _about_readers(process)
    yield from _about_missing_documents(process)
    yield from _about_renewal(process)


def _uploading(process: Process) -> Step | None:
    return next((step for step in process.steps if step.action == "upload"), None)


def _about_readers(process: Process) -> Iterator[Coming]:
    """Whoever uploads documents says who reads them, as the secretary may, also once the case has ended: what was
    published with a mistake must be closed. Redacted copies are made until then."""
    if uploading := _uploading(process):
        who: tuple[CaseRole, ...] = tuple(dict.fromkeys((*uploading.who, "secretary")))
        yield Coming("classify_document", tuple(state.code for state in process.states), who)
        yield Coming("redact_document", tuple(state.code for state in process.states if not state.final), who)


def _about_missing_documents(process: Process) -> Iterator[Coming]:
    """As long as the case waits for its panel, it may ask whoever uploads for a document that is missing; the answer
    counts until the decision is made."""
    uploading = _uploading(process)
    asking = tuple(state.code for state in process.states if {"expert", "lead"} & set(state.waiting_for))
    if uploading is None or not asking:
        return
    open_ = [
        state.code
        for state in process.states
        if not (state.final or state.settled)
        and {"submission", "case_to_panel"} <= set(said := process.discloses(state.code))
        and "votes" not in said
    ]
    answered_in = tuple(dict.fromkeys((*asking, *open_)))
    yield Coming("request_document", asking, ("expert", "secretary"))
    yield Coming("withdraw_document_request", answered_in, ("expert", "secretary"))
    yield Coming("answer_document_request", answered_in, uploading.who)


def _about_renewal(process: Process) -> Iterator[Coming]:
    """The secretary opens the case that renews a decision, from the first reminder on that it expires."""
    expiry = process.expiry
    ending = next((step for step in process.steps if expiry and step.action == expiry.then), None)
    if ending:
        yield Coming("renew", (*ending.sources, str(ending.target)), ("secretary",))


def _about_deadlines(process: Process) -> Iterator[Coming]:
    """Where deadlines are moved, those they wait for ask for more time, and whoever moves them answers."""
    moving = next((step for step in process.steps if step.action == "extend_deadline"), None)
    if moving is None:
        return
    asking = [state for state in process.states if state.deadline and state.code in moving.sources]
    who = tuple(dict.fromkeys(role for state in asking for role in state.waiting_for if role not in moving.who))
    if who:
        yield Coming("request_extension", tuple(state.code for state in asking), who)
        yield Coming("answer_extension_request", moving.sources, moving.who)
