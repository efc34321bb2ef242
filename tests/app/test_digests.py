"""A letter about what waits goes through a real mail server; its reader chooses, and the secretary sees what became of
it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.jobs import enqueue
from tests.house import House, asked, house, until, until_idle
from tests.services.mail import MailServer, mail_server
from tests.situations import be_at, opened

NOTICES = """query ($id: ID!) { node(id: $id) { ... on Evaluation { notices {
    kind action state refusal title { en } told { name { ru } } } } } }"""
CHOOSE = """mutation ($input: ChooseLettersInput!) { chooseLetters(input: $input) {
    __typename ... on Account { language digests } } }"""


@pytest.fixture
async def served(owner_url: str, tmp_path: Path) -> AsyncIterator[tuple[House, MailServer]]:
    """The house with a mail server, at night: what the hour begins by itself writes to nobody."""
    with mail_server() as mail:
        known = {"smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_security": "none", "smtp_from": "a@b.test"}
        async with house(owner_url, tmp_path, workers_in_server=True, **known) as started:
            await be_at(started.database, 3)
            yield started, mail


async def write(started: House) -> None:
    """Have the hourly job done at noon, as on a day on which nobody was written to."""
    await until_idle(started.database)
    await be_at(started.database, 12)
    async with started.database.working() as tx:
        await tx.run("DELETE FROM working.notice")
        await tx.run("DELETE FROM working.digest")
        await enqueue(tx, "write_digests", {"timestamp": "0"})
    await until_idle(started.database)
    await be_at(started.database, 3)


async def test_the_hourly_job_writes_and_the_secretary_sees_what_became_of_it(
    served: tuple[House, MailServer],
) -> None:
    started, mail = served
    evaluation = await opened(started.database, started.people)
    secretary, officer = await started.signed_in("secretary"), await started.signed_in("officer")
    await write(started)
    await until(lambda: len(mail.letters) == 1)
    assert mail.letters[0]["to"] == "officer@agency.test"
    assert "Отправить на оценку. Теперь ваш шаг." in mail.letters[0].get_content()
    told = {
        "kind": "WAITING",
        "action": "submit",
        "state": "SENT",
        "refusal": None,
        "title": {"en": "Submit for evaluation"},
    }
    variables = {"id": f"evaluation-{evaluation.hex}"}
    for browser in (secretary, officer):
        [notice] = (await asked(browser, NOTICES, **variables))["node"]["notices"]
        assert {**notice, "told": None} == {**told, "told": None}
    mail.answers.append("550 no such box")
    await write(started)
    [notice] = (await asked(secretary, NOTICES, **variables))["node"]["notices"]
    assert (notice["state"], notice["refusal"]) == ("REFUSED", "550")


async def test_who_wants_no_such_letters_or_another_language_says_so(served: tuple[House, MailServer]) -> None:
    started, mail = served
    await opened(started.database, started.people)
    officer = await started.signed_in("officer")
    answer = await asked(officer, CHOOSE, input={"language": "EN", "digests": False})
    assert answer["chooseLetters"] == {"__typename": "Account", "language": "EN", "digests": False}
    await write(started)
    assert mail.letters == []
    await asked(officer, CHOOSE, input={"language": "EN", "digests": True})
    await write(started)
    await until(lambda: len(mail.letters) == 1)
    assert mail.letters[0]["subject"] == "Areopag: what waits for you (1)"
