"""T12, T13 and T17 of the threats that the product answers: other sites, guessers, and what logs tell."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
import structlog
from argon2 import Type, extract_parameters

from app.logs import set_up_logs
from app.settings import Mode
from storage.keys import Sealer, Signer, Unsealable
from tests.conftest import AS_SERVED
from tests.house import ADDRESS, PASSWORD, House, house


@pytest.fixture(scope="module")
async def _served(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with house(module_url, tmp_path_factory.mktemp("data"), public_url=ADDRESS.replace("http:", "https:")) as one:
        yield one


@pytest.fixture
async def served(_served: House) -> House:
    """The house behind TLS, on its first day."""
    await _served.clean()
    return _served


SECURE = ADDRESS.replace("http:", "https:")
ACTS = (
    ("POST", "/session"),
    ("DELETE", "/session"),
    ("POST", "/session/second"),
    ("POST", "/session/provider"),
    ("POST", "/session/invitation"),
    ("POST", "/session/reset"),
    ("PUT", "/session/reset"),
    ("PUT", "/session/password"),
    ("POST", "/session/passkey"),
    ("PUT", "/session/passkey"),
    ("POST", "/session/passkeys"),
    ("POST", "/session/authenticator"),
    ("DELETE", "/session/authenticator"),
    ("POST", "/graphql"),
)


async def signed_in(served: House, browser: httpx.AsyncClient) -> httpx.Response:
    """Show the password."""
    return await browser.post("/session", json={"login": "officer", "password": PASSWORD})


@pytest.mark.parametrize(("method", "path"), ACTS)
async def test_t12_another_site_makes_a_signed_in_browser_do_nothing(served: House, method: str, path: str) -> None:
    async with served.browser() as browser:
        browser.base_url = httpx.URL(SECURE)
        await signed_in(served, browser)
        for foreign in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            told = await browser.request(method, path, json={}, headers=foreign)
            assert (told.status_code, told.json()["code"]) == (403, "FOREIGN_ORIGIN"), foreign
        assert (await browser.get("/session")).json()["person"]


async def test_t12_a_session_cannot_be_placed_beforehand_and_its_cookie_is_out_of_reach(served: House) -> None:
    async with served.browser() as browser:
        browser.base_url = httpx.URL(SECURE)
        first = await signed_in(served, browser)
        cookie = first.headers["set-cookie"]
        assert cookie.startswith("__Host-areopag_session=")
        for guard in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert guard in cookie
        assert "Domain" not in cookie
        before = browser.cookies["__Host-areopag_session"]
        await signed_in(served, browser)
        after = browser.cookies["__Host-areopag_session"]
        assert after != before
    async with served.browser() as thief:
        thief.base_url = httpx.URL(SECURE)
        for token in (before, "made up"):
            told = await thief.get("/session", headers={"cookie": f"__Host-areopag_session={token}"})
            assert told.json()["person"] is None


async def test_t12_no_page_can_be_framed_or_run_what_stands_in_it(served: House) -> None:
    async with served.browser() as browser:
        for path in ("/", "/sign-in", "/session", "/graphql", "/nowhere"):
            headers = (await browser.get(path)).headers
            policy = headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy
            assert "script-src 'self'" in policy
            assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
            assert headers["x-frame-options"] == "DENY"


async def test_t13_a_wrong_password_and_an_unknown_login_are_one_answer(served: House) -> None:
    answers = []
    for login in ("officer", "nobody"):
        async with served.browser() as browser:
            answers.append(await browser.post("/session", json={"login": login, "password": "не тот пароль"}))
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, answers[0].content)}


def test_t13_what_is_kept_of_a_password_is_dear_to_guess_from() -> None:
    dear = extract_parameters(AS_SERVED.hash(PASSWORD))
    assert dear.type is Type.ID
    # What RFC 9106 recommends where memory is scarce.
    assert (dear.memory_cost, dear.time_cost, dear.parallelism) == (64 * 1024, 3, 4)


async def test_t13_a_guesser_locks_nobody_out(served: House) -> None:
    async with served.browser("203.0.113.5") as guesser:
        codes = [
            (await guesser.post("/session", json={"login": "officer", "password": f"догадка {n}"})).status_code
            for n in range(7)
        ]
    assert codes == [401] * 5 + [429] * 2
    async with served.browser("192.0.2.77") as browser:
        assert (await signed_in(served, browser)).status_code == 204


async def test_t17_logs_tell_nothing_that_opens_a_door_or_names_a_person(
    served: House, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = served.app.state.settings.model_copy(update={"mode": Mode.PRODUCTION, "log_level": "debug"})
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    set_up_logs(settings)
    try:
        async with served.browser() as browser:
            browser.base_url = httpx.URL(SECURE)
            await signed_in(served, browser)
            session = browser.cookies["__Host-areopag_session"]
            await browser.post("/session/reset", json={"login": "officer"})
            await browser.post("/session/invitation/look", json={"token": "an-invitation-of-somebody"})
            await browser.get("/session", headers={"authorization": "Bearer a-token-of-somebody"})
            await browser.post("/session", json={"login": "officer", "password": "чужая догадка"})
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()
    logged = capfd.readouterr().err
    assert '"path": "/session"' in logged
    secrets = (session, PASSWORD, "чужая догадка", "an-invitation-of-somebody", "a-token-of-somebody")
    persons = ("officer", "officer@agency.test", "Ответственный", "192.0.2.1")
    assert [told for told in (*secrets, *persons) if told in logged] == []


async def test_t17_what_is_sealed_opens_for_one_purpose_with_one_key_unchanged(served: House) -> None:
    signer: Signer = served.app.state.signer
    sealer = signer.sealer()
    sealed = sealer.seal("тайна".encode(), "letter")
    assert sealer.open(sealed, "letter").decode() == "тайна"
    assert "тайна".encode() not in sealed
    assert sealer.seal("тайна".encode(), "letter") != sealed
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for opener, content, purpose in (
        (sealer, sealed, "other"),
        (sealer, changed, "letter"),
        (other(), sealed, "letter"),
    ):
        with pytest.raises(Unsealable):
            opener.open(content, purpose)


def other() -> Sealer:
    """What another server seals with."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer.of(Ed25519PrivateKey.generate()).sealer()
