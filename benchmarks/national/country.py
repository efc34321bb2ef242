"""The invented country: schools, evaluations and what was said in them, each a pure function of its place.

Everything that is stored twice (in working tables, and in the published record) is computed once, here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from benchmarks.national.words import (
    CRITERIA,
    DOCUMENTS,
    GROUPS,
    LEVELS,
    OWNERS,
    QUOTES,
    REGION_FORMS,
    REGION_ROOTS,
    paragraph,
    words_of,
)
from workflows import frameworks
from workflows.processes import newest
from workflows.rules.framework import Framework
from workflows.rules.records import moment

REGIONS, MUNICIPALITIES_A_REGION, SCHOOLS = 85, 6, 5_000
REVIEWS, DOCUMENTS_A_CASE, MEMBERS = 3, len(DOCUMENTS), 7
LEANS = (-1, 0, 0, 0, 0, 1)
"""How much less or more than others a reviewer gives, in turns."""
BEGIN = datetime(2024, 1, 9, 6, tzinfo=UTC)
PROCESS = "public-professional-evaluation"
CONSTITUENCIES = ("PEDAGOGUE", "PARENT", "EMPLOYER")
KINDS = (
    *("region", "municipality", "school", "person", "evaluation", "seat", "review"),
    *("citation", "document", "version", "motion", "sitting"),
)


def key(kind: str, number: int) -> UUID:
    """The key of the thing of this kind with this number."""
    return UUID(int=(0xA4E0_0000 + KINDS.index(kind)) << 96 | 0x4000_8000 << 48 | number)


def texts(pair: tuple[str, str]) -> dict[str, str]:
    """A text in both languages."""
    return {"ru": pair[0], "en": pair[1]}


@cache
def framework(number: int) -> Framework:
    """The framework of twenty criteria, in one of its versions."""
    levels = [{"value": str(place), "title": texts(level)} for place, level in enumerate(LEVELS, start=1)]
    scale = {"kind": "LEVELS", "minimum": "1", "maximum": "5", "step": "1", "levels": levels}
    criteria: list[dict[str, Any]] = []
    for place, group in enumerate(GROUPS, start=1):
        criteria.append({"code": f"{place}", "kind": "STANDARD", "title": texts(group), "weight": "0.25"})
        for below in range(1, 6):
            title = texts(CRITERIA[(place - 1) * 5 + below - 1])
            criteria.append(
                {"code": f"{place}.{below}", "kind": "CRITERION", "parent": f"{place}", "title": title}
                | {"weight": "0.2", "scale": "five", "evidence_required": True}
            )
    title = {"ru": f"Стандарт качества школы, версия {number}", "en": f"School quality standard, version {number}"}
    common = {"code": "national_standard", "number": number, "title": title, "maximum": "5"}
    return Framework.model_validate(
        {**common, "aggregation": "WEIGHTED_MEAN", "scales": {"five": scale}, "criteria": criteria}
    )


@cache
def body_of(version: int) -> dict[str, Any]:
    """The framework version as it is published."""
    return frameworks.body_of(framework(version))


@dataclass(frozen=True)
class Case:
    """One evaluation: its place among all, its school, the framework version, and its record's number."""

    place: int
    school: int
    version: int
    record: int | None
    open: int | None

    @property
    def number(self) -> str:
        """The number people use."""
        return f"{2024 + self.place % 3}-{self.place:06d}"

    def score(self, criterion: int, review: int) -> int:
        """What a reviewer gave."""
        lean = LEANS[(self.place + criterion * 3 + review * 5) % len(LEANS)]
        usual = 2 + ((self.school * 31 + criterion * 17 + self.place * (criterion + 3)) % 8) // 2
        return min(max(usual + lean, 1), 5)

    def agreed(self) -> list[int]:
        """The panel's values by criterion: the medians."""
        reviews = range(REVIEWS)
        return [
            sorted([self.score(criterion, review) for review in reviews])[REVIEWS // 2]
            for criterion in range(len(CRITERIA))
        ]

    def total(self) -> str:
        """The mean of the panel's values: twenty of equal weight, so two decimals are exact."""
        hundredths = 5 * sum(self.agreed())
        whole = f"{hundredths // 100}.{hundredths % 100:02d}"
        return whole.rstrip("0").rstrip(".")

    def reason(self, criterion: int, review: int) -> str:
        """A reviewer's justification."""
        return paragraph(self.place * 3 + criterion * 7 + review * 11, 3)

    def position(self, criterion: int) -> str:
        """The panel's reasons."""
        return paragraph(self.place * 5 + criterion * 3, 4)

    def citation(self, criterion: int, review: int) -> tuple[int, int, str | None]:
        """Which document of the case a score rests on, which page, which words. Each review cites another one."""
        document = (criterion + review) % DOCUMENTS_A_CASE
        page = 1 + (self.place * 3 + criterion * 5 + review) % DOCUMENTS[document][2]
        return document, page, words_of(QUOTES, self.place + criterion) if review == 0 else None

    def outcome(self) -> str:
        """The decision."""
        return ("accredited", "accredited", "accredited_with_conditions", "refused")[(self.place * 7 + self.school) % 4]

    def conditions(self) -> list[dict[str, Any]]:
        """What the school must do, as motions keep it."""
        if self.outcome() != "accredited_with_conditions":
            return []
        due = (self.decided_at + timedelta(days=180)).date().isoformat()
        return [
            {"text": paragraph(self.place + turn, 1), "criterion_code": f"{1 + turn}.2", "owner": OWNERS[turn]}
            | {"due_on": due}
            for turn in range(2)
        ]

    @property
    def opened_at(self) -> datetime:
        """When it was opened."""
        return BEGIN - timedelta(days=90) + timedelta(minutes=15 * self.place)

    @property
    def decided_at(self) -> datetime:
        """When the commission met and decided."""
        return BEGIN + timedelta(minutes=20 * (self.record or 0))

    @property
    def valid(self) -> tuple[date, date]:
        """From and until when the decision holds."""
        first = self.decided_at.date()
        return first, first.replace(year=first.year + 5, day=min(first.day, 28))

    @property
    def published_at(self) -> datetime:
        """When the record became public."""
        return self.decided_at + timedelta(days=3)


@dataclass(frozen=True)
class Country:
    """The country with so many schools."""

    schools: int

    @property
    def experts(self) -> int:
        """Each sits on twenty open panels."""
        return self.schools * 12 // 50

    @cached_property
    def cases(self) -> list[Case]:
        """Four evaluations a school, the older ones published: 60 % of all."""
        found: list[Case] = []
        records = opened = 0
        for turn in range(4):
            for school in range(self.schools):
                published = turn < 2 or (turn == 2 and school % 5 < 2)
                records, opened = records + published, opened + (not published)
                version = 1 + (turn == 3)
                found.append(
                    Case(
                        turn * self.schools + school,
                        school,
                        version,
                        records if published else None,
                        None if published else opened - 1,
                    )
                )
        return found

    def published(self) -> Iterator[Case]:
        """The published ones, in the order of their records."""
        return (case for case in self.cases if case.record)

    def expert(self, case: Case, review: int) -> int:
        """Who sits on a seat of a panel."""
        return ((case.open if case.open is not None else case.record or 0) * REVIEWS + review) % self.experts


def region_name(number: int) -> dict[str, str]:
    """The name of a region."""
    root, form = REGION_ROOTS[number % len(REGION_ROOTS)], REGION_FORMS[number // len(REGION_ROOTS)]
    return {"ru": f"{root}{form[0]}", "en": f"Region {number + 1} {form[1]}"}


def municipality_name(number: int) -> dict[str, str]:
    """The name of a municipality."""
    return {"ru": f"Район № {number % MUNICIPALITIES_A_REGION + 1}", "en": f"District {number + 1}"}


def municipality_of(school: int) -> int:
    """The municipality of a school; its region is this by six."""
    return school % REGIONS * MUNICIPALITIES_A_REGION + school // REGIONS % MUNICIPALITIES_A_REGION


def school_name(number: int) -> dict[str, str]:
    """The name of a school."""
    kind = ("Средняя школа", "Гимназия", "Лицей", "Основная школа")[number % 4]
    patron = ("имени А. С. Пушкина", "имени Ю. А. Гагарина", "имени М. В. Ломоносова", "с углублённым изучением химии")
    return {"ru": f"{kind} № {number + 1} {patron[number // 4 % 4]}", "en": f"School No. {number + 1}"}


def address(number: int) -> str:
    """Where a school stands."""
    street = ("Школьная", "Садовая", "Лесная", "Молодёжная", "Центральная", "Набережная")[number % 6]
    return f"ул. {street}, д. {1 + number % 120}"


def report(case: Case) -> dict[str, str]:
    """The panel's report."""
    return {
        "summary": paragraph(case.place, 6),
        "strengths": paragraph(case.place + 1, 3),
        "recommendations": paragraph(case.place + 2, 3),
    }


def reasons(case: Case) -> str:
    """Why the commission decided so."""
    return paragraph(case.place + 4, 3)


def document(case: Case, place: int) -> dict[str, Any]:
    """One of the public documents of a case."""
    title, name, pages = DOCUMENTS[place]
    digest = f"{case.place:032x}{place:032x}"
    return {"title": title, "file_name": name, "media_type": "application/pdf", "page_count": pages, "sha256": digest}


def _criterion_parts(case: Case, body: dict[str, Any]) -> list[dict[str, Any]]:
    parts, scored, agreed = [], 0, case.agreed()
    for criterion in body["criteria"]:
        part = {name: criterion[name] for name in ("code", "parent", "title", "scale")}
        part |= {"score": None, "level": None, "self_score": None, "position": None, "citations": []}
        if criterion["scored"]:
            value = agreed[scored]
            cited = sorted(case.citation(scored, review) for review in range(REVIEWS))
            part |= {
                "score": str(value),
                "level": texts(LEVELS[value - 1]),
                "self_score": str(min(value + 1, 5)),
                "position": case.position(scored),
                "citations": [
                    {"document": DOCUMENTS[document][0], "page": page, "quote": quote}
                    for document, page, quote in cited
                ],
            }
            scored += 1
        else:
            first = (int(criterion["code"]) - 1) * 5
            tenths = 2 * sum(agreed[first : first + 5])
            part["score"] = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
        parts.append(part)
    return parts


def record(case: Case) -> dict[str, Any]:
    """The published record of a case, as `workflows.publications` would put it together."""
    body = body_of(case.version)
    process = newest(PROCESS)
    assert process, "the process is supplied"
    outcome = process.outcome(case.outcome())
    assert outcome, "the process has it"
    municipality = municipality_of(case.school)
    region = municipality // MUNICIPALITIES_A_REGION
    return {
        "format": "areopag-record/1",
        "number": case.record,
        "kind": "RESULT",
        "corrects": None,
        "published_at": moment(case.published_at),
        "school": {
            "id": key("school", case.school).hex,
            "name": school_name(case.school),
            "address": address(case.school),
            "municipality": {"id": key("municipality", municipality).hex, "name": municipality_name(municipality)},
            "region": {"id": key("region", region).hex, "name": region_name(region)},
        },
        "framework": {
            "id": frameworks.framework_key(framework(case.version)).hex,
            "code": "national_standard",
            "number": case.version,
            "title": body["title"],
            "aggregation": body["aggregation"],
        },
        "process": {"code": process.code, "version": process.version, "title": process.title.model_dump()},
        "evaluation": case.number,
        "source": None,
        "result": {
            "outcome": outcome.model_dump(),
            "total": case.total(),
            "maximum": body["maximum"],
            "decided_on": case.decided_at.date().isoformat(),
            "valid_from": case.valid[0].isoformat(),
            "valid_to": case.valid[1].isoformat(),
        },
        "criteria": _criterion_parts(case, body),
        "report": {**report(case), "reasons": reasons(case)},
        "conditions": [
            {"text": c["text"], "criterion": c["criterion_code"], "owner": c["owner"], "due_on": c["due_on"]}
            for c in case.conditions()
        ],
        "panel": [{"constituency": named, "lead": place == 0} for place, named in enumerate(CONSTITUENCIES)],
        "vote": {"for": 6, "against": 1, "abstained": 0, "recused": 0, "quorum": 4, "eligible": MEMBERS}
        | {"held_at": moment(case.decided_at)},
        "dissents": [],
        "claims": [],
        "documents": [document(case, place) for place in range(DOCUMENTS_A_CASE)],
    }
