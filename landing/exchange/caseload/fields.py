"""The fields that a list can fill: their Dutch label, help, kind, and the words by which a heading is recognised.

Choices and their labels come from `landing/rulebook/facts/*.yaml`; ids of facts are equal to those there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # safe both; the rulebook is read with the first
FACTS = Path(__file__).resolve().parents[2] / "rulebook" / "facts"


@dataclass(frozen=True)
class Field:
    """One target of the mapping.

    `kind`: full_name, name, date, birth_date, yes_no, choice, municipality, staff, code or free_text.
    `required`: the import is refused without a value (a name counts in one column or in parts).
    `words`: headings that mean this field, without case and accents, with " | " between them.
    """

    id: str
    label: str
    help: str
    kind: str
    words: str
    required: bool = False
    by_default: bool = True

    @property
    def synonyms(self) -> tuple[str, ...]:
        """The words, one by one."""
        return tuple(self.words.split(" | "))

    @property
    def choices(self) -> dict[str, str]:
        """Choice id → Dutch label; empty when the field is not a choice."""
        return fact_choices().get(self.id, {}) if self.kind == "choice" else {}


FIELDS = (
    Field(
        "external_id",
        "Cliëntnummer",
        "Het nummer van de cliënt in het eigen systeem. Geen BSN. Met dit nummer herkennen we de persoon bij "
        "een volgende import.",
        "code",
        "clientnummer | clientnr | client nr | client id | clientid | client nummer | dossiernummer | dossiernr"
        " | zorgnummer | registratienummer | persoonsnummer | kenmerk | client code | clientcode | extern "
        "nummer | nummer | nr | id",
    ),
    Field(
        "full_name",
        "Naam",
        "De hele naam in één kolom: ‘Achternaam, Voornaam tussenvoegsel’ of ‘Voornaam tussenvoegsel Achternaam’.",
        "full_name",
        "naam | naam client | clientnaam | client | volledige naam | naam bewoner | bewoner | naam deelnemer | "
        "persoon | naam persoon | naam kandidaat | kandidaat | deelnemer",
        required=True,
    ),
    Field(
        "given_name",
        "Voornaam",
        "De voornaam of de voorletters.",
        "name",
        "voornaam | voornamen | voorletters | voorletter | initialen | vn",
    ),
    Field(
        "infix",
        "Tussenvoegsel",
        "Bijvoorbeeld: van der.",
        "name",
        "tussenvoegsel | tussenvoegsels | tussenv | tussenvoegsel s | tv | voorvoegsel | voorvoegsels | tussen",
    ),
    Field(
        "surname",
        "Achternaam",
        "De achternaam zonder tussenvoegsel.",
        "name",
        "achternaam | familienaam | geslachtsnaam | an | achternamen",
        required=True,
    ),
    Field(
        "preferred_name",
        "Roepnaam",
        "Zo wil de persoon genoemd worden.",
        "name",
        "roepnaam | noemnaam",
    ),
    Field(
        "birth_date",
        "Geboortedatum",
        "Dag, maand en jaar van de geboorte.",
        "birth_date",
        "geboortedatum | geboorte datum | geb datum | gebdatum | geb dat | gebdat | geboren | geboren op | "
        "datum geboorte | gb datum | geb | gebdd | birthdate",
    ),
    Field(
        "municipality",
        "Gemeente van herkomst",
        "De gemeente waar de persoon vandaan komt.",
        "municipality",
        "gemeente van herkomst | gemeente v herkomst | gem van herkomst | gem v herkomst | herkomstgemeente | "
        "gemeente herkomst | gem herkomst | herkomst | woonplaats | gemeente | woongemeente | uit gemeente",
    ),
    Field(
        "destination_municipality",
        "Gemeente waar de persoon gaat wonen",
        "De gemeente van de nieuwe woning, als die bekend is.",
        "municipality",
        "naar gemeente | gemeente van bestemming | bestemmingsgemeente | gemeente bestemming | bestemming | "
        "nieuwe gemeente | uitstroomgemeente | gemeente uitstroom | voorkeursgemeente | gaat naar | gemeente "
        "waar de persoon gaat wonen",
    ),
    Field(
        "stay_kind",
        "Soort verblijf",
        "Bijvoorbeeld: beschermd wonen of maatschappelijke opvang.",
        "choice",
        "soort verblijf | verblijf | product | productsoort | zorgproduct | voorziening | soort zorg | zorgvorm"
        " | verblijfsvorm | verblijf soort | soort opvang | type verblijf",
    ),
    Field(
        "stay_start",
        "Start van het verblijf",
        "De dag waarop het verblijf begon.",
        "date",
        "start verblijf | start van het verblijf | start zorg | startdatum | startdatum zorg | begindatum | "
        "begindatum zorg | begindatum verblijf | ingangsdatum | instroom | instroomdatum | datum instroom | "
        "sinds | verblijf sinds | in zorg sinds | datum in zorg | opnamedatum | datum opname | verblijf start |"
        " start",
    ),
    Field(
        "target_departure",
        "Streefdatum vertrek",
        "De dag waarop de persoon ongeveer verhuist.",
        "date",
        "streefdatum vertrek | streefdatum | streefdatum uitstroom | verwachte uitstroom | verw uitstroom | "
        "verwachte uitstroomdatum | verw uitstroomdatum | uitstroomdatum | datum uitstroom | uitstroom "
        "streefdatum | verwachte vertrekdatum | vertrekdatum | geplande uitstroom | uitstroom | verwachte "
        "einddatum | streefdatum verhuizing",
    ),
    Field(
        "carer",
        "Begeleider",
        "De naam van de persoonlijk begeleider.",
        "staff",
        "begeleider | persoonlijk begeleider | pb er | pber | pb | begeleid(st)er | woonbegeleider | mentor | "
        "naam begeleider | ambulant begeleider | hulpverlener | eerste begeleider | casemanager",
    ),
    Field(
        "coordinator",
        "Coördinator",
        "De naam van de coördinator uitstroom.",
        "staff",
        "coordinator | uitstroomcoordinator | regisseur | procesregisseur | casusregisseur | trajectcoordinator"
        " | coordinator uitstroom | contactpersoon gemeente",
    ),
    Field(
        "has_debts",
        "Heeft schulden",
        "Ja, nee of onbekend.",
        "yes_no",
        "heeft schulden | schulden | schuld | schulden ja nee | schulden j n | schuldenproblematiek",
    ),
    Field(
        "route_kind",
        "Soort route",
        "Bijvoorbeeld: contingentwoning of Housing First.",
        "choice",
        "soort route | route | uitstroomroute | traject | soort traject | uitstroomprofiel | woonvorm | "
        "uitstroomvorm | type woning | route uitstroom | uitstroom route",
    ),
    Field(
        "note",
        "Opmerking",
        "Vrije tekst. Die nemen we niet vanzelf mee: er staat vaak meer in dan nodig is, ook over gezondheid, "
        "schuld of andere mensen. Neem alleen over wat nodig is, en doe dat liever zelf bij de persoon.",
        "free_text",
        "opmerking | opmerkingen | bijzonderheden | toelichting | notitie | notities | memo | aantekening | "
        "aantekeningen | commentaar | vrije tekst | status | overig bijzonderheden",
        by_default=False,
    ),
)
BY_ID = {field.id: field for field in FIELDS}


@lru_cache(maxsize=1)
def fact_choices() -> dict[str, dict[str, str]]:
    """Per fact of kind choice: choice id → Dutch label, read from the rulebook."""
    choices: dict[str, dict[str, str]] = {}
    for path in sorted(FACTS.glob("*.yaml")):
        for fact in yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or []:  # noqa: S506  (a safe one)
            if fact.get("kind") == "choice":
                choices[fact["id"]] = dict(fact["choices"])
    return choices
