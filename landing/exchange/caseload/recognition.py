"""Recognising a heading, and the words inside a column: choices, yes and no, and "nothing known"."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache

from landing.exchange.caseload.fields import FIELDS, Field

# Headings that are never brought in, with the reason that the page gives.
NEVER = (
    (
        "bsn | burgerservicenummer | burger service nummer | sofinummer | sofi nummer".split(" | "),
        "Een BSN nemen we niet over. We hebben het niet nodig om iemand te helpen verhuizen.",
    ),
    (
        "diagnose | diagnoses | medicatie | medicijnen | dsm | stoornis | ziektebeeld | problematiek".split(" | "),
        "Gegevens over gezondheid nemen we niet over uit een lijst.",
    ),
    (
        "nationaliteit | etniciteit | godsdienst | geloof | religie | ras | seksuele geaardheid | strafblad | "
        "delict | justitie".split(" | "),
        "Dit is een bijzonder gegeven. Dat nemen we niet over uit een lijst.",
    ),
    (
        "zorgaanbieder | aanbieder | instelling | organisatie | zorgorganisatie | zorginstelling | opvanginstelling".split(
            " | "
        ),
        "Welke organisatie iemand helpt, nemen we niet over uit een lijst: zij ziet iemand pas als mensen dat afspreken.",
    ),
    (
        "rij in het bestand | wat is er mis | hoe herstel je dit".split(" | "),
        "Deze kolom hebben we zelf toegevoegd in het bestand om te herstellen.",
    ),
)

# Words for a choice, beside the labels of the rulebook. Only what is certain; "eigen woning" can mean two routes.
CHOICE_WORDS = {
    "stay_kind": {
        "bw": "bw | beschermd wonen | bw intramuraal | beschermde woonvorm",
        "mo": "mo | mo 24 uurs | mo 24uurs | mo 24 uur | maatschappelijke opvang | 24 uurs opvang | 24 uursopvang"
        " | crisisopvang | opvang",
        "night_shelter": "nachtopvang | winteropvang",
        "protected_home": "beschermd thuis | bt | bw thuis",
        "clinic": "kliniek | ggz kliniek | opname",
        "detention": "detentie | pi | gevangenis",
        "street": "straat | dakloos | op straat | buitenslaper",
    },
    "route_kind": {
        "contingent": "contingent | contingentwoning | omklap | omklapwoning | omklapcontract",
        "housing_first": "hf | housing first | housingfirst",
        "mixed_living": "gemengd wonen | gemengd | magic mix",
        "clustered": "geclusterd | geclusterd wonen",
        "pitstop": "pitstop | kamer met hoofdbewoner",
        "direct_tenancy": "direct huurcontract | eigen huurcontract | direct eigen huurcontract",
        "wlz": "wlz | wonen met wlz zorg",
        "own_home": "terug naar eigen woning | terug naar de eigen woning",
    },
}
YES = ("j", "ja", "yes", "y", "true", "waar", "1")
NO = ("n", "nee", "no", "false", "onwaar", "0", "geen")
NOTHING = frozenset(
    (
        "nnb | nog niet bekend | nog onbekend | onbekend | onb | nvt | niet van toepassing | vacature | nb | niet "
        "bekend | tbd | volgt | leeg | null | none | nan | geen | xx | xxx"
    ).split(" | ")
)


@lru_cache(maxsize=20_000)
def plain_words(text: str) -> str:
    """Small letters without accents; everything but letters and digits is a space; apostrophes and dots vanish."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    folded = re.sub(r"(?<=\w)\.(?=\w\.|\w\b)|['’‘`´]", "", folded)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", folded).split())


def word_key(text: str) -> str:
    """A word as the mapping keeps it: no case, single spaces."""
    return " ".join(text.casefold().split())


def means_nothing(text: str) -> bool:
    """Whether the text only says that nothing is known: n.n.b., ?, -, (vacature)."""
    return plain_words(text) in NOTHING if any(letter.isalnum() for letter in text) else True


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, str]:
    words = {plain_words(word): field.id for field in FIELDS for word in field.synonyms}
    words.update({plain_words(field.label): field.id for field in FIELDS})
    return words


def never_reason(heading: str) -> str | None:
    """Why a column with this heading is never brought in; None when it may be."""
    words = plain_words(heading.rsplit(":", 1)[-1])
    return next((reason for names, reason in NEVER if words in names), None)


@lru_cache(maxsize=5_000)
def recognise(heading: str) -> tuple[str, float] | None:
    """The field that a heading most likely means, with a certainty from 0 to 1; None when nothing fits.

    A joined heading ("Verblijf: Sinds") is tried whole first, then by its last part.
    """
    synonyms = _synonyms()
    last = plain_words(heading.rsplit(":", 1)[-1])
    whole = plain_words(heading)
    if not last or never_reason(heading):
        return None
    for words, certainty in ((whole, 1.0), (last, 0.95)):
        if words in synonyms:
            return synonyms[words], certainty
    close = difflib.get_close_matches(last, synonyms, n=1, cutoff=0.86) if len(last) > 4 else []
    if close:
        return synonyms[close[0]], 0.8
    inside = [word for word in synonyms if len(word) > 5 and re.search(rf"\b{re.escape(word)}\b", last)]
    return (synonyms[max(inside, key=len)], 0.65) if inside else None


def guess_word(target: Field, text: str) -> tuple[str, bool] | None:
    """What a word in a yes_no or choice column means: (value, certain). None when there is nothing to go by."""
    words = plain_words(text)
    unsure = "?" in text and bool(words)
    if target.kind == "yes_no" and words in YES + NO:
        return ("yes" if words in YES else "no"), not unsure
    if means_nothing(text):
        return "", True
    for choice, label in target.choices.items():
        names = CHOICE_WORDS.get(target.id, {}).get(choice, "").split(" | ")
        if words in (plain_words(label), plain_words(choice)) or words in names:
            return ("", False) if unsure else (choice, True)
    return None


def sure_word(target: Field, text: str) -> str | None:
    """What a word means when that is certain: a choice id, "yes", "no" or "" (nothing known); otherwise None."""
    guess = guess_word(target, text)
    return guess[0] if guess is not None and guess[1] else None
