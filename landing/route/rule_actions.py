"""All writes on the region's rules: prepare a change, put it live, withdraw it. The administrator's alone."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.core.due.marked import RulebookFaults
from landing.people.actions import NotPossible
from landing.people.models import Region
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.route import bulk, rule_reads, rulebook
from landing.route.models import RulebookChange

State = RulebookChange.State
MAY_FOLLOW = {
    State.LIVE: (State.DRAFT, State.WITHDRAWN),
    State.WITHDRAWN: (State.DRAFT, State.LIVE),
}
"""A state, and the states from which it can be reached."""

CHANGED_SINCE = "Iemand anders heeft deze wijziging intussen aangepast. Er is niets veranderd. Kijk hieronder opnieuw."
FITS_NO_MORE = "Zo passen de regels niet meer bij elkaar. Er is niets veranderd. Kijk eerst naar de andere wijzigingen."


@transaction.atomic
def prepare(*, viewer: Viewer, rule: str, text: str, because: str) -> RulebookChange:
    """Keep a change as a draft; nothing changes for anyone yet.

    rule: the id it is about; text: YAML as the region's folder would hold it. Raises RulebookFaults naming
    ``wijziging nieuw:<line>`` when the rules would not fit together.
    """
    _hold_region(viewer)
    rule_reads.tried_text(viewer, "nieuw", text)
    return RulebookChange.objects.create(
        region_code=viewer.region_code, rule=rule, text=text, because=because, made_by_id=viewer.account,
        made_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def put_live(*, viewer: Viewer, key: UUID, version: int) -> bulk.Refreshed | None:
    """Let a change hold from now on and reckon every route anew; None when it held already.

    Raises NotPossible when somebody changed it meanwhile or when the rules would not fit together.
    """
    return _move(viewer=viewer, key=key, version=version, to=State.LIVE)


@transaction.atomic
def withdraw(*, viewer: Viewer, key: UUID, version: int) -> bulk.Refreshed | None:
    """Take a change back: a draft is put away, a live one no longer holds and every route is reckoned anew."""
    return _move(viewer=viewer, key=key, version=version, to=State.WITHDRAWN)


def _hold_region(viewer: Viewer) -> None:
    """One change of a region at a time, so that two that do not fit together cannot both go live."""
    if not viewer.rule.rules or not viewer.region_code:
        raise PermissionDenied
    Region.objects.select_for_update().get(code=viewer.region_code)


@everyone("a changed rule touches every route of the region; only an administrator gets here")
def _move(*, viewer: Viewer, key: UUID, version: int, to: RulebookChange.State) -> bulk.Refreshed | None:
    _hold_region(viewer)
    change = rule_reads.change(viewer, key)
    if change.state == to:
        return None
    if change.version != version or change.state not in MAY_FOLLOW[to]:
        raise NotPossible(CHANGED_SINCE)
    touches = State.LIVE in (change.state, to)
    if touches:
        try:
            rule_reads.after_change(viewer, change)
        except RulebookFaults as faults:
            raise NotPossible(FITS_NO_MORE) from faults
    before = rulebook.current(viewer.region_code)
    change.state = to
    now = timezone.now()
    change.live_at = now if to == State.LIVE else change.live_at
    change.withdrawn_at = now if to == State.WITHDRAWN else None
    change.version += 1
    change.save(update_fields=["state", "live_at", "withdrawn_at", "version"])
    return bulk.refresh_changed(viewer.region_code, before, viewer.today) if touches else bulk.Refreshed(0, 0)
