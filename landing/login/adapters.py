"""What the login library (django-allauth) asks of an installation: no signing up, secrets sealed, links only by their owner."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from landing.login import other_actions
from landing.login.sealed import seal, unseal
from landing.ui.languages import said as _

NO_ENTRY = _("Inloggen lukte niet. Probeer het nog een keer, of vraag hulp aan wie je hier heeft uitgenodigd.")
NOT_LINKED = _(
    "Deze manier van inloggen hoort nog nergens bij. Log eerst in zoals je gewend bent. "
    "Kies daarna “Mijn inlog” en maak de koppeling."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by letter or invitation only; messages are our own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, NO_ENTRY)
        return redirect("account_login")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail tells that somebody has a login here."""


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second steps are sealed; a device shows the login name and the name of the product, no more."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return "Zachte Landing"


class OtherLoginAdapter(DefaultSocialAccountAdapter):
    """Somebody who comes from another login is let in when its owner linked it, or when its e-mail address is trusted."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before the library decides: link by a trusted address, note how sure the provider is, refuse who is unknown."""
        linking = sociallogin.state.get("process") == "connect"
        if not sociallogin.is_existing and not linking:
            account = other_actions.trusted_account(sociallogin)
            if account is None:
                messages.error(request, NOT_LINKED)
                raise ImmediateHttpResponse(redirect("account_login"))
            sociallogin.connect(request, account)
        if not linking:
            request.session["acr"] = other_actions.acr_of(sociallogin)
            request.session["provider"] = sociallogin.account.provider
        # What the provider tells about a person is not ours to keep: only that it is the same one as before.
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        messages.error(request, NO_ENTRY)
        raise ImmediateHttpResponse(redirect("account_login"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("login:others")
