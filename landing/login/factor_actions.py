"""Second steps of one's own login: added, renamed, removed. Whoever changes them showed a moment ago who they are."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.db import transaction

from landing.login import limits
from landing.login.access_events import note
from landing.login.entry_actions import NONSENSE
from landing.people.actions import NotPossible
from landing.people.limits import take
from landing.people.models import Account
from landing.people.viewer import Viewer
from landing.ui.languages import said as _

NAMES = {"totp": _("code-app"), "webauthn": _("sleutel"), "recovery_codes": _("reservecodes")}
MOST_PASSKEYS = 10


def _own(viewer: Viewer) -> Account:
    return Account.objects.select_for_update().get(pk=viewer.account)


def _has_own_way(account: Account) -> bool:
    return Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def require_may_add(*, viewer: Viewer, second_step_done: bool) -> None:
    """Refuse who came in with a password alone while the account has a second step by now: it was not theirs to skip."""
    if not second_step_done and Authenticator.objects.filter(user_id=viewer.account).exists():
        raise NotPossible(_("Je bent binnen zonder je tweede stap. Log uit en log opnieuw in."))


def add_app(*, viewer: Viewer, secret: str, code: str) -> list[str]:
    """Add a code app; returns new recovery codes, when there were none yet.

    Raises TooOften, and NotPossible for a wrong code (the try stays counted) or when there is an app already.
    """
    tried = take(limits.SECOND_STEP_OF_ACCOUNT, "app-add", str(viewer.account))
    if not validate_totp_code(secret, "".join(code.split())):
        raise NotPossible(_("Deze code klopt niet. Wacht tot er een nieuwe code in je app staat en vul die in."))
    tried.forget()
    with transaction.atomic():
        account = _own(viewer)
        if Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
            raise NotPossible(_("Je hebt al een code-app. Haal die eerst weg als je een andere wilt."))
        TOTP.activate(account, secret)
        note(viewer=viewer, about="factor:totp", subject=account.pk, new={"added": True})
        return _first_recovery_codes(account)


@transaction.atomic
def add_passkey(*, viewer: Viewer, name: str, credential: dict[str, Any]) -> list[str]:
    """Add a passkey; returns new recovery codes, when there were none yet."""
    account = _own(viewer)
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise NotPossible(
            _("Je hebt al {most_passkeys} sleutels. Haal er eerst een weg.").format(most_passkeys=MOST_PASSKEYS)
        )
    try:
        webauthn.parse_registration_response(credential)
        binding = webauthn.complete_registration(credential)
    except NONSENSE:
        raise NotPossible(_("Je toestel gaf een antwoord dat niet klopt. Probeer het nog een keer.")) from None
    if not binding.is_user_verified():
        raise NotPossible(_("Je toestel vroeg niet om je vinger, gezicht of pincode. Zet dat eerst aan op je toestel."))
    webauthn.WebAuthn.add(account, name, credential)
    note(viewer=viewer, about="factor:webauthn", subject=account.pk, new={"added": True})
    return _first_recovery_codes(account)


def _first_recovery_codes(account: Account) -> list[str]:
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    return RecoveryCodes.activate(account).generate_codes()


@transaction.atomic
def new_recovery_codes(*, viewer: Viewer) -> list[str]:
    """Replace the recovery codes; the old ones work no more."""
    account = _own(viewer)
    if not _has_own_way(account):
        raise NotPossible(_("Reservecodes horen bij een code-app of een sleutel. Stel die eerst in."))
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    note(viewer=viewer, about="factor:recovery_codes", subject=account.pk, new={"added": True})
    return RecoveryCodes.activate(account).generate_codes()


@transaction.atomic
def remove(*, viewer: Viewer, pk: int) -> bool:
    """Remove a second step; the last one of a worker only where that is not demanded. Returns whether one is left."""
    account = _own(viewer)
    factor = Authenticator.objects.filter(user=account, pk=pk).exclude(type=Authenticator.Type.RECOVERY_CODES).first()
    if factor is None:
        return _has_own_way(account)
    ways = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=pk)
    if not ways.exists() and settings.SECOND_STEP_DEMANDED and not viewer.is_client:
        raise NotPossible(
            _("Dit is je enige tweede stap, en zonder mag je hier niet werken. Voeg eerst een andere toe.")
        )
    if factor.type == Authenticator.Type.WEBAUTHN and not account.has_usable_password() and not ways.exists():
        raise NotPossible(_("Dit is je enige manier om in te loggen. Kies eerst een wachtwoord."))
    note(viewer=viewer, about=f"factor:{factor.type}", subject=account.pk, old={"added": True}, new=None)
    factor.delete()
    delete_dangling_recovery_codes(account)
    return ways.exists()


@transaction.atomic
def rename(*, viewer: Viewer, pk: int, name: str) -> None:
    """Give a passkey another name."""
    factor = Authenticator.objects.select_for_update().filter(
        user_id=viewer.account, pk=pk, type=Authenticator.Type.WEBAUTHN
    ).first()  # fmt: skip
    if factor is not None:
        factor.data["name"] = name
        factor.save(update_fields=["data"])


def remove_all_of(*, account: Account) -> None:
    """Remove every second step of somebody who got a new way in by letter or invitation."""
    Authenticator.objects.filter(user=account).delete()


@transaction.atomic
def change_password(*, viewer: Viewer, account: Account, new: str) -> None:
    """Choose another password; the caller ends the other sessions."""
    account.set_password(new)
    account.save(update_fields=["password"])
    note(viewer=viewer, about="password", subject=account.pk, new={"changed": True})
