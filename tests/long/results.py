"""What a long run found, kept in benchmarks/results with the day, the commit and the machine it was found on."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def keep(name: str, found: dict[str, object]) -> None:
    """Write `benchmarks/results/{name}.json` anew."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    where = {"date": datetime.now(UTC).date().isoformat(), "commit": commit, "machine": f"{os.cpu_count()} cores"}
    (ROOT / f"benchmarks/results/{name}.json").write_text(json.dumps(where | found, indent=2) + "\n")
