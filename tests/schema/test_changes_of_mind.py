"""Anybody is told through the API why a record took the place of another, and what those concerned said."""

from pathlib import Path
from typing import Any

from storage.database import Database
from storage.keys import load_signer
from tests.lives import accredited
from tests.schema.test_publications import Api
from tests.situations import cast

RECORD = """query ($number: PublicationNumber!) { publication(number: $number) {
    kind corrects because { kind step { en } text } statements { kind title { en } text } } }"""


async def test_a_correction_says_why_and_keeps_what_the_school_replied(database: Database, tmp_path: Path) -> None:
    signer = await load_signer(database, tmp_path)
    life = await accredited(database, signer, await cast(database), conditions=2)
    await life.step(life.cast.secretary, "correct", "Опечатка в адресе")
    await life.step(life.cast.secretary, "withdraw", "Школа закрыта")
    api = Api(database, signer, tmp_path)
    first, second, third = [(await api.ask(RECORD, number=number))["publication"] for number in (1, 2, 3)]
    assert first["because"] is None
    assert [(said["kind"], said["text"]) for said in first["statements"]] == [("reply", "Благодарим комиссию")]
    assert second["statements"] == first["statements"]
    assert (second["corrects"], told(second)) == (1, ("ERROR", "Опечатка в адресе"))
    assert (third["kind"], third["corrects"], told(third)) == ("WITHDRAWAL", 2, ("WITHDRAWAL", "Школа закрыта"))


def told(record: dict[str, Any]) -> tuple[str, str]:
    """Why the record took the place of another."""
    return record["because"]["kind"], record["because"]["text"]
