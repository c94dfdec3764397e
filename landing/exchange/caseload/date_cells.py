"""Reading the date cells of a list, with a plain sentence for every date that cannot be right."""

from __future__ import annotations

from datetime import date

from landing.exchange.caseload.dates import ReadDate, digits, dutch, read_date
from landing.exchange.caseload.grid import Cell
from landing.exchange.caseload.trouble import Read, Reading, Trouble

OLDEST = 110


def read_date_cell(cell: Cell, text: str, reading: Reading) -> Read:
    birth = reading.target.kind == "birth_date"
    read = read_date(cell if not isinstance(cell, str) else text, reading.today, birth=birth)
    if read.how == "period" and read.last:
        return _period(read.last, reading, birth)
    if read.day is None:
        return None, [_no_day(read, text)]
    troubles = []
    if read.how == "two_digits":
        troubles.append(
            Trouble(
                "two_digits",
                "warning",
                f"Het jaartal heeft twee cijfers. We lezen: {dutch(read.day)}.",
                "Klopt dat niet? Schrijf het jaar met vier cijfers.",
                digits(read.day),
            )
        )
    if read.how == "serial":
        troubles.append(
            Trouble(
                "serial",
                "warning",
                f"Hier staat een getal. Als datum van Excel is dat {dutch(read.day)}.",
                "Klopt dat niet? Schrijf de datum als dd-mm-jjjj.",
                digits(read.day),
            )
        )
    return (_birth if birth else _plausible)(read.day, troubles, reading)


def _birth(day: date, troubles: list[Trouble], reading: Reading) -> Read:
    today = reading.today
    if day > today:
        return None, [
            *troubles,
            Trouble(
                "birth_future",
                "error",
                "Deze geboortedatum ligt in de toekomst.",
                "Zoek de goede datum op en schrijf die als dd-mm-jjjj.",
            ),
        ]
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if age > OLDEST:
        return None, [
            *troubles,
            Trouble(
                "birth_old",
                "error",
                f"Met deze geboortedatum is de persoon {age} jaar.",
                "Zoek de goede datum op. Is de datum niet bekend? Maak de cel leeg.",
            ),
        ]
    return day, troubles


def _plausible(day: date, troubles: list[Trouble], reading: Reading) -> Read:
    today = reading.today
    if not today.year - OLDEST <= day.year <= today.year + 40:
        return None, [
            *troubles,
            Trouble(
                "year_odd",
                "error",
                f"Het jaar {day.year} kan niet kloppen.",
                "Verbeter het jaartal. Is de datum niet bekend? Maak de cel leeg.",
            ),
        ]
    if reading.target.id == "stay_start" and day > today:
        troubles.append(
            Trouble(
                "start_future",
                "warning",
                "Deze startdatum ligt in de toekomst.",
                "Klopt dat? Dan hoeft er niets te gebeuren.",
            )
        )
    return day, troubles


def _period(last: date, reading: Reading, birth: bool) -> Read:
    if birth or reading.target.id != "target_departure":
        return None, [
            Trouble("period", "error", "Dit is geen dag maar een periode.", "Schrijf de hele datum: dd-mm-jjjj.")
        ]
    if reading.period_last_day:
        return last, [
            Trouble(
                "period_used",
                "warning",
                f"Dit is geen dag. We lezen de laatste dag: {dutch(last)}.",
                "Is er al een dag bekend? Zet die hier.",
                digits(last),
            )
        ]
    return None, [
        Trouble(
            "period",
            "warning",
            "Dit is geen dag maar een periode. De streefdatum blijft leeg.",
            f"Zet hier een dag, bijvoorbeeld de laatste: {digits(last)}. "
            "Of kies bij de koppeling: ‘lees een periode als de laatste dag’.",
            digits(last),
        )
    ]


def _no_day(read: ReadDate, text: str) -> Trouble:
    if read.how == "impossible":
        meant = f" Misschien is {digits(read.hint)} bedoeld." if read.hint else ""
        return Trouble(
            "impossible",
            "error",
            "Deze dag bestaat niet in de kalender.",
            f"Zoek de goede datum op en schrijf die als dd-mm-jjjj.{meant}",
            digits(read.hint) if read.hint else "",
        )
    if read.how == "year":
        return Trouble(
            "year_only",
            "error",
            "Hier staat alleen een jaar.",
            "Schrijf de hele datum: dd-mm-jjjj. Is die niet bekend? Maak de cel leeg.",
        )
    return Trouble(
        "no_date",
        "error",
        "Dit is geen datum die we kunnen lezen.",
        "Schrijf de datum als dd-mm-jjjj, bijvoorbeeld 03-11-2026. Is die niet bekend? Maak de cel leeg.",
    )
