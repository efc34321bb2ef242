"""One's own account in a real browser: passkeys on a virtual device, an authenticator app, invitations."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PASSWORD, Person, PersonMaker

pytestmark = pytest.mark.e2e


def at_a_name(person: PersonMaker, language: str, login: str) -> Person:
    """Somebody at the address by its name: passkeys work at names only."""
    one = person(language)
    one.address = one.address.replace("127.0.0.1", "localhost")
    one.sign_in(login)
    return one


def with_device(one: Person) -> None:
    """A device that keeps passkeys and recognises its owner."""
    session = one.page.context.new_cdp_session(one.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("ru", 390)])
def test_every_page_about_signing_in_can_be_read_by_everybody(person: PersonMaker, language: str, width: int) -> None:
    secretary = person(language, "secretary", width=width)
    for path in ("/account", "/invitations", "/forgotten", "/reset#x"):
        secretary.visit(path)


def test_a_passkey_signs_in_without_a_password(person: PersonMaker) -> None:
    parent = at_a_name(person, "en", "parent")
    with_device(parent)
    parent.visit("/account")
    parent.page.get_by_label("What to call it").fill("my telephone")
    parent.press("Добавить ключ", "Add a passkey")
    expect(parent.page.get_by_role("rowheader", name="my telephone")).to_be_visible()
    parent.press("Выйти", "Sign out")
    parent.visit("/sign-in")
    parent.press("Ключ входа", "Passkey")
    expect(parent.page).to_have_url(f"{parent.address}/work")
    parent.visit("/account")
    expect(parent.page.get_by_role("row", name=re.compile("this browser"))).to_contain_text("passkey")
    parent.page.get_by_role("row", name=re.compile("my telephone")).get_by_role("button", name="Remove").click()
    expect(parent.page.get_by_role("rowheader", name="my telephone")).to_have_count(0)
    parent.press("Выйти", "Sign out")
    parent.visit("/sign-in")
    parent.press("Ключ входа", "Passkey")
    expect(parent.page.get_by_role("alert")).to_contain_text("not accepted")
    parent.faults.clear()


def test_an_authenticator_app_is_set_up_asked_for_and_removed(person: PersonMaker) -> None:
    parent = person("ru", "parent")
    parent.visit("/account")
    parent.press("Подключить", "Set up")
    link = parent.page.get_by_role("link", name="Открыть в приложении").get_attribute("href")
    app = pyotp.parse_uri(link or "")
    assert isinstance(app, pyotp.TOTP)
    parent.look()
    parent.page.get_by_label("Код из приложения").fill(app.now())
    parent.press("Подключить", "Set up")
    listed = parent.page.get_by_role("main").get_by_role("listitem")
    expect(listed).to_have_count(10)
    codes = listed.all_inner_texts()
    parent.look()
    parent.press("Я сохранил(а) коды", "I have kept the codes")
    expect(parent.page.get_by_text("Подключено: при входе нужен код")).to_be_visible()
    parent.press("Выйти", "Sign out")
    parent.visit("/sign-in")
    parent.page.get_by_label("Логин").fill("parent")
    parent.page.get_by_label("Пароль").fill(PASSWORD)
    parent.page.locator("form").get_by_role("button", name="Войти").click()
    parent.page.get_by_label("Код", exact=True).fill(codes[0])
    parent.look()
    parent.press("Продолжить", "Go on")
    expect(parent.page).to_have_url(f"{parent.address}/work")
    parent.visit("/account")
    parent.press("Отключить", "Remove")
    expect(parent.page.get_by_text("Не подключено.")).to_be_visible()


def test_a_secretary_invites_an_expert_who_comes_in(person: PersonMaker) -> None:
    secretary = person("ru", "secretary")
    secretary.visit("/invitations")
    secretary.page.get_by_label("Кем").select_option("EXPERT")
    secretary.page.get_by_label("Адрес электронной почты").fill("new@expert.test")
    secretary.page.get_by_label("Имя", exact=True).fill("Новый эксперт")
    secretary.press("Пригласить", "Invite")
    link = secretary.page.get_by_text(re.compile("/invitation#")).inner_text()
    secretary.look()
    expert = person("ru")
    expert.visit(f"/invitation{link[link.index('#') :]}")
    expect(expert.page.get_by_role("main")).to_contain_text("эксперт – ")
    expert.page.get_by_label("Логин").fill("new-expert")
    expert.page.get_by_label("Пароль").fill("длинный новый пароль")
    expert.press("Принять приглашение", "Accept the invitation")
    expect(expert.page).to_have_url(f"{expert.address}/work")
    expect(expert.page.get_by_role("link", name="Новый эксперт")).to_be_visible()
