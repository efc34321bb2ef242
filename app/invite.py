"""`areopag user invite`: finds the organisation that is meant, and tells in a line why somebody cannot be invited."""

from uuid import UUID

from app.parts import Parts, post_of
from schema.ids import key_of
from storage import people, schools
from workflows import invitations
from workflows.invitations import NewInvitation
from workflows.messages import message
from workflows.rules.refusals import InvalidInput


class CannotInvite(Exception):
    """Nobody is invited; the message says why."""


async def invite_person(
    parts: Parts, email: str, names: tuple[str, str], role: str, organisation: str, constituency: str | None
) -> str:
    """Invite somebody; answers the link.

    Raises CannotInvite.
    """
    place = await _organisation(parts, organisation)
    new = NewInvitation(email, *names, role, place, constituency)
    try:
        return await invitations.invite_from_server(parts.database, post_of(parts.settings, parts.signer), new)
    except InvalidInput as refused:
        problem = refused.problems[0]
        told = message(problem.code, "en", dict(problem.details))
        raise CannotInvite(f"{problem.path.removeprefix('input.')}: {told}") from None


async def _organisation(parts: Parts, name: str) -> UUID:
    async with parts.database.working() as transaction:
        if not name:
            return await people.agency(transaction, "Агентство", "Agency")
        found = await schools.organisations_called(transaction, name, key_of(name, "organisation"))
    if len(found) != 1:
        raise CannotInvite(f"{len(found)} organisations are called {name}; give the id of one.")
    return found[0]
