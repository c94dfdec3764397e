"""Dates and terms as people say them."""

from __future__ import annotations

from datetime import date

import pytest

from landing.core.dutch import (
    capital,
    counted,
    day_text,
    every_text,
    from_text,
    listed,
    number_text,
    term_text,
    weekday_text,
)
from landing.core.periods import Term


def test_dates_are_words() -> None:
    assert day_text(date(2026, 12, 1)) == "1 december 2026"
    assert weekday_text(date(2026, 11, 27)) == "vrijdag 27 november 2026"


@pytest.mark.parametrize(
    ("term", "length", "every"),
    [
        ("-6 months", "zes maanden", "elke zes maanden"),
        ("10 working days", "tien werkdagen", "elke tien werkdagen"),
        ("1 working day", "één werkdag", "elke werkdag"),
        ("1 year", "één jaar", "elk jaar"),
        ("2 years", "twee jaar", "elke twee jaar"),
        ("1 week", "één week", "elke week"),
        ("21 days", "21 dagen", "elke 21 dagen"),
    ],
)
def test_terms_are_words(term: str, length: str, every: str) -> None:
    assert term_text(Term.parse(term)) == length
    assert every_text(Term.parse(term)) == every


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("-6 months", "zes maanden voor de streefdatum (1 juni 2027)"),
        ("2 weeks", "twee weken na de streefdatum (1 juni 2027)"),
        ("0 days", "op de dag van de streefdatum (1 juni 2027)"),
    ],
)
def test_a_term_says_from_where_it_counts(term: str, text: str) -> None:
    assert from_text(Term.parse(term), "de streefdatum", date(2027, 6, 1)) == text


def test_lists_and_numbers() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a en b", "a, b en c"]
    assert listed(["a", "b"], "of") == "a of b"
    assert [number_text(number) for number in (0, 1, 20, 21)] == ["nul", "één", "twintig", "21"]
    assert (counted(1, "stap", "stappen"), counted(3, "stap", "stappen")) == ("één stap", "drie stappen")
    assert (capital("één dag"), capital("")) == ("Eén dag", "")
