"""The parts of a report as HTML: what `report.typ` draws on paper, for a page that needs no program to be read."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.pages.bars import bar
from app.pages.markup import Html, join, link, prose, table, tag, wide
from app.pages.words import Language

Part = Mapping[str, Any]
MARKS = {"good": "✓", "warn": "▲", "bad": "✕", "plain": "●"}
"""Beside a decision, so that colour is never alone."""
ADDRESS = re.compile(r"https?://\S+")


def drawn(parts: Sequence[Part], base: str, language: Language) -> Html:
    """The parts, one after another. Addresses of this server, which begin with `base`, lead where they say."""
    title = ""
    shown: list[Html] = []
    for part in parts:
        shown.append(_Page(base, language, title).draw(part))
        title = part["text"] if part["kind"] == "heading" else title
    return join(*shown)


class _Page:
    """How each kind of part looks on a page under the heading `title`."""

    def __init__(self, base: str, language: Language, title: str) -> None:
        self._base, self._language, self._title = base, language, title

    def draw(self, part: Part) -> Html:
        """One part."""
        kinds: dict[str, Callable[[Part], Html]] = {
            "heading": lambda one: tag(f"h{one['level'] + 1}", one["text"]),
            "quiet": lambda one: tag("p", one["text"], class_="served-note"),
            "prose": self._prose,
            "notice": self._notice,
            "verdict": self._verdict,
            "levels": lambda one: tag("ul", *(tag("li", level["told"]) for level in one["counts"])),
            "facts": self._facts,
            "table": self._table,
            "bars": self._bars,
            "criterion": self._criterion,
            "steps": self._steps,
            "opinions": lambda one: join(*(tag("blockquote", self._prose(text)) for text in one["texts"])),
        }
        return kinds[part["kind"]](part)

    def _text(self, name: str, value: str) -> Html:
        return prose(name, value, self._language)

    def _prose(self, part: Part) -> Html:
        return join(*(self._text("p", paragraph) for paragraph in part["paragraphs"]))

    def _led(self, value: str) -> Html:
        """A text in which addresses of this server are links."""
        found = ADDRESS.search(value)
        if not found or not found[0].startswith(f"{self._base}/"):
            return join(value)
        return join(value[: found.start()], link(found[0], found[0]), value[found.end() :])

    def _notice(self, part: Part) -> Html:
        lines = [tag("p", self._led(line["text"])) for line in part["lines"]]
        return tag("div", tag("p", tag("strong", part["title"])), *lines, class_=f"served-notice served-{part['tone']}")

    def _verdict(self, part: Part) -> Html:
        mark = tag("span", MARKS[part["tone"]], aria_hidden="true")
        decided = join(
            tag("p", part["outcome_label"], class_="served-note"),
            tag("p", mark, f" {part['outcome']}", class_=f"served-result served-{part['tone']}"),
        )
        total = join(
            tag("p", part["total_label"], class_="served-note"),
            tag(
                "p",
                tag("strong", part["total"]),
                f" {part['maximum']}" if part["maximum"] else "",
                class_="served-result",
            ),
            bar(part["share"]),
        )
        return join(
            decided if part["outcome"] else "",
            total if part["total"] is not None else "",
            *(tag("p", line) for line in part["lines"]),
        )

    def _facts(self, part: Part) -> Html:
        rows = [
            join(tag("dt", term), tag("dd", tag("code", self._led(value)) if exact else value))
            for term, value, exact in part["rows"]
        ]
        return tag("dl", *rows)

    def _grid(self, head: Sequence[object], rows: Sequence[Sequence[object]]) -> Html:
        """A table under the heading that names it."""
        return wide(table(self._title, head, [list(row) for row in rows]), self._title)

    def _table(self, part: Part) -> Html:
        return self._grid(part["head"], [[self._cell(cell) for cell in row] for row in part["rows"]])

    def _cell(self, cell: Part) -> Html:
        if cell["exact"]:
            return tag("code", cell["text"])
        return link(cell["leads_to"], cell["text"]) if cell["leads_to"] else self._text("span", cell["text"])

    def _bars(self, part: Part) -> Html:
        key = part["key"]
        rows = []
        for row in part["rows"]:
            title = tag("strong", row["title"]) if row["group"] else row["title"]
            told = join(bar(row["share"], row["own_share"]), tag("span", row["words"]) if row["words"] else "")
            rows.append([title, told, row["value"], *([row["own"]] if key["own"] else [])])
        own = f" {key['own']}: ○" if key["own"] else ""
        return join(tag("p", f"{key['panel']}: ▬{own}", class_="served-note"), self._grid(part["head"], rows))

    def _criterion(self, part: Part) -> Html:
        value = [one for one in (part["value"], part["words"]) if one]
        own = tag("span", f" {part['own']}", class_="served-note") if part["own"] else ""
        cited = [tag("li", self._citation(one)) for one in part["citations"]]
        return join(
            tag(f"h{part['level'] + 1}", part["title"]),
            tag("p", tag("strong", " — ".join(value)), own) if value else "",
            self._prose(part["position"]) if part["position"] else "",
            join(tag("p", part["citations_label"], class_="served-note"), tag("ul", *cited)) if cited else "",
        )

    def _citation(self, part: Part) -> Html:
        where = join(self._text("span", part["document"]), f", {part['page']}")
        return join(
            link(part["leads_to"], where) if part["leads_to"] else where,
            self._text("p", part["quote"]) if part["quote"] else "",
            tag("p", part["area_told"], class_="served-note") if part["area_told"] else "",
        )

    def _steps(self, part: Part) -> Html:
        rows = []
        for step in part["rows"]:
            name = tag("strong", step["name"]) if step["depth"] == 0 else step["name"]
            how = tag("span", step["explained"], class_="served-note served-below-it")
            weighs = (step["weight"] or "").replace(" ", "\u00a0")
            weight = tag("span", weighs, class_="served-note served-below-it") if weighs else ""
            depth = f"served-depth-{min(step['depth'], 4)}"
            rows.append([tag("div", name, how, class_=depth), join(step["outcome"], weight)])
        return self._grid(part["head"], rows)
