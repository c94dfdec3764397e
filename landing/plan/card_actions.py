"""All writes about the crisis card. Only the person's own words stand on it; each change keeps the whole as a version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, Difference, NotPossible
from landing.people.viewer import Viewer
from landing.plan import card_reads as reads
from landing.plan.card_reads import TOPIC, Card, Contact
from landing.plan.card_words import CONTACTS, MOST_CONTACTS, PART, TEXTS
from landing.plan.gate_actions import CARD_STEP, Ticked, tell, tick, to_take_down, to_write
from landing.plan.models import CardContact, CardOffer, CardPrint, CardVersion, CrisisCard, NetworkMember
from landing.plan.reads import Whose, whose
from landing.ui.languages import said as _

FULL = _("Er staan al {most_contacts} mensen op je kaart. Haal er eerst een weg.")


SINCE = _("Er is daarna nog iets veranderd. Kijk eerst wat er nu op je kaart staat.")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: whether anything changed, and what came of the step of the route."""

    changed: bool
    step: Ticked = Ticked.NOTHING


@transaction.atomic
def write(*, viewer: Viewer, person_key: UUID, values: dict[str, Any], seen: dict[str, Any]) -> Kept:
    """Write some parts of the card. values: by name of the part; contacts as a list of ``Contact``.

    seen: what stood at those parts when the writer opened them; raises ChangedMeanwhile with both texts for a part that
    somebody else changed since, and writes nothing then.
    """
    of = to_write(viewer, person_key, TOPIC)
    return _write(viewer, of, values, seen)


@transaction.atomic
def write_down(*, viewer: Viewer, person_key: UUID, values: dict[str, Any], seen: dict[str, Any], said: bool) -> Kept:
    """Write on the card what the person says, by a carer who may read it, with the person there. As ``write``.

    said: the person is there, said it and agrees; without that NotPossible. The version tells who wrote it down.
    """
    whose(viewer, person_key, TOPIC)
    return _write(viewer, to_take_down(viewer, person_key, TOPIC, said=said), values, seen)


@transaction.atomic
def restore(*, viewer: Viewer, person_key: UUID, number: int, seen: int) -> bool:
    """Bring the card back as it was in a version (0: empty, as before the first); that is a version itself.

    seen: the number of the version that the page showed as the last; raises NotPossible when there is a newer one.
    Whether that changed anything.
    """
    of = to_write(viewer, person_key, TOPIC)
    now = reads.card_of(of.id)
    then = reads.version(viewer, now, number) if number else Card(now.id, 0, texts=dict.fromkeys(TEXTS, ""))
    if now.version != seen:
        raise NotPossible(SINCE)
    return _write(viewer, of, {**then.texts, CONTACTS: list(then.contacts)}, {}, restores=number).changed


def _write(
    viewer: Viewer, of: Whose, values: dict[str, Any], seen: dict[str, Any], restores: int | None = None
) -> Kept:
    now = reads.card_of(of.id)
    was_empty = now.empty
    changed = {name: value for name, value in values.items() if _stands(now, name) != _plain(name, value)}
    newer = [name for name in changed if name in seen and _plain(name, seen[name]) != _stands(now, name)]
    if newer:
        raise ChangedMeanwhile(
            [Difference(name, PART[name].label, say(_stands(now, name)), say(_plain(name, changed[name])), now.changed_by,
                        now.changed_at) for name in newer]
        )  # fmt: skip
    if not changed:
        return Kept(False)
    moment = timezone.now()
    row, _made = CrisisCard.objects.get_or_create(
        person_id=of.id, defaults={"changed_at": moment, "changed_by": viewer.name}
    )  # fmt: skip
    for name in TEXTS:
        if name in changed:
            setattr(row, name, _plain(name, changed[name]))
    row.version += 1
    row.changed_at, row.changed_by = moment, viewer.name
    row.save()
    if CONTACTS in changed:
        _write_contacts(of, row, changed[CONTACTS])
    after = reads.card_of(of.id)
    CardVersion.objects.create(
        card=row, number=row.version, content=after.content(), at=moment, by_name=viewer.name, by_role=viewer.role or "",
        restores=restores,
    )  # fmt: skip
    tell(viewer, of, "crisis_card")
    first = was_empty and not after.empty
    return Kept(True, tick(viewer=viewer, of=of, step=CARD_STEP) if first else Ticked.NOTHING)


def _write_contacts(of: Whose, row: CrisisCard, contacts: Iterable[Contact]) -> None:
    members = {str(key): pk for key, pk in NetworkMember.objects.filter(person_id=of.id).values_list("key", "id")}
    CardContact.objects.filter(card=row).delete()
    CardContact.objects.bulk_create(
        CardContact(card=row, name=one.name, phone=one.phone, what_for=one.what_for, member_id=members.get(one.member),
                    place=place)
        for place, one in enumerate(contacts)
    )  # fmt: skip


def _stands(now: Card, name: str) -> Any:
    return [one.plain() for one in now.contacts] if name == CONTACTS else now.texts.get(name, "")


def _plain(name: str, value: Any) -> Any:
    if name == CONTACTS:
        return [one.plain() if isinstance(one, Contact) else one for one in value]
    return str(value).replace("\r\n", "\n").strip()


def say(value: Any) -> str:
    """What stands at a part, in words for the screen."""
    if isinstance(value, list):
        return "; ".join(", ".join(part for part in (one["name"], one["phone"], one["what_for"]) if part)
                         for one in value) or "niemand"  # fmt: skip
    return value or _("niet ingevuld")


@transaction.atomic
def call_member(*, viewer: Viewer, person_key: UUID, member_key: UUID) -> Kept:
    """Put one of the person's own people on the card, behind who stands there; twice changes nothing."""
    of = to_write(viewer, person_key, TOPIC)
    member = NetworkMember.objects.filter(person_id=of.id, key=member_key).first()
    if member is None:
        raise people.NotVisible
    if member.to_date is not None:
        raise NotPossible(_("Deze persoon hoort er niet meer bij. Zet die eerst terug bij je mensen."))
    now = reads.card_of(of.id)
    if str(member.key) in {one.member for one in now.contacts}:
        return Kept(False)
    if len(now.contacts) >= MOST_CONTACTS:
        raise NotPossible(FULL.format(most_contacts=MOST_CONTACTS))
    added = Contact(member.name, member.phone, member.when_to_call, str(member.key))
    return _write(viewer, of, {CONTACTS: [*now.contacts, added]}, {})


@transaction.atomic
def keep_print(*, viewer: Viewer, person_key: UUID, for_whom: str, why: str = "") -> UUID:
    """Note that the card goes on paper, for whom, and which version; the key of the note.

    Whoever may read the card may print it: the person chose them; of others than the person with a reason. Refuses an
    empty card.
    """
    of = whose(viewer, person_key, TOPIC)
    if not viewer.is_client and why not in CardPrint.Why.values:
        raise NotPossible("Kies waarom je de kaart print. De persoon leest dat ook.")
    found = reads.card_of(of.id)
    if found.empty:
        raise NotPossible(_("Er staat nog niets op de kaart. Vul eerst iets in."))
    made = CardPrint.objects.create(
        card_id=found.id, number=found.version, for_whom=for_whom.strip(), at=timezone.now(), by_name=viewer.name,
        why="" if viewer.is_client else why,
    )  # fmt: skip
    tell(viewer, of, "card_print")
    return made.key


@transaction.atomic
def take_print_back(*, viewer: Viewer, person_key: UUID, print_key: UUID) -> bool:
    """A copy on paper is back, or gone; whether that is new."""
    of = to_write(viewer, person_key, TOPIC)
    row = CardPrint.objects.select_for_update().filter(card__person_id=of.id, key=print_key).first()
    if row is None:
        raise people.NotVisible
    if row.taken_back_on is not None:
        return False
    row.taken_back_on = viewer.today
    row.save(update_fields=["taken_back_on"])
    return True


@transaction.atomic
def answer_offer(*, viewer: Viewer, person_key: UUID, offer_key: UUID, accept: bool) -> bool:
    """The person says yes or no to what a close one offers; yes puts it on the card. Whether it was still open."""
    of = to_write(viewer, person_key, TOPIC)
    offer = CardOffer.objects.select_for_update().filter(person_id=of.id, key=offer_key).first()
    if offer is None:
        raise people.NotVisible
    if offer.state != CardOffer.State.OPEN:
        return False
    if accept:
        _write(viewer, of, _with(reads.card_of(of.id), offer), {})
    offer.state = CardOffer.State.ACCEPTED if accept else CardOffer.State.DECLINED
    offer.answered_at = timezone.now()
    offer.save(update_fields=["state", "answered_at"])
    return True


def _with(now: Card, offer: CardOffer) -> dict[str, Any]:
    """The part of the card that the offer is for, with the offer behind what stands there."""
    if offer.part != CONTACTS:
        before = now.texts.get(offer.part, "")
        return {offer.part: f"{before}\n{offer.words}".strip()}
    if len(now.contacts) >= MOST_CONTACTS:
        raise NotPossible(FULL.format(most_contacts=MOST_CONTACTS))
    return {CONTACTS: [*now.contacts, Contact(offer.name, offer.phone, offer.words[:200])]}


def offer(*, viewer: Viewer, person: Any, part: str, name: str, phone: str = "", words: str = "") -> None:
    """Keep what a close one offers with a link; the viewer is whoever made the link, so it can do no more than they can."""
    of = to_write(viewer, person.key, TOPIC)
    CardOffer.objects.create(
        person_id=of.id, part=part, name=name[:120], phone=phone[:30], words=words, at=timezone.now()
    )
    tell(viewer, of, "card_offer")
