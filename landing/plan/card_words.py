"""The parts of the crisis card: the question to the person (A2), the word on the card, and a hint."""

from __future__ import annotations

from dataclasses import dataclass

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
    Part("call_me", "Hoe wil je genoemd worden?", "Noem mij", "Deze naam staat groot op je kaart.", 1),
    Part(CONTACTS, "Wie bellen we?", "Bel", "De bovenste bellen we eerst."),
    Part("looks_like", "Hoe merken anderen dat het slecht met je gaat?", "Zo zie je dat het slecht gaat",
         "Bijvoorbeeld: ik praat niet meer, of ik slaap niet."),
    Part("helps", "Wat helpt jou dan?", "Dit helpt", "Bijvoorbeeld: rustig praten, of samen naar buiten."),
    Part("better_not", "Wat kunnen anderen beter niet doen?", "Liever niet", "Bijvoorbeeld: mij vasthouden."),
    Part("medication", "Welke medicijnen gebruik je?", "Medicijnen", "Schrijf ook op waar je niet tegen kunt."),
    Part("practical", "Wat moet er geregeld worden als jij het even niet kunt?", "Regel dit",
         "Bijvoorbeeld: de kat eten geven."),
    Part("agreements", "Wat heb je afgesproken?", "Afspraken", "Bijvoorbeeld: met je begeleider of je dokter."),
    Part("languages", "In welke taal praten we met jou?", "Taal", "Bijvoorbeeld: Nederlands en Turks.", 1),
)  # fmt: skip
PART = {part.name: part for part in PARTS}
TEXTS = tuple(part.name for part in PARTS if part.name != CONTACTS)
"""The names of the fields of the card that hold text."""
FRONT, BACK = (
    ("call_me", CONTACTS, "languages"),
    ("looks_like", "helps", "better_not", "medication", "practical", "agreements"),
)
"""What stands on which side of the paper card."""
