"""Forms say what is wrong and how to mend it, and lose nothing that was typed."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template

from landing.ui.forms import DutchDateField, KindForm, MoneyField, TimeField, YesNoField


class VisitForm(KindForm):
    on = DutchDateField(label="Op welke dag?")
    born = DutchDateField(label="Geboortedatum (niet verplicht)", required=False, four_digit_year=True)
    at = TimeField(label="Hoe laat?", required=False)
    amount = MoneyField(label="Bedrag", required=False)
    days = forms.IntegerField(label="Dagen", min_value=1, required=False)
    note = forms.CharField(
        label="Notitie 100%", max_length=5, help_text="Kort.", error_messages={"required": "Schrijf iets."}
    )
    share = YesNoField(label="Mag dit?")


GOOD = {"on": "27 november 2026", "note": "ja", "share": "unsure"}


def test_a_good_form_gives_clean_values():
    form = VisitForm(GOOD | {"at": "10u30", "amount": "€ 1.234,5", "days": "3"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2026, 11, 27)
    assert form.cleaned_data["at"] == dt.time(10, 30)
    assert form.cleaned_data["amount"] == Decimal("1234.50")
    assert form.cleaned_data["share"] is None


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("12,50", "12.50"),
        ("12.50", "12.50"),
        ("1.250", "1250.00"),
        ("1000,-", "1000.00"),
        ("€ 0,05", "0.05"),
        ("-3", "-3.00"),
    ],
)
def test_an_amount_is_read_the_dutch_way(typed, euros):
    assert MoneyField().clean(typed) == Decimal(euros)


@pytest.mark.parametrize("typed", ["12,505", "1.25.0", "veel", "NaN", "1e5"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="Schrijf het bedrag in cijfers"):
        MoneyField().clean(typed)


@pytest.mark.parametrize("typed", ["24.00", "10.60", "straks"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="Schrijf de tijd met een punt"):
        TimeField().clean(typed)


def test_every_message_says_how_to_mend():
    errors = VisitForm({"born": "3-2-58", "days": "0", "note": "te lang", "share": "x"}).errors
    assert errors["on"] == ["Vul een datum in bij “Op welke dag?”. Bijvoorbeeld: 27-11-2026."]
    assert errors["born"] == ["Schrijf het jaar met vier cijfers. Bijvoorbeeld: 27-11-1990."]
    assert errors["days"] == ["Vul bij “Dagen” een getal in van minstens 1."]
    assert errors["note"] == ["Maak de tekst bij “Notitie 100%” korter: hooguit 5 tekens. Nu zijn het er 7."]
    assert errors["share"] == ["Dit antwoord kan niet bij “Mag dit?”. Kies een van de antwoorden hieronder."]


def test_a_message_of_the_forms_author_stays():
    assert VisitForm({}).errors["note"] == ["Schrijf iets."]


def test_no_message_is_djangos_own():
    said = " ".join(text for texts in VisitForm({"days": "x", "amount": "x"}).errors.values() for text in texts)
    assert "verplicht" not in said and "required" not in said


def test_what_was_typed_stays_in_the_box():
    html = str(VisitForm({"on": "31 februarie"}))
    assert 'value="31 februarie"' in html


def test_a_field_has_its_hint_and_error_before_the_box_and_points_to_both():
    html = str(VisitForm({"note": "te lang"})["note"].as_field_group())
    assert (
        html.index("<label") < html.index("id_note_helptext") < html.index('id="id_note_error"') < html.index("<input")
    )
    assert 'aria-describedby="id_note_helptext id_note_error"' in html
    assert 'aria-invalid="true"' in html and 'aria-required="true"' in html


def test_the_browser_never_refuses_a_form_by_itself():
    html = str(VisitForm())
    assert " required" not in html.replace("aria-required", "")


def test_choices_are_a_group_with_its_question_and_no_preset():
    html = str(VisitForm(GOOD | {"share": ""})["share"].as_field_group())
    assert "<fieldset" in html and "<legend>Mag dit?</legend>" in html
    assert " checked" not in html and "aria-required" not in html and "aria-invalid" not in html


def test_an_optional_field_says_so_once():
    html = str(VisitForm())
    assert html.count("Geboortedatum (niet verplicht)") == 1
    assert "(niet verplicht) <span" not in html
    assert 'Bedrag <span class="opt">(niet verplicht)</span>' in html


def test_a_hint_with_markup_is_shown_as_text():
    class Odd(KindForm):
        name = forms.CharField(help_text="<b>let op</b>")

    assert "&lt;b&gt;let op&lt;/b&gt;" in str(Odd())


def test_the_summary_links_to_every_field_and_names_it():
    form = VisitForm({"on": "straks", "note": "ja"})
    html = Template("{% error_summary form %}").render(Context({"form": form}))
    assert "Er zijn 2 dingen die nog niet kloppen" in html
    assert '<a href="#id_on">Op welke dag? Schrijf de datum als dag' in html
    assert 'href="#id_share_0"' in html, "a group of choices has its first choice as target"
    assert "autofocus" in html


def test_a_form_that_is_right_or_fresh_has_no_summary():
    for form in (VisitForm(), VisitForm(GOOD)):
        assert Template("{% error_summary form %}").render(Context({"form": form})).strip() == ""


def test_the_one_question_of_a_page_is_its_heading():
    html = Template("{% question form.share %}").render(Context({"form": VisitForm()}))
    assert "<legend><h1>Mag dit?</h1></legend>" in html
