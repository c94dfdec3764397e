"""Clean input for getting in and for one's own login."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from landing.ui.forms import KindForm
from landing.ui.languages import said as _

ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric"}
PASSWORD_HINT = _("Minstens 12 tekens. Een zin van een paar woorden is goed te onthouden. Gebruik hem nergens anders.")  # noqa: S105  (a hint, no secret)


class LoginForm(KindForm):
    """Name and password."""

    username = forms.CharField(
        label=_("Inlognaam"), max_length=80, error_messages={"required": _("Vul je inlognaam in.")},
        widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Wachtwoord"), strip=False, max_length=4096, error_messages={"required": _("Vul je wachtwoord in.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class SecondStepForm(KindForm):
    """A code of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs=ONE_TIME),
        help_text=_("De 6 cijfers uit je app, of een van je reservecodes."),
        error_messages={"required": _("Vul de code in die je in je app ziet.")},
    )  # fmt: skip


class AppCodeForm(KindForm):
    """The first code of a new app."""

    code = forms.CharField(
        label=_("De 6 cijfers die je nu in de app ziet"), max_length=12, widget=forms.TextInput(attrs=ONE_TIME)
    )


class CredentialForm(KindForm):
    """What a browser says about a passkey; filled in by a script. Gives a dictionary."""

    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000)

    def clean_credential(self) -> dict[str, Any]:
        try:
            found = json.loads(self.cleaned_data["credential"])
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ValidationError(_("Je toestel gaf geen antwoord dat we begrijpen. Probeer het nog een keer."))
        return found


class PasskeyForm(CredentialForm):
    """A new passkey with a name."""

    name = forms.CharField(
        label=_("Hoe noem je deze sleutel?"), max_length=60, help_text=_("Bijvoorbeeld: mijn telefoon."),
        error_messages={"required": _("Geef de sleutel een naam, bijvoorbeeld: mijn telefoon.")},
    )  # fmt: skip


class RenameForm(KindForm):
    """Another name of a passkey."""

    name = forms.CharField(label=_("Naam van de sleutel"), max_length=60)


class NewPasswordForm(KindForm):
    """A password that one chooses, twice. ``account``: against whose name it is checked."""

    new_password = forms.CharField(
        label=_("Nieuw wachtwoord"), strip=False, max_length=4096, help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Vul een nieuw wachtwoord in.")},
    )  # fmt: skip
    again = forms.CharField(
        label=_("Nog een keer hetzelfde wachtwoord"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Vul het wachtwoord nog een keer in.")},
    )  # fmt: skip

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = found.get("new_password"), found.get("again")
        if first and second and first != second:
            self.add_error("again", _("Dit is een ander wachtwoord. Vul twee keer hetzelfde in."))
        if first:
            try:
                validate_password(first, self.account)
            except ValidationError as faults:
                self.add_error("new_password", faults)
        return found


class ChangePasswordForm(NewPasswordForm):
    """The same for who has one already; the old one is asked where it is changed."""

    old_password = forms.CharField(
        label=_("Je wachtwoord van nu"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Vul het wachtwoord in dat je nu hebt.")},
    )  # fmt: skip
    field_order = ("old_password", "new_password", "again")


class LetterForm(KindForm):
    """The code of a letter."""

    code = forms.CharField(
        label=_("De code uit je brief"), max_length=40, help_text=_("12 letters en cijfers. Streepjes mogen, maar hoeven niet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Vul de code in die in je brief staat.")},
    )  # fmt: skip


class NewLoginForm(NewPasswordForm):
    """A login name and a password for who has no login yet."""

    username = forms.CharField(
        label=_("Je inlognaam"), max_length=80, help_text=_("Deze naam mag je veranderen. Schrijf hem op."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("username", "new_password", "again")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if name.split() != [name]:
            raise ValidationError(
                _("Een inlognaam heeft geen spaties. Gebruik een streepje, bijvoorbeeld: rustige-merel.")
            )
        return name
