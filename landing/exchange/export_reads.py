"""Who made a list of people as a file, for who oversees."""

from __future__ import annotations

from landing.exchange.models import ListExport
from landing.people.viewer import Viewer

MOST = 200


def exports(viewer: Viewer) -> list[ListExport]:
    """The files that were made at the viewer's organisation, the newest first; nothing for who does not oversee."""
    if not viewer.rule.oversees or viewer.organisation is None:
        return []
    return list(ListExport.objects.filter(organisation_id=viewer.organisation).order_by("-id")[:MOST])
