"""Signing in through a real OpenID provider: who gets in, and every way in which its answer may be worth nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.oidc import provider_of
from storage import identities
from storage.database import Database
from tests.house import ADDRESS, PASSWORD, House, house
from tests.services.oidc import SECRET, Provider, running_provider


@pytest.fixture(scope="module")
def _running() -> Iterator[Provider]:
    with running_provider(ADDRESS) as provider:
        yield provider


@pytest.fixture(scope="module")
async def _served(
    module_url: str, tmp_path_factory: pytest.TempPathFactory, _running: Provider
) -> AsyncIterator[House]:
    known = {
        "oidc_issuer": _running.issuer,
        "oidc_client_id": "areopag",
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_name": "Вход региона",
    }
    async with house(module_url, tmp_path_factory.mktemp("data"), **known) as served:
        yield served


@dataclass
class Door:
    """A browser in front of the server, the provider beside it, and the people."""

    browser: httpx.AsyncClient
    provider: Provider
    database: Database
    house: House

    async def go(self, login: str, **body: Any) -> str:
        """Begin at the server, sign in at the provider; answers the address the provider sends back to."""
        begun = await self.browser.post("/session/provider", json={"next": "/cases", **body})
        assert begun.status_code == 200, begun.text
        return await self.provider.visit(begun.json()["address"], login)

    async def arrive(self, address: str) -> str:
        """Come back; answers where the server sends the browser then."""
        answer = await self.browser.get(address)
        assert answer.status_code == 303
        return answer.headers["location"]

    async def who(self) -> str | None:
        """Who is signed in."""
        person = (await self.browser.get("/session")).json()["person"]
        return str(person["name"]["ru"]) if person else None

    async def refused(self, address: str) -> str:
        """Come back and not be let in; answers the code of the reason."""
        path, _, problem = (await self.arrive(address)).partition("?problem=")
        assert path == "/sign-in"
        told = (await self.browser.get("/session", params={"problem": problem})).json()["problem"]
        assert told["message"]["ru"]
        assert told["message"]["en"]
        assert await self.who() is None
        return str(told["code"])


@pytest.fixture
async def door(_served: House, _running: Provider) -> AsyncIterator[Door]:
    """The secretary is linked to the provider's `secretary`, and nobody else to anybody."""
    await _served.clean()
    async with _served.database.working() as tx:
        await tx.run("DELETE FROM working.identity")
        await identities.link(tx, _served.people.secretary, _running.issuer, "secretary")
    async with _served.browser() as browser:
        yield Door(browser, _running, _served.database, _served)
    if not _running.runs:
        _running.start()


async def test_whoever_is_linked_gets_in_and_goes_on_where_they_wanted(door: Door) -> None:
    session = (await door.browser.get("/session")).json()
    assert session["provider"] == {"name": "Вход региона"}
    assert await door.arrive(await door.go("secretary")) == "/cases"
    assert await door.who() == "Секретарь"


async def test_signing_out_goes_on_to_the_provider_which_forgets_the_person_too(door: Door) -> None:
    await door.arrive(await door.go("secretary"))
    there = (await door.browser.delete("/session")).json()["address"]
    assert await door.who() is None
    async with httpx.AsyncClient(trust_env=False) as browser:
        asked = await browser.get(there)
    assert asked.status_code == 200
    assert "logout" in asked.text


async def test_somebody_whom_only_the_provider_knows_is_told_what_to_do(door: Door) -> None:
    assert await door.refused(await door.go("stranger")) == "NO_ACCOUNT_HERE"


async def test_t13_an_unverified_address_like_the_administrator_s_opens_nothing(door: Door) -> None:
    assert await door.refused(await door.go("unverified")) == "NO_ACCOUNT_HERE"
    async with door.database.working() as tx:
        assert await identities.identities_of(tx, door.house.admin) == []


LIES: dict[str, dict[str, Any]] = {
    "the nonce of another visit": {"nonce": "of another visit"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "for another application": {"aud": "another application"},
    "handed on by another application": {"aud": ["areopag", "another application"], "azp": "another application"},
    "expired": {"exp": 1_700_000_000, "iat": 1_699_999_000},
    "about nobody": {"sub": ""},
    "signed by somebody else": {"forged": True},
}


async def test_t13_a_token_that_is_not_for_this_visit_here_and_now_opens_nothing(door: Door) -> None:
    for lie in LIES.values():
        back = await door.go("secretary")
        door.provider.lie(**lie)
        assert await door.refused(back) == "PROVIDER_NOT_BELIEVED", lie
    assert await door.arrive(await door.go("secretary")) == "/cases"


async def test_t13_a_code_works_once(door: Door) -> None:
    back = await door.go("secretary")
    await door.arrive(back)
    await door.browser.delete("/session")
    assert await door.refused(back) == "VISIT_UNKNOWN"
    other = httpx.URL(await door.go("secretary"))
    stolen = other.copy_merge_params({"code": httpx.URL(back).params["code"]})
    assert await door.refused(str(stolen)) == "PROVIDER_NOT_BELIEVED"


async def test_t13_an_answer_is_taken_only_in_the_browser_that_asked(door: Door) -> None:
    back = await door.go("secretary")
    visit = dict(door.browser.cookies)
    door.browser.cookies.clear()
    assert await door.refused(back) == "VISIT_UNKNOWN"
    door.browser.cookies.update(visit)
    assert await door.refused(str(httpx.URL(back).copy_merge_params({"state": "another"}))) == "VISIT_UNKNOWN"


async def test_t13_a_code_from_another_issuer_is_not_redeemed(door: Door) -> None:
    back = httpx.URL(await door.go("secretary"))
    mixed_up = back.copy_merge_params({"iss": "https://attacker.example"})
    assert await door.refused(str(mixed_up)) == "PROVIDER_NOT_BELIEVED"
    unnamed = httpx.URL(await door.go("secretary")).copy_remove_param("iss")
    assert await door.refused(str(unnamed)) == "PROVIDER_NOT_BELIEVED"


async def test_whoever_changes_their_mind_at_the_provider_is_told_so(door: Door) -> None:
    assert await door.refused(await door.go("nobody")) == "PROVIDER_SAID_NO"


async def test_new_keys_of_the_provider_are_fetched_when_they_are_needed(door: Door) -> None:
    await door.arrive(await door.go("secretary"))
    await door.browser.delete("/session")
    door.provider.stop()
    door.provider.start()
    assert await door.arrive(await door.go("secretary")) == "/cases"
    assert await door.who() == "Секретарь"


async def test_a_provider_that_is_gone_is_told_as_such_before_and_after(door: Door) -> None:
    back = await door.go("secretary")
    door.provider.stop()
    assert await door.refused(back) == "PROVIDER_UNREACHABLE"
    door.provider.start()
    await door.go("secretary")


async def test_a_provider_that_is_gone_from_the_start_leaves_the_password(door: Door) -> None:
    door.house.app.state.provider = provider_of(door.house.app.state.settings)
    door.provider.stop()
    told = await door.browser.post("/session/provider", json={})
    assert (told.status_code, told.json()["code"]) == (503, "PROVIDER_UNREACHABLE")
    assert (await door.browser.post("/session", json={"login": "secretary", "password": PASSWORD})).status_code == 204


async def test_a_signed_in_person_links_an_identity_which_nobody_else_can_take(door: Door) -> None:
    await door.browser.post("/session", json={"login": "admin", "password": PASSWORD})
    assert await door.arrive(await door.go("stranger", link=True)) == "/cases"
    taken = await door.arrive(await door.go("secretary", link=True))
    assert taken == "/sign-in?problem=IDENTITY_OF_ANOTHER"
    await door.browser.delete("/session")
    assert await door.arrive(await door.go("stranger")) == "/cases"
    assert await door.who() == "Администратор"


async def test_nobody_links_without_having_just_signed_in(door: Door) -> None:
    assert (await door.browser.post("/session/provider", json={"link": True})).status_code == 403
    await door.browser.post("/session", json={"login": "admin", "password": PASSWORD})
    async with door.database.working() as tx:
        await tx.run("UPDATE working.session SET created_at = now() - interval '16 minutes'")
    told = await door.browser.post("/session/provider", json={"link": True})
    assert (told.status_code, told.json()["code"]) == (403, "SIGN_IN_AGAIN")


async def test_t13_the_provider_of_an_account_that_was_disabled_opens_nothing(door: Door) -> None:
    async with door.database.working() as tx:
        await tx.run("UPDATE working.account SET disabled_at = now() WHERE login = 'secretary'")
    assert await door.refused(await door.go("secretary")) == "NO_ACCOUNT_HERE"


async def test_t12_the_way_back_leads_nowhere_but_into_the_client(door: Door) -> None:
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:x",
        7,
    ):
        assert await door.arrive(await door.go("secretary", next=elsewhere)) == "/", elsewhere


async def test_t12_another_site_cannot_begin_a_sign_in_here(door: Door) -> None:
    told = await door.browser.post("/session/provider", json={}, headers={"origin": "https://evil.example"})
    assert (told.status_code, told.json()["code"]) == (403, "FOREIGN_ORIGIN")
