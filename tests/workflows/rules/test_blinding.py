"""Where the panel must not know the school, no name of a document tells it."""

import pytest

from workflows.processes import newest
from workflows.rules.blinding import betrayed, neutral_file_name
from workflows.rules.definition import Definition
from workflows.rules.definition_checks import problems_of

NAMES = ("Средняя школа № 14 имени Гагарина", "School No. 14", "Лесной район", "Lesnoy District")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Программа школы №14", "школы №14"),
        ("Итоги, СОШ 14", "сош 14"),
        ("Report of school no. 14", "school no. 14"),
        ("Гагаринские чтения", "гагаринские"),
        ("О развитии лесного района", "лесного"),
        ("Читательский клуб: 14 занятий", None),
        ("Программа воспитания школы", None),
        ("Отчёт за 2014 год", None),
    ],
)
def test_a_title_that_tells_the_school_is_found_and_a_plain_one_is_not(title: str, found: str | None) -> None:
    assert betrayed(title, NAMES) == found


def test_of_a_file_s_name_nothing_stays_but_its_ending() -> None:
    assert neutral_file_name(3, "Школа 14. Отчёт.PDF") == "document-3.pdf"


def problems(**changes: object) -> set[str]:
    """What is wrong with the anonymous competition after these changes to its parts."""
    known = newest("blind-competition")
    assert known
    return {one.code for one in problems_of(Definition.model_validate({**known.as_document(), **changes}))}


def test_a_definition_keeps_the_blinding_it_promises() -> None:
    known = newest("blind-competition")
    assert known
    document = known.as_document()

    def opened(word: str) -> list[dict[str, object]]:
        return [
            {**state, "discloses": [*state.get("discloses", ()), word]} if state["code"] == "jury" else state
            for state in document["states"]
        ]

    assert problems() == set()
    assert problems(states=opened("panel_to_school")) == {"PANEL_IS_HIDDEN"}
    assert problems(states=opened("school_to_panel")) == {"UNBLINDS"}
    telling = {"action": "declare_conflict", "from": ["jury"], "to": None, "who": ["expert"]}
    title = {"ru": "Заявить", "en": "Declare"}
    assert problems(steps=[*document["steps"], {**telling, "title": title}]) == {"SCHOOL_IS_HIDDEN"}
    assert problems(blinding="single_blind") == set()
    assert [one.blinded() for one in (known, *map(newest, ("competition", "accreditation"))) if one] == [
        "double_blind",
        "open",
        "open",
    ]
