"""Where evidence is kept and scanned, as the settings write it: `file:…`, `s3://…`, `host:port`, `unix:…`."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

DEFAULT_REGION = "us-east-1"
CLAMD_PORT = 3310


def origin_of(address: str) -> str:
    """What a browser calls the server of an address: `https://areopag.example`.

    Raises ValueError with what to write instead.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("write https://HOST or http://HOST:PORT")
    return f"{parts.scheme}://{parts.netloc}".lower()


@dataclass(frozen=True)
class EvidencePlace:
    """A folder, or a bucket; a bucket without an endpoint is Amazon's."""

    folder: Path | None
    bucket: str | None = None
    endpoint: str | None = None
    region: str = DEFAULT_REGION

    @property
    def origin(self) -> str | None:
        """What a browser calls the server that the bucket is on, where it is known."""
        if self.endpoint is None:
            return f"https://s3.{self.region}.amazonaws.com" if self.bucket else None
        return origin_of(self.endpoint)


@dataclass(frozen=True)
class Scanner:
    """A ClamAV daemon: a socket of this machine, or a port of a host."""

    socket: Path | None
    host: str = ""
    port: int = CLAMD_PORT


def evidence_place(url: str) -> EvidencePlace:
    """`file:/srv/evidence`, `s3://bucket?endpoint=https://s3.example&region=eu-1`.

    Raises ValueError with what to write instead.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return EvidencePlace(Path(unquote(parts.path)))
    options = dict(parse_qsl(parts.query))
    endpoint = options.pop("endpoint", None)
    region = options.pop("region", DEFAULT_REGION)
    known = not options and (endpoint is None or urlsplit(endpoint).scheme in ("http", "https"))
    if parts.scheme == "s3" and parts.netloc and not parts.path.strip("/") and known:
        return EvidencePlace(None, parts.netloc, endpoint, region)
    raise ValueError("write file:FOLDER, or s3://BUCKET?endpoint=https://HOST:PORT&region=REGION")


def scanner(place: str) -> Scanner:
    """`127.0.0.1:3310`, `scanner`, `unix:/run/clamav/clamd.ctl`.

    Raises ValueError with what to write instead.
    """
    if place.startswith("unix:/"):
        return Scanner(Path(place.removeprefix("unix:")))
    host, _, port = place.rpartition(":") if ":" in place else (place, "", str(CLAMD_PORT))
    if not host or "/" in place or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError("write HOST:PORT, or unix:/PATH/OF/THE/SOCKET")
    return Scanner(None, host.strip("[]"), int(port))
