"""Clean input about consent, nothing else. Nothing is ticked beforehand: a preset answer is no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from landing.core.dutch import capital
from landing.core.periods import add_months
from landing.rights import consent_words as words
from landing.rights.consent_reads import REPRESENTATION_KINDS
from landing.ui.dates import long_date
from landing.ui.forms import DutchDateField, KindForm
from landing.ui.languages import said as _

MOST_WORDS_A_SENTENCE = 15
MOST_SENTENCES = 4
LONGEST_MONTHS = 24
PERIODS = (("3", _("3 maanden")), ("6", _("6 maanden")), ("12", _("1 jaar")), ("date", _("Tot een andere dag")))


def topic_choices(topics: Sequence[str]) -> list[tuple[str, SafeString]]:
    """The topics for the person, each with what is seen and what is not."""
    return [
        (name, format_html("{}<br><small>{} {}</small>", capital(topic.about), topic.sees, topic.not_sees))
        for name, topic in words.TOPICS.items() if name in topics
    ]  # fmt: skip


class AnswerForm(KindForm):
    """The person's own answer to one question: which topics, and until when at most."""

    topics = forms.MultipleChoiceField(
        label=_("Wat mogen ze weten?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Zet een vinkje bij wat mag. Zonder vinkje zien ze het niet."),
        error_messages={"required": _("Zet een vinkje bij wat mag. Mag niets? Kies dan Nee.")},
    )  # fmt: skip
    until = DutchDateField(label=_("Wil je dat het eerder stopt? (niet verplicht)"), required=False)

    def __init__(self, *args: Any, asked: words.Asked, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.today = asked, today
        self.fields["topics"].choices = topic_choices(asked.topics)  # type: ignore[attr-defined]
        self.fields["until"].help_text = _("Schrijf de dag zo: 27-11-2026.")

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise forms.ValidationError(_("Deze dag is al voorbij. Kies een dag na vandaag."))
        if until is not None and until > self.asked.until:
            raise forms.ValidationError(
                _("Kies een dag voor {until}. Later kan niet.").format(until=long_date(self.asked.until))
            )
        return until


class ShortenForm(KindForm):
    """An earlier end of a consent."""

    until = DutchDateField(label=_("Op welke dag moet het stoppen?"), help_text=_("Schrijf de dag zo: 27-11-2026."))

    def __init__(self, *args: Any, today: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.last = today, last

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Kies een dag na vandaag. Moet het nu stoppen? Trek het dan in."))
        if until >= self.last:
            raise forms.ValidationError(
                _("Het stopt al op {last}. Kies een dag daarvoor.").format(last=long_date(self.last))
            )
        return until


class _UntilForm(KindForm):
    """Until when and why: the part that asking and renewing share. ``until`` is there after ``is_valid``."""

    period = forms.ChoiceField(label="Tot wanneer?", choices=PERIODS, widget=forms.RadioSelect)
    until_date = DutchDateField(label="Tot welke dag? (niet verplicht)", required=False,
                                help_text="Alleen bij “Tot een andere dag”. Hooguit twee jaar.")  # fmt: skip
    why = forms.CharField(
        label="Waarom vraag je dit?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="De persoon leest dit. Schrijf één of twee korte zinnen, met “je”.",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_why(self) -> str:
        why = " ".join(str(self.cleaned_data["why"]).split())
        sentences = [part for part in re.split(r"[.!?](?:\s|$)", why) if part.strip()]
        long = next((part for part in sentences if len(part.split()) > MOST_WORDS_A_SENTENCE), "")
        if long:
            raise forms.ValidationError(
                _(
                    "Deze zin is te lang om makkelijk te lezen: “{value} …”. Gebruik hooguit {most_words_a_sentence} woorden per zin."
                ).format(value=" ".join(long.split()[:6]), most_words_a_sentence=MOST_WORDS_A_SENTENCE)
            )
        if len(sentences) > MOST_SENTENCES:
            raise forms.ValidationError(
                _("Gebruik hooguit {most_sentences} korte zinnen. Nu zijn het er {sentences}.").format(
                    most_sentences=MOST_SENTENCES, sentences=len(sentences)
                )
            )
        return why if why.endswith((".", "!", "?")) else f"{why}."

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        period = found.get("period")
        if period == "date":
            until = found.get("until_date")
            if "until_date" in self.errors:
                return found
            if until is None:
                self.add_error("until_date", "Vul de dag in waarop het stopt. Bijvoorbeeld: 27-11-2027.")
            elif until <= self.today:
                self.add_error("until_date", "Deze dag is al voorbij. Kies een dag na vandaag.")
            elif until > add_months(self.today, LONGEST_MONTHS):
                self.add_error("until_date", "Toestemming duurt hooguit twee jaar. Kies een eerdere dag.")
            found["until"] = until
        elif period:
            found["until"] = add_months(self.today, int(period))
        return found


class AskForm(_UntilForm):
    """A question for consent: what, for what purpose, until when and why. The receiver was chosen before."""

    field_order = ("receiver_name", "topics", "purpose", "period", "until_date", "why")

    receiver_name = forms.CharField(
        label="Wie mag het weten?", max_length=80, help_text="Bijvoorbeeld: huisarts De Boer."
    )
    topics = forms.MultipleChoiceField(
        label="Wat wil je delen?", widget=forms.CheckboxSelectMultiple,
        help_text="Kies alleen wat deze ontvanger echt nodig heeft.",
        error_messages={"required": "Kies minstens één onderwerp."},
    )  # fmt: skip
    purpose = forms.ChoiceField(label="Waarvoor is het nodig?")

    def __init__(self, *args: Any, topics: Sequence[str], named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["receiver_name"]
        choices = [(topic, capital(words.TOPICS[topic].label)) for topic in topics]
        self.fields["topics"].choices = choices  # type: ignore[attr-defined]
        purposes = [(name, capital(words.PURPOSES[name].label)) for name in words.ASKED_PURPOSES]
        self.fields["purpose"].choices = [("", "Kies waarvoor"), *purposes]  # type: ignore[attr-defined]

    def clean_topics(self) -> list[str]:
        topics: list[str] = self.cleaned_data["topics"]
        if len(topics) > words.MOST_TOPICS:
            raise forms.ValidationError(
                _("Kies hooguit {most_topics} onderwerpen: alleen wat deze ontvanger echt nodig heeft.").format(
                    most_topics=words.MOST_TOPICS
                )
            )
        return topics


class RenewForm(_UntilForm):
    """The same question again, with a new end."""


class RecordForm(KindForm):
    """An answer given on paper or by a representative, as staff write it down."""

    how = forms.ChoiceField(label="Hoe is het antwoord gegeven?", widget=forms.RadioSelect)
    representation = forms.ChoiceField(label="Welke vertegenwoordiger? (niet verplicht)", required=False)
    witness = forms.CharField(
        label="Wie was de getuige? (niet verplicht)", max_length=120, required=False,
        help_text="Alleen bij papier: iemand anders dan jij, die erbij was toen de persoon tekende.",
    )  # fmt: skip
    answer = forms.ChoiceField(
        label="Wat was het antwoord?", widget=forms.RadioSelect,
        choices=(("yes", "Ja, tegen wat hieronder is aangevinkt"), ("no", "Nee, tegen alles")),
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label="Wat is aangevinkt? (niet verplicht)", widget=forms.CheckboxSelectMultiple, required=False
    )
    given_on = DutchDateField(label="Op welke dag is getekend?")
    until = DutchDateField(label="Eerdere einddatum (niet verplicht)", required=False,
                           help_text="Alleen als de persoon een eerdere dag koos dan gevraagd.")  # fmt: skip

    def __init__(self, *args: Any, asked: words.Asked, speakers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how = [("paper", "Op papier, met een getuige")]
        if speakers:
            how.append(("representative", "Door een vertegenwoordiger"))
            self.fields["representation"].choices = [("", "Kies wie"), *speakers]  # type: ignore[attr-defined]
        else:
            del self.fields["representation"]
        self.fields["how"].choices = how  # type: ignore[attr-defined]
        choices = [(topic, capital(words.TOPICS[topic].label)) for topic in words.ordered(asked.topics)]
        self.fields["topics"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("answer") == "yes" and not found.get("topics") and "topics" not in self.errors:
            self.add_error("topics", "Kies wat is aangevinkt. Is er niets aangevinkt? Kies dan “Nee, tegen alles”.")
        if found.get("answer") == "no" and found.get("topics"):
            self.add_error("topics", "Het antwoord is nee, maar hier staan vinkjes. Haal ze weg, of kies “Ja”.")
        if found.get("how") == "paper" and not found.get("witness"):
            self.add_error("witness", "Vul in wie erbij was als getuige.")
        if found.get("how") == "representative" and not found.get("representation"):
            self.add_error("representation", "Kies wie namens de persoon antwoordde.")
        return found


class RepresentationForm(KindForm):
    """Somebody who may speak for the person, with the document that says so."""

    kind = forms.ChoiceField(label="Wat is deze persoon?", choices=[("", "Kies een soort"), *REPRESENTATION_KINDS])
    name = forms.CharField(label="Naam", max_length=120)
    phone = forms.CharField(label="Telefoon (niet verplicht)", max_length=30, required=False)
    proof = forms.CharField(
        label="Waaruit blijkt het?", max_length=300,
        help_text="Welk stuk, van welke dag, en wie van jullie het heeft gezien.",
    )  # fmt: skip
    from_date = DutchDateField(label="Vanaf")
    to_date = DutchDateField(label="Tot (niet verplicht)", required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = found.get("from_date"), found.get("to_date")
        if start and end and end <= start:
            self.add_error("to_date", "Deze dag ligt voor de eerste dag. Kijk de data na.")
        return found
