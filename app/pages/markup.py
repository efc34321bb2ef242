"""HTML put together from parts: text is escaped wherever it enters, markup only ever comes from here."""

import re
from collections.abc import Sequence
from html import escape

CYRILLIC = re.compile("[А-Яа-яЁё]")
BULLET = re.compile(r"^\s*[-–—•*]\s+")


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def text(value: object) -> Html:
    """A value as markup: what is markup stays, everything else is escaped."""
    if isinstance(value, Html):
        return value
    return Html("") if value is None else Html(escape(str(value)))


def prose(name: str, value: str, language: str) -> Html:
    """An element with a text that somebody wrote in one language, marked where that is not the page's."""
    return tag(name, value, lang="ru" if language != "ru" and CYRILLIC.search(value) else None)


def lines(value: str, language: str) -> Html:
    """A text that somebody wrote: several lines are a list of thoughts, one is a paragraph."""
    said = [BULLET.sub("", line).strip() for line in value.splitlines() if line.strip()]
    if len(said) == 1:
        return prose("p", value, language)
    return tag("ul", *(prose("li", line, language) for line in said))


def join(*parts: object) -> Html:
    """Parts one after another."""
    return Html("".join(text(part) for part in parts))


def void(name: str, /, **attributes: str | None) -> Html:
    """An element without content; an attribute that is None is left out, `class_` stands for `class`."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{shown}>")


def tag(name: str, /, *parts: object, **attributes: str | None) -> Html:
    """An element with its content."""
    return Html(f"{void(name, **attributes)}{join(*parts)}</{name}>")


def unbroken(value: str) -> str:
    """A name in large letters, whose number stays with its sign."""
    return value.replace("№ ", "№\u00a0").replace("No. ", "No.\u00a0")


def link(href: str, *parts: object) -> Html:
    """A link."""
    return tag("a", *parts, href=href)


def wide(content: Html, label: str, *, even: bool = False) -> Html:
    """What may be wider than a telephone: it is moved within its own frame, by keys, too.

    `even` makes the columns of a table equally wide, all but the first: for things that stand side by side.
    """
    look = "served-wide served-even" if even else "served-wide"
    return tag("div", content, class_=look, role="region", aria_label=label, tabindex="0")


def table(caption: str, head: Sequence[object], rows: list[list[object]]) -> Html:
    """A table with a caption; the first cell of a row names it."""
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in head))),
        tag(
            "tbody",
            *(tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows),
        ),
    )
