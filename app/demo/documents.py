"""Evidence of the demo schools: real PDF, DOCX, XLSX and PNG files, with the text of every page."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import typst
from docx import Document
from docx.enum.text import WD_BREAK
from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

from app.demo.texts import facts
from workflows.rules import files

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
MADE = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class DemoDocument:
    """A file with what citations and search need of it."""

    file_name: str
    title: str
    media_type: str
    content: bytes
    pages: tuple[str, ...]
    criterion_codes: tuple[str, ...]
    public: bool
    dated_on: date | None


@dataclass(frozen=True)
class Section:
    """A page of a document: a heading, paragraphs, and a table."""

    heading: str
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text."""
        rows = ["\t".join(row) for row in self.table]
        return "\n".join([self.heading, *self.paragraphs, *rows])


def pdf(title: str, sections: Sequence[Section]) -> tuple[bytes, tuple[str, ...]]:
    """A PDF, a section a page."""
    shown = {"title": title, "sections": [asdict(section) for section in sections]}
    made = typst.compile(
        HERE / "document.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": json.dumps(shown, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(MADE.timestamp()),
    )
    return made, tuple(section.text for section in sections)


def word(title: str, sections: Sequence[Section]) -> tuple[bytes, tuple[str, ...]]:
    """A DOCX, a section a page."""
    made = Document()
    made.core_properties.title = title
    made.core_properties.created = made.core_properties.modified = MADE.replace(tzinfo=None)
    for number, section in enumerate(sections):
        heading = made.add_paragraph()
        if number:
            heading.add_run().add_break(WD_BREAK.PAGE)
        heading.add_run(section.heading).bold = True
        for paragraph in section.paragraphs:
            made.add_paragraph(paragraph)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue(), tuple(section.text for section in sections)


def sheet(title: str, sections: Sequence[Section]) -> tuple[bytes, tuple[str, ...]]:
    """An XLSX, a section a sheet."""
    made = Workbook()
    made.properties.title = title
    made.properties.created = made.properties.modified = MADE.replace(tzinfo=None)
    pages = []
    for number, section in enumerate(sections):
        page: Any = made.active if number == 0 else made.create_sheet()
        page.title = section.heading[:31]
        for row in section.table:
            page.append(row)
        page.column_dimensions["A"].width = 46
        pages.append("\n".join([section.heading[:31], *("\t".join(row) for row in section.table)]))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue(), tuple(pages)


def photo(caption: str, chance: Random) -> bytes:
    """A picture of an information stand, drawn."""
    made = Image.new("RGB", (1200, 800), (232, 226, 214))
    pen = ImageDraw.Draw(made)
    font = ImageFont.truetype(str(FONTS / "DejaVuSerif-Bold.ttf"), 40)
    pen.rectangle((80, 90, 1120, 720), fill=(34, 82, 110))
    pen.text((600, 130), caption, font=font, fill="white", anchor="mm")
    for column in range(4):
        for row in range(2):
            left, top = 130 + column * 245, 190 + row * 260
            pen.rectangle((left, top, left + 205, top + 225), fill=(250, 249, 245))
            for line in range(9):
                pen.line(
                    (left + 18, top + 30 + line * 20, left + chance.randint(90, 185), top + 30 + line * 20),
                    fill=(120, 120, 120),
                    width=4,
                )
    target = io.BytesIO()
    made.save(target, "PNG", optimize=True)
    return target.getvalue()


@dataclass(frozen=True)
class Plan:
    """A document to make for a framework: what it is called and which criteria it speaks to."""

    file_name: str
    title: str
    codes: tuple[str, ...]
    public: bool = False
    dated_on: date | None = None


PLANS: dict[str, tuple[Plan, ...]] = {
    "nok_uod": (
        Plan(
            "Отчёт о самообследовании 2026.pdf",
            "Отчёт о самообследовании за 2026 год",
            tuple("1.1 1.2 1.3 2.1 2.3 3.1 3.2 3.3 4.1 4.2 4.3 5.1 5.2 5.3".split()),  # noqa: SIM905 - a list of codes
            public=True,
        ),
        Plan("Стенды и сайт.docx", "Акт сверки стендов и сайта", ("1.1", "1.2")),
        Plan(
            "Протокол опроса.xlsx",
            "Протокол опроса получателей услуг",
            ("1.3", "2.3", "3.3", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3"),
            public=True,
        ),
        Plan(
            "Паспорт доступности.pdf",
            "Паспорт доступности здания",
            ("2.1", "3.1", "3.2"),
            public=True,
            dated_on=date(2022, 4, 12),
        ),
        Plan("Фото стенда.png", "Фотография информационного стенда", ("1.1",)),
    ),
    "esg_2015": (
        Plan(
            "Отчёт о самообследовании 2026.pdf",
            "Отчёт о самообследовании за 2026 год",
            tuple(f"1.{number}" for number in range(1, 11)),
            public=True,
        ),
        Plan(
            "Положение о ВСОКО.docx",
            "Положение о внутренней системе оценки качества",
            ("1.1", "1.2", "1.9"),
            dated_on=date(2025, 2, 3),
        ),
        Plan("Результаты обучения.xlsx", "Результаты обучения за три года", ("1.3", "1.4", "1.7"), public=True),
        Plan("Кадры и ресурсы.pdf", "Кадры и ресурсы", ("1.5", "1.6", "1.8", "1.10"), dated_on=date(2026, 8, 20)),
    ),
}

PASSAGE = (
    "Отчёт составлен рабочей группой школы. Каждый показатель подкреплён первичным документом, место хранения которого"
    " указано в приложении. Сведения приведены по состоянию на 1 сентября 2026 года."
)


def _sections(school: str, municipality: str, framework: str, plan: Plan) -> list[Section]:
    chance = Random(f"{school} {plan.title}")
    cover = Section(plan.title, (school, municipality, PASSAGE))
    pages = []
    for code in plan.codes:
        low = chance.randint(60, 88)
        table = (
            ("Показатель", "2024", "2025", "2026"),
            (f"{code}, %", str(low), str(low + chance.randint(0, 5)), str(low + chance.randint(4, 10))),
            ("Число ответивших", *(str(chance.randint(90, 320)) for _ in range(3))),
        )
        pages.append(Section(f"Показатель {code}", tuple(facts(framework, code, school)), table))
    return [cover, *pages]


MAKERS: dict[str, Callable[[str, Sequence[Section]], tuple[bytes, tuple[str, ...]]]] = {
    files.PDF.media_type: pdf,
    files.WORD.media_type: word,
    files.SHEET.media_type: sheet,
}


def documents_for(school: str, municipality: str, framework: str) -> list[DemoDocument]:
    """The evidence a school sends in on a framework; the same files every time."""
    made = []
    for plan in PLANS[framework]:
        kind = files.kind_by_name(plan.file_name)
        assert kind, "plans name files that are accepted"
        if kind is files.PNG:
            chance = Random(school)
            content = photo("Информация для родителей", chance)
            pages: tuple[str, ...] = ("",)
        else:
            sections = _sections(school, municipality, framework, plan)
            if kind is files.SHEET:
                sections = sections[1:]
            content, pages = MAKERS[kind.media_type](plan.title, sections)
        made.append(
            DemoDocument(
                plan.file_name, plan.title, kind.media_type, content, pages, plan.codes, plan.public, plan.dated_on
            )
        )
    return made
