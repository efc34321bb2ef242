"""The OpenID provider that the settings name: its metadata and keys, and what an answer of it is worth."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote as quote_part

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.settings import Settings

quote = partial(quote_part, safe="")

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"]
"""Signatures that only the provider can make: neither `none` nor a secret that both sides know."""
LEEWAY = 60
"""Seconds that the provider's clock may differ from ours."""
KEPT = 3600
"""Seconds for which metadata is not asked for again; keys are, whenever one is missing."""
TIMEOUT = httpx.Timeout(5)
LARGEST_ANSWER = 500_000


class ProviderUnreachable(Exception):
    """The provider does not answer, or not as a provider would."""


class AnswerRefused(Exception):
    """The provider's answer proves nothing; the message says why, for the log, without what the answer held."""


@dataclass(frozen=True)
class Proven:
    """Whom the provider has signed in. `amr` is how, in the words of RFC 8176."""

    issuer: str
    subject: str
    amr: tuple[str, ...]
    id_token: str


class OpenIdProvider:
    """Talks to one provider. Metadata and keys are fetched when they are first needed."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, redirect_uri: str) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self._secret = client_secret
        self.redirect_uri = redirect_uri
        self._metadata: OpenIDProviderMetadata | None = None
        self._fetched_at = 0.0
        self._keys: KeySet | None = None
        self._fetching = asyncio.Lock()

    async def metadata(self) -> OpenIDProviderMetadata:
        """What the provider says of itself.

        Raises ProviderUnreachable, also when it says it is another.
        """
        async with self._fetching:
            if self._metadata is None or time.monotonic() - self._fetched_at > KEPT:
                found = OpenIDProviderMetadata(await self._get(get_well_known_url(self.issuer, external=True)))
                ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
                if found.get("issuer") != self.issuer or not all(isinstance(found.get(end), str) for end in ends):
                    raise ProviderUnreachable("the metadata is that of another issuer, or not whole")
                self._metadata, self._fetched_at = found, time.monotonic()
            return self._metadata

    async def authorization_address(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in. Nothing is asked about the person but who they are.

        Raises ProviderUnreachable.
        """
        address: str = prepare_grant_uri(
            str((await self.metadata())["authorization_endpoint"]),
            self.client_id,
            "code",
            redirect_uri=self.redirect_uri,
            scope="openid",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),  # type: ignore[no-untyped-call] # the stubs leave it out
            code_challenge_method="S256",
        )
        return address

    async def logout_address(self, id_token: str, back: str) -> str | None:
        """Where the browser goes to sign out there too; None where that is not offered or cannot be found out."""
        try:
            end = (await self.metadata()).get("end_session_endpoint")
        except ProviderUnreachable:
            return None
        if not isinstance(end, str):
            return None
        parameters = {"id_token_hint": id_token, "client_id": self.client_id, "post_logout_redirect_uri": back}
        return str(httpx.URL(end).copy_merge_params(parameters))

    async def redeem(self, code: str, answered_by: str | None, verifier: str, nonce: str) -> Proven:
        """Whom a code stands for.

        Raises ProviderUnreachable, and AnswerRefused for anything that is not surely this provider's answer to this
        visit (`answered_by` is the `iss` that came with the code).
        """
        metadata = await self.metadata()
        if answered_by != self.issuer and (
            answered_by is not None or metadata.get("authorization_response_iss_parameter_supported")
        ):
            raise AnswerRefused("the code came from another issuer")
        tokens = await self._redeemed(str(metadata["token_endpoint"]), code, verifier)
        id_token = tokens.get("id_token")
        if not isinstance(id_token, str):
            raise AnswerRefused("there is no ID token")
        return await self._proven(id_token, tokens.get("access_token"), nonce)

    async def _proven(self, id_token: str, access_token: object, nonce: str) -> Proven:
        token = await self._verified(id_token)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}},
            {"nonce": nonce, "client_id": self.client_id, "access_token": access_token},
        )
        try:
            claims.validate(leeway=LEEWAY)
        except JoseError as error:
            raise AnswerRefused(f"the ID token does not hold: {error.error}") from None
        subject, amr = claims["sub"], claims.get("amr") or []
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise AnswerRefused("the ID token has no usable subject")
        return Proven(self.issuer, subject, tuple(str(method) for method in amr), id_token)

    async def _verified(self, id_token: str) -> jwt.Token:
        """The token, its signature checked; keys are fetched anew once when the one it names is not known."""
        if self._keys:
            with suppress(JoseError, ValueError):
                return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)
        try:
            return jwt.decode(id_token, await self._fresh_keys(), algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise AnswerRefused(f"the provider did not sign the ID token: {type(error).__name__}") from None

    async def _fresh_keys(self) -> KeySet:
        found = await self._get(str((await self.metadata())["jwks_uri"]))
        try:
            self._keys = KeySet.import_key_set(found)  # type: ignore[arg-type] # a key set or an error, whatever came
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderUnreachable("the keys cannot be read") from None
        return self._keys

    async def _redeemed(self, endpoint: str, code: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        if self._secret:
            known_as = (quote(self.client_id), quote(self._secret))
            answer = await self._answered("POST", endpoint, data=form, auth=known_as)
        else:
            answer = await self._answered("POST", endpoint, data={**form, "client_id": self.client_id})
        if answer.status_code in (400, 401):
            raise AnswerRefused("the provider does not take the code")
        return self._json(answer)

    async def _get(self, address: str) -> dict[str, Any]:
        return self._json(await self._answered("GET", address))

    @staticmethod
    async def _answered(
        method: str, address: str, data: dict[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> httpx.Response:
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, headers={"accept": "application/json"}) as browser:
                return await browser.request(method, address, data=data, auth=auth)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderUnreachable(type(error).__name__) from None

    @staticmethod
    def _json(answer: httpx.Response) -> dict[str, Any]:
        if answer.status_code != 200 or len(answer.content) > LARGEST_ANSWER:
            raise ProviderUnreachable(f"it answers with status {answer.status_code}")
        try:
            value = answer.json()
        except ValueError:
            raise ProviderUnreachable("it answers with something that is not JSON") from None
        if not isinstance(value, dict):
            raise ProviderUnreachable("it answers with something that is no object")
        return value


def provider_of(settings: Settings) -> OpenIdProvider | None:
    """The provider that the settings name, if any."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    secret = settings.oidc_client_secret
    return OpenIdProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        secret.get_secret_value() if secret else "",
        f"{settings.address}/session/provider/callback",
    )
