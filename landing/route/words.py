"""Dutch words of the route on screen: phases, life conditions, who does it."""

from __future__ import annotations

PHASE_WORDS = {
    "stay": "Verblijf",
    "prepare": "Voorbereiden",
    "move": "Verhuizen",
    "land": "Landen",
    "pilot_flame": "Waakvlam",
}
CLIENT_PHASE_WORDS = {
    "stay": "Je woont nog bij de opvang of beschermd",
    "prepare": "Je maakt je klaar om te verhuizen",
    "move": "Je gaat verhuizen",
    "land": "Je woont in je nieuwe huis",
    "pilot_flame": "Het loopt. Er is nog af en toe contact",
}
LIFE_CONDITION_WORDS = {
    "health": "Gezondheid",
    "housing": "Wonen",
    "income": "Inkomen",
    "activities": "Activiteiten",
    "relations": "Relaties",
    "continuity": "Continuïteit van zorg",
}
CLIENT_LIFE_CONDITION_WORDS = {
    "health": "Gezondheid",
    "housing": "Wonen",
    "income": "Geld",
    "activities": "Werk en wat je graag doet",
    "relations": "Mensen om je heen",
    "continuity": "Hulp die doorgaat",
}
WHO_WORDS = {
    "client": "cliënt",
    "support_worker": "begeleider",
    "coordinator": "coördinator",
    "process_director": "procesregisseur",
    "housing_officer": "woningcorporatie",
    "advocate": "onafhankelijk cliëntondersteuner",
    "peer_worker": "ervaringsdeskundige",
    "income_officer": "werk & inkomen",
    "fiduciary": "bewindvoerder",
    "neighbourhood_team": "wijkteam",
    "treating_party": "behandelaar",
    "close_one": "naaste",
}
CLIENT_WHO_WORDS = {
    "client": "jij",
    "support_worker": "je begeleider",
    "coordinator": "je coördinator",
    "process_director": "de gemeente",
    "housing_officer": "de woningcorporatie",
    "advocate": "je cliëntondersteuner",
    "peer_worker": "een ervaringsdeskundige",
    "income_officer": "de gemeente (uitkering)",
    "fiduciary": "je bewindvoerder",
    "neighbourhood_team": "het wijkteam",
    "treating_party": "je behandelaar",
    "close_one": "iemand die je kent",
}
