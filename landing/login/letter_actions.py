"""Codes on paper and invitations: made, withdrawn, and used once to get a login."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from landing.login import factor_actions, limits, session_actions
from landing.login.access_events import note
from landing.login.models import Invitation, LetterCode
from landing.login.sealed import digest, new_code, plain_code
from landing.people import actions as people
from landing.people import reads as people_reads
from landing.people.actions import NotPossible
from landing.people.limits import take
from landing.people.models import Account, Person
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.ui.languages import said as _

LETTER_DAYS = 14
"""How long a letter works: the person must receive it, and find a quiet moment."""
NO_SUCH_CODE = _("Deze code werkt niet. Kijk of je hem goed hebt overgenomen, of vraag om een nieuwe brief.")
GONE = _("Deze code werkt niet meer. Vraag om een nieuwe.")
TAKEN = _("Deze inlognaam is al van iemand anders. Kies een andere.")
WORDS = ("merel", "duin", "haven", "linde", "molen", "rivier", "spreeuw", "tulp", "vlieger", "wilg", "zwaluw", "brug")


@dataclass(frozen=True, slots=True)
class Found:
    """A code or invitation that works: which one, and the login name that belongs to it already (or an empty text)."""

    kind: str
    pk: int
    username: str
    for_worker: bool


@transaction.atomic
def make(*, viewer: Viewer, person_key: UUID) -> tuple[LetterCode, str]:
    """Make a letter for a person; letters that were still open work no more. Returns it with the code, shown once."""
    people.require_writer(viewer)
    person = people_reads.person(viewer, person_key)
    take(limits.LETTERS_A_DAY, "letters", str(viewer.account))
    Person.objects.select_for_update().get(pk=person.pk)
    now, code = timezone.now(), new_code()
    LetterCode.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=now)
    letter = LetterCode.objects.create(
        person=person, digest=digest("code", plain_code(code)), made_by_id=viewer.account, made_by_name=viewer.name,
        made_at=now, expires_at=now + timedelta(days=LETTER_DAYS),
    )  # fmt: skip
    people.note(viewer=viewer, person_id=person.pk, about="letter", old=None, new={"letter": str(letter.key)})
    return letter, code


@transaction.atomic
def revoke(*, viewer: Viewer, person_key: UUID, letter_key: UUID) -> None:
    """Withdraw a letter; withdrawing it twice changes nothing."""
    people.require_writer(viewer)
    person = people_reads.person(viewer, person_key)
    letter = LetterCode.objects.select_for_update().filter(person=person, key=letter_key).first()
    if letter is None:
        raise people_reads.NotVisible
    if letter.works(timezone.now()):
        letter.revoked_at = timezone.now()
        letter.save(update_fields=["revoked_at"])
        people.note(viewer=viewer, person_id=person.pk, about="letter_off", old={"letter": str(letter.key)}, new=None)


def find_code(request: HttpRequest, *, typed: str) -> Found | None:
    """The letter or invitation of a typed code, if it works. Wrong tries are counted; raises TooOften."""
    tried = take(limits.LETTER_OF_ADDRESS, "code", limits.address_of(request))
    found = _find(digest("code", plain_code(typed)))
    if found is not None:
        tried.was_good()
    return found


def find_token(request: HttpRequest, *, token: str) -> Found | None:
    """The invitation of an address in a mail, if it works. Wrong tries are counted; raises TooOften."""
    tried = take(limits.LINK_OF_ADDRESS, "token", limits.address_of(request))
    found = _find(digest("token", token))
    if found is not None:
        tried.was_good()
    return found


@everyone("who holds a letter is not logged in yet; the code is the right")
def _find(trace: str) -> Found | None:
    now = timezone.now()
    letter = LetterCode.objects.filter(digest=trace).select_related("person__account").first()
    if letter is not None and letter.works(now) and letter.person.joined_into_id is None:
        account = letter.person.account
        return Found("letter", letter.pk, account.username if account else "", False)
    invitation = Invitation.objects.filter(digest=trace).select_related("worker__account").first()
    if invitation is not None and invitation.works(now) and invitation.worker.account is not None:
        return Found("invitation", invitation.pk, invitation.worker.account.username, True)
    return None


@everyone("who holds a letter is not logged in yet; it was shown a page before")
def again(kind: str, pk: int) -> Found | None:
    """The same letter or invitation a page later, if it still works."""
    trace = (
        (LetterCode if kind == "letter" else Invitation).objects.filter(pk=pk).values_list("digest", flat=True).first()
    )
    return _find(trace) if trace else None


def future_account(username: str) -> Account:
    """An account that is not kept, against which a new password is checked."""
    return Account(username=username)


def suggested_name() -> str:
    """A login name that says nothing about anybody: ``stille-merel-48``."""
    return (
        f"{secrets.choice(('stille', 'vrolijke', 'rustige', 'groene', 'blauwe', 'snelle'))}-{secrets.choice(WORDS)}-"
        + str(secrets.randbelow(900) + 100)
    )


@transaction.atomic
@everyone("who holds a letter is not logged in yet; the code is the right")
def use(*, found: Found, username: str, password: str | None) -> Account:
    """Give the holder of a letter or invitation a login: a new password, or none yet (a passkey follows).

    What was there before for this login ends: the old password, second steps, sessions. Raises NotPossible when it was
    used or withdrawn meanwhile, or when the login name is somebody else's.
    """
    now = timezone.now()
    rows = LetterCode.objects if found.kind == "letter" else Invitation.objects
    if not rows.filter(pk=found.pk, used_at=None, revoked_at=None, expires_at__gt=now).update(used_at=now):
        raise NotPossible(GONE)
    if found.kind == "letter":
        whose = LetterCode.objects.values_list("person_id", flat=True).get(pk=found.pk)
        person = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=whose)
        account = person.account or _new_account(username)
        if person.account_id is None:
            person.account = account
            person.save(update_fields=["account"])
    else:
        account = Invitation.objects.select_related("worker__account").get(pk=found.pk).worker.account  # type: ignore[assignment]
    account = Account.objects.select_for_update().get(pk=account.pk)
    account.set_password(password)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    factor_actions.remove_all_of(account=account)
    session_actions.end_all_of(account=account.pk)
    _note(account, found, now)
    return account


def _new_account(username: str) -> Account:
    name = Account.normalize_username(username)
    if Account.objects.filter(username__iexact=name).exists():
        raise NotPossible(TAKEN)
    return Account.objects.create(username=name)


def _note(account: Account, found: Found, now: datetime) -> None:
    viewer = people_reads.viewer_of(account=account.pk, worker=None, today=timezone.localtime(now).date())
    note(viewer=viewer, about=found.kind, subject=account.pk, worker=viewer.worker, new={"used": True})
    if found.kind == "letter" and viewer.person:
        people.note(viewer=viewer, person_id=viewer.person, about="login", old=None, new={"by": "letter"})
