"""What the access log's short words mean, for whoever reads it: staff (B1) and the person (A2, with "je")."""

from __future__ import annotations

# Topic: (for staff, for the person: "… keek naar …").
TOPICS: dict[str, tuple[str, str]] = {
    "route": ("de route", "je route"),
    "list": ("een lijst van cliënten", "een lijst met je naam"),
    "facts": ("de gegevens van de route", "je gegevens"),
    "identity": ("naam en geboortedatum", "je naam en geboortedatum"),
    "around": ("de betrokkenen", "de mensen om je heen"),
    "history": ("de geschiedenis", "wat er eerder veranderde"),
    "doubles": ("dubbele dossiers", "of je er twee keer in staat"),
    "import": ("een ingelezen lijst", "een lijst met je naam"),
    "access_log": ("het logboek van inzage", "wie er naar je gegevens keek"),
    "emergency": ("de gegevens voor nood", "je gegevens voor nood"),
    "consents": ("de toestemmingen", "je toestemmingen"),
    "requests": ("verzoeken over de gegevens", "wat je vroeg over je gegevens"),
    "copy": ("een kopie van alle gegevens", "een kopie van al je gegevens"),
    "bsn": ("het burgerservicenummer", "je burgerservicenummer (BSN)"),
    "shield": ("de afscherming", "wie je mag zien"),
    "login": ("de eigen inlog", "je inlog"),
    "relations": ("de mensen om iemand heen", "de mensen die belangrijk voor je zijn"),
    "crisis_card": ("de noodkaart", "je noodkaart"),
    "plan": ("het eigen plan", "je plan"),
    "early_sign_plan": ("het signaleringsplan", "je signaleringsplan"),
    "shared": ("wat de persoon met een link liet lezen", "wat je met een link liet lezen"),
    "links": ("eenmalige links", "links die anderen kregen"),
}

# Purpose: (for staff, for the person: "Waarom: …").
PURPOSES: dict[str, tuple[str, str]] = {
    "own": ("eigen gegevens", "het zijn je eigen gegevens"),
    "support": ("begeleiding", "begeleiding"),
    "coordination": ("coördinatie van de zorg", "hulp regelen"),
    "direction": ("regie op de route", "zorgen dat je route doorgaat"),
    "client_support": ("onafhankelijke cliëntondersteuning", "naast je staan"),
    "tenancy": ("de huur", "je huis"),
    "income_support": ("de uitkering", "je geld"),
    "peer_support": ("steun door een ervaringsdeskundige", "steun"),
    "oversight": ("toezicht op inzage", "kijken of alles eerlijk gaat"),
    "administration": ("beheer", "werk aan het systeem"),
    "close_support": ("steun door een naaste", "jij liet het zelf lezen"),
    "emergency": ("nood", "nood"),
    "question": ("een vraag over inzage", "je vraag over wie er keek"),
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
