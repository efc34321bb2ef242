"""Settings of a running Areopag, read from the environment and checked once at start."""

from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    """How the server behaves: `demo` has demo people and data, `production` neither and is strict."""

    DEMO = "demo"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


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
    upload_limit_mb: int = Field(default=200, ge=1, description="largest evidence file, in MiB")
    blobs: Literal["local", "s3"] = Field(default="local", description="where evidence bytes are kept: local or s3")
    s3_endpoint: str | None = Field(default=None, description="S3 endpoint, http(s)://host:port")
    s3_region: str = Field(default="us-east-1", description="S3 region")
    s3_bucket: str | None = Field(default=None, description="S3 bucket, which must exist")
    s3_access_key: SecretStr | None = Field(default=None, description="S3 access key id")
    s3_secret_key: SecretStr | None = Field(default=None, description="S3 secret key")
    signing_key: Path | None = Field(
        default=None, description="file with the Ed25519 private key that signs publications (PEM), instead of our own"
    )
    clamd_host: str | None = Field(default=None, description="host of clamd; no scan without it")
    clamd_port: int = Field(default=3310, description="port of clamd")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="how much is logged")
    workers_in_server: bool = Field(default=True, description="run background jobs inside the server process")

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel only over TLS when people reach the server through https."""
        return (self.public_url or "").startswith("https://")


class SettingsError(Exception):
    """A setting cannot be used; the message names it, what is wrong and what to do."""


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises SettingsError with one line per wrong setting.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        lines = [
            f"AREOPAG_{'_'.join(str(part) for part in problem['loc']).upper().removeprefix('AREOPAG_')}: "
            f"{problem['msg']} (got {problem['input']!r})"
            for problem in error.errors()
        ]
        raise SettingsError("Some settings cannot be used:\n  " + "\n  ".join(lines)) from None
    if settings.blobs == "s3" and not (settings.s3_endpoint and settings.s3_bucket):
        raise SettingsError("AREOPAG_BLOBS=s3 needs AREOPAG_S3_ENDPOINT and AREOPAG_S3_BUCKET as well.")
    return settings
