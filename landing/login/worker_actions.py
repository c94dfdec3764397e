"""Workers come, change, are looked at once a year, and leave. Leaving moves no person."""

from __future__ import annotations

import smtplib
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from landing.login import limits, session_actions, worker_reads
from landing.login.access_events import note
from landing.login.models import Invitation, RightsCheck
from landing.login.sealed import digest, new_code, new_token, plain_code
from landing.people.actions import NotPossible
from landing.people.limits import take
from landing.people.models import Account, Person, Worker
from landing.people.roles import Role
from landing.people.viewer import Viewer

MAIL_HOURS = 72
PRINT_DAYS = 14
SUBJECT = "Er staat een uitnodiging voor u klaar"
BODY = """Er staat een uitnodiging voor u klaar.

Open deze link om te beginnen:
{link}

De link werkt één keer, tot {until}. Verwachtte u dit niet? Dan hoeft u niets te doen.
"""


def require_administrator(viewer: Viewer) -> None:
    """Only an administrator manages workers."""
    if viewer.role is not Role.ADMINISTRATOR:
        raise PermissionDenied


def _locked(viewer: Viewer, worker: Worker) -> Worker:
    require_administrator(viewer)
    found = worker_reads.managed(viewer).select_for_update(of=("self",)).filter(pk=worker.pk).first()
    if found is None:
        raise PermissionDenied
    return found


@transaction.atomic
def add(
    *, viewer: Viewer, name: str, username: str, role: str, organisation: int, phone: str = "", email: str = "",
    from_date: date | None = None, to_date: date | None = None,
) -> Worker:  # fmt: skip
    """A new worker with a login that cannot be used yet: an invitation gives it a password."""
    require_administrator(viewer)
    _require_place(viewer, organisation, role)
    account = _new_account(username, email)
    worker = Worker.objects.create(
        account=account, organisation_id=organisation, role=role, name=name.strip(), phone=phone.strip(),
        from_date=from_date or viewer.today, to_date=to_date,
    )  # fmt: skip
    note(viewer=viewer, about="worker", subject=account.pk, worker=worker.pk, new=_line(worker))
    return worker


def _new_account(username: str, email: str) -> Account:
    username = Account.normalize_username(username)
    if username.split() != [username]:
        raise NotPossible("Een inlognaam heeft geen spaties.")
    if Account.objects.filter(username__iexact=username).exists():
        raise NotPossible("Deze inlognaam bestaat al. Kies een andere, of geef die medewerker er een rol bij.")
    return Account.objects.create_account(username=username, password=None, email=email)


def _require_place(viewer: Viewer, organisation: int, role: str) -> None:
    if not worker_reads.organisations(viewer).filter(pk=organisation).exists():
        raise NotPossible("Deze organisatie is niet gevonden. Kies er een uit de lijst.")
    if role not in dict(worker_reads.roles_to_give()):
        raise NotPossible("Deze rol is niet gevonden. Kies er een uit de lijst.")


@transaction.atomic
def add_role(*, viewer: Viewer, worker: Worker, role: str, organisation: int) -> Worker:
    """Another role for the same login."""
    found = _locked(viewer, worker)
    _require_place(viewer, organisation, role)
    if found.account_id is None:
        raise NotPossible("Deze medewerker heeft geen inlog. Nodig iemand opnieuw uit.")
    still = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    if Worker.objects.filter(still, account_id=found.account_id, organisation_id=organisation, role=role).exists():
        raise NotPossible("Deze medewerker heeft deze rol daar al.")
    made = Worker.objects.create(
        account_id=found.account_id, organisation_id=organisation, role=role, name=found.name, phone=found.phone,
        from_date=viewer.today,
    )  # fmt: skip
    note(viewer=viewer, about="worker", subject=found.account_id, worker=made.pk, new=_line(made))
    return made


@transaction.atomic
def change(*, viewer: Viewer, worker: Worker, name: str, phone: str, email: str, username: str = "") -> None:
    """Change how a worker is called and reached; ``username`` makes a login for who has none yet."""
    found = _locked(viewer, worker)
    old = _line(found)
    found.name, found.phone = name.strip(), phone.strip()
    if found.account_id is None and username:
        found.account = _new_account(username, email)
    found.save(update_fields=["name", "phone", "account"])
    if found.account_id:
        Account.objects.filter(pk=found.account_id).update(email=email)
    if _line(found) != old:
        note(viewer=viewer, about="worker", subject=found.account_id, worker=found.pk, old=old, new=_line(found))


@transaction.atomic
def leave(*, viewer: Viewer, worker: Worker, on: date) -> int:
    """End a place of work on a day (the first on which it no longer holds); returns how many sessions ended at once.

    No person moves: their coordinators see who needs somebody new.
    """
    found = _locked(viewer, worker)
    if on < found.from_date:
        raise NotPossible("Deze dag ligt voor de eerste werkdag. Kies een latere dag.")
    old = _line(found)
    found.to_date = on
    found.save(update_fields=["to_date"])
    note(viewer=viewer, about="worker", subject=found.account_id, worker=found.pk, old=old, new=_line(found))
    if on > viewer.today or found.account_id is None:
        return 0
    Invitation.objects.filter(worker=found, used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    still = Worker.objects.filter(account_id=found.account_id).filter(
        Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    )
    if not still.exists() and not Person.objects.filter(account_id=found.account_id).exists():
        Account.objects.filter(pk=found.account_id).update(is_active=False)
    return session_actions.end_all_of(account=found.account_id)


@transaction.atomic
def invite(*, viewer: Viewer, worker: Worker, by_mail: bool, address_of: Any) -> str:
    """Invite a worker, the first time or again; earlier invitations work no more.

    By mail: sends a neutral mail and returns an empty text. On paper: returns the code, shown once. ``address_of``
    makes an address of a token. Raises NotPossible when the mail could not be sent, TooOften above 20 a day.
    """
    found = _locked(viewer, worker)
    if found.to_date is not None and found.to_date <= viewer.today:
        raise NotPossible("Deze medewerker werkt hier niet meer.")
    if found.account is None:
        raise NotPossible("Deze medewerker heeft geen inlog.")
    if by_mail and not found.account.email:
        raise NotPossible("Er is geen e-mailadres. Vul het eerst in, of druk de uitnodiging af.")
    take(limits.INVITATIONS_A_DAY, "invitations", str(viewer.account))
    now = timezone.now()
    Invitation.objects.filter(worker=found, used_at=None, revoked_at=None).update(revoked_at=now)
    secret = new_token() if by_mail else new_code()
    until = now + (timedelta(hours=MAIL_HOURS) if by_mail else timedelta(days=PRINT_DAYS))
    Invitation.objects.create(
        worker=found, by_mail=by_mail, made_by_id=viewer.account, made_by_name=viewer.name, made_at=now, expires_at=until,
        digest=digest("token", secret) if by_mail else digest("code", plain_code(secret)),
    )  # fmt: skip
    note(viewer=viewer, about="invited", subject=found.account_id, worker=found.pk, new={"by_mail": by_mail})
    if not by_mail:
        return secret
    day = timezone.localtime(until).strftime("%d-%m-%Y %H.%M uur")
    try:
        send_mail(
            SUBJECT, BODY.format(link=address_of(secret), until=day), settings.DEFAULT_FROM_EMAIL, [found.account.email]
        )
    except (smtplib.SMTPException, OSError):
        raise NotPossible("De mail kon niet worden verstuurd. Probeer het later, of druk de uitnodiging af.") from None
    return ""


@transaction.atomic
def end_sessions(*, viewer: Viewer, worker: Worker) -> int:
    """Log a worker out everywhere; returns in how many browsers."""
    found = _locked(viewer, worker)
    if found.account_id is None:
        return 0
    ended = session_actions.end_all_of(account=found.account_id)
    note(viewer=viewer, about="sessions_ended", subject=found.account_id, worker=found.pk, new={"sessions": ended})
    return ended


@transaction.atomic
def confirm(*, viewer: Viewer, worker: Worker, reason: str) -> None:
    """Note that somebody looked and that this worker still needs the role, and why."""
    found = _locked(viewer, worker)
    RightsCheck.objects.create(
        worker=found, checked_on=viewer.today, reason=reason, checked_by_id=viewer.account, checked_by_name=viewer.name
    )
    note(
        viewer=viewer,
        about="rights_checked",
        subject=found.account_id,
        worker=found.pk,
        new={"checked": True},
        why=reason,
    )


def _line(worker: Worker) -> dict[str, Any]:
    return {"name": worker.name, "role": worker.role, "organisation": worker.organisation_id,
            "from": worker.from_date.isoformat(), "to": worker.to_date.isoformat() if worker.to_date else None}  # fmt: skip
