"""The parts of the crisis card: the question to the person (A2), the word on the card, and a hint."""

from __future__ import annotations

from dataclasses import dataclass

from landing.ui.languages import said as _

CONTACTS = "contacts"
MOST_CONTACTS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One part. question and hint: to the person; label: on the card and to staff; rows: the height of the box."""

    name: str
    question: str
    label: str
    hint: str = ""
    rows: int = 3


PARTS: tuple[Part, ...] = (
    Part("call_me", _("Hoe wil je genoemd worden?"), _("Noem mij"), _("Deze naam staat groot op je kaart."), 1),
    Part(CONTACTS, _("Wie bellen we?"), _("Bel"), _("De bovenste bellen we eerst.")),
    Part("looks_like", _("Hoe merken anderen dat het slecht met je gaat?"), _("Zo zie je dat het slecht gaat"),
         _("Bijvoorbeeld: ik praat niet meer, of ik slaap niet.")),
    Part("helps", _("Wat helpt jou dan?"), _("Dit helpt"), _("Bijvoorbeeld: rustig praten, of samen naar buiten.")),
    Part("better_not", _("Wat kunnen anderen beter niet doen?"), _("Liever niet"), _("Bijvoorbeeld: mij vasthouden.")),
    Part("medication", _("Welke medicijnen gebruik je?"), _("Medicijnen"), _("Schrijf ook op waar je niet tegen kunt.")),
    Part("practical", _("Wat moet er geregeld worden als jij het even niet kunt?"), _("Regel dit"),
         _("Bijvoorbeeld: de kat eten geven.")),
    Part("agreements", _("Wat heb je afgesproken?"), _("Afspraken"), _("Bijvoorbeeld: met je begeleider of je dokter.")),
    Part("languages", _("In welke taal praten we met jou?"), _("Taal"), _("Bijvoorbeeld: Nederlands en Turks."), 1),
)  # fmt: skip
PART = {part.name: part for part in PARTS}
TEXTS = tuple(part.name for part in PARTS if part.name != CONTACTS)
"""The names of the fields of the card that hold text."""
FRONT, BACK = (
    ("call_me", CONTACTS, "languages"),
    ("looks_like", "helps", "better_not", "medication", "practical", "agreements"),
)
"""What stands on which side of the paper card."""
