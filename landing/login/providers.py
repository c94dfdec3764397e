"""Logins elsewhere (OpenID Connect): what an installation says about them, and what that means for the library and the CSP.

Pure: the settings are made from it, so nothing here may need Django.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Provider(BaseModel):
    """One OpenID Connect server: a municipal broker (with DigiD or eHerkenning behind it), Entra, or another.

    id: stands in addresses; issuer: without ``/.well-known/…``; trust_email: whoever comes with a verified address that
    exactly one account has is that account (otherwise an account is linked by its owner first); acr_values: how sure
    one asks the server to be; second_factor_acr: the answers (``acr``) that count as a second step; form_action: more
    origins that the browser is sent through on its way (a broker that passes on to another server).
    """

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,30}$")
    name: str = Field(min_length=1, max_length=60)
    issuer: str
    client_id: str
    client_secret: str
    trust_email: bool = False
    acr_values: str = ""
    second_factor_acr: list[str] = []
    scope: list[str] = ["openid"]
    form_action: list[str] = []

    @field_validator("issuer")
    @classmethod
    def is_an_address(cls, issuer: str) -> str:
        """Only https, except on the machine itself (a broker for trying things out)."""
        parts = urlsplit(issuer)
        if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}):
            return issuer.rstrip("/")
        raise ValueError("the issuer must be an https address")


def origins(providers: list[Provider]) -> list[str]:
    """The origins that a login form may lead to: without them a browser stops the redirect to the provider."""
    found = [f"{parts.scheme}://{parts.netloc}" for parts in (urlsplit(one.issuer) for one in providers)]
    return list(dict.fromkeys([*found, *(origin for one in providers for origin in one.form_action)]))


def provider_settings(providers: list[Provider]) -> dict[str, Any]:
    """What the library wants to know, as its setting SOCIALACCOUNT_PROVIDERS."""
    apps = [
        {
            "provider_id": one.id,
            "name": one.name,
            "client_id": one.client_id,
            "secret": one.client_secret,
            "settings": {
                "server_url": one.issuer, "oauth_pkce_enabled": True,
                "scope": [*one.scope, *(["email"] if one.trust_email else [])],
                "auth_params": {"acr_values": one.acr_values} if one.acr_values else {},
            },
        }
        for one in providers
    ]  # fmt: skip
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
