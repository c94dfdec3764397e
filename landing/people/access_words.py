"""What the access log's short words mean, for whoever reads it: staff (B1) and the person (A2, with "je")."""

from __future__ import annotations

from landing.ui.languages import said as _

# Topic: (for staff, for the person: "… keek naar …").
TOPICS: dict[str, tuple[str, str]] = {
    "route": ("de route", _("je route")),
    "list": ("een lijst van cliënten", _("een lijst met je naam")),
    "facts": ("de gegevens van de route", _("je gegevens")),
    "identity": ("naam en geboortedatum", _("je naam en geboortedatum")),
    "around": ("de betrokkenen", _("de mensen om je heen")),
    "history": ("de geschiedenis", _("wat er eerder veranderde")),
    "doubles": ("dubbele dossiers", _("of je er twee keer in staat")),
    "import": ("een ingelezen lijst", _("een lijst met je naam")),
    "access_log": ("het logboek van inzage", _("wie er naar je gegevens keek")),
    "emergency": ("de gegevens voor nood", _("je gegevens voor nood")),
    "consents": ("de toestemmingen", _("je toestemmingen")),
    "requests": ("verzoeken over de gegevens", _("wat je vroeg over je gegevens")),
    "copy": ("een kopie van alle gegevens", _("een kopie van al je gegevens")),
    "bsn": ("het burgerservicenummer", _("je burgerservicenummer (BSN)")),
    "shield": ("de afscherming", _("wie je mag zien")),
    "login": ("de eigen inlog", _("je inlog")),
    "relations": ("de mensen om iemand heen", _("de mensen die belangrijk voor je zijn")),
    "crisis_card": ("de noodkaart", _("je noodkaart")),
    "plan": ("het eigen plan", _("je plan")),
    "early_sign_plan": ("het signaleringsplan", _("je signaleringsplan")),
    "shared": ("wat de persoon met een link liet lezen", _("wat je met een link liet lezen")),
    "links": ("eenmalige links", _("links die anderen kregen")),
}

# Purpose: (for staff, for the person: "Waarom: …").
PURPOSES: dict[str, tuple[str, str]] = {
    "own": ("eigen gegevens", _("het zijn je eigen gegevens")),
    "support": ("begeleiding", _("begeleiding")),
    "coordination": ("coördinatie van de zorg", _("hulp regelen")),
    "direction": ("regie op de route", _("zorgen dat je route doorgaat")),
    "client_support": ("onafhankelijke cliëntondersteuning", _("naast je staan")),
    "tenancy": ("de huur", _("je huis")),
    "income_support": ("de uitkering", _("je geld")),
    "peer_support": ("steun door een ervaringsdeskundige", _("steun")),
    "oversight": ("toezicht op inzage", _("kijken of alles eerlijk gaat")),
    "administration": ("beheer", _("werk aan het systeem")),
    "close_support": ("steun door een naaste", _("jij liet het zelf lezen")),
    "emergency": ("nood", _("nood")),
    "question": ("een vraag over inzage", _("je vraag over wie er keek")),
}

# Basis: by which right.
BASES: dict[str, str] = {
    "self": "eigen gegevens",
    "bond": "een rol rond de cliënt die op die dag gold",
    "link": "een link die de persoon zelf maakte",
    "region": "dubbele dossiers in de regio beoordelen",
    "emergency": "noodtoegang",
    "oversight": "toezicht",
    "none": "geen",
}

REASONS: dict[str, str] = {
    "asked": "de persoon vroeg erom",
    "together": "om samen door te nemen",
    "no_login": "de persoon kan zelf niet printen",
    "role": "deze rol mag dat niet",
    "not_visible": "geen rol rond deze persoon",
    "not_there": "bestaat niet",
    "too_often": "te vaak in korte tijd",
    "password": "inlognaam of wachtwoord klopte niet",
}
