"""A region in which every phase of a process has a case of one's own and a foreign one, each with a row in every table.

Rows stand there whether or not the phase could have them: what keeps them closed must be the policy. Every text that
only some may read is a canary, a word found nowhere else, and every key is known: whatever byte of an answer betrays a
row can be traced to it.
"""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg

from storage.database import Database
from tests.access.planting import CaseOf, Planter, Row, World
from tests.access.world_case import plant_case, try_as
from tests.access.world_conflicts import plant_conflicts
from workflows import frameworks
from workflows.frameworks import framework_key, supplied
from workflows.processes import newest
from workflows.rules.definition import Definition

PROCESS = "public-professional-evaluation"
SOMEBODY = UUID(int=1)
SIDES = ("own", "foreign")
EXPERTS = ("lead", "expert", "held expert", "recused expert", "removed expert")
DOUBLE_BLIND = "double-blind"
VARIANTS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("consensus", "with an open panel", frozenset({"panel_to_school"})),
    ("published", "with an open panel", frozenset({"panel_to_school"})),
    ("individual_review", "handed in", frozenset()),
    ("consensus", "handed in", frozenset()),
    ("commission", "decided", frozenset()),
    ("consensus", "written by the office", frozenset({"report_by_office"})),
    ("commission", "with open ballots", frozenset({"votes"})),
    ("individual_review", DOUBLE_BLIND, frozenset()),
    ("consensus", DOUBLE_BLIND, frozenset()),
    ("decided", "told to the school", frozenset({"decision_to_school"})),
    ("decided", "told to the founder", frozenset({"report_to_founder"})),
    ("individual_review", "reported before reviews open", frozenset({"report_to_school", "report_to_founder"})),
)
"""Cases beside those of the plain phases: what other processes, or the moment between two acts, could bring."""


def plant_world(url: str) -> World:
    """The whole region, in a database that has the supplied frameworks."""
    world = World()
    with psycopg.connect(url) as connection:
        framework = framework_key(next(known for known in supplied() if known.code == "nok_uod"))
        found = connection.execute(
            "SELECT id FROM working.criterion WHERE framework_version_id = %s AND scored ORDER BY position", [framework]
        ).fetchone()
        assert found
        planter = Planter(connection, world, framework, found[0])
        staff = {"secretary": "SECRETARY", "administrator": "ADMINISTRATOR", "service": "SERVICE"}
        everywhere = {name: uuid4() for name in (*staff, "stranger")}
        agency = _agency(planter, [everywhere[name] for name in staff])
        for name, key in everywhere.items():
            _person(planter, agency, staff.get(name), key=key)
        world.actors.update(everywhere)
        _draft_framework(planter)
        _without_cases(planter)
        for side in SIDES:
            _side(planter, world, side, everywhere)
        for person in world.actors.values():
            _own_rows(planter, person, agency, everywhere["administrator"])
            for case in world.cases:
                try_as(planter, case, person, world)
        for table, key in (("framework_version", framework), ("criterion", found[0])):
            world.add(Row(table, table, {"id": key}, {"id": key}))
    return world


def _agency(planter: Planter, staff: Collection[UUID]) -> UUID:
    return planter.plant("organisation", _named(planter, kind="AGENCY"), kind="organisation: employer", owner=staff)


def _named(planter: Planter, **more: object) -> dict[str, object]:
    return {"name_ru": planter.canary(), "name_en": planter.canary(), **more}


def _person(
    planter: Planter,
    organisation: UUID | None = None,
    role: str | None = None,
    *,
    kind: str = "person",
    side: str | None = None,
    key: UUID | None = None,
) -> UUID:
    key = key or uuid4()
    planter.plant("person", {"id": key, **_named(planter)}, kind=kind, owner=key, side=side)
    if organisation and role:
        planter.plant(
            "membership",
            {"person_id": key, "organisation_id": organisation, "role": role},
            key=("person_id", "organisation_id", "role"),
            owner=key,
        )
    return key


def _draft_framework(planter: Planter) -> None:
    draft = {"code": planter.canary(), "number": 1, "state": "DRAFT", "aggregation": "NONE", "sha256": "0" * 64}
    titles = {"title_ru": planter.canary(), "title_en": planter.canary()}
    version = planter.plant("framework_version", {**draft, **titles}, kind="framework_version: draft")
    content = {"title": {"ru": planter.canary(), "en": planter.canary()}}
    planter.plant("framework_draft", {"code": planter.canary(), "number": 1, "content": content})
    titles = {"title_ru": planter.canary(), "title_en": planter.canary()}
    criterion = {"framework_version_id": version, "code": "1", "position": 1, "kind": "CRITERION", "scored": False}
    planter.plant(
        "criterion", {**criterion, **titles, "weight": 1, "evidence_required": False}, kind="criterion: draft"
    )


def _without_cases(planter: Planter) -> None:
    """A call that nobody entered yet, and a sitting with nothing on its agenda."""
    titles = {"title_ru": planter.canary(), "title_en": planter.canary()}
    called = {"process_code": PROCESS, "framework_version_id": planter.framework, **titles}
    planter.plant("call", called, kind="call: without cases")
    empty = {"held_at": datetime.now(UTC), "place": planter.canary()}
    planter.plant("sitting", empty, kind="sitting: without cases")


def _side(planter: Planter, world: World, side: str, everywhere: dict[str, UUID]) -> None:
    region = planter.plant("organisation", _named(planter, kind="REGION"))
    town = planter.plant("organisation", _named(planter, kind="MUNICIPALITY", parent_id=region))
    # A role somewhere else in the tree is not a founder's.
    planter.plant(
        "membership",
        {"person_id": everywhere["administrator"], "organisation_id": town, "role": "ADMINISTRATOR"},
        key=("person_id", "organisation_id", "role"),
        owner=everywhere["administrator"],
    )
    people = {
        "municipal founder": _person(planter, town, "FOUNDER"),
        "regional founder": _person(planter, region, "FOUNDER"),
        **{name: _person(planter) for name in ("officer", "head")},
        **{name: _person(planter, side=side, kind="person: panel") for name in EXPERTS},
        **{
            name: _person(planter, side=side, kind="person: commission")
            for name in ("member", "chair", "held member", "recused member")
        },
    }
    for name in EXPERTS:
        _expert(planter, people[name], town)
    for name in ("appeal member", "recused appeal member"):
        people[name] = _person(planter, side=side, kind="person: appeal")
    if side == "own":
        world.actors.update(people)
    states = [state.code for state in _process().states]
    for state, variant, extra in [*((state, "", frozenset[str]()) for state in states), *VARIANTS]:
        school = planter.plant("organisation", _named(planter, kind="SCHOOL", parent_id=town))
        for name, role in (("officer", "SCHOOL_OFFICER"), ("head", "SCHOOL_HEAD")):
            planter.plant(
                "membership",
                {"person_id": people[name], "organisation_id": school, "role": role},
                key=("person_id", "organisation_id", "role"),
                owner=people[name],
            )
        discloses = frozenset(_process().discloses(state)) | extra
        discloses -= {"school_to_panel"} if variant == DOUBLE_BLIND else set()
        case = CaseOf(uuid4(), planter.canary(), side, state, discloses, variant)
        world.cases.append(case)
        plant_case(planter, case, school, people | everywhere)
        plant_conflicts(planter, case, school, people | everywhere)


def _process() -> Definition:
    process = newest(PROCESS)
    assert process
    return process


def _expert(planter: Planter, person: UUID, town: UUID) -> None:
    employer = planter.plant("organisation", _named(planter, kind="OTHER"), kind="organisation: employer", owner=person)
    planter.plant(
        "expert",
        {
            "person_id": person,
            "employer_id": employer,
            "municipality_id": town,
            "constituency": "PARENT",
            "qualification": planter.canary(),
        },
        key=("person_id",),
        owner=person,
    )


def _own_rows(planter: Planter, person: UUID, organisation: UUID, administrator: UUID) -> None:
    """What everybody has of their own, once as it stands and once to be tried anew."""
    exported = {"what": "PERSON", "subject_id": person, "about_id": person, "role": "administrator"}
    whose = (person, administrator)
    planter.plant("opening", {**exported, "reason": planter.canary()}, kind="opening: export", owner=whose)
    for there in (True, False):
        planter.plant(
            "conflict_of_interest",
            {
                "person_id": person,
                "organisation_id": organisation,
                "kind": "OTHER",
                "note": planter.canary(),
                "declared_by": person,
            },
            owner=person,
            there=there,
        )
        planter.plant(
            "idempotency",
            {"person_id": person, "key": planter.canary(), "fingerprint": "f", "subject_id": uuid4()},
            key=("person_id", "key"),
            owner=person,
            there=there,
        )
    planter.plant(
        "conflict_of_interest",
        {
            "person_id": person,
            "organisation_id": organisation,
            "kind": "EMPLOYMENT",
            "note": "",
            "declared_by": person,
            "source": "REGISTER",
        },
        kind="conflict_of_interest: kept by the register",
        owner=person,
        there=False,
    )
    for one, other in ((person, SOMEBODY), (SOMEBODY, person)):
        planter.plant(
            "conflict_of_interest",
            {"person_id": one, "organisation_id": organisation, "kind": "OTHER", "note": "", "declared_by": other},
            kind="conflict_of_interest: told by another",
            owner=person,
            there=False,
        )


def seeded_world(url: str) -> World:
    """The same, in a database that is migrated and empty."""
    asyncio.run(_seed(url))
    return plant_world(url)


async def _seed(url: str) -> None:
    database = Database(url)
    await frameworks.seed(database)
    await database.close()
