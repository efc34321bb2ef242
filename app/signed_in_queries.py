"""The short way for queries of whoever is signed in at a browser: the same bytes, headers, limits and line in the log
as by the way through the whole application.

Whatever is not the usual case goes on to that: an act, a text that cannot be compiled or asks for what is published
alone, an answer with errors, a session that is over, an allowance used up.
"""

from starlette.datastructures import Headers, State
from starlette.requests import cookie_parser
from starlette.types import Scope

from app import graphql
from app.absences import whole_tick
from app.allowances import Allowances
from app.graphql_request import in_address, in_body, media_type
from app.guards import SAFE_METHODS, ForeignOrigin, session_cookie
from app.open_queries import Head, OpenAnswers, Written
from app.settings import Settings
from schema.limits import cost_of
from schema.published_only import asks_beside_what_is_published
from workflows import admission


class SignedInQueries:
    """Finds the answers to them."""

    def __init__(self, settings: Settings, answers: OpenAnswers) -> None:
        self._answers = answers
        self._cookie = session_cookie(settings)
        self._is_foreign = ForeignOrigin(settings)

    def token(self, head: Head, scope: Scope) -> str | None:
        """The session's, where no other site made the browser send it."""
        if head.method not in SAFE_METHODS and self._is_foreign(Headers(scope=scope)):
            return None
        return cookie_parser(head.cookie.decode("latin-1")).get(self._cookie)

    async def written(self, head: Head, token: str, state: State, client: str, text: bytes) -> Written | None:
        """The answer; None where the application has to tell it."""
        allowances: Allowances = state.allowances
        if not allowances.reads(client, None):
            return None
        try:
            media = media_type(head.accept.decode("latin-1"))
            operation = in_address(text) if head.method == "GET" else in_body(text)
            usual = asks_beside_what_is_published(operation.query)
            person = await admission.holder_of_session(state.database, token) if usual else None
        except Exception:  # noqa: BLE001 - whatever it is, the application meets it too, and tells it
            return None
        if person is None:
            return None
        cost = cost_of(operation.query, operation.variables or {})
        allowance = allowances.spend_if_there(client, cost, operation.price_of_reading(), person.id)
        if allowance is None:
            return None
        context = graphql.context_of(state, person, edition=None)
        content = await graphql.sooner(operation, context, reads_only=True)
        if not isinstance(content, bytes):
            allowances.give_back(client, cost, person.id)
            return None
        if context.absence:
            await whole_tick(head.began)
        return self._answers.for_nobody_else(head, media, content, allowance)
