"""The whole files of the nightly dumps: what is there, how large, and with which checksum."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.dumps import MEDIA
from app.verify import PACKAGE


@dataclass(frozen=True)
class WholeFile:
    """A file of the newest nightly dump. `through` is the number of the last record in it, `made` when it was made."""

    path: str
    format: str
    bytes: int
    sha256: str
    through: int
    made: str | None

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def whole_files(data: Path) -> list[WholeFile]:
    """The files in the data folder's dumps, as their data packages describe them."""
    found = []
    for kind in MEDIA:
        package = data / "dumps" / kind / PACKAGE
        if not package.is_file():
            continue
        described = json.loads(package.read_text(encoding="utf-8"))
        resources = {resource["path"]: resource for resource in described["resources"]}
        for name, resource in resources.items():
            digest = resource["hash"].removeprefix("sha256:")
            through, made = described["through"], described["created"]
            found.append(WholeFile(f"/data/{kind}/{name}", kind, resource["bytes"], digest, through, made))
    return found
