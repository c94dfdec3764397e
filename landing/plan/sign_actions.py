"""All writes about the two plans for when it goes less well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from landing.people.actions import ChangedMeanwhile, Difference, NotPossible
from landing.people.viewer import Viewer
from landing.plan import sign_reads as reads
from landing.plan.gate_actions import CARD_STEP, Ticked, tell, tick, to_write
from landing.plan.models import SignPhase, SignPlan, SignVersion
from landing.plan.reads import Whose
from landing.plan.sign_reads import Plan
from landing.plan.sign_words import CLOSE_ONES, GENERAL, OF_ALL, OF_PHASE, PHASES, TOPICS, Kind, Part
from landing.ui.languages import said as _

NEEDS_AGREEMENT = _("Schrijf op welke dag de persoon het goed vond dat dit erin staat. Zonder dat komt het er niet in.")
SINCE = _("Er is intussen iets veranderd. Kijk eerst wat er nu staat.")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: whether anything changed, and what came of the step of the route."""

    changed: bool
    step: Ticked = Ticked.NOTHING


@transaction.atomic
def write(
    *, viewer: Viewer, person_key: UUID, kind: str, part: Part, values: Mapping[str, str], seen: Mapping[str, str],
    agreed_on: date | None = None,
) -> Kept:  # fmt: skip
    """Write one part of a plan. seen: what stood there when the writer opened it; raises ChangedMeanwhile with both texts
    for what somebody else changed since, and writes nothing then.

    What close ones said goes in only with the day on which the person agreed (S-202); the person's own writing is that.
    """
    of = to_write(viewer, person_key, TOPICS[Kind(kind)])
    now = reads.plan(viewer, of, kind)
    stands = now.at(part.name)
    wanted = {name: str(values[name]).replace("\r\n", "\n").strip() for name, _ in part.fields if name in values}
    changed = {name: words for name, words in wanted.items() if stands.get(name, "") != words}
    labels = dict(part.fields)
    newer = [name for name in changed if name in seen and seen[name].replace("\r\n", "\n") != stands.get(name, "")]
    if newer:
        raise ChangedMeanwhile(
            [Difference(name, labels[name], stands.get(name, "") or _("niet ingevuld"), changed[name] or _("niet ingevuld"),
                        now.changed_by, now.changed_at) for name in newer]
        )  # fmt: skip
    agreed = _agreed(viewer, part, wanted, agreed_on, now.agreed_on)
    if not changed and (part.name != CLOSE_ONES or agreed == now.agreed_on):
        return Kept(False)
    row, _made = SignPlan.objects.get_or_create(
        person_id=of.id, kind=kind, defaults={"changed_at": timezone.now(), "changed_by": viewer.name}
    )
    if part.name in PHASES:
        SignPhase.objects.update_or_create(
            sign_plan=row, phase=part.name, defaults={name: changed[name] for name in OF_PHASE if name in changed}
        )
    else:
        for name in (*OF_ALL, "close_ones"):
            if name in changed:
                setattr(row, name, changed[name])
    if part.name == CLOSE_ONES:
        row.close_ones_agreed_on = agreed
    _keep(viewer, of, row)
    first = kind == Kind.EARLY_SIGN and now.empty and not reads.plan(viewer, of, kind).empty
    return Kept(True, tick(viewer=viewer, of=of, step=CARD_STEP) if first else Ticked.NOTHING)


def _keep(viewer: Viewer, of: Whose, row: SignPlan, restores: int | None = None) -> None:
    """Save a change of the plan with the whole as it now is, and tell the history."""
    row.version += 1
    row.changed_at, row.changed_by = timezone.now(), viewer.name
    row.save()
    SignVersion.objects.create(
        sign_plan=row, number=row.version, content=reads.stored(viewer, row).content(), at=row.changed_at, by_name=viewer.name,
        by_role=viewer.role or "", restores=restores,
    )  # fmt: skip
    tell(viewer, of, "sign_plan")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of bringing a version back: whether anything changed, and whether what close ones said stayed out."""

    changed: bool
    left_out: bool = False


@transaction.atomic
def restore(*, viewer: Viewer, person_key: UUID, kind: str, number: int, seen: int) -> Restored:
    """Bring a plan back as it was in a version; that is a version itself, so nothing is lost.

    seen: the number of the version that the page showed as the last; raises NotPossible when there is a newer one.
    What close ones said comes back only by the person's own hand: staff cannot agree to it for them (S-202).
    """
    of = to_write(viewer, person_key, TOPICS[Kind(kind)])
    now = reads.plan(viewer, of, kind)
    then = reads.version(viewer, now, number)
    if now.version != seen:
        raise NotPossible(SINCE)
    said, says = then.at(CLOSE_ONES).get("close_ones", ""), now.at(CLOSE_ONES).get("close_ones", "")
    left_out = not viewer.is_client and said != says and bool(said)
    row = SignPlan.objects.get(pk=now.id)
    if not _put_back(row, now, then, close_ones=not left_out):
        return Restored(False, left_out)
    if not left_out and said != says:
        row.close_ones_agreed_on = viewer.today if said else None
    _keep(viewer, of, row, restores=number)
    return Restored(True, left_out)


def _put_back(row: SignPlan, now: Plan, then: Plan, *, close_ones: bool) -> bool:
    """Put the texts of a version on the row and its phases, not saved yet; whether anything is different."""
    differs = False
    for name in OF_ALL:
        words = then.at(GENERAL).get(name, "")
        differs |= getattr(row, name) != words
        setattr(row, name, words)
    if close_ones:
        words = then.at(CLOSE_ONES).get("close_ones", "")
        differs |= row.close_ones != words
        row.close_ones = words
    for phase in PHASES:
        texts = {name: then.at(phase).get(name, "") for name in OF_PHASE}
        if texts != {name: now.at(phase).get(name, "") for name in OF_PHASE}:
            differs = True
            SignPhase.objects.update_or_create(sign_plan=row, phase=phase, defaults=texts)
    return differs


def _agreed(
    viewer: Viewer, part: Part, wanted: Mapping[str, str], told: date | None, before: date | None
) -> date | None:
    """The day the person agreed with what close ones said; none when nothing is said."""
    if part.name != CLOSE_ONES or not wanted.get("close_ones"):
        return None
    if viewer.is_client:
        return viewer.today
    agreed = told or before
    if agreed is None:
        raise NotPossible(NEEDS_AGREEMENT)
    if agreed > viewer.today:
        raise NotPossible(_("Deze dag moet nog komen. Kies de dag waarop de persoon ja zei."))
    return agreed
