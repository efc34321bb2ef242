"""Steps that come with others unless a definition names them itself: what each is called and asks for."""

from collections.abc import Sequence

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


def coming(action: str, sources: Sequence[str], who: Sequence[str]) -> dict[str, object]:
    """Such a step as a definition would say it: it changes no state."""
    return {"action": action, "from": list(sources), "to": None, "who": list(who), **KINDS[action]}
