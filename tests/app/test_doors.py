"""What follows or replaces a password: second steps, invitations, new passwords, and what a guesser gets."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pyotp
import pytest

from app.parts import post_of
from storage.database import Database
from tests.house import PASSWORD, House, house, until, until_idle, until_none
from tests.services.mail import MailServer, mail_server
from workflows import invitations
from workflows.invitations import NewInvitation
from workflows.second_step import RECOVERY_CODES


@pytest.fixture(scope="module")
def _mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
async def _served(module_url: str, tmp_path_factory: pytest.TempPathFactory, _mail: MailServer) -> AsyncIterator[House]:
    known = {
        "smtp_host": "127.0.0.1",
        "smtp_port": _mail.port,
        "smtp_security": "none",
        "smtp_from": "areopag@agency.test",
    }
    async with house(module_url, tmp_path_factory.mktemp("data"), workers_in_server=True, **known) as served:
        yield served


@pytest.fixture
def mail(served: House, _mail: MailServer) -> MailServer:
    """The mail server, with an empty box that no letter of the test before still falls into."""
    _mail.letters.clear()
    _mail.answers.clear()
    return _mail


@pytest.fixture
async def served(_served: House) -> House:
    """The house on its first day, where nobody must show two things, and no letter is on its way."""
    async with _served.database.working() as tx:
        await tx.run("DELETE FROM working.letter")
    await until_idle(_served.database)
    await _served.clean()
    async with _served.database.working() as tx:
        for table in ("authenticator", "recovery_code", "invitation", "password_reset"):
            await tx.run(f"DELETE FROM working.{table}")
    _served.app.state.settings.second_step = False
    return _served


async def who(browser: httpx.AsyncClient) -> str | None:
    """Who is signed in."""
    person = (await browser.get("/session")).json()["person"]
    return str(person["name"]["ru"]) if person else None


async def sign_in(browser: httpx.AsyncClient, login: str, password: str = PASSWORD) -> httpx.Response:
    """Show the password."""
    return await browser.post("/session", json={"login": login, "password": password})


async def enrolled(served: House, login: str) -> tuple[pyotp.TOTP, list[str]]:
    """An authenticator app of this person, whose first code is used up, and the recovery codes."""
    browser = await served.signed_in(login)
    app = pyotp.TOTP((await browser.post("/session/authenticator", json={})).json()["secret"])
    confirmed = await browser.put("/session/authenticator", json={"code": app.now()})
    return app, confirmed.json()["recoveryCodes"]


async def later(database: Database) -> None:
    """Half a minute later: the app's last code counts as one of a former time."""
    async with database.working() as tx:
        await tx.run("UPDATE working.authenticator SET last_step = last_step - 2")


def token_in(letter: Any) -> str:
    """The secret behind the number sign of the link in a letter."""
    found = re.search(r"#(\S+)", letter.get_content())
    assert found
    return found[1]


async def letter_to(mail: MailServer, address: str) -> Any:
    """The letter to this address, once it is there."""
    await until(lambda: any(letter["to"] == address for letter in mail.letters))
    return next(letter for letter in reversed(mail.letters) if letter["to"] == address)


# The second step.


async def test_whoever_has_an_authenticator_is_asked_for_its_code_and_each_code_works_once(served: House) -> None:
    app, _ = await enrolled(served, "officer")
    browser = served.browser()
    asked = await sign_in(browser, "officer")
    assert (asked.status_code, asked.json()) == (202, {"ways": ["AUTHENTICATOR", "RECOVERY_CODE"]})
    assert await who(browser) is None
    used = await browser.post("/session/second", json={"code": app.now()})
    assert (used.status_code, used.json()["code"]) == (401, "WRONG_CODE")
    await later(served.database)
    assert (await browser.post("/session/second", json={"code": app.now()})).json() == {"recoveryCodes": []}
    assert await who(browser) == "Ответственный школы № 1"


async def test_a_recovery_code_works_once_and_is_kept_as_a_hash_only(served: House) -> None:
    _, codes = await enrolled(served, "officer")
    assert len(set(codes)) == RECOVERY_CODES
    for expected in (200, 401):
        browser = served.browser()
        await sign_in(browser, "officer")
        assert (await browser.post("/session/second", json={"code": codes[0].lower()})).status_code == expected
    async with served.database.working() as tx:
        kept = await tx.values("SELECT row_to_json(r)::text FROM working.recovery_code r")
        kept += await tx.values("SELECT row_to_json(r)::text FROM working.authenticator r")
    assert not any(code.replace("-", "") in row.replace("-", "") for code in codes for row in kept)


async def test_where_two_things_are_needed_nobody_comes_in_with_one_and_enrols_at_the_door(served: House) -> None:
    served.app.state.settings.second_step = True
    assert (await sign_in(served.browser(), "officer")).status_code == 204
    browser = served.browser()
    for login in ("secretary", "chair", "admin"):
        assert (await sign_in(browser, login)).json() == {"ways": ["ENROLMENT"]}
        assert await who(browser) is None
    app = pyotp.TOTP((await browser.post("/session/second/enrolment", json={})).json()["secret"])
    finished = await browser.post("/session/second", json={"code": app.now()})
    assert len(finished.json()["recoveryCodes"]) == RECOVERY_CODES
    assert await who(browser) == "Администратор"
    assert (await sign_in(served.browser(), "admin")).json() == {"ways": ["AUTHENTICATOR", "RECOVERY_CODE"]}


async def test_t13_nobody_enrols_at_the_door_of_whoever_has_an_authenticator(served: House) -> None:
    await enrolled(served, "admin")
    browser = served.browser()
    await sign_in(browser, "admin")
    told = await browser.post("/session/second/enrolment", json={})
    assert (told.status_code, told.json()["code"]) == (401, "STEP_UNKNOWN")
    told = await served.browser().post("/session/second", json={"code": "123456"})
    assert (told.status_code, told.json()["code"]) == (401, "STEP_UNKNOWN")


async def test_t13_guessing_codes_ends_soon_for_the_guesser_and_not_for_the_person(served: House) -> None:
    app, _ = await enrolled(served, "officer")
    guesser = served.browser("203.0.113.7")
    codes = []
    for _ in range(3):
        await sign_in(guesser, "officer")
        codes += [(await guesser.post("/session/second", json={"code": f"{n:06}"})).json()["code"] for n in range(6)]
    assert codes[:6] == ["WRONG_CODE"] * 5 + ["STEP_UNKNOWN"]
    assert set(codes[6:]) == {"TOO_MANY_ATTEMPTS", "STEP_UNKNOWN"}
    await later(served.database)
    browser = served.browser()
    await sign_in(browser, "officer")
    assert (await browser.post("/session/second", json={"code": app.now()})).status_code == 200


async def test_t13_guessers_at_many_addresses_leave_the_person_a_recovery_code(served: House) -> None:
    app, codes = await enrolled(served, "officer")
    await later(served.database)
    async with served.database.working() as tx:
        await tx.run("DELETE FROM working.session")
        await tx.run(
            "INSERT INTO working.sign_in_failure (kind, login, address) SELECT 'SECOND_STEP', :person, n::text"
            " FROM generate_series(1, 40) n",
            person=str(served.people.officer),
        )
    stranger = served.browser("198.51.100.9")
    await sign_in(stranger, "officer")
    assert (await stranger.post("/session/second", json={"code": app.now()})).json()["code"] == "WRONG_CODE"
    assert (await stranger.post("/session/second", json={"code": codes[1]})).status_code == 200
    assert await who(stranger) == "Ответственный школы № 1"


async def test_ways_to_sign_in_are_changed_only_just_after_signing_in(served: House) -> None:
    browser = await served.signed_in("officer")
    async with served.database.working() as tx:
        await tx.run("UPDATE working.session SET created_at = now() - interval '16 minutes'")
    for method, path in (("POST", "authenticator"), ("DELETE", "authenticator"), ("POST", "passkeys")):
        told = await browser.request(method, f"/session/{path}", json={})
        assert (told.status_code, told.json()["code"]) == (403, "SIGN_IN_AGAIN")


# Invitations.


async def invited(served: House, mail: MailServer, **changes: Any) -> str:
    """The token of an invitation that the server made."""
    new = {
        "email": "new@school.test",
        "name_ru": "Новый человек",
        "name_en": "New person",
        "role": "SCHOOL_OFFICER",
        "organisation": served.people.school,
        **changes,
    }
    state = served.app.state
    link = await invitations.invite_from_server(
        served.database, post_of(state.settings, state.signer), NewInvitation(**new)
    )
    letter = await letter_to(mail, new["email"])
    assert link in letter.get_content()
    return token_in(letter)


async def test_an_invitation_makes_an_account_once(served: House, mail: MailServer) -> None:
    token = await invited(served, mail)
    browser = served.browser()
    told = (await browser.post("/session/invitation/look", json={"token": token})).json()
    assert told["role"] == "SCHOOL_OFFICER"
    assert told["organisation"] == {"ru": "Школа № 1", "en": "School No. 1"}
    body = {"token": token, "login": "newcomer", "password": "пароль новичка, длинный"}
    assert (await browser.post("/session/invitation", json={**body, "password": "короткий"})).status_code == 422
    assert (await browser.post("/session/invitation", json={**body, "login": "OFFICER"})).json()[
        "code"
    ] == "LOGIN_TAKEN"
    assert (await browser.post("/session/invitation", json=body)).status_code == 204
    assert await who(browser) == "Новый человек"
    again = await served.browser().post("/session/invitation", json={**body, "login": "second"})
    assert (again.status_code, again.json()["code"]) == (404, "INVITATION_UNKNOWN")


async def test_t13_an_invitation_that_is_old_taken_back_or_made_up_opens_nothing(
    served: House, mail: MailServer
) -> None:
    tokens = ["made up"]
    for change in ("expires_at = now()", "revoked_at = now()"):
        mail.letters.clear()
        tokens.append(await invited(served, mail))
        async with served.database.working() as tx:
            await tx.run(f"UPDATE working.invitation SET {change}")
    answers = [
        await served.browser().post("/session/invitation", json={"token": token, "login": "x", "password": "x" * 12})
        for token in tokens
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


async def test_somebody_who_has_an_account_takes_another_role_up(served: House, mail: MailServer) -> None:
    async with served.database.working() as tx:
        agency = await tx.value("SELECT id FROM working.organisation WHERE kind = 'AGENCY'")
    token = await invited(served, mail, role="EXPERT", organisation=agency, constituency="PARENT")
    browser = await served.signed_in("officer")
    assert (await browser.post("/session/invitation", json={"token": token})).status_code == 204
    answer = await browser.post("/graphql", json={"query": "{ viewer { roles } }"})
    assert answer.json()["data"]["viewer"]["roles"] == ["SCHOOL_OFFICER", "EXPERT"]


# A new password.


async def test_a_new_password_by_letter_ends_what_the_old_one_began(served: House, mail: MailServer) -> None:
    browser = await served.signed_in("officer")
    assert (await served.browser().post("/session/reset", json={"login": "officer"})).status_code == 202
    token = token_in(await letter_to(mail, "officer@agency.test"))
    new = "совсем другой пароль"
    assert (await served.browser().put("/session/reset", json={"token": token, "password": new})).status_code == 204
    assert await who(browser) is None
    assert (await sign_in(served.browser(), "officer")).status_code == 401
    assert (await sign_in(served.browser(), "officer", new)).status_code == 204
    again = await served.browser().put("/session/reset", json={"token": token, "password": new})
    assert (again.status_code, again.json()["code"]) == (404, "RESET_UNKNOWN")


async def test_t13_asking_for_a_new_password_tells_nobody_who_has_an_account(served: House, mail: MailServer) -> None:
    answers = [
        await served.browser().post("/session/reset", json={"login": login})
        for login in ("officer", "nobody at all", "officer@agency.test")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b"")}
    async with served.database.working() as tx:
        statements = await tx.values("SELECT count(*) FROM working.sign_in_failure WHERE kind = 'RESET' GROUP BY login")
    assert statements == [1, 1, 1]
    await letter_to(mail, "officer@agency.test")


async def test_two_accounts_with_one_address_get_a_link_each(served: House, mail: MailServer) -> None:
    async with served.database.working() as tx:
        await tx.run("UPDATE working.account SET email = 'shared@agency.test' WHERE login IN ('officer', 'chair')")
    try:
        await served.browser().post("/session/reset", json={"login": "shared@agency.test"})

        def arrived() -> list[Any]:
            return [letter for letter in mail.letters if letter["to"] == "shared@agency.test"]

        await until(lambda: len(arrived()) == 2)
        assert len({token_in(letter) for letter in arrived()}) == 2
    finally:
        async with served.database.working() as tx:
            await tx.run("UPDATE working.account SET email = login || '@agency.test' WHERE email LIKE 'shared%'")


async def test_t13_a_letter_box_is_not_flooded(served: House, mail: MailServer) -> None:
    for _ in range(6):
        assert (await served.browser().post("/session/reset", json={"login": "officer"})).status_code == 202
    await until_none(served.database, "working.letter")
    assert sum(letter["to"] == "officer@agency.test" for letter in mail.letters) <= 3


async def test_a_person_changes_their_own_password(served: House) -> None:
    browser, other = await served.signed_in("officer"), await served.signed_in("officer")
    wrong = await browser.put("/session/password", json={"current": "не тот пароль!", "password": "новый пароль 1"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "WRONG_PASSWORD")
    right = await browser.put("/session/password", json={"current": PASSWORD, "password": "новый пароль 1"})
    assert right.status_code == 204
    assert await who(browser) == "Ответственный школы № 1"
    assert await who(other) is None


# Letters.


async def test_a_mail_server_that_is_busy_gets_the_same_letter_again_and_one_that_refuses_does_not(
    served: House, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.jobs.LOOK_FOR_JOBS", 0.1)
    mail.answers.append("550 no such box")
    await served.browser().post("/session/reset", json={"login": "officer"})
    await until(lambda: not mail.answers)
    await until_none(served.database, "working.letter")
    assert mail.letters == []


async def test_t17_no_link_lies_open_in_the_database_or_in_the_queue(
    served: House, mail: MailServer, capfd: pytest.CaptureFixture[str]
) -> None:
    mail.answers += ["451 busy"]
    token = ""
    await served.browser().post("/session/reset", json={"login": "officer"})
    await until(lambda: not mail.answers)
    async with served.database.working() as tx:
        tables = await tx.values("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'working'")
        rows = [
            row
            for table in [*(f"working.{name}" for name in tables if name != "alembic_version"), "procrastinate_jobs"]
            for row in await tx.values(f"SELECT row_to_json(t)::text FROM {table} t")
        ]
        await tx.run("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    assert not [row for row in rows if "/reset#" in row or "officer@agency.test/reset" in row]
    async with served.database.working() as tx:
        await tx.value("SELECT pg_notify('procrastinate_any_queue', '{}')")
    token = token_in(await letter_to(mail, "officer@agency.test"))
    assert not [row for row in rows if token in row]
    logged = capfd.readouterr()
    assert token not in logged.err + logged.out
