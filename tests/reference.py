"""Every reference value beside ours: `make check-reference`.

The sources stand in `tests/data/README.md`. Values printed with six digits and more were computed once from the same
files with krippendorff 0.9.0, pingouin 0.7.0 and statsmodels 0.15.0; the others are as published.
"""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from workflows.frameworks import supplied
from workflows.rules.agreement import LEVELS, alpha_of, fleiss_kappa
from workflows.rules.framework import Framework
from workflows.rules.intraclass import correlations_of
from workflows.rules.proportions import share_of
from workflows.rules.scoring import results_of
from workflows.rules.statistics import summary_of

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Compared:
    """A value as others give it, and ours to the same digits."""

    what: str
    theirs: str
    ours: str

    @property
    def same(self) -> bool:
        """Whether they are equal to the last digit given."""
        return self.theirs == self.ours


def compared(what: str, theirs: str, ours: float | Decimal | None) -> Compared:
    """Ours, rounded to as many digits as theirs has."""
    if ours is None:
        return Compared(what, theirs, "none")
    digits = Decimal(theirs).as_tuple().exponent
    return Compared(what, theirs, f"{Decimal(ours).quantize(Decimal(1).scaleb(int(digits)), ROUND_HALF_UP):f}")


def rows_of(name: str) -> list[list[str]]:
    """The rows under the header."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def table_of(name: str) -> list[list[Decimal | None]]:
    """The values beside the names."""
    return [[Decimal(cell) if cell else None for cell in row[1:]] for row in rows_of(name)]


ALPHAS: dict[str, dict[str, tuple[str, ...]]] = {
    "krippendorff_4x12.csv": {
        "nominal": (".743", ".7434"),
        "ordinal": (".815", ".8154"),
        "interval": (".849", ".8491"),
        "ratio": (".797", ".7974"),
    },
    "krippendorff_3x15.csv": {
        "nominal": (".691", ".6914"),
        "ordinal": (".8067",),
        "interval": (".811", ".8108"),
        "ratio": (".8089",),
    },
}


def alphas() -> Iterator[Compared]:
    """Krippendorff's alpha."""
    for name, by_level in ALPHAS.items():
        table = table_of(name)
        for level in LEVELS:
            for theirs in by_level[level]:
                yield compared(f"alpha, {level}, {name}", f"0{theirs}", alpha_of(table, level).value)


# Form, value as published and as computed, interval as computed by pingouin.
INTRACLASS = {
    "ICC(1,1)": ("0.17", "0.1657417684", "-0.13", "0.72"),
    "ICC(2,1)": ("0.29", "0.2897637795", "0.02", "0.76"),
    "ICC(3,1)": ("0.71", "0.7148407148", "0.34", "0.95"),
    "ICC(1,k)": ("0.44", "0.4427971337", "-0.88", "0.91"),
    "ICC(2,k)": ("0.62", "0.6200505476", "0.07", "0.93"),
    "ICC(3,k)": ("0.91", "0.9093155424", "0.68", "0.99"),
}


def intraclass() -> Iterator[Compared]:
    """The six forms, with intervals."""
    table = [[Decimal(cell) for cell in row[1:]] for row in rows_of("shrout_fleiss_1979.csv")]
    for found in correlations_of(table) or []:
        published, computed, lower, upper = INTRACLASS[found.form]
        yield compared(found.form, published, found.value)
        yield compared(found.form, computed, found.value)
        if found.interval:
            yield compared(f"{found.form}, lower", lower, found.interval.lower)
            yield compared(f"{found.form}, upper", upper, found.interval.upper)


def kappas() -> Iterator[Compared]:
    """Fleiss' kappa."""
    for name, values in {
        "fleiss_1971.csv": ("0.430", "0.4302"),
        "wikipedia_fleiss_10x14.csv": ("0.210", "0.2099"),
    }.items():
        counts = [[int(cell) for cell in row[1:]] for row in rows_of(name)]
        for theirs in values:
            yield compared(f"kappa, {name}", theirs, fleiss_kappa(counts))


WILSON = [
    ("0.255289", "0.366210"),
    ("0.062386", "0.160487"),
    ("0.000000", "0.161125"),
    ("0.006113", "0.171755"),
]


def shares() -> Iterator[Compared]:
    """Wilson's interval."""
    for (successes, n, _, lower, upper), more in zip(rows_of("wilson.csv"), WILSON, strict=True):
        found = share_of(int(successes), int(n))
        for low, high in ((lower, upper), more):
            yield compared(f"Wilson {successes}/{n}, lower", low, found.lower)
            yield compared(f"Wilson {successes}/{n}, upper", high, found.upper)


def framework(code: str, number: int) -> Framework:
    """The supplied framework version."""
    return next(found for found in supplied() if (found.code, found.number) == (code, number))


def nok() -> Iterator[Compared]:
    """НОК УОД: the worked example, and the mean of a district."""
    example = json.loads((DATA / "nok_indicators.json").read_text(encoding="utf-8"))["example_synthetic"]
    counts = {
        code: {name: Decimal(count) for name, count in inputs.items()} for code, inputs in example["inputs"].items()
    }
    found = results_of(framework("nok_uod", 2).scheme, {}, counts)
    for code, value in (example["indicators"] | example["criteria"]).items():
        yield compared(f"НОК {code}", f"{Decimal(str(value)):.6f}", found.criteria[code].number)
    assert found.total
    yield compared("НОК S, unrounded", "85.299955", Decimal(dict(found.total.notes[0].facts)["unrounded"]))
    yield compared("НОК S, published", "85.30", found.published_total)
    totals = summary_of([Decimal(row[2]) for row in rows_of("nok_published_1.csv")])
    yield compared("НОК 2022, mean of the district", "83.862857", totals.mean)
    yield compared("НОК 2022, mean as published", "83.86", totals.mean)
    yield compared("НОК 2022, leader", "87.72", totals.highest)
    yield compared("НОК 2022, lowest", "76.38", totals.lowest)


def naac() -> Iterator[Compared]:
    """NAAC: rounding first, then the band."""
    source = json.loads((DATA / "naac.json").read_text(encoding="utf-8"))
    scheme = framework("naac_university", 1).scheme
    for exact, shown in source["rounding"]["examples"].items():
        found = results_of(scheme, {str(n): Decimal(exact) for n in range(1, 8)})
        yield compared(f"NAAC CGPA of {exact}", shown, found.published_total)
    for band in source["bands"]:
        for end in ("min", "max"):
            found = results_of(scheme, {str(n): Decimal(band[end]) for n in range(1, 8)})
            grade = found.grade.level.code if found.grade and found.grade.level else "none"
            yield Compared(f"NAAC grade of {band[end]}", band["grade"], grade)


def accreditation() -> Iterator[Compared]:
    """State accreditation: the thresholds."""
    scheme = framework("rf_state_accreditation_primary", 1).scheme
    for points, word in ((45, "conforms"), (40, "below")):
        scores = dict(zip("1234567", [10, 10, 10, 10, *([5, 0, 0] if points == 45 else [0, 0, 0])], strict=True))
        found = results_of(scheme, {code: Decimal(score) for code, score in scores.items()})
        grade = found.grade.level.code if found.grade and found.grade.level else "none"
        yield compared("accreditation, points", str(points), found.published_total)
        yield Compared(f"accreditation, {points} points", word, grade)


def all_compared() -> list[Compared]:
    """Every value."""
    return [*alphas(), *intraclass(), *kappas(), *shares(), *nok(), *naac(), *accreditation()]


if __name__ == "__main__":
    found = all_compared()
    for row in found:
        sys.stdout.write(f"{'same' if row.same else 'DIFFERS':8}{row.what:44}{row.theirs:>16}{row.ours:>16}\n")
    different = sum(not row.same for row in found)
    sys.stdout.write(f"{len(found)} values, {different} different\n")
    sys.exit(1 if different else 0)
