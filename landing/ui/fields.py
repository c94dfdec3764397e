"""Form fields that read what Dutch people type: dates, times and amounts of money.

A text that cannot be read stays in the box as it was typed; the message says how to mend it.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from landing.core import english
from landing.ui.dates import MONTHS, SHORT_MONTHS, WEEKDAYS
from landing.ui.languages import said as _

_MONTH_NUMBER = {
    **{name: number for number, name in enumerate(MONTHS, start=1)},
    **{name: number for number, name in enumerate(SHORT_MONTHS, start=1)},
    "mar": 3, "maa": 3, "sept": 9,
    **{name.lower(): number for number, name in enumerate(english.MONTHS, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(english.MONTHS, start=1)},
}  # fmt: skip
_WEEKDAY = re.compile(
    rf"^(?:{'|'.join((*WEEKDAYS, *english.WEEKDAYS))}|{'|'.join(day[:2] for day in WEEKDAYS)})\.?,?\s+", re.IGNORECASE
)
_NUMERIC = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_WORDS = re.compile(r"^(\d{1,2})\s+([a-z]+)\.?\s+(\d{4}|\d{2})$", re.IGNORECASE)
_TIME = re.compile(r"^(\d{1,2})(?:[.:u](\d{2}))?\s*(?:uur|u)?$", re.IGNORECASE)
_MONEY = re.compile(r"^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2}|,-)?$")
_MONEY_WITH_POINT = re.compile(r"^-?\d+\.\d{1,2}$")


def read_date(text: str, *, four_digit_year: bool = False) -> dt.date:
    """Read a day that a person typed, such as "27-11-2026", "27 nov 26", "vrijdag 27 november 2026" or "2026-11-27".

    A year of two digits means this century. Raises ValueError when it is no day, or when `four_digit_year` asks for
    four digits (birthdays: "58" could be two centuries) and there are two.
    """
    text = _WEEKDAY.sub("", " ".join(text.split()))
    if found := _ISO.match(text):
        year, month, day = found.groups()
    elif found := _NUMERIC.match(text):
        day, month, year = found.groups()
    elif found := _WORDS.match(text):
        day, name, year = found.groups()
        month = str(_MONTH_NUMBER.get(name.lower(), 0))
    else:
        raise ValueError("no day, month and year")
    if len(year) == 2:
        if four_digit_year:
            raise ValueError("a year of two digits")
        year = f"20{year}"
    return dt.date(int(year), int(month), int(day))


class DutchDateField(forms.DateField):
    """A day as text. `four_digit_year=True` for birthdays. Without a hint of its own it shows an example."""

    default_error_messages = {
        "invalid": _("Schrijf de datum als dag, maand en jaar. Bijvoorbeeld: 27-11-2026."),
        "year": _("Schrijf het jaar met vier cijfers. Bijvoorbeeld: 27-11-1990."),
    }

    def __init__(self, *, four_digit_year: bool = False, **kwargs: Any) -> None:
        self.four_digit_year = four_digit_year
        example = _("Bijvoorbeeld: 27-11-1990") if four_digit_year else _("Bijvoorbeeld: 27-11-2026")
        kwargs.setdefault("help_text", example)
        kwargs.setdefault("widget", forms.DateInput(format="%d-%m-%Y", attrs={"class": "short", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return read_date(str(value), four_digit_year=self.four_digit_year)
        except ValueError as error:
            code = "year" if "two digits" in str(error) else "invalid"
            raise ValidationError(self.error_messages[code], code=code) from error


class TimeField(forms.TimeField):
    """A time as text: "10.00", "10:00", "10u30", "10 uur"."""

    default_error_messages = {"invalid": _("Schrijf de tijd met een punt. Bijvoorbeeld: 10.30.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Bijvoorbeeld: 10.30"))
        kwargs.setdefault("widget", forms.TimeInput(format="%H.%M", attrs={"class": "short", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.time):
            return value
        found = _TIME.match(str(value).strip())
        try:
            if found is None:
                raise ValueError("no hours and minutes")
            return dt.time(int(found[1]), int(found[2] or 0))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MoneyField(forms.DecimalField):
    """An amount in euros: "1.234,50", "€ 12,50", "12.50", "1000,-". Gives a Decimal with two decimals."""

    default_error_messages = {
        "invalid": _("Schrijf het bedrag in cijfers, met een komma voor de centen. Bijvoorbeeld: 1250,50.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("In euro. Bijvoorbeeld: 1250,50"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("max_digits", 11)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value).quantize(Decimal("0.01"))
        text = re.sub(r"[€\s]|euro", "", str(value), flags=re.IGNORECASE)
        try:
            if _MONEY.match(text):
                text = text.removesuffix(",-").replace(".", "").replace(",", ".")
            elif not _MONEY_WITH_POINT.match(text):
                raise InvalidOperation
            return Decimal(text).quantize(Decimal("0.01"))
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount with a comma; leave what a person typed alone."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal | int | float) else value
