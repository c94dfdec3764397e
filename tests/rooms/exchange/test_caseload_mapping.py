"""Proposing a mapping, asking what words mean, and finding a remembered mapping again."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml

from landing.exchange.caseload import fields, mapping
from landing.exchange.caseload.recognition import guess_word, means_nothing, never_reason, recognise
from landing.exchange.caseload.tables import open_table

from .lists import MUNICIPALITY, PROVIDER, workbook


def proposed(*rows):
    table = open_table(workbook(*rows))
    return table, mapping.propose(table)


def test_fields_that_are_facts_have_the_ids_and_choices_of_the_rulebook():
    facts = {}
    for path in sorted(fields.FACTS.glob("*.yaml")):
        facts.update(
            {fact["id"]: fact for fact in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)}
        )
    kinds = {"date": "date", "yes_no": "yes_no", "choice": "choice"}
    shared = [field for field in fields.FIELDS if field.kind in kinds]
    assert {field.id for field in shared} == {"stay_start", "target_departure", "has_debts", "stay_kind", "route_kind"}
    for field in shared:
        assert facts[field.id]["kind"] == kinds[field.kind]
        assert field.choices == facts[field.id].get("choices", {})


def test_every_word_for_a_choice_points_at_a_choice_of_the_rulebook():
    from landing.exchange.caseload.recognition import CHOICE_WORDS

    for field_id, choices in CHOICE_WORDS.items():
        assert choices.keys() == fields.BY_ID[field_id].choices.keys()


def test_no_word_means_two_fields():
    seen = {}
    for field in fields.FIELDS:
        for word in (field.label.casefold(), *field.synonyms):
            assert seen.setdefault(word, field.id) == field.id, word
            assert recognise(word) == (field.id, 1.0)


def test_the_export_of_a_provider_is_mapped_at_once_but_for_two_words():
    proposal = mapping.propose(open_table(PROVIDER))
    assert mapping.columns_of(proposal.mapping) == {
        "Cliëntnr.": "external_id",
        "Naam": "full_name",
        "Geb. datum": "birth_date",
        "Gemeente v. herkomst": "municipality",
        "Product": "stay_kind",
        "Start zorg": "stay_start",
        "Verw. uitstroom": "target_departure",
        "PB'er": "carer",
        "Schulden?": "has_debts",
        "Route": "route_kind",
    }
    assert [(w.found, w.count, w.proposal) for w in proposal.open_words] == [("eigen woning", 33, ""), ("Wlz?", 32, "")]
    words = {(w.field_id, w.found): (w.count, w.proposal) for w in proposal.words if w.certain}
    assert words["route_kind", "HF"] == (23, "housing_first")
    assert words["stay_kind", "MO 24-uurs"] == (31, "mo")
    assert words["target_departure", "n.n.b."] == (19, "")
    assert words["carer", "(vacature)"] == (34, "")
    assert words["has_debts", "J"] == (31, "yes")
    assert mapping.faults_of(proposal.mapping) == []
    assert json.loads(json.dumps(proposal.mapping)) == proposal.mapping


def test_the_export_of_a_municipality_is_mapped_at_once_with_its_quarters_asked():
    proposal = mapping.propose(open_table(MUNICIPALITY))
    assert list(mapping.columns_of(proposal.mapping).values()) == [
        "given_name",
        "infix",
        "surname",
        "birth_date",
        "stay_start",
        "target_departure",
        "destination_municipality",
        "coordinator",
    ]
    assert proposal.open_words == []
    assert [(p.found, p.count, p.last_day) for p in proposal.periods] == [("Q3 2027", 50, date(2027, 9, 30))]


def test_free_text_and_sensitive_columns_stay_out_with_the_reason():
    _, proposal = proposed(
        ["Naam", "Geb", "Opmerking", "BSN", "Diagnose", "Kleur"], ["Demo, Bo", "1-2-1980", "x", "1", "y", "z"]
    )
    by_heading = {column.heading: column for column in proposal.columns}
    assert [by_heading[h].field_id for h in ("Opmerking", "BSN", "Diagnose", "Kleur")] == ["", "", "", ""]
    assert "Vrije tekst" in by_heading["Opmerking"].reason_nl
    assert "BSN" in by_heading["BSN"].reason_nl
    assert "gezondheid" in by_heading["Diagnose"].reason_nl
    assert by_heading["Kleur"].certainty == 0.0


def test_naam_beside_voornaam_is_the_surname_unless_its_cells_hold_a_comma():
    _, parts = proposed(["Voornaam", "Naam", "Geboren"], ["Bo", "Demo", "1-2-1980"])
    assert mapping.columns_of(parts.mapping)["Naam"] == "surname"
    _, whole = proposed(["Voornaam", "Naam", "Geboren"], ["Bo", "Demo, Bo", "1-2-1980"])
    assert mapping.columns_of(whole.mapping) == {"Naam": "full_name", "Geboren": "birth_date"}


def test_a_date_heading_without_dates_and_a_second_column_for_a_field_stay_out():
    _, proposal = proposed(
        ["Naam", "Geboortedatum", "Streefdatum", "Gemeente", "Woonplaats"],
        *(["Demo, Bo", "1-2-1980", "als er plek is", "Merwestad", "Lindehoek"] for _ in range(4)),
    )
    columns = mapping.columns_of(proposal.mapping)
    assert "Streefdatum" not in columns
    assert "Woonplaats" not in columns
    assert columns["Gemeente"] == "municipality"


@pytest.mark.parametrize(
    ("heading", "field_id"),
    [
        ("CLIËNT-NR", "external_id"),
        ("Geb.dat.", "birth_date"),
        ("Geboortedatm", "birth_date"),
        ("Verwachte uitstroomdatum (indicatie)", "target_departure"),
        ("Uitstroom: Gemeente bestemming", "destination_municipality"),
        ("Coordinator", "coordinator"),
        ("Persoonlijk begeleider", "carer"),
        ("Tussenvoegsel(s)", "infix"),
        ("Gem. v. herkomst", "municipality"),
    ],
)
def test_headings_are_recognised_as_people_write_them(heading, field_id):
    assert recognise(heading)[0] == field_id


@pytest.mark.parametrize("heading", ["Kleur", "Kamer", "Huisdier", "", "BSN", "12"])
def test_other_headings_are_not_guessed(heading):
    assert recognise(heading) is None


def test_words_that_mean_nothing_known():
    assert all(means_nothing(word) for word in ("n.n.b.", "NNB", "?", "-", "(vacature)", "n.v.t.", "...", "Onbekend"))
    assert not any(means_nothing(word) for word in ("Merwestad", "محمد", "0", "Wlz?"))
    assert never_reason("Overig: Burgerservicenummer") is not None


def test_a_doubtful_word_is_never_certain():
    route = fields.BY_ID["route_kind"]
    assert guess_word(route, "Wlz") == ("wlz", True)
    assert guess_word(route, "Wlz?") == ("", False)
    assert guess_word(route, "Housing First") == ("housing_first", True)
    assert guess_word(route, "eigen woning") is None
    assert guess_word(fields.BY_ID["has_debts"], "ja?") == ("yes", False)


def test_next_months_export_finds_its_mapping_again():
    headings = ["Cliëntnr.", "Naam", "Geb. datum", "Product", "Route"]
    kept = {"version": 1, "headings": headings, "columns": {"Naam": "full_name"}}
    other = {"version": 1, "headings": ["Voornaam", "Achternaam"], "columns": {}}
    again = ["ROUTE", "Naam", "Geb datum", "Clientnr", "Product", "Wat is er mis"]
    assert mapping.signature(again[:5]) == mapping.signature(headings)
    assert mapping.signature(again) == mapping.signature(headings)
    assert mapping.find_remembered(again, [other, kept]) == (kept, 1.0)
    wider = mapping.find_remembered([*headings, "Nieuw"], [other, kept])
    assert wider is not None and wider[0] is kept and 0.8 <= wider[1] < 1
    assert mapping.find_remembered(["Iets", "Anders"], [other, kept]) is None
    assert mapping.signature(headings) != mapping.signature([*headings, "Nieuw"])


def test_a_mapping_that_cannot_be_used_says_what_must_change():
    def faults(columns, values=None):
        return mapping.faults_of({"columns": columns, "values": values or {}})

    assert faults({"a": "full_name", "b": "birth_date"}) == []
    assert "Kies in welke kolom de naam staat" in faults({"b": "birth_date"})[0]
    assert "niet allebei" in faults({"a": "full_name", "c": "surname", "b": "birth_date"})[0]
    assert "bij 2 kolommen" in faults({"a": "full_name", "b": "birth_date", "c": "birth_date"})[0]
    assert "cliëntnummer of de geboortedatum" in faults({"a": "full_name"})[0]
    wrong = faults({"a": "full_name", "b": "birth_date", "c": "route_kind"}, {"route_kind": {"HF": "moon"}})
    assert "bestaat niet" in wrong[0]
    assert len(mapping.faults_of({"columns": "broken", "values": 3})) == 2
