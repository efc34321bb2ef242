"""Settings of a running Areopag, read from the environment and checked once at start."""

import os
import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.places import EvidencePlace, Scanner, evidence_place, origin_of, scanner


class Mode(StrEnum):
    """How the server behaves: `demo` has demo people and data, `production` neither and is strict."""

    DEMO = "demo"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


OF_THE_DEMO = {"public": 60, "panel": 24, "restricted": 12}
"""Months that the demo keeps documents, so that something is due; only there, and only where nobody says otherwise."""


class Settings(BaseSettings):
    """Every setting, its default and its meaning; the environment variable is `AREOPAG_` + the name."""

    model_config = SettingsConfigDict(env_prefix="AREOPAG_", extra="ignore", env_ignore_empty=True)

    mode: Mode = Field(default=Mode.DEMO, description="demo, development or production")
    data: Path = Field(default=Path("data"), description="folder for the embedded database, evidence and keys")
    database_url: str | None = Field(
        default=None, description="PostgreSQL to use instead of the embedded one: postgresql://owner@host/name"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(
        default=8000,
        ge=1,
        le=65535,
        validation_alias=AliasChoices("PORT", "AREOPAG_PORT"),
        description="port to listen on; also read from PORT",
    )
    public_url: str | None = Field(
        default=None, description="address people type, when a proxy stands in front: https://areopag.example"
    )
    session_hours: int = Field(default=12, ge=1, le=720, description="how long a sign-in lasts")
    # At least one query of the highest cost, `COST` in schema/limits.py.
    points_a_minute: int = Field(
        default=300_000, ge=50_000, description="cost of queries one address may ask for in a minute; people, 5 times"
    )
    upload_limit_mb: int = Field(default=200, ge=1, description="largest evidence file, in MiB")
    case_limit_mb: int = Field(default=20_000, ge=1, description="evidence files of one case altogether, in MiB")
    keep_public_months: int | None = Field(
        default=None, ge=0, description="months after its case has ended that a public document is kept; none: for good"
    )
    keep_panel_months: int | None = Field(
        default=None, ge=0, description="the same for a document that whoever works on the case reads"
    )
    keep_restricted_months: int | None = Field(
        default=None, ge=0, description="the same for a document that school, lead and secretariat read"
    )
    evidence_url: str | None = Field(
        default=None,
        description="where evidence bytes are kept: file:FOLDER, or s3://BUCKET?endpoint=https://HOST:PORT&region=REGION",
    )
    s3_access_key: SecretStr | None = Field(default=None, description="S3 access key id, unless AWS's own settings say")
    s3_secret_key: SecretStr | None = Field(default=None, description="S3 secret key")
    signing_key: Path | None = Field(
        default=None, description="file with the Ed25519 private key that signs publications (PEM), instead of our own"
    )
    stamp: Path | None = Field(
        default=None,
        description="file with the private key and the certificates (PEM) that sign certificates on paper, instead of"
        " our own",
    )
    clamd: str | None = Field(default=None, description="ClamAV daemon: HOST:PORT or unix:/PATH; no scan without it")
    soffice: Path | None = Field(
        default=None,
        description="LibreOffice's program, which makes office files readable as pages; without it, `soffice` on PATH",
    )
    processes: Path | None = Field(
        default=None, description="folder with process definitions of your own, beside those supplied"
    )
    oidc_issuer: str | None = Field(
        default=None, description="OpenID provider people may sign in through, as it names itself: https://id.example"
    )
    oidc_client_id: str | None = Field(default=None, description="what the provider knows this server as")
    oidc_client_secret: SecretStr | None = Field(default=None, description="the secret shared with the provider")
    oidc_name: str = Field(default="OpenID", description="what the button on the sign-in screen calls the provider")
    second_step: bool | None = Field(
        default=None,
        description="whether secretaries, chairs and administrators need more than a password; true in production",
    )
    smtp_host: str | None = Field(default=None, description="mail server; no letters are sent without it")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="how the connection to the mail server is secured: starttls, tls or none"
    )
    smtp_user: str | None = Field(default=None, description="login at the mail server")
    smtp_password: SecretStr | None = Field(default=None, description="password at the mail server")
    smtp_from: str | None = Field(default=None, description="address letters come from: areopag@agency.example")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="how much is logged")
    workers_in_server: bool = Field(default=True, description="run background jobs inside the server process")

    @field_validator("evidence_url", "clamd", "public_url")
    @classmethod
    def _readable(cls, value: str | None, about: ValidationInfo) -> str | None:
        read = {"evidence_url": evidence_place, "clamd": scanner, "public_url": origin_of}
        if value is not None:
            read[str(about.field_name)](value)
        return value

    @property
    def evidence(self) -> EvidencePlace:
        """Where evidence bytes are kept."""
        return evidence_place(self.evidence_url) if self.evidence_url else EvidencePlace(self.data / "blobs")

    @property
    def office(self) -> Path | None:
        """LibreOffice, where it is installed."""
        found = self.soffice or shutil.which("soffice")
        return Path(found).absolute() if found else None

    @property
    def scanner(self) -> Scanner | None:
        """Who scans them, if anybody."""
        return scanner(self.clamd) if self.clamd else None

    @property
    def retention(self) -> dict[str, int | None]:
        """How many months a document is kept after its case has ended, by classification in lower case."""
        said = (self.keep_public_months, self.keep_panel_months, self.keep_restricted_months)
        if self.mode is Mode.DEMO and said == (None, None, None):
            return dict(OF_THE_DEMO)
        return {
            "public": self.keep_public_months,
            "panel": self.keep_panel_months,
            "restricted": self.keep_restricted_months,
        }

    @property
    def address(self) -> str:
        """The address people type, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def strict(self) -> bool:
        """Whether some roles need a second step."""
        return self.mode is Mode.PRODUCTION if self.second_step is None else self.second_step

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel only over TLS when people reach the server through https."""
        return (self.public_url or "").startswith("https://")


REPLACED = {
    "AREOPAG_BLOBS": "AREOPAG_EVIDENCE_URL",
    "AREOPAG_S3_ENDPOINT": "AREOPAG_EVIDENCE_URL",
    "AREOPAG_S3_REGION": "AREOPAG_EVIDENCE_URL",
    "AREOPAG_S3_BUCKET": "AREOPAG_EVIDENCE_URL",
    "AREOPAG_CLAMD_HOST": "AREOPAG_CLAMD",
    "AREOPAG_CLAMD_PORT": "AREOPAG_CLAMD",
}
"""Settings of before; passing over one in silence would put evidence where nobody looks for it."""


class SettingsError(Exception):
    """A setting cannot be used; the message names it, what is wrong and what to do."""


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises SettingsError with one line per wrong setting.
    """
    outdated = [f"{name} is no longer read: use {new}." for name, new in REPLACED.items() if os.environ.get(name)]
    if outdated:
        raise SettingsError("Some settings have a new name (docs/operating.md):\n  " + "\n  ".join(outdated))
    try:
        settings = Settings()
    except ValidationError as error:
        lines = [
            f"AREOPAG_{'_'.join(str(part) for part in problem['loc']).upper().removeprefix('AREOPAG_')}: "
            f"{problem['msg']} (got {problem['input']!r})"
            for problem in error.errors()
        ]
        raise SettingsError("Some settings cannot be used:\n  " + "\n  ".join(lines)) from None
    wrong = "\n  ".join(_together(settings))
    if wrong:
        raise SettingsError(wrong)
    return settings


def _together(settings: Settings) -> Iterator[str]:
    """What is wrong with settings that are right one by one."""
    if settings.oidc_issuer and not settings.oidc_client_id:
        yield "AREOPAG_OIDC_ISSUER needs AREOPAG_OIDC_CLIENT_ID as well."
    if settings.smtp_host and not settings.smtp_from:
        yield "AREOPAG_SMTP_HOST needs AREOPAG_SMTP_FROM as well."
    issuer = urlsplit(settings.oidc_issuer or "https://")
    if issuer.scheme != "https" and issuer.hostname not in ("localhost", "127.0.0.1"):
        yield "AREOPAG_OIDC_ISSUER must begin with https://, or anybody on the way could sign people in."
