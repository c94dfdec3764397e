"""Checking every row: values, faults at their row and column, and repeats."""

from __future__ import annotations

from datetime import date

import pytest

from landing.exchange.caseload.checking import UnfitMapping, check_table
from landing.exchange.caseload.dates import read_text
from landing.exchange.caseload.mapping import propose
from landing.exchange.caseload.names import split_name
from landing.exchange.caseload.reading import is_bsn
from landing.exchange.caseload.tables import open_table

from .lists import KNOWN, MUNICIPALITY, PROVIDER, TODAY, workbook

# Worked out with a separate script that reads the two files with the csv and openpyxl libraries only.
ROWS_WITH_LOST_LETTERS = [4, 14, 33, 34, 37, 38, 39, 42, 46, 53, 62, 69, 71, 72, 74, 79, 85, 89, 91, 93, 94, 103]
ROWS_WITH_LOST_LETTERS += [108, 110, 123, 125, 127, 131, 141, 156, 158, 166, 176, 183]
ROWS_WITH_SHORT_YEARS = [8, 27, 40, 42, 69, 71, 73, 80, 88, 108, 120, 136, 144, 148, 150, 157, 160, 168, 178, 179]
ROWS_WITH_A_QUARTER = [4, 7, 10, 16, 18, 21, 23, 26, 27, 28, 29, 30, 33, 34, 39, 42, 44, 47, 51, 55, 67, 68, 69, 71, 74]
ROWS_WITH_A_QUARTER += [75, 76, 82, 83, 84, 90, 91, 92, 93, 95, 96, 102, 105, 107, 109, 111, 113, 114, 115, 119, 122]
ROWS_WITH_A_QUARTER += [127, 128, 130, 132]


def checked(path, **changes):
    table = open_table(path)
    mapping = propose(table).mapping
    mapping["values"].setdefault("route_kind", {}).update(changes.pop("route", {}))
    mapping.update(changes)
    return check_table(table, mapping, today=TODAY, known=KNOWN)


def one(heading, cell, **options):
    """Check one person with one column more; the value of that column and the codes of all faults."""
    head, row = ["Nr", "Naam", "Geboortedatum", heading], ["C1", "Demo, Bo", "1-2-1980", cell]
    table = open_table(workbook(head, row))
    mapping = propose(table).mapping | options.pop("mapping", {})
    if "field" in options:
        mapping["columns"][heading] = options.pop("field")
    result = check_table(table, mapping, today=TODAY, known=options.pop("known", KNOWN))
    field_id = mapping["columns"][heading]
    return result.rows[0].values.get(field_id), [fault.code for fault in result.faults]


def people(*rows, head=("Nr", "Naam", "Geboortedatum"), **changes):
    table = open_table(workbook(head, *rows))
    return check_table(table, propose(table).mapping | changes, today=TODAY, known=KNOWN)


def rows_with(result, code):
    return [fault.row for fault in result.faults if fault.code == code]


def test_the_export_of_a_provider_shows_exactly_its_faults():
    result = checked(PROVIDER, route={"eigen woning": "direct_tenancy", "wlz?": ""})
    assert result.counts() == {
        "lost_letters": 34,
        "two_digits": 20,
        "repeat": 1,
        "impossible": 1,
        "birth_old": 1,
        "no_external_id": 1,
        "target_before_start": 1,
    }
    assert rows_with(result, "lost_letters") == ROWS_WITH_LOST_LETTERS
    assert rows_with(result, "two_digits") == ROWS_WITH_SHORT_YEARS
    errors = [(f.row, f.letter, f.heading, f.found, f.code) for f in result.faults if f.severity == "error"]
    assert errors == [
        (74, "F", "Start zorg", "31-02-2026", "impossible"),
        (94, "C", "Geb. datum", "1-1-1890", "birth_old"),
        (124, "G", "Verw. uitstroom", "1-1-2020", "target_before_start"),
    ]
    assert rows_with(result, "repeat") == [24]
    assert rows_with(result, "no_external_id") == [114]
    assert (len(result.rows), len(result.good_rows), len(result.bad_rows)) == (181, 177, 3)


def test_before_the_words_are_chosen_every_open_word_is_a_fault_at_its_place():
    result = checked(PROVIDER)
    open_words = [fault for fault in result.faults if fault.code == "unknown_word"]
    assert len(open_words) == 65
    assert {fault.letter for fault in open_words} == {"J"}
    assert {fault.found for fault in open_words} == {"eigen woning", "Wlz?"}
    assert len(result.bad_rows) == 66


def test_the_values_of_the_provider_are_read_right():
    rows = {row.number: row.values for row in checked(PROVIDER, route={"eigen woning": "own_home", "wlz?": ""}).rows}
    assert rows[8] == {
        "external_id": "C10028",
        "given_name": "Esra",
        "infix": "van der",
        "surname": "Verzonnen",
        "birth_date": date(2000, 6, 11),
        "municipality": "Lindehoek",
        "stay_kind": "mo",
        "stay_start": date(2024, 2, 7),
        "route_kind": "own_home",
    }
    assert rows[33]["municipality"] == "'t Veen"  # written 'T VEEN
    assert [value["has_debts"] for value in (rows[4], rows[10], rows[14])] == [True, False, False]
    assert "note" not in rows[4]


def test_the_export_of_a_municipality_shows_exactly_its_faults():
    result = checked(MUNICIPALITY)
    assert result.counts() == {"period": 50}
    assert rows_with(result, "period") == ROWS_WITH_A_QUARTER
    assert {(fault.letter, fault.proposal) for fault in result.faults} == {("G", "30-09-2027")}
    assert len(result.good_rows) == 140
    values = {row.number: row.values for row in result.rows}
    assert "target_departure" not in values[4]
    assert values[6]["stay_start"] == date(2021, 6, 10)
    assert values[9]["surname"] == "Łączny"


def test_quarters_are_read_as_their_last_day_when_the_mapping_says_so():
    result = checked(MUNICIPALITY, periods={"target_departure": "last_day"})
    assert result.counts() == {"period_used": 50}
    assert result.rows[0].values["target_departure"] == date(2027, 9, 30)


def test_every_fault_says_in_dutch_what_is_wrong_and_how_to_mend_it():
    for path in (PROVIDER, MUNICIPALITY):
        for fault in checked(path).faults:
            assert fault.message_nl.endswith(".")
            assert fault.mend_nl.endswith((".", "?"))
            assert fault.severity in ("error", "warning")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1-2-1980", date(1980, 2, 1)),
        ("01/02/1980", date(1980, 2, 1)),
        ("1.2.1980", date(1980, 2, 1)),
        ("1 februari 1980", date(1980, 2, 1)),
        ("vrijdag 1 feb. 1980", date(1980, 2, 1)),
        ("1-feb-1980", date(1980, 2, 1)),
        ("1980-02-01", date(1980, 2, 1)),
        ("1980-02-01T00:00:00", date(1980, 2, 1)),
        ("1-2-1980 00:00:00", date(1980, 2, 1)),
        ("19800201", date(1980, 2, 1)),
        ("01021980", date(1980, 2, 1)),
        ("29-2-2000", date(2000, 2, 29)),
        ("1–2–1980", date(1980, 2, 1)),
    ],
)
def test_dutch_and_iso_dates_are_read_the_day_first(written, expected):
    read = read_text(written, TODAY, False)
    assert (read.day, read.how) == (expected, "exact")


@pytest.mark.parametrize(
    ("written", "birth", "expected"),
    [
        ("11/06/00", True, date(2000, 6, 11)),
        ("22-8-92", True, date(1992, 8, 22)),
        ("23-11-10", True, date(2010, 11, 23)),
        ("23-11-26", True, date(1926, 11, 23)),
        ("24-11-26", True, date(1926, 11, 24)),
        ("1-1-27", True, date(1927, 1, 1)),
        ("1-3-15", True, date(2015, 3, 1)),
        ("29-2-08", True, date(2008, 2, 29)),
        ("1-3-27", False, date(2027, 3, 1)),
        ("1-3-99", False, date(1999, 3, 1)),
        ("1 mrt '27", False, date(2027, 3, 1)),
    ],
)
def test_a_year_of_two_digits_is_never_a_birth_in_the_future(written, birth, expected):
    read = read_text(written, TODAY, birth)
    assert (read.day, read.how) == (expected, "two_digits")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("31-2-2026", date(2026, 2, 28)),
        ("29-2-2023", date(2023, 2, 28)),
        ("31-4-2026", date(2026, 4, 30)),
        ("12-31-1980", date(1980, 12, 31)),
        ("2026-02-30", date(2026, 2, 28)),
        ("45-1-2026", None),
        ("0-1-2026", None),
    ],
)
def test_a_day_that_does_not_exist_gets_a_hint(written, hint):
    read = read_text(written, TODAY, False)
    assert (read.day, read.how, read.hint) == (None, "impossible", hint)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("Q3 2027", date(2027, 9, 30)),
        ("q1-2028", date(2028, 3, 31)),
        ("2027 Q4", date(2027, 12, 31)),
        ("2e kwartaal 2027", date(2027, 6, 30)),
        ("kwartaal 2 2027", date(2027, 6, 30)),
        ("februari 2028", date(2028, 2, 29)),
        ("eind mei 2027", date(2027, 5, 31)),
        ("09-2027", date(2027, 9, 30)),
    ],
)
def test_a_period_is_no_day_but_has_a_last_day(written, last):
    read = read_text(written, TODAY, False)
    assert (read.day, read.how, read.last) == (None, "period", last)


@pytest.mark.parametrize("written", ["zo snel mogelijk", "zomer", "Q5 2027", "1-2", "12:30"])
def test_other_texts_are_no_date(written):
    assert read_text(written, TODAY, False).how == "unreadable"


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        (45_000, date(2023, 3, 15), ["serial"]),
        ("45000", date(2023, 3, 15), ["serial"]),
        (2024, None, ["year_only"]),
        ("2024", None, ["year_only"]),
        ("=A1", None, ["formula"]),
        ("gisteren", None, ["no_date"]),
        ("1-1-1850", None, ["year_odd"]),
        ("1-2-1979", None, ["start_before_birth"]),
        ("1-12-2026", date(2026, 12, 1), ["start_future"]),
        ("Q3 2025", None, ["period"]),
        (True, None, ["no_date"]),
        (date(2024, 5, 6), date(2024, 5, 6), []),
        ("n.n.b.", None, []),
    ],
)
def test_a_start_of_stay_in_every_shape(cell, value, codes):
    read, found = one("Start zorg", cell, field="stay_start")
    assert found == codes
    assert read == value or codes == ["start_before_birth"]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("24-11-2026", ["birth_future"]),
        ("23-11-2026", []),
        ("22-11-1915", ["birth_old"]),
        ("24-11-1915", []),
        ("1980", ["year_only"]),
        ("Q1 1980", ["period"]),
        (29_252, ["serial"]),
        ("onbekend", ["no_birth_date"]),
        (None, ["no_birth_date"]),
    ],
)
def test_a_date_of_birth_in_every_shape(cell, codes):
    result = people(["C1", "Demo, Bo", cell], ["C2", "Demo, Al", "1-2-1980"])
    assert [fault.code for fault in result.faults] == codes


@pytest.mark.parametrize("spelled", ["'t Veen", "'T VEEN", "’t Veen", "`t veen", "Gemeente 't Veen", " 't  Veen "])
def test_a_municipality_is_found_in_any_spelling(spelled):
    assert one("Gemeente", spelled) == ("'t Veen", [])


def test_an_unknown_municipality_is_an_error_with_the_nearest_name():
    result = people(["C1", "Demo, Bo", "1-2-1980", "Lindehoeck"], head=["Nr", "Naam", "Geboren", "Gemeente"])
    assert [(f.code, f.severity, f.proposal, f.letter) for f in result.faults] == [
        ("unknown_municipality", "error", "Lindehoek", "D")
    ]
    assert one("Gemeente", "Nergenshuizen", known={}) == ("Nergenshuizen", [])
    translated = {"values": {"municipality": {"l'hoek": "Lindehoek"}}}
    assert one("Gemeente", "L'HOEK", mapping=translated) == ("Lindehoek", [])


def test_the_second_names_of_two_cities_are_known():
    assert one("Gemeente", "Den Haag", known={"municipality": ["'s-Gravenhage"]}) == ("'s-Gravenhage", [])


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("J", True, []),
        ("ja", True, []),
        ("N", False, []),
        ("Nee", False, []),
        ("geen", False, []),
        (True, True, []),
        (1, True, []),
        (0, False, []),
        ("onbekend", None, []),
        ("misschien", None, ["unknown_word"]),
        ("ja?", None, ["unknown_word"]),
    ],
)
def test_yes_and_no_in_every_shape(cell, value, codes):
    assert one("Schulden", cell) == (value, codes)


def test_unknown_staff_is_a_warning_when_a_list_is_given():
    known = {"carer": ["K. Begeleider"]}
    assert one("Begeleider", "k. begeleider", known=known) == ("K. Begeleider", [])
    assert one("Begeleider", "X. Onbekende", known=known) == ("X. Onbekende", ["unknown_staff"])
    assert one("Begeleider", "(vacature)", known=known) == (None, [])


def test_numbers_of_clients_that_a_spreadsheet_spoiled_are_errors():
    def number(cell):
        result = people([cell, "Demo, Bo", "1-2-1980"], ["C2", "Demo, Al", "1-2-1980"])
        return result.rows[0].values.get("external_id"), [fault.code for fault in result.faults]

    assert number(10007) == ("10007", [])
    assert number(10007.0) == ("10007", [])
    assert number("00123") == ("00123", [])
    assert number(1.5) == (None, ["code_number"])
    assert number("1,23457E+11") == (None, ["code_number"])
    assert number(date(2026, 3, 1)) == (None, ["code_date"])
    assert number("=A1") == (None, ["formula"])
    assert number("-") == (None, ["no_external_id"])


def test_what_may_be_a_bsn_is_not_taken_over_unless_the_mapping_says_it_is_none():
    assert is_bsn("123456782") and not is_bsn("123456789") and not is_bsn("000000000")
    head, row = ["Nr", "Naam", "Geboortedatum"], ["123456782", "Demo, Bo", "1-2-1980"]
    table = open_table(workbook(head, row))
    mapping = propose(table).mapping
    refused = check_table(table, mapping, today=TODAY).rows[0]
    assert [fault.code for fault in refused.faults] == ["bsn"]
    assert "external_id" not in refused.values
    allowed = check_table(table, mapping | {"not_a_bsn": ["external_id"]}, today=TODAY).rows[0]
    assert allowed.values["external_id"] == "123456782" and allowed.is_good


def test_formulas_and_error_values_are_errors_and_texts_like_formulas_are_told():
    assert one("Begeleider", "=cmd|'/c calc'!A1", known={}) == (None, ["formula"])
    result = people(["C1", "=HYPERLINK(1)", "1-2-1980"], ["C2", "Demo, Al", "1-2-1980"])
    assert [(f.row, f.letter, f.code) for f in result.faults] == [(2, "B", "formula")]
    csv = open_table(b"Nr;Naam;Geboren;PB\r\nC1;=1+1;1-2-1980;@SUM(1)\r\n")
    result = check_table(csv, propose(csv).mapping, today=TODAY)
    assert [(f.letter, f.code, f.severity) for f in result.faults] == [
        ("B", "no_name", "error"),
        ("D", "formula_text", "warning"),
    ]


def test_formulas_in_columns_that_stay_out_are_counted():
    remarks = " ".join(checked(PROVIDER).remarks_nl)
    assert "Niet ingelezen: ‘Opmerking’." in remarks
    assert "26 cellen met een formule" in remarks


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Verzonnen, Esra van der", ("Esra", "van der", "Verzonnen")),
        ("Proefje, Dirk van 't", ("Dirk", "van 't", "Proefje")),
        ("Bedenk, Tesfay in den", ("Tesfay", "in den", "Bedenk")),
        ("O’Verzin, Jan-Willem", ("Jan-Willem", "", "O’Verzin")),
        ("van der Verzonnen, Esra", ("Esra", "van der", "Verzonnen")),
        ("Esra van der Verzonnen", ("Esra", "van der", "Verzonnen")),
        ("Aimée el Testi", ("Aimée", "el", "Testi")),
        ("Bo Demo", ("Bo", "", "Demo")),
        ("Demo", ("", "", "Demo")),
        ("De, Bo", ("Bo", "", "De")),
        ("Demo, Van", ("Van", "", "Demo")),
        ("Demo-van der Proef, A.B.", ("A.B.", "", "Demo-van der Proef")),
    ],
)
def test_names_are_split_as_dutch_lists_write_them(written, parts):
    name = split_name(written)
    assert (name.given_name, name.infix, name.surname) == parts


def test_a_name_in_brackets_is_the_preferred_name():
    name = split_name("Demo, E. (Esra) van der")
    assert (name.given_name, name.infix, name.surname, name.preferred_name) == ("E.", "van der", "Demo", "Esra")


def test_names_in_trouble_are_shown():
    def codes(name):
        result = people(["C1", name, "1-2-1980"], ["C2", "Demo, Al", "1-2-1980"])
        return [fault.code for fault in result.faults]

    assert codes("Demo, JoÃ«lle") == ["double_coded"]
    assert codes("Demo, Jo\ufffdlle") == ["lost_letters"]
    assert codes("Demo, J0elle") == ["digits"]
    assert codes("Joëlle") == ["name_parts"]
    assert codes("Anna Maria Demo") == ["name_split"]
    assert codes(None) == ["no_name"]
    assert codes("?") == ["no_name"]
    assert codes(12345) == ["no_name"]
    assert codes("Demo, " + "a" * 200) == ["long"]
    assert codes("محمد, Demo") == []


def test_separate_names_need_a_surname():
    result = people(
        ["C1", "Bo", None, "1-2-1980"], ["C2", None, "Demo", "1-2-1980"], head=["Nr", "Voornaam", "Achternaam", "Geb"]
    )
    assert [(f.row, f.letter, f.code) for f in result.faults] == [(2, "C", "no_surname")]


def test_somebody_who_cannot_be_recognised_next_time_is_an_error():
    result = people([None, "Demo, Bo", None], ["C2", "Demo, Al", "1-2-1980"])
    assert [(f.row, f.letter, f.code, f.severity) for f in result.faults] == [(2, "C", "not_recognisable", "error")]


def test_repeats_within_the_list_are_told_with_the_row_of_the_first():
    result = people(
        ["C1", "Demo, Bo", "1-2-1980"],
        ["C1", "Demo, Bo", "1-2-1980"],
        ["c1", "Proefje, Al", "1-2-1981"],
        ["C4", "Demo, Bö", "1-2-1980"],
        [None, "Bo Demo", "1-2-1980"],
    )
    found = [(f.row, f.code, f.severity) for f in result.faults if f.code != "no_external_id"]
    assert found == [
        (3, "repeat", "warning"),
        (4, "double_number", "error"),
        (5, "double_person", "warning"),
        (6, "double_person", "error"),
    ]
    assert all("rij 2" in f.message_nl for f in result.faults if f.code != "no_external_id")
    assert [row.number for row in result.good_rows] == [2, 5]


def test_a_row_with_too_many_cells_is_an_error():
    table = open_table(b"Nr;Naam;Geboren\r\nC1;Demo, Bo;1-2-1980\r\nC2;Demo; Al;1-2-1980\r\n")
    result = check_table(table, propose(table).mapping, today=TODAY)
    assert (3, "", "overflow", "error") in [(f.row, f.letter, f.code, f.severity) for f in result.faults]
    assert [row.number for row in result.good_rows] == [2]


def test_a_target_in_the_past_is_a_warning():
    assert one("Streefdatum", "1-1-2026") == (date(2026, 1, 1), ["target_past"])
    assert one("Streefdatum", "23-11-2026") == (date(2026, 11, 23), [])


def test_free_text_comes_only_when_chosen_and_then_with_a_remark():
    head, row = ["Nr", "Naam", "Geboortedatum", "Opmerking"], ["C1", "Demo, Bo", "1-2-1980", "belt graag"]
    table = open_table(workbook(head, row))
    mapping = propose(table).mapping
    assert "note" not in check_table(table, mapping, today=TODAY).rows[0].values
    mapping["columns"]["Opmerking"] = "note"
    result = check_table(table, mapping, today=TODAY)
    assert result.rows[0].values["note"] == "belt graag"
    assert any("vrije tekst" in remark for remark in result.remarks_nl)


def test_an_unfit_mapping_and_a_missing_name_column_are_refused():
    table = open_table(PROVIDER)
    with pytest.raises(UnfitMapping) as caught:
        check_table(table, {"columns": {}}, today=TODAY)
    assert len(caught.value.faults_nl) == 2
    away = {"columns": {"Weg": "full_name", "Geb. datum": "birth_date"}}
    with pytest.raises(UnfitMapping, match="niet in dit bestand"):
        check_table(table, away, today=TODAY)


def test_a_column_that_is_gone_is_remarked():
    table = open_table(PROVIDER)
    mapping = propose(table).mapping
    mapping["columns"]["Nieuwe gemeente"] = "destination_municipality"
    assert any("Nieuwe gemeente" in remark for remark in check_table(table, mapping, today=TODAY).remarks_nl)


def test_progress_is_heard_and_ends_with_all_rows():
    heard = []
    rows = [[f"C{i}", "Demo, Bo", "1-2-1980"] for i in range(1_200)]
    table = open_table(workbook(["Nr", "Naam", "Geboren"], *rows))
    check_table(table, propose(table).mapping, today=TODAY, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(500, 1200), (1000, 1200), (1200, 1200)]
