"""Finding people who may be the same, with reasons, and without comparing everybody with everybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from landing.exchange.caseload import likeness
from landing.exchange.caseload.checking import check_table
from landing.exchange.caseload.likeness import Person, find_likeness, near_dates
from landing.exchange.caseload.mapping import propose
from landing.exchange.caseload.tables import open_table

from .lists import KNOWN, MUNICIPALITY, PROVIDER, TODAY

BORN = date(1980, 2, 1)


def person(key, given="Zoë", surname="Verzonnen", born=BORN, **more):
    return Person(key, given, surname, born, **more)


def compare(one, other):
    found = find_likeness([one], [other])
    return (found[0].degree, found[0].score) if found else None


def people_of(path):
    table = open_table(path)
    rows = check_table(table, propose(table).mapping, today=TODAY, known=KNOWN).rows
    return [
        Person(
            row.number,
            str(row.values.get("given_name", "")),
            str(row.values.get("surname", "")),
            row.values.get("birth_date"),
            str(row.values.get("infix", "")),
        )
        for row in rows
    ]


def test_the_sixty_people_in_both_samples_are_found_and_nobody_else():
    found = find_likeness(people_of(MUNICIPALITY), people_of(PROVIDER))
    # A separate script found: the rows 4 to 63 of the municipality are the rows 126 to 185 of the provider.
    assert [(each.row_key, each.person_key) for each in found] == [(row, row + 122) for row in range(4, 64)]
    assert {each.degree for each in found} == {"same"}
    assert sum("verloren letters" in each.reasons_nl[0] for each in found) == 8


def test_equal_people_are_the_same_whatever_the_spelling():
    assert compare(person(1), person(2)) == ("same", 100)
    assert compare(person(1), person(2, "ZOE", "VERZONNEN")) == ("same", 100)
    assert compare(person(1, "Søren", "Łączny"), person(2, "Soren", "Laczny")) == ("same", 100)
    assert compare(person(1, surname="O’Verzin"), person(2, surname="O'Verzin")) == ("same", 100)
    assert compare(person(1, surname="van der Verzonnen"), person(2, infix="van der")) == ("same", 100)
    assert compare(person(1, surname="??czny"), person(2, surname="Łączny")) == ("same", 95)
    assert compare(person(1, surname="?rgaard"), person(2, surname="Ærgaard")) == ("same", 95)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"given": "Z."}, "voorletter"),
        ({"given": "Zoe-Anna"}, "begin van de andere"),
        ({"surname": "Verzonen"}, "verschilt één letter"),
        ({"surname": "Verzonnen-Demo"}, "deel van de andere"),
        ({"given": "Verzonnen", "surname": "Zoë"}, "omgewisseld"),
        ({"given": "Sofia", "preferred_name": "Zoë"}, "roepnaam"),
        ({"given": ""}, "geen voornaam"),
        ({"born": date(1980, 1, 2)}, "dag en maand"),
        ({"born": date(1980, 2, 11)}, "één cijfer"),
        ({"born": date(1930, 2, 1)}, "één cijfer"),
        ({"born": None}, "ontbreekt"),
    ],
)
def test_nearly_equal_people_are_maybe_the_same_with_the_reason(changes, reason):
    found = find_likeness([person(1)], [person(2, **changes)])
    back = find_likeness([person(2, **changes)], [person(1)])
    assert [each.degree for each in found] == ["maybe"]
    assert [each.degree for each in back] == ["maybe"]
    assert any(reason in each for each in found[0].reasons_nl)


@pytest.mark.parametrize(
    "other",
    [
        person(2, given="Lotte"),
        person(2, surname="Proefje"),
        person(2, born=date(1981, 3, 2)),
        person(2, given="Zina", surname="Verzin"),
        person(2, given="Lotte", born=None),
    ],
)
def test_different_people_are_not_offered(other):
    assert find_likeness([person(1)], [other]) == []


def test_a_lost_letter_and_a_slip_in_the_date_together_are_still_found():
    assert compare(person(1, surname="Ver?onnen"), person(2, born=date(1980, 1, 2))) == ("maybe", 75)


def test_question_marks_alone_are_no_name():
    assert compare(person(1, "??", "??"), person(2, "Al", "Ob")) is None


def test_the_same_number_counts_for_more_than_a_name():
    assert compare(person(1, external_id="C1", born=None), person(2, external_id="c1")) == ("same", 100)
    assert compare(person(1, external_id="C1"), person(2, "Bo", "Demo", None, external_id="C1")) == ("maybe", 70)
    assert compare(person(1, external_id="C1"), person(2, external_id="C2")) == ("same", 100)


def test_near_dates_are_dates_one_slip_away():
    near = near_dates(BORN)
    assert BORN not in near
    assert near[date(1980, 1, 2)].startswith("dag en maand")
    assert near[date(1980, 2, 2)].endswith("één cijfer")
    assert date(1980, 2, 22) not in near
    assert date(1981, 3, 1) not in near
    for day, reason in near.items():
        differing = sum(a != b for a, b in zip(f"{day:%d%m%Y}", f"{BORN:%d%m%Y}", strict=True))
        assert differing == 1 or reason.startswith("dag en maand")


def test_the_best_come_first_and_only_a_few():
    others = [person(i, "Z.") for i in range(2, 20)] + [person(99)]
    found = find_likeness([person(1)], others, most_per_row=3)
    assert len(found) == 3
    assert found[0].person_key == 99


def test_twice_the_people_is_about_twice_the_comparisons(monkeypatch):
    def comparisons(count):
        calls = 0
        real = likeness._same_birth

        def counted(row, other):
            nonlocal calls
            calls += 1
            return real(row, other)

        rows = [person(i, f"G{i % 90}x", f"S{i % 700}y", BORN + timedelta(days=i % count)) for i in range(count)]
        with monkeypatch.context() as patch:
            patch.setattr(likeness, "_same_birth", counted)
            found = find_likeness(rows, [person(-i, p.given_name, p.surname, p.birth_date) for i, p in enumerate(rows)])
        assert len(found) >= count
        return calls

    assert comparisons(4_000) <= 2.2 * comparisons(2_000)


def test_progress_ends_with_all_rows():
    heard = []
    find_likeness([person(i) for i in range(700)], [], progress=lambda done, total: heard.append((done, total)))
    assert heard == [(500, 700), (700, 700)]
