"""Clean input about talks, places in the neighbourhood, and what somebody learns. Every field may stay empty."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from landing.plan.gate_actions import NOT_SAID
from landing.plan.goal_forms import OwnText, SaidForm
from landing.plan.prepare_actions import FIND_FIELDS, MOST_TIMES, NOT_YET, TALK_FIELDS, TRAINING_FIELDS
from landing.plan.prepare_words import KINDS, TRAININGS
from landing.ui.forms import DutchDateField, KindForm, YesNoField
from landing.ui.languages import said as _


class TalkForm(KindForm):
    """A talk with somebody who did it too. today: the last day that it can have been on."""

    on = DutchDateField(
        label=TALK_FIELDS["on"], required=False, help_text=_("Bijvoorbeeld: 27-11-2026. Leeg is vandaag.")
    )
    with_name = forms.CharField(
        label=TALK_FIELDS["with_name"], required=False, max_length=120, help_text=_("Een voornaam is genoeg.")
    )
    words = OwnText(label=TALK_FIELDS["words"], help_text=_("Gebruik je eigen woorden. Eén zin mag ook."))
    again = YesNoField(label=TALK_FIELDS["again"], required=False, unsure=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(NOT_YET)
        return day


class FindForm(KindForm):
    """A place in the neighbourhood."""

    kind = forms.ChoiceField(
        label=FIND_FIELDS["kind"], widget=forms.RadioSelect, required=False, choices=list(KINDS.items())
    )
    words = OwnText(label=FIND_FIELDS["words"], help_text=_("Schrijf een naam of een straat op."),
                    widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    def clean_kind(self) -> str:
        """The kind; without an answer it is something else."""
        return str(self.cleaned_data["kind"] or "other")


class NewFindForm(FindForm):
    """A place that is put on the list."""

    been = forms.BooleanField(label=_("Hier ben ik al geweest"), required=False)


class TrainingForm(KindForm):
    """Something that the person learns."""

    words = forms.CharField(
        label=TRAINING_FIELDS["words"], required=False, max_length=200, help_text=_("Bijvoorbeeld: koken, of de huur betalen.")
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=TRAINING_FIELDS["kind"], widget=forms.RadioSelect, required=False, choices=list(TRAININGS.items())
    )
    given_by = forms.CharField(label=TRAINING_FIELDS["given_by"], required=False, max_length=120)
    from_date = DutchDateField(label=TRAINING_FIELDS["from_date"], required=False)
    sessions = forms.IntegerField(label=TRAINING_FIELDS["sessions"], required=False, min_value=1, max_value=MOST_TIMES,
                                  help_text=_("Weet je het niet? Laat het leeg."),
                                  widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))  # fmt: skip
    sessions_done = forms.IntegerField(label=TRAINING_FIELDS["sessions_done"], required=False, min_value=0,
                                       max_value=MOST_TIMES,
                                       widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))  # fmt: skip

    def clean_kind(self) -> str:
        """The kind; without an answer it is something else."""
        return str(self.cleaned_data["kind"] or "other")


class SaidTalkForm(SaidForm, TalkForm):
    """A talk as the person told of it, written down by a carer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _to_staff(self, with_name=_("Met wie was het gesprek?"), words=_("Wat wil de persoon onthouden?"),
                  again=_("Wil de persoon nog een gesprek?"))  # fmt: skip


class PeerTalkForm(SaidForm, TalkForm):
    """A talk as the person told of it, written down by the peer worker who had it."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["with_name"]
        asked = {"name": name}
        _to_staff(
            self, words=_("Wat wil %(name)s onthouden?") % asked, again=_("Wil %(name)s nog een gesprek?") % asked,
            said=_("%(name)s is erbij, zei dit zelf en vindt het goed") % asked,
        )  # fmt: skip
        self.fields["said"].error_messages["required"] = NOT_SAID
        self.order_fields(["on", "words", "again", "said"])


class SaidFindForm(SaidForm, NewFindForm):
    """A place that the person told of, written down by a carer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _to_staff(self, been=_("De persoon is er al geweest"))


class SaidTrainingForm(SaidForm, TrainingForm):
    """A training that the person wants, written down by a carer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _to_staff(
            self, words=_("Welke training is het?"), given_by=_("Wie geeft de training?"),
            from_date=_("Wanneer begint de training?"), sessions=_("Uit hoeveel keer bestaat de training?"),
            sessions_done=_("Hoe vaak is de persoon al geweest?"),
        )  # fmt: skip
        self.fields["said"].label = _("De persoon wil dit zelf")
        self.fields["said"].error_messages["required"] = _("Zet een vinkje als de persoon deze training zelf wil.")


def _to_staff(form: forms.Form, **labels: str) -> None:
    """The same questions, as one asks them of somebody else."""
    for name, label in labels.items():
        form.fields[name].label = label
