"""No cell that leaves the system is a formula; what we write we can read; the bad rows and the templates."""

from __future__ import annotations

import csv
import io
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from landing.exchange.caseload import mending
from landing.exchange.caseload.checking import check_table
from landing.exchange.caseload.fields import FIELDS
from landing.exchange.caseload.mapping import columns_of, find_remembered, propose
from landing.exchange.caseload.tables import open_table
from landing.exchange.caseload.writing import csv_chunks, guarded, is_dangerous, unguarded, write_workbook

from .lists import KNOWN, MUNICIPALITIES, MUNICIPALITY, PROVIDER, TODAY

STARTS = ["=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
BEFORE = ["", " ", "  ", "\ufeff", "\u00a0", "\u3000", "\u200b", "\x00", "\x1f", "'", '"', "\u202e"]
TAILS = ["1+1", "cmd|'/c calc'!A1", 'HYPERLINK("x")', "SUM(A1:A9)"]
PAYLOADS = [before + start + tail for before in BEFORE for start in STARTS for tail in TAILS]
HARMLESS = ["'t Veen", "Demo, Zoë de", "", "a=b", "10-12-2027", "’s nachts", "schuld; regeling", '"twee"', "x\ty", "ł"]


def written_csv(*rows):
    return b"".join(csv_chunks(["Naam"], rows))


def written_workbook(*rows):
    out = io.BytesIO()
    write_workbook(out, [("Lijst", ["Naam"], rows)])
    return out.getvalue()


def test_there_are_more_than_two_hundred_payloads():
    assert len(set(PAYLOADS)) > 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_payload_gets_an_apostrophe_in_csv_and_reads_back_unchanged(payload):
    assert is_dangerous(payload)
    assert guarded(payload) == "'" + payload
    assert unguarded(guarded(payload)) == payload


def test_no_payload_starts_a_csv_cell_without_an_apostrophe():
    text = written_csv(*([payload] for payload in PAYLOADS)).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")][1:]
    assert len(cells) == len(PAYLOADS)
    assert all(cell.startswith("'") for cell in cells)


def test_no_payload_becomes_a_formula_in_a_workbook():
    sheet = load_workbook(io.BytesIO(written_workbook(*([payload] for payload in PAYLOADS)))).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(PAYLOADS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    clean = [payload.translate({0: "\ufffd", 31: "\ufffd"}) for payload in PAYLOADS]  # XML cannot hold these two
    assert [cell.value for cell in cells] == [text.replace("\r", "\n") if "\r" in text else text for text in clean]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_texts_are_not_touched(text):
    assert guarded(text) == text
    assert not text or unguarded(text) == text


@given(st.text(max_size=40))
def test_guarding_any_text_is_undone_by_reading_it(text):
    kept = guarded(text)
    assert not is_dangerous(kept) or kept.startswith("'")
    assert not kept or unguarded(kept) == text or (text.startswith("'") and is_dangerous(text[1:]))


@given(
    st.lists(
        st.text(string.printable.replace("\x0b", "").replace("\x0c", ""), min_size=1, max_size=20),
        min_size=1,
        max_size=5,
    )
)
def test_texts_survive_a_csv_file_whole(texts):
    data = b"".join(csv_chunks([f"Kop {i}" for i in range(len(texts))], [texts]))
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1]
    assert [unguarded(cell) if cell else cell for cell in row] == [
        text[1:] if text[0] == "'" and is_dangerous(text[1:]) and guarded(text) == text else text for text in texts
    ]


def test_csv_opens_well_in_a_dutch_spreadsheet_program():
    data = written_csv(["Joëlle"], [date(2027, 3, 1)], [-5], [2.5], [True], [None])
    assert data == '\ufeffNaam\r\nJoëlle\r\n01-03-2027\r\n-5\r\n"2,5"\r\nja\r\n""\r\n'.encode().replace(
        b'"2,5"', b"2,5"
    )


def test_csv_streams_in_pieces():
    pieces = list(csv_chunks(["Naam"], ([f"n{i}"] for i in range(1_200))))
    assert len(pieces) == 3
    assert b"".join(pieces).count(b"\r\n") == 1_201


def test_a_workbook_keeps_dates_and_numbers_and_cuts_what_cannot_fit():
    sheet = load_workbook(
        io.BytesIO(written_workbook([date(2027, 3, 1)], [-5], ["x" * 40_000], ["a\x07b"], [None]))
    ).active
    values = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert values[0].date() == date(2027, 3, 1)
    assert values[1] == -5
    assert len(values[2]) == 32_767
    assert values[3] == "a\ufffdb"


def check_sample(path):
    table = open_table(path)
    mapping = propose(table).mapping
    return table, mapping, check_table(table, mapping, today=TODAY, known=KNOWN)


def test_the_bad_rows_come_back_as_a_file_that_fits_the_same_mapping():
    table, mapping, result = check_sample(PROVIDER)
    data = b"".join(mending.rows_to_mend_csv(table, result.bad_rows))
    again = open_table(data)
    assert again.headings == (*table.headings, *mending.ADDED)
    assert len(again.rows) == 66
    assert find_remembered(again.headings, [mapping])[1] == 1.0
    by_number = {row[11]: row for row in again.rows}
    assert "Start zorg (kolom F): Deze dag bestaat niet" in by_number["74"][12]
    assert "28-02-2026" in by_number["74"][13]
    source = dict(zip(table.row_numbers, table.rows, strict=True))
    for number, row in by_number.items():
        assert row[:11] == source[int(number)]
    second = check_table(again, mapping, today=TODAY, known=KNOWN)
    assert len(second.bad_rows) == 66
    third = b"".join(mending.rows_to_mend_csv(again, second.bad_rows))
    assert open_table(third).headings == again.headings


def test_the_bad_rows_as_a_workbook_hold_no_formula_and_read_back():
    table, _, result = check_sample(PROVIDER)
    out = io.BytesIO()
    mending.rows_to_mend_workbook(out, table, result.bad_rows)
    sheet = load_workbook(io.BytesIO(out.getvalue())).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    again = open_table(out.getvalue())
    assert len(again.rows) == 66
    assert again.rows[0][:11] == result.bad_rows[0].cells


def test_real_dates_go_out_as_dates_and_come_back():
    table, _, result = check_sample(MUNICIPALITY)
    out = io.BytesIO()
    mending.rows_to_mend_workbook(out, table, result.rows[:3])
    assert [row[3] for row in open_table(out.getvalue()).rows] == [row[3] for row in table.rows[:3]]


def test_the_templates_are_recognised_without_a_question():
    out = io.BytesIO()
    mending.template_workbook(out, MUNICIPALITIES)
    wanted = [field.id for field in FIELDS if field.id not in ("full_name", "note")]
    for data in (mending.template_csv(), out.getvalue()):
        table = open_table(data, sheet="Lijst")
        assert table.rows == []
        proposal = propose(table)
        assert list(columns_of(proposal.mapping).values()) == wanted
        assert {column.certainty for column in proposal.columns} == {1.0}


def test_the_template_offers_the_choices_and_explains_every_column():
    out = io.BytesIO()
    mending.template_workbook(out, MUNICIPALITIES)
    book = load_workbook(io.BytesIO(out.getvalue()))
    assert book.sheetnames == ["Lijst", "Uitleg", "Keuzes"]
    rules = book["Lijst"].data_validations.dataValidation
    assert len(rules) == 5
    for rule in rules:
        title, cells = rule.formula1.lstrip("=").split("!")
        values = [row[0].value for row in book[title][cells.replace("$", "")]]
        assert all(values)
    help_column = [row[0].value for row in book["Uitleg"].iter_rows(min_row=2)]
    assert help_column == [cell.value for cell in book["Lijst"][1]]


def test_a_filled_template_comes_in_without_a_fault():
    labels = [field.label for field in mending.TEMPLATE_FIELDS]
    filled = {
        "Cliëntnummer": "C1",
        "Voornaam": "Zoë",
        "Achternaam": "Demo",
        "Geboortedatum": date(1980, 2, 1),
        "Gemeente van herkomst": "'t Veen",
        "Soort verblijf": "Beschermd thuis",
        "Soort route": "Contingentwoning met omklap",
        "Heeft schulden": "onbekend",
    }
    data = b"".join(csv_chunks(labels, [[filled.get(label) for label in labels]]))
    table = open_table(data)
    result = check_table(table, propose(table).mapping, today=TODAY, known=KNOWN)
    assert result.faults == []
    assert result.rows[0].values == {
        "external_id": "C1",
        "given_name": "Zoë",
        "surname": "Demo",
        "birth_date": date(1980, 2, 1),
        "municipality": "'t Veen",
        "stay_kind": "protected_home",
        "route_kind": "contingent",
    }
