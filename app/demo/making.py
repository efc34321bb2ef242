"""An evaluation of the demo in the making: what is planned of it, and what every act on it needs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from app.demo.register import DemoSchool, Register
from storage.blobs import BlobStore
from storage.database import Database
from storage.keys import Signer
from workflows import evaluations, frameworks
from workflows.evaluations import NewDeadline
from workflows.processes import newest
from workflows.rules.framework import Criterion, Framework, Scale

PER_CENT = Decimal(100)


@dataclass(frozen=True)
class Plan:
    """An evaluation to make: how good the school is (per cent of each scale), and how far to go."""

    school: int
    framework: str
    quality: int
    panel: tuple[int, int, int] = (0, 1, 2)
    outcome: str = "accredited"
    votes: str = "+++++"
    conditions: int = 0
    dissent: str = ""
    holds_days: int | None = None
    """How long a favourable decision holds, where not five years."""
    reasons: str = (
        "Комиссия рассмотрела отчёт экспертов, замечания школы и ответы на них. Выводы отчёта обоснованы и подтверждены"
        " ссылками на документы."
    )
    newest: bool = False
    """Whether it stands on the newest version of its framework, and not on the first."""
    asks: bool = False
    """Whether its experts miss documents, and ask the school for them."""
    surveyed: tuple[int, ...] = field(default=(), repr=False)
    """How many families name each group of criteria as what should come first; empty where nobody is asked."""


@dataclass
class Making:
    """An evaluation in the making, and everything its acts need."""

    database: Database
    blobs: BlobStore
    signer: Signer
    register: Register
    plan: Plan
    chance: Random
    decides: bool = False
    evaluation: UUID = field(default_factory=lambda: UUID(int=0))
    cited: dict[str, tuple[UUID, int]] = field(default_factory=dict)
    values: dict[str, list[Decimal]] = field(default_factory=dict)

    @property
    def school(self) -> DemoSchool:
        """The school evaluated."""
        return self.register.schools[self.plan.school - 1]

    @property
    def framework(self) -> Framework:
        """The framework it is evaluated on."""
        known = [known for known in frameworks.supplied() if known.code == self.plan.framework]
        return known[-1] if self.plan.newest else known[0]

    @property
    def scored(self) -> list[Criterion]:
        """What is scored."""
        return [criterion for criterion in self.framework.criteria if criterion.scale]

    @property
    def lead(self) -> UUID:
        """The panel's lead."""
        return self.panel[0]

    @property
    def panel(self) -> list[UUID]:
        """The panel, the lead first."""
        return [self.register.experts[place].id for place in self.plan.panel]

    def scale(self, criterion: Criterion) -> Scale:
        """The scale of a scored criterion."""
        assert criterion.scale
        return self.framework.scales[criterion.scale]

    def share(self, criterion: Criterion, value: Decimal) -> Decimal:
        """How high a value lies on its scale, 0 to 1."""
        scale = self.scale(criterion)
        return (value - scale.minimum) / (scale.maximum - scale.minimum)

    def value(self, criterion: Criterion, spread: int) -> Decimal:
        """A value around the school's quality, on the scale."""
        per_cent = Decimal(min(max(self.plan.quality + self.chance.randint(-spread, spread), 3), 100))
        scale = self.scale(criterion)
        if scale.levels:
            place = min(int(per_cent / PER_CENT * len(scale.levels)), len(scale.levels) - 1)
            return scale.levels[place].value
        return (scale.minimum + (scale.maximum - scale.minimum) * per_cent / PER_CENT).quantize(Decimal(1))

    async def version(self) -> int:
        """The case's present version."""
        async with self.database.working() as transaction:
            found: int = await transaction.value(
                "SELECT version FROM working.evaluation WHERE id = :id", id=self.evaluation
            )
            return found

    async def step(self, person: UUID, action: str) -> None:
        """A step that needs nothing but the will to take it."""
        await evaluations.take_step(self.database, person, self.evaluation, action, await self.version())

    async def open(self, process_code: str, call: UUID | None = None) -> None:
        """To the first state of a process."""
        process = newest(process_code)
        assert process
        now = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)
        self.evaluation = await evaluations.open_evaluation(
            self.database,
            self.register.secretary,
            f"demo {process_code} {self.plan.school} {self.plan.framework}",
            school=self.school.id,
            framework=frameworks.framework_key(self.framework),
            process_code=process_code,
            deadlines=[NewDeadline(kind.name, now + timedelta(days=kind.length)) for kind in process.at_opening()],
            call=call,
        )
