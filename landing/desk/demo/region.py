"""The organisations of the demo: Regio Merwestreek, and a small second region that nobody from the first may see."""

from __future__ import annotations

from typing import NamedTuple

from landing.people.models import Organisation

Kind = Organisation.Kind


class House(NamedTuple):
    """One organisation: the short key by which the demo names it, its kind, its name and how many people it has.

    ``share``: for a care provider or municipality the part of the people, in parts of the whole of its kind.
    """

    key: str
    kind: Kind
    name: str
    share: int = 0


MERWESTREEK = "merwestreek"
DUINRAND = "duinrand"
REGIONS = ((MERWESTREEK, "Regio Merwestreek"), (DUINRAND, "Regio Duinrand"))
LEADS = ("merwestad", "duinstede")
"""The lead municipality of each region; it has a bond with everyone of its region."""

HOUSES: dict[str, tuple[House, ...]] = {
    MERWESTREEK: (
        House("merwestad", Kind.MUNICIPALITY, "Merwestad", 30),
        House("sintjoris", Kind.MUNICIPALITY, "Sint Joris", 9),
        House("oudewaarde", Kind.MUNICIPALITY, "Oudewaarde", 8),
        House("lindehoek", Kind.MUNICIPALITY, "Lindehoek", 8),
        House("nieuwrivier", Kind.MUNICIPALITY, "Nieuw-Rivier", 7),
        House("veen", Kind.MUNICIPALITY, "'t Veen", 5),
        House("hogedijk", Kind.MUNICIPALITY, "Hoge Dijk", 5),
        House("wilgenburg", Kind.MUNICIPALITY, "Wilgenburg", 5),
        House("biezenwaard", Kind.MUNICIPALITY, "Biezenwaard", 4),
        House("klaverdonk", Kind.MUNICIPALITY, "Klaverdonk", 3),
        House("rietmeer", Kind.MUNICIPALITY, "Rietmeer", 3),
        House("oosterlede", Kind.MUNICIPALITY, "Oosterlede", 3),
        House("zilverbroek", Kind.MUNICIPALITY, "Zilverbroek", 3),
        House("wolfswaarde", Kind.MUNICIPALITY, "Wolfswaarde", 3),
        House("gravenlede", Kind.MUNICIPALITY, "Gravenlede", 2),
        House("tiendhove", Kind.MUNICIPALITY, "Tiendhove", 2),
        House("steiger", Kind.CARE_PROVIDER, "Stichting De Steiger", 36),
        House("haard", Kind.CARE_PROVIDER, "Huis & Haard", 26),
        House("opvang", Kind.CARE_PROVIDER, "Opvang Rivierenland", 24),
        House("thuishaven", Kind.CARE_PROVIDER, "Thuishaven Bedacht", 14),
        House("merwe", Kind.HOUSING_ASSOCIATION, "Wonen aan de Merwe"),
        House("bouwsteen", Kind.HOUSING_ASSOCIATION, "Woonstichting De Bouwsteen"),
        House("klinker", Kind.HOUSING_ASSOCIATION, "Woonvereniging Klinker"),
        House("naast", Kind.ADVOCACY, "Naast Je, onafhankelijke cliëntondersteuning"),
        House("wijk-noord", Kind.NEIGHBOURHOOD_TEAM, "Wijkteam Merwestad-Noord"),
        House("wijk-zuid", Kind.NEIGHBOURHOOD_TEAM, "Wijkteam Merwestad-Zuid"),
        House("wijk-joris", Kind.NEIGHBOURHOOD_TEAM, "Wijkteam Sint Joris"),
        House("wijk-linde", Kind.NEIGHBOURHOOD_TEAM, "Wijkteam Lindehoek"),
        House("wijk-wilgen", Kind.NEIGHBOURHOOD_TEAM, "Wijkteam Wilgenburg"),
        House("inkomen", Kind.INCOME_SERVICE, "Werk & Inkomen Merwestreek"),
        House("ervaring", Kind.PEER_ORGANISATION, "De Ervaringstafel"),
        House("ggz", Kind.TREATMENT, "GGZ Rivierbocht"),
        House("kade", Kind.TREATMENT, "Verslavingszorg De Kade"),
        House("bewind", Kind.FIDUCIARY, "Bewind & Balans"),
        House("naasten", Kind.OTHER, "Naastenkring Merwestreek"),
    ),
    DUINRAND: (
        House("duinstede", Kind.MUNICIPALITY, "Duinstede", 2),
        House("strandhoek", Kind.MUNICIPALITY, "Strandhoek", 1),
        House("vuurtoren", Kind.CARE_PROVIDER, "De Vuurtoren", 1),
        House("zeewoon", Kind.HOUSING_ASSOCIATION, "Zeewoon"),
    ),
}

STEIGER_WORKERS = ("M. Ambulant", "S. Herstelcoach", "T. de Vast")
"""Support workers of De Steiger whose names also stand in the example files for importing."""


def of_kind(region: str, kind: Kind) -> tuple[House, ...]:
    """The organisations of one kind in a region."""
    return tuple(house for house in HOUSES[region] if house.kind is kind)
