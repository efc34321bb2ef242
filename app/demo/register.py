"""The demo's register: region, municipalities, schools, and everybody who acts in it."""

import asyncio
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from app.demo.people import PASSWORD, PEOPLE, Text
from storage import people, schools
from storage.database import Database, Transaction
from workflows.people import hash_password

HERE = Path(__file__).parent
CONSTITUENCIES = ("SCIENCE", "EMPLOYER", "PARENT", "PEDAGOGUE", "CULTURE", "CIVIL_SOCIETY")


@dataclass(frozen=True)
class DemoSchool:
    """A school with the person who acts for it."""

    id: UUID
    name: str
    municipality: str
    municipality_id: UUID
    officer: UUID


@dataclass(frozen=True)
class DemoExpert:
    """An expert, and the municipality in whose schools they cannot sit."""

    id: UUID
    municipality_id: UUID


@dataclass(frozen=True)
class Register:
    """Everybody and everything that evaluations of the demo need."""

    schools: tuple[DemoSchool, ...]
    secretary: UUID
    experts: tuple[DemoExpert, ...]
    members: tuple[UUID, ...]
    chair: UUID


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of the demo."""
    found: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


async def _person(transaction: Transaction, name: Text, login: str | None = None, hashed: str = "") -> UUID:
    key = await people.add_person(transaction, name.ru, name.en)
    if login:
        await people.add_account(transaction, key, login, hashed)
    return key


async def _schools(transaction: Transaction, listed: dict[str, UUID]) -> list[DemoSchool]:
    region = data("region")
    top = await schools.add_organisation(transaction, "REGION", region["region"]["ru"], region["region"]["en"])
    found: list[DemoSchool] = []
    for place in region["municipalities"]:
        name, town = place["name"], place["town"]
        municipality = await schools.add_organisation(transaction, "MUNICIPALITY", name["ru"], name["en"], top)
        for school in place["schools"]:
            number = len(found) + 1
            full = school["ru"] if number > 12 else f"{school['ru']}, {town['ru']}"
            key = await schools.add_organisation(
                transaction,
                "SCHOOL",
                full,
                school["en"] if number > 12 else f"{school['en']}, {town['en']}",
                municipality,
                address=f"{town['ru']}, ул. Школьная, д. {number}",
                website=f"https://school-{number}.example",
                pupils=school["pupils"],
                rural=school["rural"],
                school_kind=school.get("kind", "GENERAL"),
            )
            login = {1: "school", 2: "school2"}.get(number)
            officer = listed.get(login or "") or await _person(
                transaction, Text(f"Ответственный, школа {number}", f"Officer, school {number}")
            )
            await people.add_membership(transaction, officer, key, "SCHOOL_OFFICER")
            found.append(DemoSchool(key, full, name["ru"], municipality, officer))
    return found


async def _experts(transaction: Transaction, listed: dict[str, UUID], known: list[DemoSchool]) -> list[DemoExpert]:
    """Twelve experts: the ones who can sign in live where few schools are; one of them has a tie by kinship."""
    home, employer = known[-1].municipality_id, known[-1].id
    found: list[DemoExpert] = []
    for number in range(1, 13):
        login = {1: "lead", 2: "expert", 3: "parent"}.get(number)
        key = listed.get(login or "") or await _person(transaction, Text(f"Эксперт {number}", f"Expert {number}"))
        place = home if number <= 6 else known[(number * 5) % 20].municipality_id
        await people.add_expert(
            transaction,
            key,
            constituency=CONSTITUENCIES[(number - 1) % len(CONSTITUENCIES)],
            employer=employer if number in {1, 5} else known[(number * 5) % 20].id if number > 6 else None,
            municipality=place,
            qualification="кандидат педагогических наук" if number % 3 == 1 else "стаж экспертизы – 5 лет",
        )
        found.append(DemoExpert(key, place))
    await people.add_tie(transaction, found[3].id, known[1].id, "FAMILY", "супруг работает в гимназии")
    await people.add_tie(transaction, found[4].id, known[0].id, "CONSULTANCY", "консультировал школу в 2025 году")
    return found


async def make_register(database: Database) -> Register:
    """Enter everybody and everything; the listed people can sign in."""
    hashed = await asyncio.to_thread(hash_password, PASSWORD)
    agency_name = data("region")["agency"]
    async with database.working() as transaction:
        listed = {one.login: await _person(transaction, one.name, one.login, hashed) for one in PEOPLE}
        agency = await people.agency(transaction, agency_name["ru"], agency_name["en"])
        await people.add_membership(transaction, listed["secretary"], agency, "SECRETARY")
        members = [listed["member"], listed["member2"], listed["chair"]]
        members += [
            await _person(transaction, Text(f"Член комиссии {number}", f"Commission member {number}"))
            for number in (3, 4)
        ]
        for member in members:
            await people.add_membership(transaction, member, agency, "COMMISSION_MEMBER")
        await people.add_membership(transaction, listed["chair"], agency, "COMMISSION_CHAIR")
        known = await _schools(transaction, listed)
        experts = await _experts(transaction, listed, known)
    return Register(tuple(known), listed["secretary"], tuple(experts), tuple(members), listed["chair"])
