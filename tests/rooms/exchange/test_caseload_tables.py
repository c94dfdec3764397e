"""Opening a caseload list: every form it comes in, and every file that must be refused with a clear word."""

from __future__ import annotations

import codecs
import os
import random
from datetime import date

import pytest

from landing.exchange.caseload.tables import CellError, Formula, Limits, Refusal, open_table

from .lists import MUNICIPALITY, PROVIDER, replaced, workbook, zipped

HEAD = ["Cliëntnr.", "Naam", "Geb. datum"]
ROW = ["C1", "Demo, Zoë de", "1-2-1980"]


def text(*rows, delimiter=";"):
    return "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"


def refused(data, **options):
    with pytest.raises(Refusal) as caught:
        open_table(data, **options)
    assert caught.value.message_nl.endswith((".", "?"))
    assert caught.value.mend_nl.endswith((".", "?"))
    return caught.value


def note_codes(table):
    return [note.code for note in table.notes]


def test_the_export_of_a_provider_opens_with_its_title_blank_row_and_total():
    table = open_table(PROVIDER)
    assert table.headings[0] == "Cliëntnr."
    assert len(table.headings) == 11
    assert (table.encoding, table.delimiter) == ("Windows-1252", "puntkomma")
    assert table.heading_row_numbers == (3,)
    assert table.first_data_row_number == 4
    # 186 records: title, blank row, headings, one empty row (59) and the total (186) are no people.
    assert len(table.rows) == 181
    assert [skipped.row for skipped in table.skipped] == [1, 59, 186]
    assert table.row_numbers[54:57] == [58, 60, 61]
    assert note_codes(table) == ["encoding", "skipped"]


def test_the_export_of_a_municipality_opens_with_two_heading_rows():
    table = open_table(MUNICIPALITY)
    assert table.headings[:6] == (
        "Persoon: Voornaam",
        "Persoon: Tussenv.",
        "Persoon: Achternaam",
        "Persoon: Geboren",
        "Verblijf: Aanbieder",
        "Verblijf: Sinds",
    )
    assert table.heading_row_numbers == (2, 3)
    assert table.row_numbers == list(range(4, 144))
    assert [skipped.row for skipped in table.skipped] == [1, 144, 145]
    assert table.rows[0][3] == date(1959, 9, 15)
    assert table.rows[3][3] == "1965-11-07"
    assert table.sheet_names == ("Uitstroom 2027", "Toelichting")


@pytest.mark.parametrize(
    ("encoding", "bom", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8 met BOM"),
        ("cp1252", b"", "Windows-1252"),
        ("cp850", b"", "MS-DOS (CP850)"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
    ],
)
def test_letters_with_accents_survive_every_encoding(encoding, bom, name):
    table = open_table(bom + text(HEAD, ["C1", "Demo, Joëlle de", "1-2-1980"]).encode(encoding))
    assert table.encoding == name
    assert table.headings == ("Cliëntnr.", "Naam", "Geb. datum")
    assert table.rows == [["C1", "Demo, Joëlle de", "1-2-1980"]]


def test_an_encoding_can_be_chosen_and_an_unknown_one_is_refused():
    data = text(HEAD, ["C1", "Demo, Zoë", "1-2-1980"]).encode("cp850")
    assert open_table(data, encoding="cp850").rows[0][1] == "Demo, Zoë"
    assert refused(data, encoding="klingon").code == "encoding"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_also_when_texts_hold_others(delimiter):
    rows = [HEAD, *(["C%d" % i, '"Demo, Zoë; a\tb|c"', "1-2-1980"] for i in range(5))]
    table = open_table(text(*rows, delimiter=delimiter).encode())
    assert table.rows[4] == ["C4", "Demo, Zoë; a\tb|c", "1-2-1980"]


def test_a_line_with_sep_names_the_delimiter_and_is_no_row():
    table = open_table(b"sep=,\r\n" + text(HEAD, ROW, delimiter=",").encode().replace(b"Demo, ", b"Demo "))
    assert table.heading_row_numbers == (1,)
    assert table.rows[0][1] == "Demo Zoë de"


def test_quotes_inside_quotes_and_line_ends_inside_a_cell_are_kept():
    table = open_table(text(HEAD, ["C1", '"zegt ""hoi""\nen gaat"', "1-2-1980"], ROW).encode())
    assert table.rows[0][1] == 'zegt "hoi"\nen gaat'
    assert table.row_numbers == [2, 3]


def test_an_open_quote_is_refused_with_its_row():
    refusal = refused(text(HEAD, ROW, ["C2", '"Demo, Bo', "1-2-1980"], ROW, ROW).encode())
    assert refusal.code == "quote"
    assert "rij 3" in refusal.message_nl


def test_a_quote_in_the_middle_of_a_text_does_no_harm():
    table = open_table(text(HEAD, ["C1", '"Demo" de jongere', "1-2-1980"], ROW).encode())
    assert table.rows[0][1] == "Demo de jongere"


def test_a_row_that_is_too_wide_is_kept_and_marked():
    table = open_table(text(HEAD, ROW, [*ROW, "te", "veel"], ["C3", "Demo, Bo"]).encode())
    assert table.overflow == {3: 2}
    assert table.rows[1][:3] == ROW
    assert table.rows[2] == ["C3", "Demo, Bo", None]


def test_a_few_control_characters_are_left_out_with_a_note():
    table = open_table(text(HEAD, ["C\x001", "Demo, Zoë\x07", "1-2-1980"]).encode())
    assert table.rows[0][:2] == ["C1", "Demo, Zoë"]
    assert "control" in note_codes(table)


def test_what_is_no_list_is_refused_kindly():
    random.seed(7)
    assert refused(b"").code == "empty"
    assert refused(b"\r\n\r\n").code == "empty"
    assert refused(b";;;\r\n;;;\r\n").code == "empty"
    assert refused(random.randbytes(20_000)).code == "binary"
    assert refused(b"\x00" * 5_000).code == "binary"
    assert refused(b"%PDF-1.7 x").code == "kind"
    assert refused(b"\x89PNG\r\n\x1a\n" + os.urandom(50)).code == "kind"
    assert refused(b"<html><table><tr><td>Naam</td></tr></table></html>").code == "markup"
    assert refused(b'<?xml version="1.0"?><Workbook/>').code == "markup"
    assert refused(b"1-2-2020;3-4-2021\r\n5;6\r\n").code == "headings"


def test_old_locked_and_other_office_files_are_refused_with_what_to_do():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refused(ole).code == "xls"
    locked = refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert locked.code == "password"
    assert "wachtwoord" in locked.mend_nl
    assert refused(zipped([("xl/workbook.bin", b"x")])).code == "xlsb"
    assert refused(zipped([("mimetype", b"x"), ("content.xml", b"<x/>")])).code == "ods"
    assert refused(zipped([("word/document.xml", b"<x/>")])).code == "word"
    assert refused(zipped([("lijst.csv", b"a;b")])).code == "zip"


def test_a_damaged_workbook_is_refused():
    good = workbook(HEAD, ROW)
    assert refused(good[:-200]).code == "damaged"
    assert refused(good[:300] + b"\xff" * 40 + good[340:]).code == "damaged"
    assert refused(replaced(good, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})).code == "damaged"
    assert refused(b"PK\x03\x04" + b"x" * 100).code == "damaged"


def test_a_bomb_is_refused_by_its_ratio_before_it_is_parsed():
    bomb = replaced(workbook(HEAD, ROW), {"xl/worksheets/sheet1.xml": b"<row/>" * 6_000_000})
    assert len(bomb) < 300_000
    assert refused(bomb).code == "ratio"


def test_a_workbook_of_more_than_fifty_megabytes_unpacked_is_refused():
    big = replaced(workbook(HEAD, ROW), {"xl/media/a.bin": b"\0" * (51 * 1024 * 1024)})
    refusal = refused(big)
    assert refusal.code == "uncompressed"
    assert "50 MB" in refusal.message_nl


def test_two_gigabytes_declared_in_a_small_zip_is_refused():
    data = bytearray(replaced(workbook(HEAD, ROW), {"xl/media/a.bin": b"\0" * 1000}))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/media/a.bin"))
    data[at + 24 : at + 28] = (2_000_000_000).to_bytes(4, "little")
    assert refused(bytes(data)).code == "uncompressed"


@pytest.mark.parametrize("name", ["../../x.xml", "/etc/x.xml", "..\\x.xml", "C:/x.xml"])
def test_a_name_that_leaves_the_zip_is_refused(name):
    assert refused(replaced(workbook(HEAD, ROW), {name: b"<x/>"})).code == "names"


def test_macros_too_many_parts_and_document_types_are_refused():
    good = workbook(HEAD, ROW)
    assert refused(replaced(good, {"xl/vbaProject.bin": b"x"})).code == "macros"
    assert refused(replaced(good, {f"x/{i}.bin": b"" for i in range(1_001)})).code == "entries"
    laughs = b'<!DOCTYPE a [<!ENTITY b "c">]>'
    evil = replaced(good, {"xl/workbook.xml": lambda old: old.replace(b"<workbook", laughs + b"<workbook", 1)})
    assert refused(evil).code == "entities"


def test_links_to_other_files_are_not_followed_and_are_told():
    table = open_table(replaced(workbook(HEAD, ROW), {"xl/externalLinks/externalLink1.xml": b"<x/>"}))
    assert "links" in note_codes(table)
    assert len(table.rows) == 1


def one_giant_text():
    """A workbook whose shared strings are one text of 20 MB that packs well, but within the ratio."""
    random.seed(3)
    chunks = [random.randbytes(40).hex().encode() for _ in range(16)]
    giant = b"".join(random.choices(chunks, k=260_000))
    return with_shared_strings(workbook(["A", "B"], ["C", "D"]), [b"Naam", b"Nr", giant])


def with_shared_strings(data, texts):
    """The workbook as Excel writes it: the first texts in a part of their own, pointed at from A1, B1 and A2."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = [b'<c r="%s" t="s"><v>%d</v></c>' % (name, i) for i, name in enumerate((b"A1", b"B1", b"A2"))]
    sheet = b'<worksheet %s><sheetData><row r="1">%s%s</row><row r="2">%s</row></sheetData></worksheet>'
    part = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % part
    strings = b"".join(b"<si><t>%s</t></si>" % each for each in texts)
    return replaced(
        data,
        {
            "xl/worksheets/sheet1.xml": sheet % (space, *cells),
            "xl/sharedStrings.xml": b"<sst %s>%s</sst>" % (space, strings),
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", override),
        },
    )


def test_a_workbook_as_excel_writes_it_with_its_texts_in_one_part_is_read():
    table = open_table(with_shared_strings(workbook(["A"]), [b"Naam", b"Nr", b"Demo, Zo\xc3\xab de"]))
    assert table.headings == ("Naam", "Nr")
    assert table.rows == [["Demo, Zoë de", None]]


def test_the_parser_runs_out_of_memory_or_time_in_a_child_and_not_here():
    data = one_giant_text()
    assert len(data) < 10 * 1024 * 1024
    assert refused(data, limits=Limits(memory_megabytes=64)).code == "heavy"
    assert refused(data, limits=Limits(processor_seconds=0)).code == "heavy"
    assert refused(data, limits=Limits(text_characters=1_000_000)).code == "heavy"
    assert open_table(data).rows[0][0].isalnum()


def test_the_child_really_has_the_limits_of_memory_and_time():
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    assert "unlimited" not in note_codes(open_table(workbook(HEAD, ROW)))
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_three_hundred_columns_are_refused_with_the_last_letter():
    wide = [f"Kolom {i}" for i in range(300)]
    for data in (text(wide, wide).encode(), workbook(wide, wide)):
        refusal = refused(data)
        assert refusal.code == "columns"
        assert "300 kolommen" in refusal.message_nl
        assert "kolom KN" in refusal.message_nl


def test_a_hundred_thousand_rows_are_refused_with_their_number():
    body = text(HEAD, *(["C1", "Demo, Bo", "1-2-1980"] for _ in range(100_000))).encode()
    refusal = refused(body)
    assert refusal.code == "rows"
    assert "100.000 rijen" in refusal.message_nl
    assert "25.000" in refusal.message_nl


def test_twenty_five_thousand_rows_fit_and_one_more_does_not():
    rows = [[f"C{i}", "Demo, Bo", "1-2-1980"] for i in range(25_001)]
    assert len(open_table(text(HEAD, *rows[:-1]).encode()).rows) == 25_000
    assert "25.001 rijen" in refused(text(HEAD, *rows).encode()).message_nl
    limits = Limits(rows=100)
    assert refused(workbook(HEAD, *rows[:101]), limits=limits).code == "rows"
    assert refused(workbook(HEAD, *rows[:900]), limits=limits).code == "rows"
    assert len(open_table(workbook(HEAD, *rows[:100]), limits=limits).rows) == 100


def test_more_than_ten_megabytes_is_refused_from_a_path_and_from_bytes(tmp_path):
    data = b"x" * (10 * 1024 * 1024 + 1)
    (tmp_path / "a.csv").write_bytes(data)
    assert refused(data).code == "size"
    assert "10,0 MB" in refused(tmp_path / "a.csv").message_nl


def test_a_lie_about_the_size_of_the_sheet_costs_nothing():
    lie = replaced(
        workbook(HEAD, ROW),
        {"xl/worksheets/sheet1.xml": lambda old: old.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')},
    )
    assert open_table(lie).rows == [["C1", "Demo, Zoë de", "1-2-1980"]]


def test_formulas_are_shown_as_text_and_never_computed():
    def prepare(book):
        book.active["B2"] = "=1+1"
        book.active["C2"] = "#REF!"
        book.active["C2"].data_type = "e"

    row = open_table(workbook(HEAD, ROW, prepare=prepare)).rows[0]
    assert row == ["C1", "=1+1", "#REF!"]
    assert isinstance(row[1], Formula)
    assert isinstance(row[2], CellError)


def test_dates_numbers_and_yes_no_keep_their_kind():
    table = open_table(
        workbook([*HEAD, "Schulden"], [10007, "Demo", date(1980, 2, 1), True], [1.5, "Demo", 29252, False])
    )
    assert table.rows == [[10007, "Demo", date(1980, 2, 1), True], [1.5, "Demo", 29252, False]]


def test_merged_cells_hidden_rows_and_columns_are_told_and_filled():
    def prepare(book):
        sheet = book.active
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("C3:C5")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True

    rows = [["Lijst van de aanbieder"], ["Nr", "Naam", "Aanbieder"], ["1", "Demo, A", "De Steiger"], ["2", "Demo, B"]]
    table = open_table(workbook(*rows, ["3", "Demo, C"], ["4", "Demo, D"], prepare=prepare))
    assert table.column("Aanbieder") == ["De Steiger", "De Steiger", "De Steiger", None]
    assert {"merged", "hidden_rows", "hidden_columns"} <= set(note_codes(table))


def test_a_sheet_can_be_chosen_and_the_largest_visible_one_is_read_first():
    def prepare(book):
        book["Oud"].sheet_state = "hidden"

    many = [HEAD, *([f"C{i}", "Demo, Bo", "1-2-1980"] for i in range(30))]
    data = workbook(
        ["Uitleg bij de lijst", "zie hiernaast"],
        sheets=[("Nu", many[:9]), ("Oud", many), ("Leeg", [])],
        prepare=prepare,
    )
    assert open_table(data).sheet == "Nu"
    assert open_table(data).sheet_names == ("Lijst", "Nu", "Leeg")
    assert len(open_table(data, sheet="Oud").rows) == 30
    assert refused(data, sheet="Leeg").code == "empty"
    missing = refused(data, sheet="Weg")
    assert missing.code == "sheet"
    assert "Lijst, Nu, Leeg" in missing.mend_nl


def test_headings_may_be_chosen_and_double_or_missing_ones_get_a_name():
    rows = [["a", "b"], ["Naam", "Datum", "Datum"], ["Demo, Bo", "1-2-1980", "3-4-2024"]]
    table = open_table(workbook(*rows, ["Demo, Al", "1-2-1981", "3-4-2025", "los"]), heading_row=2)
    assert table.headings == ("a: Naam", "b: Datum", "b: Datum (2)", "Kolom D (zonder kop)")
    double = open_table(workbook(*rows[1:]))
    assert double.headings == ("Naam", "Datum", "Datum (2)")
    assert refused(workbook(*rows), heading_row=9).code == "headings"
    first = open_table(workbook(*rows), heading_row=1)
    assert first.headings[:2] == ("a", "b")
    assert len(first.rows) == 2


def test_headings_over_two_rows_that_fill_each_others_gaps_are_joined():
    table = open_table(
        workbook(
            ["Naam", "Geboren", "Verblijf", None],
            [None, None, "Sinds", "Soort"],
            ["Demo, Bo", "1-2-80", "3-4-24", "BW"],
        )
    )
    assert table.headings == ("Naam", "Geboren", "Verblijf: Sinds", "Verblijf: Soort")
    assert len(table.rows) == 1


def test_repeated_headings_totals_and_footers_are_skipped_with_their_reason():
    rows = [HEAD, ROW, HEAD, ["C2", "Demo, Totaal", "1-1-1980"], ["Subtotaal", 2], [], ["Totaal", "", "=SUM(A1:A2)"]]
    table = open_table(workbook(*rows, ["Afgedrukt op 3-4-2026"]))
    assert [row[0] for row in table.rows] == ["C1", "C2"]
    reasons = {skipped.row: skipped.reason_nl for skipped in table.skipped}
    assert sorted(reasons) == [3, 5, 6, 7, 8]
    assert "koppen" in reasons[3]
    assert "totaal" in reasons[5] and "totaal" in reasons[7]
    assert "leeg" in reasons[6]


def test_a_person_called_totaal_is_a_person():
    table = open_table(text(["Naam", "Geboren", "Gemeente"], ["Totaal, Bo", "1-2-1980", "Merwestad"]).encode())
    assert len(table.rows) == 1


def test_empty_rows_up_to_the_end_of_the_sheet_do_not_count():
    def prepare(book):
        book.active["A900000"] = " "
        book.active["A200"] = "C2"

    table = open_table(workbook(HEAD, ROW, prepare=prepare))
    assert table.row_numbers == [2, 200]
    assert any("3 tot en met 199" in skipped.reason_nl for skipped in table.skipped)
