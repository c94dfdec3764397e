"""What a one-time link can be for. A room adds a purpose of its own with ``register``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from landing.people import actions as people
from landing.people.models import Bond, Person
from landing.people.viewer import Viewer
from landing.ui.forms import KindForm
from landing.ui.languages import said as _

Section = tuple[str, list[str]]
"""Something to read: a heading and its lines."""
Deed = Callable[..., list[Section] | None]


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing that somebody without an account may do, once.

    title: for whoever makes the link; question, told, thanks: for whoever opens it (``{name}`` is the person);
    do(viewer, person, found): what happens, in the name and within the rights of whoever made the link; what it gives back
    is shown once, and written in the access log. own: the title for the person self; button: what whoever opens it presses.
    parts: what the person can tick (code, words), which goes along as ``found["parts"]``. client_only: only the person makes
    such a link.
    """

    title: str
    question: str
    told: str
    thanks: str
    form: type[KindForm]
    do: Deed
    own: str = ""
    button: str = _("Verstuur")
    parts: tuple[tuple[str, str], ...] = ()
    client_only: bool = False


PURPOSES: dict[str, Purpose] = {}


def purposes_for(viewer: Viewer) -> dict[str, Purpose]:
    """The purposes for which this viewer can make a link."""
    return {key: purpose for key, purpose in PURPOSES.items() if viewer.is_client or not purpose.client_only}


def register(key: str, purpose: Purpose) -> None:
    """Add a purpose; raises ValueError for a key that is taken."""
    if key in PURPOSES:
        raise ValueError(f"there is already a purpose {key}")
    PURPOSES[key] = purpose


class FallbackForm(KindForm):
    """Somebody who may be called when it gets difficult."""

    name = forms.CharField(
        label=_("Je naam"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Vul je naam in.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Je telefoonnummer"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Vul een nummer in waarop we je kunnen bellen.")},
    )  # fmt: skip

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if sum(character.isdigit() for character in phone) < 9 or phone.strip("+0123456789 ()-./"):
            raise forms.ValidationError(_("Vul een heel telefoonnummer in. Bijvoorbeeld: 06 12 34 56 78."))
        return phone


def become_fallback(*, viewer: Viewer, person: Person, found: dict[str, Any]) -> None:
    """Put the visitor around the person as a close one."""
    people.add_bond(
        viewer=viewer, person_key=person.key, kind=Bond.Kind.CLOSE_ONE, name=found["name"], phone=found["phone"],
        why="Via een eenmalige link, als vangnet.",
    )  # fmt: skip


register(
    "fallback",
    Purpose(
        title=_("Een naaste zegt dat die gebeld mag worden (vangnet)"),
        question=_("Mogen we je bellen als het moeilijk gaat met {name}?"),
        told=_(
            "{name} noemde jou als iemand die kan helpen. Je belooft niets: je zegt alleen dat we je mogen bellen. "
            "Je naam en nummer zien {name} zelf en de mensen die {name} helpen."
        ),
        thanks=_("Dank je wel. We bellen je alleen als het nodig is."),
        form=FallbackForm,
        do=become_fallback,
        own=_("Iemand die je mag bellen als het moeilijk gaat"),
        button=_("Ja, jullie mogen me bellen"),
    ),
)
