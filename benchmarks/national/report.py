"""The table people read, and the same as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.national.load import Measured

COLUMNS = ("question", "server", "at first", "per second", "of ceiling", "p50 ms", "p99 ms", "p99 / p50")


def ratios(measured: Mapping[str, Mapping[str, Measured]]) -> dict[str, dict[str, float]]:
    """Each server's share of what the ceiling (or the constant answer) takes, by question."""
    return {
        question: {
            name: round(one.rate / against.rate, 3)
            for name, one in servers.items()
            if (against := servers.get("ceiling") or servers.get("constant"))
        }
        for question, servers in measured.items()
    }


def table(measured: Mapping[str, Mapping[str, Measured]]) -> str:
    """A line a question and server."""
    lines = [COLUMNS]
    shares = ratios(measured)
    for question, servers in measured.items():
        for name, one in sorted(servers.items(), key=lambda pair: -pair[1].rate):
            share = shares[question].get(name)
            lines.append(
                (
                    *(question, name, "" if one.first_rate is None else f"{one.first_rate:.0f}", f"{one.rate:.0f}"),
                    f"{share:.2f}" if share is not None else "",
                    *(f"{one.p50:.1f}", f"{one.p99:.1f}", f"{one.p99 / max(one.p50, 0.001):.1f}"),
                )
            )
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    return "\n".join("  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)) for line in lines)


def merged(path: Path, scale: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the file has of other scales, with what was found at this one."""
    before = json.loads(path.read_text(encoding="utf-8")).get("scales", {}) if path.exists() else {}
    return {"scales": {**before, scale: found}}


def written(results: Mapping[str, Any], path: Path) -> None:
    """The results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
