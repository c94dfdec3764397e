"""Words about what a person may ask: for the person (A2) and for staff (B1)."""

from __future__ import annotations

from dataclasses import dataclass

from landing.people.grounds import table_of
from landing.rights.request_models import RightsRequest
from landing.ui.languages import said as _

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
    Wish(Kind.CORRECTION, "verbeteren", _("Er klopt iets niet"), _("Wat klopt er niet?"),
         _("Staat er iets fout over jou? Of mist er iets? Schrijf het hier op. Wat er eerst stond, blijft bewaard."),
         _("Wat is fout, en hoe moet het zijn?"), True, _("om iets te verbeteren")),
    Wish(Kind.OBJECTION, "bezwaar", _("Ik wil niet dat iets gebruikt wordt"), _("Wat mag niet gebruikt worden?"),
         _("Je kunt zeggen: dit over mij mag je daar niet voor gebruiken. Dat heet bezwaar."),
         _("Waarom wil je dat niet?"), False, _("om iets niet meer te gebruiken")),
    Wish(Kind.RESTRICTION, "stilzetten", _("Zet mijn gegevens stil"), _("Je gegevens stilzetten"),
         _("Dan bewaren we je gegevens, maar gebruiken we ze niet. Dat kan als iets niet klopt, of als je ruzie hebt over je "
         "gegevens. Hulp regelen kan dan moeilijker zijn."),
         _("Waarom wil je dit?"), False, _("om je gegevens stil te zetten")),
    Wish(Kind.LIFTING, "verder", _("Mijn gegevens mogen weer gebruikt worden"), _("Je gegevens weer gebruiken"),
         _("Je gegevens staan nu stil. Je kunt vragen om ze weer te gebruiken."),
         _("Wil je er iets bij zeggen?"), False, _("om je gegevens weer te gebruiken")),
    Wish(Kind.ERASURE, "wissen", _("Wis mijn gegevens"), _("Je gegevens wissen"),
         _("Dan halen we alles over jou weg. Je route ook. Dat kan niet terug. Soms moeten we iets bewaren van de wet. Dan "
         "zeggen we dat."),
         _("Wil je er iets bij zeggen?"), False, _("om je gegevens te wissen")),
    Wish(Kind.COPY, "papier", _("Ik wil een kopie op papier"), _("Een kopie op papier"),
         _("Je krijgt alles wat we van je weten op papier. Iemand die je helpt, drukt het af."),
         _("Wil je er iets bij zeggen?"), False, _("om een kopie op papier")),
    Wish(Kind.HUMAN, "praten", _("Ik heb een klacht of wil praten"), _("Een klacht, of praten met een mens"),
         _("Ben je het ergens niet mee eens? Of wil je dat een mens ernaar kijkt? Schrijf het hier op."),
         _("Waar gaat het over?"), True, _("om een gesprek")),
)  # fmt: skip
BY_SLUG = {wish.slug: wish for wish in WISHES}
BY_KIND = {str(wish.kind): wish for wish in WISHES}

# Which topics can be objected to; what they are called stands in the access table.
TOPICS = {topic: _(table_of("").topics[topic].about) for topic in (
    "health", "housing", "income", "money", "activities", "relations", "continuity", "signs",
)}  # fmt: skip
PURPOSES = {
    "support": _("om je te begeleiden"),
    "coordination": _("om je hulp te regelen"),
    "care_decision": _("om te beslissen welke hulp je krijgt"),
    "handover": _("om je hulp over te dragen"),
    "housing_allocation": _("om een woning voor je te zoeken"),
    "tenancy": _("om je huur te regelen"),
    "income_support": _("om je te helpen met geld"),
    "register_quality": _("om te kijken of je gegevens kloppen"),
}
# What cannot be objected to here, but can stand in a consent or an older objection.
OTHER_WORDS = {topic.id: _(topic.about) for topic in table_of("").topics.values() if topic.id not in TOPICS} | {
    "steering": _("om mensen te tellen"),
    "treatment": _("om je te behandelen"),
    "client_support": _("om voor je op te komen"),
    "close_support": _("om je te steunen"),
    "emergency": _("omdat er nood is"),
    "oversight": _("om te controleren wie er keek"),
}
SAID = TOPICS | PURPOSES | OTHER_WORDS


def about(request: RightsRequest) -> str:
    """What an objection is about, as the person reads it; empty for other requests."""
    if not request.topic:
        return ""
    return about_words(request.topic, request.purpose)


def about_words(topic: str, purpose: str) -> str:
    """A topic and a purpose in one sentence."""
    return _("Informatie over {topic}, {purpose}.").format(
        topic=SAID.get(topic, topic), purpose=SAID.get(purpose, purpose)
    )
