"""The people around somebody as a drawing: what of a member stands in it, and the words of who found no place."""

from __future__ import annotations

from landing.plan import network_drawing as drawing
from landing.plan import network_reads as reads
from landing.ui.languages import said as _

RINGS = drawing.RINGS
# What stands in the drawing of somebody of whom this is not filled in.
UNKNOWN_CLOSENESS, UNKNOWN_SECTOR = 3, "neighbour"
SECTOR_WORDS = {
    "family": _("Familie"),
    "friend": _("Vrienden"),
    "neighbour": _("Buren en anderen"),
    "professional": _("Hulpverleners"),
}


def ecogram(found: list[reads.Member]) -> drawing.Drawing:
    """The people as a drawing."""
    return drawing.draw(
        [
            drawing.Somebody(
                one.name, one.kind if one.kind in drawing.SECTORS else UNKNOWN_SECTOR, one.closeness or UNKNOWN_CLOSENESS,
                one.strength or "normal", "".join(str(reads.LETTERS[code]) for code in reads.Support if code in one.gives),
            )
            for one in found
        ]
    )  # fmt: skip


def left_out_words(drawn: drawing.Drawing) -> list[tuple[str, int]]:
    """How many of each sector found no place."""
    return [(SECTOR_WORDS[sector], count) for sector, count in drawn.left_out.items()]
