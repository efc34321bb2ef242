"""The read and write policy of `docs/access.md` against the database and the API; the whole of it: `make check-access`.

Threats are named in the tests: T1 another's object by its id, T2 inference from counts and searches, T4 unblinding,
T6 publication before its time.
"""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from storage.access import MEMBER
from tests.access.answers import case_answers, file_answers, node_answers, undeclared_types
from tests.access.attempts import act_answers, argument_answers, unasked, undeclared_acts
from tests.access.planting import World
from tests.access.policy_table import policy_table, rows_under
from tests.access.probes import Probes, wrongly_granted
from tests.access.reached import OBSERVER, Api, api_of
from tests.access.world import seeded_world
from workflows.processes import definitions

PAGE = Path("docs/access.md")


@pytest.fixture(scope="module")
def planted(module_url: str) -> tuple[str, World]:
    """A planted world that the tests of this file share, and its database."""
    return module_url, seeded_world(module_url)


@pytest.fixture
def probes(planted: tuple[str, World]) -> Iterator[Probes]:
    """The planted database, asked as its owner."""
    with psycopg.connect(planted[0]) as connection:
        yield Probes(connection, planted[1])


@pytest.fixture
async def api(planted: tuple[str, World], tmp_path: Path) -> AsyncIterator[Api]:
    """A server on the planted database."""
    async with api_of(planted[0], tmp_path, planted[1]) as reached:
        yield reached


@pytest.mark.parametrize("act", ["read", "update", "delete", "blind"])
def test_t1_the_database_lets_each_actor_read_and_change_exactly_what_the_page_says(probes: Probes, act: str) -> None:
    found = list(probes.differences(probes.world.actors, probes.tables(), [act]))
    assert [str(one) for one in found if one] == []
    assert len(found) > 500


OF_NO_CASE = {"visible_people", "my_organisations", "texts_opened", "ties_opened"}
"""Sets whose ids are not those of things in a case."""


def test_in_a_step_each_set_has_what_it_has_of_the_case_and_nothing_of_others(probes: Probes) -> None:
    world = probes.world
    belongs = {row.key["id"]: row.case.id for row in world.rows if row.case and "id" in row.key}
    compared = 0
    for person in world.actors.values():
        with probes.being(person):
            whole = probes.sets()
            for case in sorted(set(belongs.values()))[::4]:
                for name, found in probes.sets(case).items():
                    if name in OF_NO_CASE:
                        assert found <= whole[name], name
                    else:
                        assert found == {one for one in whole[name] if belongs[one] == case}, name
                        compared += len(found)
    assert compared > 100


def test_the_database_lets_nobody_insert_what_the_page_does_not_say(probes: Probes) -> None:
    actors = ["expert", "chair", "officer", "stranger"]
    assert [str(one) for one in probes.differences(actors, probes.tables(), ["insert"]) if one] == []


def test_functions_that_look_past_the_policies_tell_no_more_than_the_page(probes: Probes) -> None:
    assert [str(one) for one in probes.asked(probes.world.actors) if one] == []


def test_t6_grants_are_those_of_the_page_and_an_observer_has_none_on_the_working_world(probes: Probes) -> None:
    assert wrongly_granted(probes.connection) == []


def test_every_open_table_every_type_every_argument_and_every_mutation_has_a_row_in_the_page(probes: Probes) -> None:
    tables = {re.sub("[: (].*", "", kind).replace("history", "audit_entry") for kind in policy_table().reading}
    assert tables == set(MEMBER)
    assert set(MEMBER) <= set(probes.tables())
    assert undeclared_types() == []
    assert unasked() == []
    assert undeclared_acts() == []


def test_the_page_s_phases_are_those_of_the_process_definitions() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for (code, version), process in definitions().items():
        section = text.split(f"\n`{code}` {version}:\n")[1].split("\n`")[0]
        told = {}
        for row in rows_under("Phases", "\n## Phases\n" + section):
            told[row.pop("")] = {flag for flag, cell in row.items() if cell == "yes"}
        assert told == {state.code: set(process.discloses(state.code)) for state in process.states}


@pytest.mark.parametrize("actor", ["secretary", "lead", "officer", "recused expert", "held expert", "member", OBSERVER])
async def test_t1_t4_the_api_answers_each_actor_with_what_the_page_says_and_no_canary(api: Api, actor: str) -> None:
    cases = [case for case in api.world.cases if case.state in ("individual_review", "commission")]
    tally = await case_answers(api, actor, cases)
    tally += await node_answers(api, actor, [row for row in api.world.rows if row.case in cases])
    tally += await file_answers(api, actor, [row for row in api.world.rows if row.case in cases])
    assert (tally.leaks, tally.closed) == ([], [])


@pytest.mark.parametrize("actor", ["officer", "expert", "stranger"])
async def test_t2_arguments_and_acts_meet_a_closed_case_as_one_that_never_was(api: Api, actor: str) -> None:
    tally = await argument_answers(api, actor, api.world.cases[::4])
    tally += await act_answers(api, actor, [case for case in api.world.cases if case.side == "foreign"][:2])
    assert (tally.leaks, tally.closed) == ([], [])
