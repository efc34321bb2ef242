"""`/graphql`: the answer to one GraphQL request over HTTP, as the specification of that name has it.

Errors of the request are told as they are; what goes wrong while answering is masked, logged, and told by its id.
"""

import re
from collections.abc import Hashable
from typing import Any

from graphql import GraphQLError
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from app.absences import tell_absence
from app.answers import ABSENT, Refused
from app.graphql_request import PLAIN, RESPONSE, Asked, BadRequest, asked_in_address, asked_in_body, media_type
from app.kept import Answer, PiecesOfEdition
from app.logs import log_fault
from app.pages.words import language_of
from app.published import FOR_EVERY_SITE
from app.settings import Mode
from app.signin import INSUFFICIENT, person_asking
from schema import trusted
from schema.compiled import Done, ToldOtherwise
from schema.context import Context
from schema.limits import COST_OF_NOTHING, LIMIT_EXCEEDED, cost_of
from schema.mistakes import Mistake
from schema.published_only import asks_only_what_is_published
from schema.root import operations, schema
from storage.sessions import HolderRow
from workflows.messages import message
from workflows.rules.refusals import Refusal

Kept = tuple[str, Hashable]
"""An edition, and the key of an answer made from it."""


def _root_cause(error: GraphQLError) -> Exception | None:
    cause: Exception | None = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)


def language_of_errors(request: Request) -> str:
    """In which language mistakes are told: English, unless whoever asks names Russian before it."""
    accepted = request.headers.get("accept-language")
    return language_of(accepted) if accepted else "en"


def told(error: GraphQLError, language: str = "en", *, explores: bool = True) -> dict[str, Any]:
    """What the client is told of an error: all of its own mistakes, of ours the id under which it is logged. What the
    specification's own rules find wrong with a query is told in their words, which are English.

    Whoever does not explore the schema is told no names near the one that was wrong.
    """
    cause = _root_cause(error)
    about_the_request = error.path is None and error.nodes
    if cause is None or isinstance(cause, GraphQLError) or about_the_request:
        formatted = dict(error.formatted)
        mistake = cause or error
        if isinstance(mistake, Mistake):
            return {**formatted, "message": mistake.text(language)}
        return formatted if explores else {**formatted, "message": SUGGESTION.sub("", error.message)}
    if isinstance(cause, Refusal):
        return {**error.formatted, "message": message(ABSENT, language), "extensions": {"code": ABSENT}}
    fault = log_fault(cause)
    said = message("SERVER_FAULT", language, {"number": fault})
    return {**error.formatted, "message": said, "extensions": {"code": "FAULT", "errorId": fault}}


def answer(result: ExecutionResult, media: str, language: str, *, explores: bool = True) -> Response:
    """The HTTP response to an executed or refused operation; errors in it are told in a language."""
    errors = result.errors or []
    executed = result.data is not None or any(error.path is not None for error in errors)
    body: dict[str, Any] = {"data": result.data} if executed else {}
    if errors:
        body["errors"] = [told(error, language, explores=explores) for error in errors]
    too_much = any((error.extensions or {}).get("code") == LIMIT_EXCEEDED for error in errors)
    failed = not executed and (media == RESPONSE or too_much)
    return respond(body, 400 if failed else 200, media, IN_A_LANGUAGE if errors else None)


ASK_AGAIN, FOR_A_WEEK = "no-cache", "public, max-age=604800, immutable"
TOLD = {"Access-Control-Expose-Headers": "ETag, Areopag-Cost, RateLimit, RateLimit-Policy"}
FOR_NOBODY_ELSE = {"Cache-Control": "no-store", "Vary": "Accept, Cookie, Authorization"}
"""An answer that may depend on who asks is kept nowhere."""
IN_A_LANGUAGE = {"Vary": "Accept, Accept-Language, Cookie, Authorization"}
"""So is one with errors, which are told in the language of whoever asks."""


def respond(body: dict[str, Any], status: int, media: str, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer for nobody else."""
    headers = {**FOR_NOBODY_ELSE, **(headers or {})}
    return JSONResponse(body, status_code=status, media_type=f"{media}; charset=utf-8", headers=headers)


async def run(request: Request, operation: Asked, person: HolderRow | None, media: str) -> Response:
    """Run one operation as the person asking, and end its transactions before the answer is sent."""
    state = request.app.state
    published = asks_only_what_is_published(operation.query)
    place = (await state.edition.value(), operation.key(media)) if published else None
    kept = state.kept.find(*place) if place else None
    if kept:
        return of_the_edition(request, operation, kept, media)
    context = context_of(state, person, edition=place[0] if place else None)
    reads_only = request.method != "POST" or (person is not None and person.scope == "READ")
    content = await sooner(operation, context, reads_only=reads_only)
    if not isinstance(content, bytes):
        return await ordinary(request, operation, context, media, place, content, reads_only=reads_only)
    if context.absence:
        tell_absence(request)
    if place is None:
        return Response(content, media_type=f"{media}; charset=utf-8", headers=FOR_NOBODY_ELSE)
    made = Answer(content)
    state.kept.keep(*place, made)
    return of_the_edition(request, operation, made, media)


def context_of(state: State, person: HolderRow | None, edition: str | None) -> Context:
    """What resolvers get; the edition where nothing but what is published is asked for."""
    return Context(
        database=state.database,
        blobs=state.blobs,
        person=person.id if person else None,
        session=person.session if person else None,
        fresh=person is not None and person.fresh,
        address=state.settings.address,
        mails=state.settings.smtp_host is not None,
        explores=person is not None or state.settings.mode is not Mode.PRODUCTION,
        signer=state.signer,
        largest_file=state.settings.upload_limit_mb * 1024 * 1024,
        largest_case=state.settings.case_limit_mb * 1024 * 1024,
        retention=state.settings.retention,
        pieces=PiecesOfEdition(state.pieces, state.lasting_pieces, edition) if edition is not None else None,
    )


async def answer_anew(state: State, operation: Asked, edition: str, key: Hashable) -> Answer | None:
    """The answer to nobody's query about what is published, kept; None where the ordinary executor has to tell it."""
    context = context_of(state, None, edition)
    content = await sooner(operation, context, reads_only=True)
    if not isinstance(content, bytes) or context.absence:
        return None
    made = Answer(content)
    state.kept.keep(edition, key, made)
    return made


async def sooner(operation: Asked, context: Context, *, reads_only: bool) -> bytes | Done | None:
    """The answer by way of the compiled operation; None where only the ordinary executor can tell, and what was done
    where it has to tell that."""
    compiled = operations.of(operation.query, operation.operation_name)
    if compiled is None or (compiled.acts and reads_only):
        return None
    try:
        return await compiled.answer(context, operation.variables or {})
    except ToldOtherwise as told_otherwise:
        return told_otherwise.done
    except Exception:  # noqa: BLE001 - whatever it is, the ordinary executor meets it too, and tells it
        context.absence, context.pieces = False, None
        return None
    finally:
        await context.forget_reads()


async def ordinary(
    request: Request,
    operation: Asked,
    context: Context,
    media: str,
    kept: Kept | None,
    done: Done | None,
    *,
    reads_only: bool,
) -> Response:
    """The answer of the ordinary executor, kept where it is one of an edition; of an act that was `done` it only tells
    what came of it."""
    allowed = {OperationType.QUERY} if reads_only else {OperationType.QUERY, OperationType.MUTATION}
    try:
        result = await schema.execute(
            operation.query,
            variable_values=operation.variables,
            context_value=context,
            root_value=done,
            operation_name=operation.operation_name,
            allowed_operation_types=allowed,
        )
    except CannotGetOperationTypeError:
        result = ExecutionResult(None, [Mistake("OPERATION_UNKNOWN")])
    except InvalidOperationTypeError as error:
        name = error.operation_type.value
        if request.method == "POST" and reads_only:
            raise Refused(403, "TOKEN_ONLY_READS", headers={"WWW-Authenticate": INSUFFICIENT}) from None
        raise BadRequest(405, "METHOD_NOT_TAKEN", {"operation": name}, {"Allow": "POST"}) from None
    finally:
        await context.forget_reads()
    assert isinstance(result, ExecutionResult)
    if context.absence or any(isinstance(_root_cause(error), Refusal) for error in result.errors or ()):
        tell_absence(request)
    response = answer(result, media, language_of_errors(request), explores=context.explores)
    if kept is None or result.errors:
        return response
    made = Answer(bytes(response.body))
    request.app.state.kept.keep(*kept, made)
    return of_the_edition(request, operation, made, media)


def caching_of(operation: Asked) -> str:
    """For how long an answer to a query by address may be kept by others."""
    settled = operation.kept and trusted.is_settled(operation.query, operation.variables or {})
    return FOR_A_WEEK if settled else ASK_AGAIN


def headers_by_address(tag: str, caching: str) -> dict[str, str]:
    """The headers of an answer about published records to a query by address."""
    return {"Cache-Control": caching, "Vary": "Accept", "ETag": tag, **FOR_EVERY_SITE, **TOLD}


def of_the_edition(request: Request, operation: Asked, answer: Answer, media: str) -> Response:
    """An answer about published records: the same for everybody, and asked for by address not sent twice."""
    headers = FOR_NOBODY_ELSE
    if request.method == "GET":
        headers = headers_by_address(answer.tag, caching_of(operation))
        if answer.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(answer.content, media_type=f"{media}; charset=utf-8", headers=headers)


async def within_allowance(request: Request, media: str) -> Response:
    """The answer, and what it cost; what caches keep for long says nothing of whoever asked first.

    Raises BadRequest for what is no request, and Refused when whoever asks has asked enough: then nothing is read.
    """
    person = await person_asking(request)
    allowances, address = request.app.state.allowances, request.client.host if request.client else ""
    asking = person.id if person else None
    allowances.check(address, asking)
    try:
        operation = await asked_in_body(request) if request.method == "POST" else asked_in_address(request)
    except (BadRequest, Refused):
        allowances.spend(address, asking, COST_OF_NOTHING)
        raise
    cost = cost_of(operation.query, operation.variables or {})
    allowance = allowances.spend(address, asking, cost, beside=operation.price_of_reading())
    response = await run(request, operation, person, media)
    if response.headers["Cache-Control"] != FOR_A_WEEK:
        response.headers.update(allowance.headers())
    return response


async def graphql(request: Request) -> Response:
    """The endpoint."""
    media = PLAIN
    try:
        media = media_type(request.headers.get("accept", "*/*"))
        return await within_allowance(request, media)
    except BadRequest as error:
        error_told = {"message": error.text(language_of_errors(request))}
        return respond({"errors": [error_told]}, error.status, media, {**IN_A_LANGUAGE, **error.headers})
    except Refused as refused:
        refusal = {"message": refused.text(language_of_errors(request)), "extensions": {"code": refused.code}}
        return respond({"errors": [refusal]}, refused.status, media, {**IN_A_LANGUAGE, **refused.headers})


routes = [Route("/graphql", graphql, methods=["GET", "POST"])]
