"""Words about what a person may ask: for the person (A2) and for staff (B1)."""

from __future__ import annotations

from dataclasses import dataclass

from landing.people.grounds import table_of
from landing.rights.request_models import RightsRequest

Kind = RightsRequest.Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that can be asked.

    slug: in the address; link: on the hub; title and intro: above the question; label: above the box; needs_words:
    whether the box must hold something; asked: as in "je vroeg om …".
    """

    kind: str
    slug: str
    link: str
    title: str
    intro: str
    label: str
    needs_words: bool
    asked: str


WISHES = (
    Wish(Kind.CORRECTION, "verbeteren", "Er klopt iets niet", "Wat klopt er niet?",
         "Staat er iets fout over jou? Of mist er iets? Schrijf het hier op. Wat er eerst stond, blijft bewaard.",
         "Wat is fout, en hoe moet het zijn?", True, "om iets te verbeteren"),
    Wish(Kind.OBJECTION, "bezwaar", "Ik wil niet dat iets gebruikt wordt", "Wat mag niet gebruikt worden?",
         "Je kunt zeggen: dit over mij mag je daar niet voor gebruiken. Dat heet bezwaar.",
         "Waarom wil je dat niet?", False, "om iets niet meer te gebruiken"),
    Wish(Kind.RESTRICTION, "stilzetten", "Zet mijn gegevens stil", "Je gegevens stilzetten",
         "Dan bewaren we je gegevens, maar gebruiken we ze niet. Dat kan als iets niet klopt, of als je ruzie hebt over je "
         "gegevens. Hulp regelen kan dan moeilijker zijn.",
         "Waarom wil je dit?", False, "om je gegevens stil te zetten"),
    Wish(Kind.LIFTING, "verder", "Mijn gegevens mogen weer gebruikt worden", "Je gegevens weer gebruiken",
         "Je gegevens staan nu stil. Je kunt vragen om ze weer te gebruiken.",
         "Wil je er iets bij zeggen?", False, "om je gegevens weer te gebruiken"),
    Wish(Kind.ERASURE, "wissen", "Wis mijn gegevens", "Je gegevens wissen",
         "Dan halen we alles over jou weg. Je route ook. Dat kan niet terug. Soms moeten we iets bewaren van de wet. Dan "
         "zeggen we dat.",
         "Wil je er iets bij zeggen?", False, "om je gegevens te wissen"),
    Wish(Kind.COPY, "papier", "Ik wil een kopie op papier", "Een kopie op papier",
         "Je krijgt alles wat we van je weten op papier. Iemand die je helpt, drukt het af.",
         "Wil je er iets bij zeggen?", False, "om een kopie op papier"),
    Wish(Kind.HUMAN, "praten", "Ik heb een klacht of wil praten", "Een klacht, of praten met een mens",
         "Ben je het ergens niet mee eens? Of wil je dat een mens ernaar kijkt? Schrijf het hier op.",
         "Waar gaat het over?", True, "om een gesprek"),
)  # fmt: skip
BY_SLUG = {wish.slug: wish for wish in WISHES}
BY_KIND = {str(wish.kind): wish for wish in WISHES}

# Which topics can be objected to; what they are called stands in the access table.
TOPICS = {topic: table_of("").topics[topic].about for topic in (
    "health", "housing", "income", "money", "activities", "relations", "continuity", "signs",
)}  # fmt: skip
PURPOSES = {
    "support": "om je te begeleiden",
    "coordination": "om je hulp te regelen",
    "care_decision": "om te beslissen welke hulp je krijgt",
    "handover": "om je hulp over te dragen",
    "housing_allocation": "om een woning voor je te zoeken",
    "tenancy": "om je huur te regelen",
    "income_support": "om je te helpen met geld",
    "register_quality": "om te kijken of je gegevens kloppen",
}
# What cannot be objected to here, but can stand in a consent or an older objection.
OTHER_WORDS = {topic.id: topic.about for topic in table_of("").topics.values() if topic.id not in TOPICS} | {
    "steering": "om mensen te tellen",
    "treatment": "om je te behandelen",
    "client_support": "om voor je op te komen",
    "close_support": "om je te steunen",
    "emergency": "omdat er nood is",
    "oversight": "om te controleren wie er keek",
}
SAID = TOPICS | PURPOSES | OTHER_WORDS


def about(request: RightsRequest) -> str:
    """What an objection is about, as the person reads it; empty for other requests."""
    if not request.topic:
        return ""
    return about_words(request.topic, request.purpose)


def about_words(topic: str, purpose: str) -> str:
    """A topic and a purpose in one sentence."""
    return f"Informatie over {SAID.get(topic, topic)}, {SAID.get(purpose, purpose)}."
