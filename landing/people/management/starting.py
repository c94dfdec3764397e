"""How an installation begins: its region, the organisations in it, and the first accounts of workers.

What the commands of this room write. It is done at the machine itself, so there is no viewer yet who could ask.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from landing.people.models import Account, Organisation, Region, Worker
from landing.people.roles import Role


class Refused(Exception):
    """Nothing was written; ``str()`` says what is wrong and what to do."""


def worker_roles() -> list[str]:
    """The roles a worker can have: all but the client, whose account belongs to a person."""
    return [role.value for role in Role if role is not Role.CLIENT]


@transaction.atomic
def begin_region(*, code: str, name: str) -> Region:
    """Make a region. ``code`` names the folder under ``regions/``, if the region has rules of its own."""
    try:
        validate_slug(code)
    except ValidationError:
        raise Refused(f"'{code}' cannot be the code of a region: use letters, digits and hyphens only.") from None
    if len(code) > 50 or not 0 < len(name.strip()) <= 100:
        raise Refused("A region needs a code of at most 50 characters and a name of at most 100.")
    if Region.objects.filter(code__iexact=code).exists():
        raise Refused(f"There is already a region with the code '{code}'.")
    return Region.objects.create(code=code, name=name.strip())


@transaction.atomic
def begin_organisation(*, region_code: str, kind: str, name: str, lead: bool = False) -> Organisation:
    """Make an organisation in a region; ``lead``: it is the region's lead municipality."""
    region = Region.objects.filter(code=region_code).first()
    if region is None:
        raise Refused(f"There is no region '{region_code}'. {_choices('Regions', _region_codes())}")
    if kind not in Organisation.Kind.values:
        raise Refused(f"'{kind}' is not a kind of organisation. {_choices('Kinds', Organisation.Kind.values)}")
    if lead and kind != Organisation.Kind.MUNICIPALITY:
        raise Refused("Only a municipality can be the lead municipality.")
    if not 0 < len(name.strip()) <= 120:
        raise Refused("An organisation needs a name of at most 120 characters.")
    if Organisation.objects.filter(region=region, name__iexact=name.strip()).exists():
        raise Refused(f"Region '{region_code}' already has an organisation with this name.")
    return Organisation.objects.create(region=region, kind=kind, name=name.strip(), is_lead_municipality=lead)


@transaction.atomic
def add_worker(
    *, username: str, password: str, organisation: str, role: str, name: str, from_date: date, region_code: str = "",
    phone: str = "",
) -> Worker:  # fmt: skip
    """Make an account with a place of work.

    organisation: its name; region_code: needed only where two regions have an organisation of that name; phone: at
    work, shown to the clients of this worker.
    Raises Refused, also for a password that is too easy.
    """
    place = organisation_named(organisation, region_code)
    if len(phone.strip()) > 30:
        raise Refused("A phone number has at most 30 characters.")
    check_new(username=username, role=role, name=name)
    account = Account(username=Account.normalize_username(username))
    try:
        validate_password(password, account)
    except ValidationError as faults:
        raise Refused(" ".join(faults.messages)) from None
    account.set_password(password)
    account.save()
    return Worker.objects.create(
        account=account, organisation=place, role=role, name=name.strip(), phone=phone.strip(), from_date=from_date
    )


def check_new(*, username: str, role: str, name: str) -> None:
    """Refuse what cannot become an account, before a password is asked."""
    if not 0 < len(username) <= 80 or username.split() != [username]:
        raise Refused("A login name has no spaces and at most 80 characters.")
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused("There is already an account with this login name.")
    if role not in worker_roles():
        raise Refused(f"'{role}' is not a role of a worker. {_choices('Roles', worker_roles())}")
    if not 0 < len(name.strip()) <= 120:
        raise Refused("A worker needs a name of at most 120 characters.")


def organisation_named(name: str, region_code: str = "") -> Organisation:
    """The one organisation with this name; raises Refused when there is none or more than one."""
    rows = Organisation.objects.filter(name__iexact=name.strip()).order_by("pk")
    if region_code:
        rows = rows.filter(region__code=region_code)
    found = list(rows.select_related("region")[:2])
    if not found:
        known = Organisation.objects.order_by("name").values_list("name", flat=True)[:40]
        raise Refused(f"There is no organisation '{name}'. {_choices('Organisations', list(known))}")
    if len(found) > 1:
        raise Refused(f"More than one region has an organisation '{name}': add --region and one of its codes.")
    return found[0]


def _region_codes() -> list[str]:
    return list(Region.objects.order_by("code").values_list("code", flat=True))


def _choices(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(names)}." if names else f"{what}: there are none yet."
