"""Accounts for a load: people of the demo region who log in for the length of a measurement, and are gone after it.

Only workers and clients who have no account of the demo get one. Where a role has too few, colleagues are made who share
the people of one that is there. What the crowd writes in routes and plans stays: put the demo region back with a reset.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction

from landing.desk.demo.region import MERWESTREEK
from landing.desk.management.bench import day_mix as mix
from landing.desk.management.bench.pages import NoDemo
from landing.login.models import LoginSession
from landing.people.append_only import lifted
from landing.people.models import Account, Bond, Person, Worker
from landing.route.models import Journey

NAME, SHARES = "meting-", " (meting)"
"""By which accounts and colleagues of a measurement are known, also those that one that was killed left behind."""
OWN_BONDS = {"support_worker": Bond.Kind.SUPPORT_WORKER}
"""Roles that see only people with whom they have a bond themselves."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the crowd, who logs in with the password of all."""

    username: str
    role: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody who comes, and the one password that is made for this time only."""

    members: list[Member]
    password: str


def gather(roles: list[str], today: date) -> Crowd:
    """Give so many workers and clients an account. Raises NoDemo when there are not enough clients, or nobody in a role."""
    disperse()
    password = secrets.token_urlsafe(24)
    # One hash for all, as the product makes it: what it costs to check is part of the load, what it costs to make is not.
    hashed = Argon2PasswordHasher().encode(password, secrets.token_urlsafe(16))
    members = [Member(f"{NAME}{at:04d}", role) for at, role in enumerate(roles, 1)]
    with transaction.atomic():
        Account.objects.bulk_create(Account(username=one.username, password=hashed) for one in members)
        numbers = dict(Account.objects.filter(username__startswith=NAME).values_list("username", "pk"))
        for role in dict.fromkeys(roles):
            accounts = [numbers[one.username] for one in members if one.role == role]
            if role in mix.CLIENT:
                _clients(accounts)
            else:
                _workers(role, accounts, today)
    return Crowd(members, password)


def _clients(accounts: list[int]) -> None:
    free = list(
        Journey.objects.filter(
            closed_on__isnull=True, person__account__isnull=True, person__region__code=MERWESTREEK,
            person__joined_into__isnull=True, person__died_on__isnull=True, person__frozen_on__isnull=True,
        ).order_by("person_id").values_list("person_id", flat=True).distinct()
    )  # fmt: skip
    if len(free) < len(accounts):
        raise NoDemo(
            f"There are {len(free)} clients without an account, not {len(accounts)}: make the demo region larger."
        )
    apart = len(free) / max(1, len(accounts))
    for at, account in enumerate(accounts):
        Person.objects.filter(pk=free[int(at * apart)]).update(account_id=account)


def _workers(role: str, accounts: list[int], today: date) -> None:
    free = Worker.objects.filter(
        role=role,
        account__isnull=True,
        to_date__isnull=True,
        from_date__lte=today,
        organisation__region__code=MERWESTREEK,
    ).order_by("pk")
    if role in OWN_BONDS:
        bonds = Bond.objects.filter(kind=OWN_BONDS[role], to_date__isnull=True)
        free = free.filter(pk__in=bonds.values("worker_id"))
    there = list(free)
    if not there and accounts:
        raise NoDemo(f"There is no {role} without an account: make a demo region first with landing demo reset.")
    apart = max(1.0, len(there) / len(accounts))
    for at, account in enumerate(accounts):
        worker = there[int(at * apart) % len(there)]
        if at >= len(there):
            worker = _colleague(worker, today)
        Worker.objects.filter(pk=worker.pk).update(account_id=account)


def _colleague(worker: Worker, today: date) -> Worker:
    """Somebody of the same organisation who shares the people of a worker."""
    made = Worker.objects.create(
        organisation_id=worker.organisation_id, role=worker.role, name=worker.name[:110] + SHARES, from_date=today
    )
    if worker.role in OWN_BONDS:
        shared = Bond.objects.filter(worker=worker, kind=OWN_BONDS[worker.role], to_date__isnull=True)
        Bond.objects.bulk_create(
            Bond(person_id=person, kind=OWN_BONDS[worker.role], worker=made, from_date=today)
            for person in shared.values_list("person_id", flat=True)
        )
    return made


def accounts() -> list[int]:
    """The keys of the accounts of the crowd."""
    return list(Account.objects.filter(username__startswith=NAME).values_list("pk", flat=True))


def disperse() -> None:
    """Remove the accounts, their sessions, and the colleagues that were made; also those of a measurement that was killed.

    History and the access log keep what was done: the name and role of who did it stand there.
    """
    gone = accounts()
    made = list(Worker.objects.filter(name__endswith=SHARES).values_list("pk", flat=True))
    if not gone and not made:
        return
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    with lifted(connection):
        sessions.filter(session_key__in=LoginSession.objects.filter(account_id__in=gone).values("session_key")).delete()
        Worker.objects.filter(account_id__in=gone).update(account_id=None)
        Person.objects.filter(account_id__in=gone).update(account_id=None)
        Bond.objects.filter(worker_id__in=made).delete()
        Worker.objects.filter(pk__in=made).delete()
        Account.objects.filter(pk__in=gone).delete()
