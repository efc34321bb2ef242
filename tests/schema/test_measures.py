"""What a request costs is what it may be answered: nobody gets a long list for the price of a short one."""

from collections.abc import Mapping
from typing import Any, cast

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type

from schema.compiled import Unfit
from schema.limits import core_of, cost_of, excesses, parsed
from schema.measures import LONGEST_PAGE, PAGE, PAGED, PAGES
from schema.paging import DEFAULT_PAGE, LARGEST_PAGE
from schema.root import operations, schema

KNOWN = core_of(schema)


def test_pages_are_as_long_as_they_are_counted() -> None:
    assert (PAGE, LONGEST_PAGE) == (DEFAULT_PAGE, LARGEST_PAGE)


def test_every_list_that_comes_in_pages_is_known_by_what_is_asked_of_it() -> None:
    composite = [kind for kind in KNOWN.type_map.values() if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]
    connections = {kind.name for kind in composite if PAGES & set(kind.fields)}
    led_to = set()
    for kind in composite:
        for name, field in kind.fields.items():
            named = get_named_type(field.type)
            known = named.name in connections or (name in PAGED and isinstance(named, GraphQLObjectType))
            assert known == ("first" in field.args), (kind.name, name)
            led_to.add(named.name)
    assert connections <= led_to


SIZED = "query ($n: Int) { publications(first: $n) { nodes { number } } }"
OFTEN = SIZED.replace("Int", "Int = 100")
SPREAD = """{ publications { ...A } } fragment A on PublicationConnection { ...B }
fragment B on PublicationConnection { nodes { number } }"""


@pytest.mark.parametrize(
    ("query", "variables", "lines"),
    [
        ("{ publications(first: 7) { nodes { number } } }", {}, 7),
        ("{ publications { nodes { number } } }", {}, PAGE),
        ("{ publications { edges { cursor } } }", {}, PAGE),
        ("{ publications { ... on PublicationConnection { nodes { number } } } }", {}, PAGE),
        (SPREAD, {}, PAGE),
        (SIZED, {}, PAGE),
        (SIZED, {"n": 100}, 100),
        (SIZED, {"n": 100.0}, 100),
        (OFTEN, {}, 100),
        (OFTEN, {"n": 5}, 5),
    ],
)
def test_a_list_costs_what_every_line_of_it_costs(query: str, variables: Mapping[str, Any], lines: int) -> None:
    assert cost_of(query, variables) == 1 + 2 * lines


def test_a_field_that_comes_in_no_pages_costs_one() -> None:
    assert cost_of("{ territories { frameworks { mean } } }", {}) == 3


@pytest.mark.parametrize("size", [100, 100.0])
async def test_a_compiled_query_is_held_to_the_same_cost(size: float) -> None:
    criteria = "code score title { ru en __typename } citations { page quote __typename }"
    results = " ".join(f"a{n}: school {{ latest {{ criteria {{ {criteria} }} }} }}" for n in range(48))
    query = f"query ($n: Int) {{ publications(first: $n) {{ nodes {{ {results} }} }} }}"
    compiled = operations.of(query, None)
    assert compiled
    assert excesses(parsed(query), {"n": size})
    with pytest.raises(Unfit):
        await compiled.answer(cast(Any, None), {"n": size})
