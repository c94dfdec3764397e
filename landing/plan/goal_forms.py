"""Clean input about goals, steps, views and proposals. Of the person's own forms every field may stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from landing.plan import words as plan_words
from landing.plan.models import Plan, PlanStep
from landing.ui.forms import DutchDateField, KindForm
from landing.ui.languages import said as _

LONGEST = 1000


class OwnText(forms.CharField):
    """Room for own words, that may stay empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)


class FirstGoalForm(KindForm):
    """The first goal, and nothing else."""

    words = OwnText(label=_("Wat wil je graag?"), help_text=_("Gebruik je eigen woorden. Klein of groot, alles mag."))


class GoalForm(KindForm):
    """A goal. steps: of a suggestion that the person picked, to choose from."""

    words = OwnText(label=_("Wat wil je graag?"), help_text=_("Gebruik je eigen woorden. Klein of groot, alles mag."))
    wish = OwnText(label=_("Waarom wil je dat?"), help_text=_("Hoe is je leven dan?"))
    condition = forms.ChoiceField(
        label=_("Waar hoort het bij?"), required=False, widget=forms.RadioSelect,
        choices=[(code, label) for code, label in plan_words.CONDITIONS.items() if code] + [("", plan_words.CONDITIONS[""])],
    )  # fmt: skip
    by_date = DutchDateField(label=_("Wanneer wil je dit?"), required=False)
    reward = forms.CharField(
        label=_("Wat doe je als het lukt?"), required=False, max_length=200,
        help_text=_("Een kleine beloning voor jezelf. Bijvoorbeeld: taart eten."),
    )  # fmt: skip

    def __init__(self, *args: Any, steps: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if steps:
            self.add_field("steps", forms.MultipleChoiceField(
                label=_("Welke stappen wil je?"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(text, text) for text in steps], help_text=_("Kies wat bij jou past. Niets kiezen mag ook."),
            ))  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """The goal as it was typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "steps"}


class StepForm(KindForm):
    """A step. members: the people around the person: (key, name)."""

    words = OwnText(
        label=_("Wat ga je doen?"), help_text=_("Maak de stap klein."), widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.ChoiceField(
        label=_("Wie doet het?"), required=False, widget=forms.RadioSelect,
        choices=[(code, plan_words.WHO[code]) for code in PlanStep.Who.values],
    )  # fmt: skip
    helper_name = forms.CharField(
        label=_("Met wie?"), required=False, max_length=120, help_text=_("Schrijf een naam op.")
    )
    by_date = DutchDateField(label=_("Wanneer doe je het?"), required=False)

    def __init__(self, *args: Any, members: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members:
            choices = [("", _("Niemand van deze mensen")), *((str(key), name) for key, name in members)]
            self.add_field("helper", forms.ChoiceField(label=_("Iemand die je kent"), required=False, choices=choices))
            self.order_fields(["words", "who", "helper", "helper_name", "by_date"])


class RewardForm(KindForm):
    """What the person does now that it worked."""

    reward = forms.CharField(
        label=_("Wat doe je om het te vieren?"), required=False, max_length=200,
        help_text=_("Een kleine beloning voor jezelf. Bijvoorbeeld: taart eten."),
    )  # fmt: skip


class PauseForm(KindForm):
    """Why the plan rests."""

    why = forms.CharField(label=_("Waarom even niet?"), required=False, max_length=Plan._meta.get_field("pause_why").max_length,
                          widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Je hoeft dit niet te zeggen."))  # fmt: skip


class OwnViewForm(KindForm):
    """How the person sees a goal."""

    view = OwnText(label=_("Hoe gaat het hiermee?"), help_text=_("Wat vind jij zelf? Je begeleider leest dit ook."))


class AnswerForm(KindForm):
    """The answer to a proposal; the words may be changed."""

    words = OwnText(label=_("Zo komt het in je plan"), help_text=_("Wil je het anders? Verander de woorden."))
    answer = OwnText(label=_("Wil je er iets bij zeggen?"), widget=forms.Textarea(attrs={"rows": 2}))


class StaffViewForm(KindForm):
    """How a carer sees a goal or a life condition, or what the person said about it."""

    whose = forms.ChoiceField(
        label=_("Van wie is dit?"), widget=forms.RadioSelect,
        choices=[("supporter", _("Zo kijk ik ernaar")), ("person", _("Dit zei de persoon zelf"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("In woorden"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf zo dat de persoon het kan lezen. De persoon ziet dit ook."),
    )  # fmt: skip


class ProposalForm(KindForm):
    """What a carer proposes. A goal can stand under a life condition."""

    words = forms.CharField(
        label=_("Jouw voorstel"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Schrijf het zoals het in het plan zou staan, in woorden die de persoon zelf gebruikt."),
    )  # fmt: skip
    why = forms.CharField(label=_("Waarom stel je dit voor?"), max_length=LONGEST, required=False,
                          widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    condition = forms.ChoiceField(
        label=_("Waar hoort het bij?"), required=False, choices=list(plan_words.CONDITIONS_STAFF.items())
    )
    by_date = DutchDateField(label=_("Wanneer?"), required=False)

    def __init__(self, *args: Any, of_goal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_goal:
            del self.fields["condition"]


class SaidForm(KindForm):
    """That what a carer writes down is what the person said, with the person there."""

    said = forms.BooleanField(
        label=_("De persoon zei dit zelf, en ik lees het voor"),
        error_messages={"required": _("Zet een vinkje als de persoon dit zelf zei. Anders stel je het voor.")},
    )


class SaidGoalForm(SaidForm, GoalForm):
    """A goal in the person's words, written down by a carer."""


class SaidStepForm(SaidForm, StepForm):
    """A step in the person's words, written down by a carer."""


class SaidStateForm(SaidForm):
    """What the person said about how it stands with a goal."""

    state = forms.ChoiceField(
        label=_("Wat zei de persoon?"), widget=forms.RadioSelect,
        choices=[("going", _("Ik ben ermee bezig")), ("paused", _("Even niet")), ("reached", _("Het is gelukt")),
                 ("let_go", _("Ik wil dit niet meer"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("Wat waren de woorden?"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Bij “Het is gelukt” schrijf je op wat de persoon zei."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("state") == "reached" and not found.get("words"):
            self.add_error("words", _("Schrijf op wat de persoon zei. Alleen de persoon zegt dat een doel is gelukt."))
        return found


class SaidAnswerForm(SaidForm, AnswerForm):
    """The person's answer to a proposal, written down by a carer."""
