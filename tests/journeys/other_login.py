"""A real OpenID Connect server in a process of its own: ``python -m tests.journeys.other_login PORT FOLDER CALLBACK``.

One account, ``ander`` with PASSWORD and a verified e-mail address; one client, ``landing``. It says ``acr`` "hoog".
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

PASSWORD, SECRET, ACR, EMAIL = "wachtwoord van elders", "geheim van de test", "hoog", "ander@voorbeeld.nl"


def configured(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        DEBUG=True, SECRET_KEY="only for a test", ALLOWED_HOSTS=["*"], ROOT_URLCONF="tests.journeys.other_login", USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "other.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", SESSION_COOKIE_NAME="otherid", CSRF_COOKIE_NAME="othercsrf",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "django.contrib.messages", "allauth", "allauth.account", "allauth.idp.oidc"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
                    "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}],
        AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"], ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_PRIVATE_KEY=pem.decode(), IDP_OIDC_ADAPTER="tests.journeys.other_login.Adapter",
    )  # fmt: skip


def filled(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user = get_user_model().objects.create_user("ander", EMAIL, PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    Client.objects.create(
        id="landing", name="landing", secret=make_password(SECRET), redirect_uris=callback, scopes="openid\nemail",
        skip_consent=True,
    )  # fmt: skip


def __getattr__(name: str) -> Any:
    """The addresses and the adapter of this server, made when its Django asks for them."""
    if name == "urlpatterns":
        from django.http import HttpResponse
        from django.urls import include, path

        return [path("", include("allauth.idp.urls")), path("accounts/", include("allauth.account.urls")),
                path("favicon.ico", lambda request: HttpResponse(status=204))]  # fmt: skip
    if name == "Adapter":
        from allauth.idp.oidc.adapter import DefaultOIDCAdapter

        class Adapter(DefaultOIDCAdapter):
            def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **kwargs: Any) -> None:
                id_token["acr"] = ACR

        return Adapter
    raise AttributeError(name)


def main(port: str, folder: str, callback: str) -> None:
    configured(Path(folder))
    import django

    django.setup()
    filled(callback)
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIServer, make_server

    from django.core.wsgi import get_wsgi_application

    class Several(ThreadingMixIn, WSGIServer):
        """A browser keeps its connection open while the product asks for the token."""

        daemon_threads = True

    server = make_server("localhost", int(port), get_wsgi_application(), server_class=Several)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
