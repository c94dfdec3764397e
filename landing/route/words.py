"""Dutch words of the route on screen: phases, life conditions, who does it."""

from __future__ import annotations

from landing.ui.languages import said as _

PHASE_WORDS = {
    "stay": _("Verblijf"),
    "prepare": _("Voorbereiden"),
    "move": _("Verhuizen"),
    "land": _("Landen"),
    "pilot_flame": _("Waakvlam"),
}
CLIENT_PHASE_WORDS = {
    "stay": _("Je woont nog bij de opvang of beschermd"),
    "prepare": _("Je maakt je klaar om te verhuizen"),
    "move": _("Je gaat verhuizen"),
    "land": _("Je woont in je nieuwe huis"),
    "pilot_flame": _("Het loopt. Er is nog af en toe contact"),
}
LIFE_CONDITION_WORDS = {
    "health": _("Gezondheid"),
    "housing": _("Wonen"),
    "income": _("Inkomen"),
    "activities": _("Activiteiten"),
    "relations": _("Relaties"),
    "continuity": _("Continuïteit van zorg"),
}
CLIENT_LIFE_CONDITION_WORDS = {
    "health": _("Gezondheid"),
    "housing": _("Wonen"),
    "income": _("Geld"),
    "activities": _("Werk en wat je graag doet"),
    "relations": _("Mensen om je heen"),
    "continuity": _("Hulp die doorgaat"),
}
WHO_WORDS = {
    "client": "cliënt",
    "support_worker": "begeleider",
    "coordinator": "coördinator",
    "process_director": "procesregisseur",
    "housing_officer": "woningcorporatie",
    "advocate": _("onafhankelijk cliëntondersteuner"),
    "peer_worker": "ervaringsdeskundige",
    "income_officer": _("werk & inkomen"),
    "fiduciary": "bewindvoerder",
    "neighbourhood_team": "wijkteam",
    "treating_party": "behandelaar",
    "close_one": "naaste",
}
CLIENT_WHO_WORDS = {
    "client": _("jij"),
    "support_worker": _("je begeleider"),
    "coordinator": _("je coördinator"),
    "process_director": _("de gemeente"),
    "housing_officer": _("de woningcorporatie"),
    "advocate": _("je cliëntondersteuner"),
    "peer_worker": _("een ervaringsdeskundige"),
    "income_officer": _("de gemeente (uitkering)"),
    "fiduciary": _("je bewindvoerder"),
    "neighbourhood_team": _("het wijkteam"),
    "treating_party": _("je behandelaar"),
    "close_one": _("iemand die je kent"),
}
