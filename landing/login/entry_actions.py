"""Who may come in: password, second step, passkey. Every try is counted before it is told what came of it."""

from __future__ import annotations

from threading import Lock
from typing import Any

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from landing.login import limits
from landing.people.limits import TooOften, is_reached, take
from landing.people.models import Account

# What a device, or whoever pretends to be one, can make of an answer; a wrong signature is one of them.
NONSENSE = (
    ValidationError,
    InvalidSignature,
    KeyError,
    AttributeError,
    TypeError,
    ValueError,
    IndexError,
    NotImplementedError,
)
LOOKING = Lock()
"""One password at a time in each process: looking at one takes 100 MB and every core there is, so that more at once would be no
quicker, would take the memory of a small server, and would let those wait who only want a page."""


def check_ahead(request: HttpRequest, *, username: str, password: str) -> None:
    """Check a password before the transaction of the request begins, and keep for ``check_password`` what came of it.

    Looking takes a quarter of a second of a processor, on purpose. Within that transaction everybody behind the same
    connection would wait for it, because their tries are counted in one row, and on SQLite everybody who writes anything.
    """
    outcome: Account | TooOften | None
    try:
        outcome = check_password(request, username=username, password=password)
    except TooOften as reason:
        outcome = reason
    request.checked_ahead = (username, password, outcome)  # type: ignore[attr-defined]


def check_password(request: HttpRequest, *, username: str, password: str) -> Account | None:
    """The account with this name and password, or None; an unknown name takes as long as a wrong password.

    Raises TooOften, for a name that does not exist as well. Tries at the same moment may all be looked at; only as many
    as the limit says are told what came of it.
    """
    *given, outcome = getattr(request, "checked_ahead", ("", "", None))
    if given == [username, password]:
        if isinstance(outcome, TooOften):
            raise outcome
        return outcome
    counted = [
        (limits.PASSWORD_OF_ADDRESS, "password-address", limits.address_of(request)),
        (limits.PASSWORD_OF_ACCOUNT, "password-account", username.casefold()),
    ]
    full = any(is_reached(*one) for one in counted)
    account = None if full else _looked(request, username, password)
    # Counted after looking: the row of a connection is held from here on, and looking takes long.
    of_address, of_account = [take(*one) for one in counted]
    if full:
        account = _looked(request, username, password)  # it was open again meanwhile
    if not isinstance(account, Account):
        return None
    of_address.was_good()
    of_account.forget()
    return account


def _looked(request: HttpRequest, username: str, password: str) -> Any:
    with LOOKING:
        return authenticate(request, username=username, password=password)


def check_code(*, account: Account, code: str) -> Authenticator | None:
    """The app or list of recovery codes to which a code belongs, or None. A code works once. Raises TooOften."""
    tried = take(limits.SECOND_STEP_OF_ACCOUNT, "second-step", str(account.pk))
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    plain = "".join(code.split()).replace("-", "")
    for factor in Authenticator.objects.filter(user_id=account.pk, type__in=kinds).order_by("-type"):
        if factor.wrap().validate_code(plain):
            tried.forget()
            return factor
    return None


def check_credential(*, credential: dict[str, Any], account: Account | None) -> Authenticator | None:
    """The passkey that answered: of this account, or with ``None`` of the account that the passkey names.

    Without a second thing that somebody knows (``account`` is None) the device must have checked its owner.
    """
    tried = take(limits.SECOND_STEP_OF_ACCOUNT, "second-step", str(account.pk)) if account else None
    try:
        answer = webauthn.parse_authentication_response(credential)
        who = account or webauthn.extract_user_from_response(credential)
        factor = webauthn.complete_authentication(who, credential)
    except NONSENSE:
        return None
    if account is None and not answer.response.authenticator_data.is_user_verified():
        return None
    if tried:
        tried.forget()
    return factor


def note_factor(factor: Authenticator, *, alone: bool = False) -> None:
    """Note in the session that this second step was done; ``alone``: without a password before it."""
    post_authentication(context.request, factor, passwordless=alone)
