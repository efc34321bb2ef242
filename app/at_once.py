"""The shortest way: an open query whose answer is kept is answered as soon as the edition is known that stands now,
without a task, without ASGI. Everything else takes one of the other ways, where it is the same."""

from asyncio import Future
from collections.abc import Callable

from uvicorn._types import HTTPScope

from app.allowances import Allowances
from app.connections import Tell
from app.graphql_request import LONGEST_REMEMBERED
from app.kept import KeptAnswers
from app.open_queries import Head, OpenAnswers, Understood, Written, head_of, understood
from storage.asked_often import AskedOften


class AnswersAtOnce:
    """Takes such requests from the connection (`app.connections.TakesAtOnce`)."""

    def __init__(self, answers: OpenAnswers, edition: AskedOften, kept: KeptAnswers, allowances: Allowances) -> None:
        self._answers, self._edition, self._kept, self._allowances = answers, edition, kept, allowances

    def __call__(self, scope: HTTPScope, client: str, body: bytes, tell: Tell, otherwise: Callable[[], None]) -> bool:
        """Whether it takes this request."""
        try:
            head = head_of(scope)
            asked = self._asked(head, scope["query_string"] if scope["method"] == "GET" else body, client)
        except Exception:  # noqa: BLE001 - whatever it is, the application meets it too, and tells it
            return False
        if head is None or asked is None:
            return False

        def known(edition: Future[str]) -> None:
            written = self._written(edition, client, head, asked)
            if written is None:
                otherwise()
                return
            tell(*written)
            self._answers.log(head, written.status)

        self._edition.value().add_done_callback(known)
        return True

    def _asked(self, head: Head | None, text: bytes, client: str) -> Understood | None:
        """What is asked for, where something is kept that may be the answer."""
        if head is None or head.cookie or len(text) > LONGEST_REMEMBERED or not self._allowances.reads(client, None):
            return None
        asked = understood(head.method, text, head.accept)
        return asked if asked is not None and self._kept.has(asked.key) else None

    def _written(self, edition: Future[str], client: str, head: Head, asked: Understood) -> Written | None:
        """The answer that is kept of this edition; None where there is none, or no allowance is left."""
        try:
            answer = self._kept.find(edition.result(), asked.key)
            allowance = self._allowances.spend_if_there(client, asked.cost) if answer is not None else None
            if answer is None or allowance is None:
                return None
            return self._answers.written(head, asked, answer, allowance)
        except Exception:  # noqa: BLE001 - whatever it is, the application meets it too, and tells it
            return None
