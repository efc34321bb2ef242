"""Starts the real OpenID provider of `provider.mjs` on a free port, stops it, and lets it lie on demand."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).parent
NODE = Path(sys.executable).parent / "node"
SECRET = "a secret of the tests: +/&"
PEOPLE: dict[str, dict[str, object]] = {
    "secretary": {"email": "secretary@agency.test", "email_verified": True},
    "stranger": {"email": "stranger@elsewhere.test", "email_verified": True},
    "unverified": {"email": "admin@agency.test", "email_verified": False},
}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Provider:
    """A provider that can be stopped, and started again on the same port with new keys."""

    def __init__(self, application: str) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "PROVIDER_PORT": str(self.port),
            "PEOPLE": json.dumps(PEOPLE),
            "CLIENT_SECRET": SECRET,
            "REDIRECT_URI": f"{application}/session/provider/callback",
            "LOGOUT_URI": f"{application}/",
        }
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start with keys of its own."""
        self._process = subprocess.Popen(
            [NODE, "provider.mjs"],
            cwd=HERE,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout
        assert self._process.stdout.readline().startswith("listening")

    @property
    def runs(self) -> bool:
        """Whether it can be asked."""
        return self._process is not None

    def stop(self) -> None:
        """Stop at once."""
        if self._process:
            # The node of the environment is a program that starts the real one.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            assert self._process.stdout
            self._process.stdout.close()
            self._process = None

    def lie(self, **claims: Any) -> None:
        """Have the next ID token claim this; with `forged`, signed by a key that is not the provider's."""
        httpx.post(f"{self.issuer}/lie", json=claims, trust_env=False).raise_for_status()

    async def visit(self, address: str, login: str) -> str:
        """Go to the provider as a browser does, sign in there, and answer with the address it sends back to."""
        async with httpx.AsyncClient(trust_env=False) as browser:
            asked = await browser.get(address)
            here = f"{self.issuer}{asked.headers['location'].removeprefix(self.issuer)}"
            signed_in = await browser.get(here, params={"as": login})
            back = await browser.get(signed_in.headers["location"])
            return str(back.headers["location"])


@contextmanager
def running_provider(application: str) -> Iterator[Provider]:
    """A provider that knows the application at this address."""
    provider = Provider(application)
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()
