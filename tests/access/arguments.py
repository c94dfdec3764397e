"""What stands in an address besides the person: values by argument name, belonging to one subject of the cast."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from landing.people.models import Person
from landing.plan import prepare_reads
from landing.plan.goal_reads import plan_of
from landing.route.models import Fact
from tests.access.matrix import Address
from tests.cast import NO_SUCH_KEY, Cast, Subject, canary, override_text

NO_SUCH_NUMBER = 987_654_321
# A list as a file, which stands ready in every session of a walk.
EXPORT = UUID("00000000-0000-4000-8000-0000000e9047")
# Somebody else who is visible to whoever may join, by subject.
ANOTHER = {"aziza": "bram", "bram": "aziza", "cora": "eva", "eva": "cora", "fien": "cora", "daan": "aziza", "gijs": "bram",
           "hugo": "eva", "sjaan": "bram"}  # fmt: skip
# Who is asked for. A pair is "this person's key with another person's parts": never anybody's.
TARGETS = (
    "aziza",
    "bram",
    "cora",
    "daan",
    "eva",
    "fien",
    "gijs",
    "hugo",
    "sjaan",
    "absent",
    "aziza with the parts of cora",
)


def key_of(cast: Cast, target: str) -> Any:
    """The person's key that stands in the address."""
    return NO_SUCH_KEY if target == "absent" else cast.subjects[target.split()[0]].key


def subject_of(cast: Cast, target: str) -> Subject:
    """The subject from whom the other arguments and the form are taken."""
    return cast.subjects["aziza" if target == "absent" else target.split()[-1]]


def values(cast: Cast, address: Address, target: str) -> dict[str, Any]:
    """The arguments of an address for one target; a name that is not known here fails with what to add."""
    subject, client = subject_of(cast, target), address.name.startswith("desk:my_")
    # Where no person stands in the address, a thing of a person can itself be one that does not exist.
    nothing = target == "absent" and not address.policy.about_a_person
    if is_rule_change(address):
        change = cast.changes.get("strangers" if target == "daan" else "home")
        return {"key": NO_SUCH_KEY if target == "absent" else change}
    makers = {
        "key": lambda: key_of(cast, target),
        "pk": lambda: NO_SUCH_NUMBER if nothing else cast.likenesses.get(subject.code, NO_SUCH_NUMBER),
        "joining_id": lambda: cast.joinings.get(subject.code, NO_SUCH_NUMBER),
        "bond": lambda: subject.bonds["close_one"].key,
        "event": lambda: NO_SUCH_KEY if nothing else subject.events[event_of(address)],
        "consent": lambda: NO_SUCH_KEY if nothing else subject.consents[consent_of(address)].key,
        "representation": lambda: subject.representation.key,
        "letter": lambda: cast.letters[subject.code],
        "link": lambda: NO_SUCH_KEY if nothing else cast.links[subject.code],
        "worker": lambda: NO_SUCH_KEY if target == "absent" else worker_of(cast, target),
        "token": lambda: "zomaar-een-tekst",
        "factor": lambda: NO_SUCH_NUMBER,
        "other": lambda: NO_SUCH_NUMBER,
        "session": lambda: NO_SUCH_KEY,
        "kept": lambda: NO_SUCH_KEY,
        "export": lambda: EXPORT,
        "provider_id": lambda: "onbekend",
        "run": lambda: NO_SUCH_KEY if target == "absent" else run_of(cast, address, target),
        "asked": lambda: NO_SUCH_KEY if nothing else request_of(cast, subject),
        "hold": lambda: NO_SUCH_KEY if nothing else cast.holds.get(subject.code, NO_SUCH_KEY),
        "wish": lambda: "verbeteren",
        "kind": lambda: "csv",
        "rule": lambda: cast.client_rule if client else cast.rule,
        "look": lambda: NO_SUCH_KEY if nothing else cast.looks.get(subject.code, NO_SUCH_KEY),
        "question": lambda: NO_SUCH_KEY if nothing else question_of(cast, subject, address),
        "opening": lambda: NO_SUCH_KEY if nothing else cast.openings.get(subject.code, NO_SUCH_KEY),
        "gate": lambda: "leave",
        "member": lambda: NO_SUCH_KEY if nothing else subject.member.key,
        "print": lambda: NO_SUCH_KEY if nothing else subject.print.key,
        "offer": lambda: NO_SUCH_KEY if nothing else subject.offer.key,
        "part": lambda: "helps" if address.name.startswith("plan:my_card") else "early",
        "number": lambda: 1,
    }
    makers |= {name: partial(part_of_plan, subject, name, nothing=nothing) for name in PARTS_OF_PLAN}
    missing = [name for name in address.arguments if name not in makers]
    assert not missing, (
        f"'{address.name}' has the argument(s) {missing}: say in tests/access/arguments.py what they are for a subject "
        "of the cast (and put such a thing in tests/cast.py, with a canary in its texts)."
    )
    return {name: makers[name]() for name in address.arguments}


PARTS_OF_PLAN = ("goal", "step", "proposal", "strength", "saving", "followed", "talk", "find", "training")


def part_of_plan(subject: Subject, name: str, *, nothing: bool) -> Any:
    """A thing of a subject's own plan."""
    return NO_SUCH_KEY if nothing else subject.plan[name]


def request_of(cast: Cast, subject: Subject) -> Any:
    """What a subject asked about the own data; a record that was joined into another has nothing of its own."""
    return cast.requests.get(subject.code, NO_SUCH_KEY)


def question_of(cast: Cast, subject: Subject, address: Address) -> Any:
    """A question of a person about a look, or one to the person about consent."""
    if address.name == "rights:question":
        return cast.questions.get(subject.code, NO_SUCH_KEY)
    return subject.questions["open"].key


def event_of(address: Address) -> str:
    """Which line of a subject's history an address is about."""
    if address.name == "rights:handover_record":
        return "handover"
    return "client" if address.name.startswith("desk:my_") else "step"


def consent_of(address: Address) -> str:
    """Which consent of a subject an address is about: only one that ends soon can be asked for again."""
    return "ends" if address.name == "rights:consent_renew" else "holds"


HOUSE_OF_RUN = {"aziza": "home", "cora": "neighbours", "daan": "strangers"}


def run_of(cast: Cast, address: Address, target: str) -> Any:
    """A list of the provider of the house that stands for this target."""
    runs = cast.broken_runs if address.name == "exchange:import_go_on" else cast.runs
    return runs[HOUSE_OF_RUN[target]]


def worker_of(cast: Cast, target: str) -> Any:
    """The place of work of the support worker of the house that stands for this target."""
    house: Any = getattr(cast, HOUSE_OF_RUN[target])
    return house.workers["support_worker"].key


def is_worker(address: Address) -> bool:
    """Whether an address names somebody who works somewhere."""
    return "worker" in address.arguments


def is_run(address: Address) -> bool:
    """Whether an address names a list that is on its way in."""
    return "run" in address.arguments


class ListFile:
    """A file to send, as often as a test likes."""

    name, content_type = "lijst.csv", "text/csv"

    def read(self, *_: Any) -> bytes:
        return "Cliëntnummer;Naam;Geboortedatum\nN7;Proef, Nieuweling;01-02-1981\n".encode()


def has_parts(address: Address) -> bool:
    """Whether an address names a thing of a person besides the person."""
    parts = {
        "bond", "event", "pk", "joining_id", "asked", "hold", "question", "consent", "representation", "letter", "link", "look", "opening",
        "member", "print", "offer",
        *PARTS_OF_PLAN,
    }  # fmt: skip
    return bool(parts & set(address.arguments))


def is_rule_change(address: Address) -> bool:
    """Whether an address names a change of a region's rules."""
    return address.name.startswith("route:rule_change") and "key" in address.arguments


def is_about_somebody(address: Address) -> bool:
    """Whether what stands in the address belongs to one person."""
    return (
        address.policy.about_a_person
        or has_parts(address)
        or is_rule_change(address)
        or is_run(address)
        or is_worker(address)
    )


def url(cast: Cast, address: Address, target: str) -> str:
    """The address for one target."""
    if address.name.endswith(":None"):
        return "/" + address.path
    return reverse(address.name, kwargs=values(cast, address, target))


def targets(address: Address) -> tuple[str, ...]:
    """The targets that make sense for an address."""
    if is_rule_change(address):
        return ("aziza", "daan", "absent")
    if is_run(address) or is_worker(address):
        return (*HOUSE_OF_RUN, "absent")
    if not is_about_somebody(address):
        return ("aziza",)
    return TARGETS if has_parts(address) and address.policy.about_a_person else TARGETS[:-1]


def body(cast: Cast, form: dict[str, Any] | str, target: str) -> dict[str, Any]:
    """A form as somebody who had the page open would send it, with what belongs to the target filled in."""
    subject = subject_of(cast, target)
    known = {fact.kind: fact for fact in Fact.objects.filter(journey=subject.journey, current=True)}
    if form == "$facts":
        data = {kind: fact.on.isoformat() if fact.on else fact.value for kind, fact in known.items()}
        data |= {f"seen_{kind}": str(fact.pk) for kind, fact in known.items()}
        return data | {"household": "partner"}
    assert isinstance(form, dict), f"unknown form {form}"
    plan = plan_of(subject.person.pk)
    plan_id = plan.id if plan else None
    makers = {
        "$key_of_another": lambda: str(cast.subjects[ANOTHER[subject.code]].key),
        "$own_key": lambda: str(cast.home.workers["coordinator"].key),
        "$override": lambda: override_text(cast.rule, "Een proef in deze regio."),
        "$version": lambda: Person.objects.get(pk=subject.person.pk).version,
        "$list": ListFile,
        "$organisation": lambda: cast.home.organisations["care_provider"].pk,
        "$foreign_name": lambda: f"{cast.subjects['eva'].person.given_name} {cast.subjects['eva'].person.surname}",
        "$foreign_birth": lambda: cast.subjects["eva"].person.birth_date.strftime("%d-%m-%Y"),
        "$seen_key_handover": lambda: known["key_handover"].pk,
        "$seen_has_debts": lambda: known["has_debts"].pk,
        "$neighbourhood_team": lambda: str(cast.home.organisations["neighbourhood_team"].pk),
        "$step_mark": lambda: plan_of(subject.person.pk).goal_of(subject.plan["step"])[1].mark,
        "$talk_mark": lambda: prepare_reads.talks(plan_id)[0].mark,
        "$find_mark": lambda: prepare_reads.finds(plan_id)[0].mark,
        "$strong": lambda: canary(subject.code, "sterk"),
        "$good_life": lambda: canary(subject.code, "goed"),
        "$municipality": lambda: str(cast.neighbours.organisations["municipality"].pk),
    }
    return {
        name: makers[value]() if isinstance(value, str) and value in makers else value for name, value in form.items()
    }
