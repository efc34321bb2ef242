"""The process: `python -m workflows.frameworks read|write` makes JSON of a workbook, or a workbook of JSON.

It exists because workbooks come from anybody, and because the library that reads them would stay in memory.
"""

import json
import resource
import sys

from workflows.frameworks.exchange import UnreadableFramework, as_workbook, read_plain
from workflows.rules.framework import Framework

SECONDS = 20
MEMORY = 1024 * 1024 * 1024


def main(how: str) -> None:
    """Convert what comes in, under limits that hold for this process; ends with 1, saying why, for what is none."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given = sys.stdin.buffer.read()
    if how == "write":
        sys.stdout.buffer.write(as_workbook(Framework.model_validate_json(given)))
        return
    try:
        found = json.dumps(read_plain(given, "workbook.xlsx"), ensure_ascii=False)
    except UnreadableFramework as error:
        sys.exit(str(error))
    except Exception:  # noqa: BLE001 - a parser may raise anything over a broken file
        sys.exit("workbook.xlsx is no framework file: it cannot be read")
    sys.stdout.buffer.write(found.encode())


main(*sys.argv[1:])
