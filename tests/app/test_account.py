"""The account of a person: where they are signed in, tokens and what they allow, and who may invite whom."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from schema.ids import global_id
from tests.house import House, asked, house

ACCOUNT = """{ viewer { account { email hasPassword sessions { id current method address }
    accessTokens { id label scope } } } }"""
REFUSED = """... on Blocked { reasons { code } } ... on InvalidInput { problems { path code } }
    ... on NotPermittedOrAbsent { message { ru en } }"""


@pytest.fixture(scope="module")
async def _served(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with house(module_url, tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture
async def served(_served: House) -> House:
    """The house on its first day."""
    await _served.clean()
    return _served


async def act(browser: httpx.AsyncClient, name: str, kind: str, fields: str, **given: Any) -> dict[str, Any]:
    """The result of a mutation."""
    query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ __typename {fields} {REFUSED} }} }}"
    result: dict[str, Any] = (await asked(browser, query, input=given))[name]
    return result


async def token_of(browser: httpx.AsyncClient, scope: str) -> str:
    """A new token of whoever sits at the browser."""
    made = await act(
        browser,
        "createAccessToken",
        "CreateAccessTokenInput",
        "... on NewAccessToken { token }",
        label="отчёты",
        scope=scope,
        days=30,
    )
    return str(made["token"])


async def with_token(served: House, token: str, query: str) -> httpx.Response:
    """What a program with this token gets."""
    headers = {"authorization": f"Bearer {token}"}
    return await served.browser().post("/graphql", json={"query": query}, headers=headers)


async def test_a_person_sees_where_they_are_signed_in_and_signs_another_browser_out(served: House) -> None:
    here, there, stranger = [await served.signed_in(login) for login in ("officer", "officer", "secretary")]
    account = (await asked(here, ACCOUNT))["viewer"]["account"]
    assert account["email"] == "officer@agency.test"
    assert [(one["current"], one["method"], one["address"]) for one in account["sessions"]].count(
        (True, "PASSWORD", "192.0.2.1")
    ) == 1
    other = next(one["id"] for one in account["sessions"] if not one["current"])
    for elsewhere in (other, global_id("session", uuid4()), "nonsense"):
        refused = await act(stranger, "endSession", "EndInput", "... on Account { email }", id=elsewhere)
        assert refused["__typename"] == "NotPermittedOrAbsent"
    assert (await act(here, "endSession", "EndInput", "... on Account { email }", id=other))["__typename"] == "Account"
    assert (await there.get("/session")).json()["person"] is None
    assert (await stranger.get("/session")).json()["person"]


async def test_all_other_browsers_are_signed_out_at_once(served: House) -> None:
    here, there = await served.signed_in("officer"), await served.signed_in("officer")
    await asked(here, "mutation { endOtherSessions { __typename } }")
    assert (await there.get("/session")).json()["person"] is None
    assert (await here.get("/session")).json()["person"]


async def test_a_token_for_reading_reads_and_changes_nothing(served: House) -> None:
    browser = await served.signed_in("officer")
    reading, acting = await token_of(browser, "READ"), await token_of(browser, "ACT")
    for token in (reading, acting):
        told = await with_token(served, token, "{ viewer { login account { email } } }")
        assert told.json()["data"] == {"viewer": {"login": "officer", "account": None}}
    mutation = "mutation { endOtherSessions { __typename } }"
    refused = await with_token(served, reading, mutation)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["extensions"]["code"] == "TOKEN_ONLY_READS"
    upload = global_id("upload", uuid4())
    parts = [
        await served.browser().put(
            f"/uploads/{upload}", content=b"x", headers={"authorization": f"Bearer {token}", "upload-offset": "0"}
        )
        for token in (reading, acting)
    ]
    assert [part.status_code for part in parts] == [403, 404]
    # A token cannot make itself at home, whatever its scope.
    result = (await with_token(served, acting, mutation)).json()["data"]["endOtherSessions"]
    assert result == {"__typename": "NotPermittedOrAbsent"}


async def test_a_token_ends_when_it_is_revoked_or_too_old(served: House) -> None:
    browser = await served.signed_in("officer")
    revoked, old = await token_of(browser, "READ"), await token_of(browser, "ACT")
    account = (await asked(browser, ACCOUNT))["viewer"]["account"]
    key = next(one["id"] for one in account["accessTokens"] if one["scope"] == "READ")
    await act(browser, "revokeAccessToken", "EndInput", "... on Account { email }", id=key)
    async with served.database.working() as tx:
        await tx.run("UPDATE working.access_token SET expires_at = now()")
    for token in (revoked, old):
        assert (await with_token(served, token, "{ viewer { login } }")).status_code == 401


async def test_no_token_is_made_in_a_browser_that_was_left_open(served: House) -> None:
    browser = await served.signed_in("officer")
    async with served.database.working() as tx:
        await tx.run("UPDATE working.session SET created_at = now() - interval '16 minutes'")
    given = {"label": "x", "scope": "ACT", "days": 1}
    refused = await act(
        browser, "createAccessToken", "CreateAccessTokenInput", "... on NewAccessToken { token }", **given
    )
    assert refused["reasons"] == [{"code": "SIGN_IN_AGAIN"}]


INVITED = "... on Invited { email link }"


def invitation(served: House, role: str, **changes: Any) -> dict[str, Any]:
    """Good input of `invite`."""
    place = served.people.school if role.startswith("SCHOOL") else served.agency
    return {
        "idempotencyKey": str(uuid4()),
        "email": "New@School.test",
        "nameRu": "Новый",
        "nameEn": "",
        "role": role,
        "organisationId": global_id("organisation", place),
        **changes,
    }


@pytest.mark.parametrize(
    ("login", "role", "may"),
    [
        ("secretary", "SCHOOL_OFFICER", True),
        ("secretary", "COMMISSION_CHAIR", True),
        ("secretary", "SECRETARY", False),
        ("secretary", "ADMINISTRATOR", False),
        ("admin", "ADMINISTRATOR", True),
        ("admin", "SERVICE", False),
        ("officer", "SCHOOL_OFFICER", False),
        ("chair", "COMMISSION_MEMBER", False),
    ],
)
async def test_nobody_makes_somebody_more_than_they_are(served: House, login: str, role: str, may: bool) -> None:
    browser = await served.signed_in(login)
    result = await act(browser, "invite", "InviteInput", INVITED, **invitation(served, role))
    assert result["__typename"] == ("Invited" if may else "NotPermittedOrAbsent")


async def test_without_a_mail_server_the_link_is_handed_over_once_and_works(served: House) -> None:
    browser = await served.signed_in("secretary")
    given = invitation(served, "EXPERT", constituency="SCIENCE")
    result = await act(browser, "invite", "InviteInput", INVITED, **given)
    assert result["email"] == "new@school.test"
    again = await act(browser, "invite", "InviteInput", INVITED, **given)
    assert again["link"] is None
    newcomer = served.browser()
    token = result["link"].partition("#")[2]
    body = {"token": token, "login": f"n{uuid4()}", "password": "пароль новичка, длинный"}
    assert (await newcomer.post("/session/invitation", json=body)).status_code == 204
    assert (await asked(newcomer, "{ viewer { roles } }"))["viewer"]["roles"] == ["EXPERT"]


async def test_wrong_input_of_an_invitation_is_told_with_its_place(served: House) -> None:
    browser = await served.signed_in("secretary")
    wrong = {
        "input.email": invitation(served, "SCHOOL_OFFICER", email="nobody"),
        "input.nameRu": invitation(served, "SCHOOL_OFFICER", nameRu=" "),
        "input.constituency": invitation(served, "EXPERT"),
        "input.organisationId": invitation(
            served, "SCHOOL_OFFICER", organisationId=global_id("organisation", served.agency)
        ),
    }
    for path, given in wrong.items():
        result = await act(browser, "invite", "InviteInput", INVITED, **given)
        assert [problem["path"] for problem in result["problems"]] == [path]


async def test_an_invitation_is_taken_back_by_whoever_may_make_it(served: House) -> None:
    secretary, officer = await served.signed_in("secretary"), await served.signed_in("officer")
    link = (await act(secretary, "invite", "InviteInput", INVITED, **invitation(served, "SCHOOL_HEAD")))["link"]
    query = "{ viewer { account { invitations { id role } } } }"
    waiting = (await asked(secretary, query))["viewer"]["account"]["invitations"]
    assert (await asked(officer, query))["viewer"]["account"]["invitations"] == []
    key = waiting[0]["id"]
    kept = await act(officer, "takeBackInvitation", "EndInput", "... on Account { email }", id=key)
    assert kept["__typename"] == "NotPermittedOrAbsent"
    await act(secretary, "takeBackInvitation", "EndInput", "... on Account { email }", id=key)
    told = await served.browser().post("/session/invitation/look", json={"token": link.partition("#")[2]})
    assert told.status_code == 404
