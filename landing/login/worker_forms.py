"""Clean input about workers."""

from __future__ import annotations

from typing import Any

from django import forms

from landing.login import worker_reads
from landing.people.viewer import Viewer
from landing.ui.forms import DutchDateField, KindForm


class _PlaceForm(KindForm):
    """A role at an organisation that this administrator manages."""

    role = forms.ChoiceField(label="Rol")
    organisation = forms.TypedChoiceField(label="Organisatie", coerce=int)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = worker_reads.roles_to_give()  # type: ignore[attr-defined]
        places = [(str(one.pk), one.name) for one in worker_reads.organisations(viewer)]
        self.fields["organisation"].choices = places  # type: ignore[attr-defined]


class NewWorkerForm(_PlaceForm):
    """A new worker."""

    name = forms.CharField(label="Naam", max_length=120, help_text="Zo zien collega's en cliënten de medewerker.")
    username = forms.CharField(label="Inlognaam", max_length=80, help_text="Zonder spaties. Bijvoorbeeld: s.voorbeeld.")
    email = forms.EmailField(label="E-mail van het werk (niet verplicht)", required=False)
    phone = forms.CharField(label="Telefoon van het werk (niet verplicht)", max_length=30, required=False)
    from_date = DutchDateField(
        label="Eerste werkdag (niet verplicht)", required=False, help_text="Leeg betekent vandaag."
    )
    to_date = DutchDateField(label="Eerste dag niet meer in dienst (niet verplicht)", required=False)
    field_order = ("name", "username", "role", "organisation", "email", "phone", "from_date", "to_date")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = found.get("from_date"), found.get("to_date")
        if start and end and end <= start:
            self.add_error("to_date", "Deze dag ligt niet na de eerste werkdag. Kies een latere dag.")
        return found


class RoleForm(_PlaceForm):
    """Another role for somebody who has one."""


class ChangeWorkerForm(KindForm):
    """How a worker is called and reached; who came in with a list has no login yet and gets a name for it here."""

    username = forms.CharField(label="Inlognaam", max_length=80, help_text="Zonder spaties. Bijvoorbeeld: s.voorbeeld.")
    name = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(label="E-mail van het werk (niet verplicht)", required=False)
    phone = forms.CharField(label="Telefoon van het werk (niet verplicht)", max_length=30, required=False)

    def __init__(self, *args: Any, has_login: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_login:
            del self.fields["username"]


class LeaveForm(KindForm):
    """The day on which a worker leaves."""

    on = DutchDateField(
        label="Eerste dag niet meer in dienst", help_text="Is dit vandaag of eerder? Dan stopt de toegang meteen."
    )


class CheckForm(KindForm):
    """Why a worker still needs a role."""

    reason = forms.CharField(
        label="Waarom is deze rol nog nodig?", max_length=300, help_text="Bijvoorbeeld: werkt nog in het team, nagevraagd.",
    )  # fmt: skip
