"""What is told of the words that changed between two versions."""

import time

from workflows.rules.text_changes import MOST_CHANGES, TextChange, compared

FIRST = "Устав школы.\nСовет собирается два раза в год.\nЕго решения открыты."
SECOND = "Приложение.\nСписок членов совета."


def test_words_that_were_replaced_stand_beside_each_other_with_what_is_around_them() -> None:
    now = FIRST.replace("два раза", "один раз")
    assert compared([FIRST, SECOND], [now, SECOND]).changes == (
        TextChange(
            1, 1, "Устав школы. Совет собирается", "два раза", "один раз", "в год. Его решения открыты. Приложение."
        ),
    )


def test_a_page_put_between_does_not_make_the_later_pages_changed() -> None:
    found = compared([FIRST, SECOND], [FIRST, "Новая страница.", SECOND])
    assert [(one.page_before, one.page_now, one.removed, one.added) for one in found.changes] == [
        (2, 2, "", "Новая страница.")
    ]


def test_a_paragraph_that_was_set_anew_with_the_same_words_is_no_change() -> None:
    found = compared(["Совет собирается\nдва раза в год."], ["Совет собирается два\nраза в год."])
    assert (found.comparable, found.complete, found.changes) == (True, True, ())


def test_what_was_taken_out_at_the_end_is_told_with_the_page_it_stood_on() -> None:
    [change] = compared([FIRST, SECOND], [FIRST]).changes
    assert (change.page_before, change.page_now, change.removed, change.added) == (
        2,
        1,
        "Приложение. Список членов совета.",
        "",
    )


def test_of_pictures_and_scans_nothing_can_be_said() -> None:
    for before, now in ((["", ""], [FIRST]), ([FIRST], [""])):
        found = compared(before, now)
        assert (found.comparable, found.changes) == (False, ())


def test_more_changes_than_anybody_reads_are_cut_off_and_it_is_said() -> None:
    old = "\n".join(f"строка {n} была" for n in range(2 * MOST_CHANGES))
    found = compared([old], [old.replace("была", "стала")])
    assert (len(found.changes), found.complete) == (MOST_CHANGES, False)


def test_texts_made_to_be_slow_are_compared_in_bounded_time() -> None:
    began = time.process_time()
    compared(["да нет " * 60_000], ["нет да " * 60_000])
    compared(["\n".join(["да", "нет"] * 40_000)], ["\n".join(["нет", "да"] * 40_000)])
    assert time.process_time() - began < 10
