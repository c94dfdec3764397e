"""Logins elsewhere: whom they let in, and how sure they are."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.db import transaction

from landing.login.access_events import note
from landing.login.providers import Provider
from landing.people.actions import NotPossible
from landing.people.models import Account
from landing.people.viewer import Viewer
from landing.ui.languages import said as _


def provider_named(provider_id: str) -> Provider | None:
    """One of the providers of this installation."""
    return next((one for one in settings.OIDC if one.id == provider_id), None)


def acr_of(sociallogin: SocialLogin) -> str:
    """How sure the provider says to be of who this is (its claim ``acr``), or an empty text."""
    data = sociallogin.account.extra_data or {}
    claims = [data.get("id_token") or {}, data.get("userinfo") or {}, data]
    return next((str(found["acr"])[:200] for found in claims if isinstance(found, dict) and found.get("acr")), "")


def trusted_account(sociallogin: SocialLogin) -> Account | None:
    """The one account with the verified e-mail address that a trusted provider tells; otherwise nobody."""
    provider = provider_named(sociallogin.account.provider)
    if provider is None or not provider.trust_email:
        return None
    addresses = {one.email.lower() for one in sociallogin.email_addresses if one.verified and one.email}
    if len(addresses) != 1:
        return None
    found = list(Account.objects.filter(email__iexact=addresses.pop(), is_active=True)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def unlink(*, viewer: Viewer, pk: int) -> None:
    """Take a link to another login away; never the last way in."""
    account = Account.objects.select_for_update().get(pk=viewer.account)
    link = SocialAccount.objects.filter(user_id=account.pk, pk=pk).first()
    if link is None:
        return
    others = SocialAccount.objects.filter(user_id=account.pk).exclude(pk=pk).exists()
    if not others and not account.has_usable_password():
        raise NotPossible(_("Dit is je enige manier om in te loggen. Kies eerst een wachtwoord."))
    link.delete()
    note(viewer=viewer, about="other_login", subject=account.pk, old={"provider": link.provider}, new=None)
