"""Turning one cell into the value of one field, with the fault when that does not work."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from landing.exchange.caseload.date_cells import read_date_cell
from landing.exchange.caseload.grid import Cell, CellError, Formula, shown
from landing.exchange.caseload.names import lost_letters, mended_double_coding
from landing.exchange.caseload.recognition import means_nothing, sure_word, word_key
from landing.exchange.caseload.trouble import Read, Reading, Trouble

LONGEST = {"free_text": 10_000}
LONGEST_OTHER = 150
NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
ANY_LETTER = re.compile(r"[^\W\d_]")
FORMULA_STARTS = ("=", "@", "|", "+=")


def is_bsn(digits_: str) -> bool:
    """Whether nine digits pass the check of a burgerservicenummer."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return int(digits_) > 0 and sum(int(d) * w for d, w in zip(digits_, weights, strict=True)) % 11 == 0


def read_cell(cell: Cell, reading: Reading) -> Read:
    """The value of a cell that is not empty and its troubles. None as value means: nothing to write."""
    if isinstance(cell, Formula):
        return None, [
            Trouble(
                "formula",
                "error",
                "Hier staat een formule. Formules rekenen we niet uit.",
                "Zet de uitkomst zelf in de cel: kopieer haar en kies Plakken speciaal, Waarden.",
            )
        ]
    if isinstance(cell, CellError):
        return None, [
            Trouble(
                "cell_error",
                "error",
                "Hier staat een foutwaarde van Excel.",
                "Typ de goede waarde in de cel, of maak haar leeg.",
            )
        ]
    text = " ".join(shown(cell).replace("\u00a0", " ").replace("\u200b", "").split())
    target = reading.target
    key = word_key(text)
    if key in reading.words:
        chosen = reading.words[key]
        if chosen == "":
            return None, []
        if target.kind in ("yes_no", "choice"):
            return (chosen == "yes" if target.kind == "yes_no" else chosen), []
        text, cell = chosen, chosen
    kind = target.kind
    if kind not in ("full_name", "name", "free_text", "code") and means_nothing(text):
        return None, []
    return READERS[kind](cell, text, reading)


def _word(cell: Cell, text: str, reading: Reading) -> Read:
    target = reading.target
    if isinstance(cell, bool) and target.kind == "yes_no":
        return cell, []
    guess = sure_word(target, text)
    if guess is not None:
        if guess == "":
            return None, []
        return (guess == "yes" if target.kind == "yes_no" else guess), []
    options = "ja, nee of onbekend" if target.kind == "yes_no" else ", ".join(target.choices.values())
    return None, [
        Trouble(
            "unknown_word",
            "error",
            f"We weten niet wat dit betekent bij ‘{target.label}’.",
            f"Kies de betekenis bij de koppeling (of: leeg laten). Je kunt kiezen uit: {options}.",
        )
    ]


def _known_name(cell: Cell, text: str, reading: Reading) -> Read:
    if not reading.known:
        return _text(cell, text, reading)
    found = reading.known.find(text)
    if found:
        return found, []
    near = reading.known.nearest(text)
    mend = f"Is {near} bedoeld? Verbeter de naam." if near else "Verbeter de naam of maak de cel leeg."
    if reading.target.kind == "staff":
        return text, [
            Trouble(
                "unknown_staff",
                "warning",
                "Deze medewerker kennen we nog niet. Er wordt nog niemand gekoppeld.",
                f"Nodig de medewerker later uit. {mend if near else ''}".strip(),
                near or "",
            )
        ]
    if near is None:
        # Somebody may come from anywhere in the country, and go anywhere: that keeps nobody out.
        return None, [
            Trouble(
                "elsewhere",
                "warning",
                "Deze gemeente hoort niet bij de regio. De persoon komt erin, de gemeente blijft leeg.",
                "Verbeter de naam als toch een gemeente in de regio bedoeld is.",
            )
        ]
    return None, [
        Trouble(
            "unknown_municipality",
            "error",
            "Deze gemeente staat niet in de lijst van de regio.",
            f"{mend} Of vraag de beheerder om deze gemeente toe te voegen.",
            near,
        )
    ]


def looks_like_bsn(text: str) -> bool:
    """Whether a number in the text can be a citizen service number (nine digits that pass its check)."""
    return any(is_bsn(number) for number in NINE_DIGITS.findall(text.replace(".", "")))


def _bsn(text: str, reading: Reading) -> list[Trouble]:
    if reading.bsn_allowed or not looks_like_bsn(text):
        return []
    return [
        Trouble(
            "bsn",
            "error",
            "Dit getal kan een BSN zijn. Dat nemen we niet over.",
            "Zet hier het nummer uit het eigen systeem. Is het zeker geen BSN? Zeg dat bij de koppeling.",
        )
    ]


def _text(cell: Cell, text: str, reading: Reading) -> Read:
    longest = LONGEST.get(reading.target.kind, LONGEST_OTHER)
    if len(text) > longest:
        return None, [
            Trouble(
                "long",
                "error",
                f"Deze tekst is {len(text)} tekens lang. Er passen er {longest}.",
                "Maak de tekst korter. Staat hier per ongeluk een andere kolom?",
            )
        ]
    troubles = _bsn(text, reading)
    if reading.target.kind in ("staff", "organisation", "municipality") and lost_letters(text):
        troubles.append(lost())
    if text.startswith(FORMULA_STARTS):
        troubles.append(
            Trouble(
                "formula_text",
                "warning",
                "Deze tekst begint als een formule. We rekenen niets uit en bewaren haar als gewone tekst.",
                "Kijk of dit er hoort te staan.",
            )
        )
    return (None if troubles and troubles[0].severity == "error" else text), troubles


def _code(cell: Cell, text: str, reading: Reading) -> Read:
    if not text.strip("-?.* /") or (means_nothing(text) and not text.isdigit()):
        return None, []
    if isinstance(cell, date):
        return None, [
            Trouble(
                "code_date",
                "error",
                "Excel heeft van dit nummer een datum gemaakt.",
                "Zet de kolom in Excel op Tekst en typ het nummer opnieuw.",
            )
        ]
    if isinstance(cell, float) and not cell.is_integer():
        return None, [
            Trouble(
                "code_number",
                "error",
                "Dit is geen nummer van een cliënt: er staat een komma in.",
                "Zet de kolom in Excel op Tekst en typ het nummer opnieuw.",
            )
        ]
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", text, re.IGNORECASE):
        return None, [
            Trouble(
                "code_number",
                "error",
                "Excel heeft van dit nummer een afgerond getal gemaakt.",
                "Zet de kolom in Excel op Tekst en typ het hele nummer opnieuw.",
            )
        ]
    return _text(cell, text, reading)


def lost() -> Trouble:
    """The warning that letters were lost on the way."""
    return Trouble(
        "lost_letters",
        "warning",
        "In deze naam zijn letters verloren gegaan (het vraagteken).",
        "Laat de lijst opnieuw opslaan als ‘CSV UTF-8’ of als .xlsx, of typ de naam goed in.",
    )


def _name(cell: Cell, text: str, reading: Reading) -> Read:
    troubles: list[Trouble] = []
    if not isinstance(cell, str) or text.startswith(("=", "@", "+")) or not ANY_LETTER.search(text):
        if means_nothing(text):
            return None, []
        return None, [Trouble("no_name", "error", "Dit is geen naam.", "Typ hier de naam van de persoon.")]
    mended = mended_double_coding(text)
    if mended:
        troubles.append(
            Trouble(
                "double_coded",
                "warning",
                f"De letters zijn door elkaar geraakt. Bedoeld is wel: {mended}.",
                "Laat de lijst opnieuw opslaan als ‘CSV UTF-8’, of typ de naam goed in.",
                mended,
            )
        )
    elif lost_letters(text):
        troubles.append(lost())
    if any(letter.isdigit() for letter in text):
        troubles.append(Trouble("digits", "warning", "In deze naam staan cijfers.", "Kijk of dit wel de naam is."))
    value, more = _text(cell, text, reading)
    return value, troubles + more


READERS: dict[str, Callable[[Cell, str, Reading], Read]] = {
    "birth_date": read_date_cell,
    "date": read_date_cell,
    "yes_no": _word,
    "choice": _word,
    "municipality": _known_name,
    "staff": _known_name,
    "code": _code,
    "free_text": _text,
    "name": _name,
    "full_name": _name,
}
