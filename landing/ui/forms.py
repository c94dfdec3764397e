"""The base of every form: kind words, hints before the field, errors that say how to mend.

Settings name the renderer: `FORM_RENDERER = "landing.ui.forms.Renderer"`. Forms derive from `KindForm` or
`KindModelForm`; the fields for dates, times and money are here as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import pretty_name
from django.utils.functional import cached_property

from landing.ui.fields import DutchDateField, MoneyField, TimeField
from landing.ui.languages import said as _

__all__ = ["DutchDateField", "KindForm", "KindModelForm", "MoneyField", "Renderer", "TimeField", "YesNoField"]

# Messages by the kind of field, most special first; {label} is the label of the field.
_REQUIRED = (
    (forms.BooleanField, _("Zet een vinkje bij “{label}” als je verder wilt.")),
    (forms.ChoiceField, _("Kies een antwoord bij “{label}”.")),
    (forms.ModelChoiceField, _("Kies een antwoord bij “{label}”.")),
    (forms.FileField, _("Kies een bestand bij “{label}”.")),
    (forms.DateField, _("Vul een datum in bij “{label}”. Bijvoorbeeld: 27-11-2026.")),
    (forms.TimeField, _("Vul een tijd in bij “{label}”. Bijvoorbeeld: 10.30.")),
    (forms.IntegerField, _("Vul een getal in bij “{label}”.")),
    (forms.Field, _("Vul iets in bij “{label}”.")),
)
_OTHER_CHOICE = _("Dit antwoord kan niet bij “{label}”. Kies een van de antwoorden hieronder.")
_PLAIN: dict[type[forms.Field], dict[str, str]] = {
    forms.DecimalField: {"invalid": _("Vul bij “{label}” een getal in. Bijvoorbeeld: 12,5.")},
    forms.IntegerField: {"invalid": _("Vul bij “{label}” een heel getal in, zonder punt of komma. Bijvoorbeeld: 3.")},
    forms.EmailField: {"invalid": _("Vul een heel e-mailadres in. Bijvoorbeeld: naam@voorbeeld.nl.")},
    forms.URLField: {"invalid": _("Vul een heel webadres in. Bijvoorbeeld: https://www.voorbeeld.nl.")},
    forms.ChoiceField: {"invalid_choice": _OTHER_CHOICE},
    forms.ModelChoiceField: {"invalid_choice": _OTHER_CHOICE},
    forms.FileField: {
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "missing": _("Er kwam geen bestand mee. Kies het bestand nog een keer."),
    },
}  # fmt: skip
_LIMITS = {
    "max_length": _(
        "Maak de tekst bij “{label}” korter: hooguit %(limit_value)d tekens. Nu zijn het er %(show_value)d."
    ),
    "min_length": _(
        "Maak de tekst bij “{label}” langer: minstens %(limit_value)d tekens. Nu zijn het er %(show_value)d."
    ),
    "max_value": _("Vul bij “{label}” een getal in van hooguit %(limit_value)s."),
    "min_value": _("Vul bij “{label}” een getal in van minstens %(limit_value)s."),
}


def _untouched(field: forms.Field, code: str) -> bool:
    """Whether the message is still Django's own, so that a message given by the form's author stays."""
    for kind in type(field).__mro__:
        found = vars(kind).get("default_error_messages", {}).get(code)
        if found is not None:
            return kind.__module__.startswith("django.") and field.error_messages.get(code) == found
    return code not in field.error_messages


def speak_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's own messages of `field` by Dutch ones that say how to mend."""
    label = label.replace("(niet verplicht)", "").strip()
    percent_safe = label.replace("%", "%%")  # for messages into which Django puts numbers of its own
    words = {"required": next(text for kind, text in _REQUIRED if isinstance(field, kind))}
    for kind, texts in reversed(_PLAIN.items()):
        if isinstance(field, kind):
            words.update(texts)
    for code, text in words.items():
        if _untouched(field, code):
            field.error_messages[code] = text.format(label=percent_safe if code == "invalid_choice" else label)
    for validator in field.validators:
        code = getattr(validator, "code", "")
        if code in _LIMITS and code not in field.error_messages:
            field.error_messages[code] = _LIMITS[code].format(label=percent_safe)


class KindBoundField(forms.BoundField):
    """A field on the page: says `aria-required` instead of letting the browser refuse the form."""

    @property
    def is_single_checkbox(self) -> bool:
        """Whether the label stands behind the box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def shows_optional(self) -> bool:
        """Whether the page adds "(niet verplicht)"; not when the label says so already."""
        return not self.field.required and "niet verplicht" not in str(self.label).lower()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        widget = widget or self.field.widget
        if widget.use_fieldset:
            # Neither a radio button nor a group knows these; the error text in the fieldset tells it.
            attrs.pop("aria-invalid", None)
        elif self.field.required and not widget.is_hidden:
            attrs["aria-required"] = "true"
        return attrs


class Renderer(DjangoTemplates):
    """Renders forms with the templates of the ui room first; name it in `FORM_RENDERER`."""

    bound_field_class = KindBoundField

    @cached_property
    def engine(self) -> Any:
        django_templates = Path(forms.__file__).parent / "templates"
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(__file__).parent / "templates", django_templates],
                "NAME": "kindforms",
                "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
            }
        )


_RENDERER = Renderer()  # one for all forms: it keeps the parsed templates


class _Kind:
    """What every form of ours does; stands before Django's form class."""

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            speak_plainly(field, str(field.label or pretty_name(name)))

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that only this form has (questions that are data), with the same kind words."""
        self.fields[name] = field
        speak_plainly(field, str(field.label or pretty_name(name)))


class KindForm(_Kind, forms.Form):
    """The base of every form that stands on its own."""

    default_renderer = _RENDERER


class KindModelForm(_Kind, forms.ModelForm):  # type: ignore[type-arg]
    """The base of every form over a table; give dates `field_classes = {"on": DutchDateField}` in Meta."""

    default_renderer = _RENDERER


class YesNoField(forms.TypedChoiceField):
    """Ja, nee, and if `unsure` also "Weet ik niet": radios without a preset answer; gives True, False or None."""

    def __init__(self, *, unsure: bool = True, **kwargs: Any) -> None:
        choices = [("yes", _("Ja")), ("no", _("Nee"))] + ([("unsure", _("Weet ik niet"))] if unsure else [])
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(
            choices=choices, coerce={"yes": True, "no": False, "unsure": None}.get, empty_value=None, **kwargs
        )
