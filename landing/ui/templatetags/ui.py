"""The component tags of every template (a template builtin: no `load` needed).

One component = one tag + one usage line here. The larger families stand in `ui_blocks` (card, note, timeline ...),
`ui_lists` (tasks, tabs, pages, charts ...) and `ui_tables`; this module gathers them into one library.
"""

from __future__ import annotations

import datetime as dt
import re

from django import template
from django.forms.utils import flatatt
from django.template import RequestContext
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from landing.ui import dates, languages
from landing.ui.compiled import form_token, rendered
from landing.ui.icons import icon_svg
from landing.ui.languages import said as _
from landing.ui.states import due_word, tone_class
from landing.ui.templatetags import ui_blocks, ui_lists, ui_tables

register = template.Library()
for family in (ui_blocks, ui_lists, ui_tables):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)

VARIANTS = {"primary": "btn", "secondary": "btn btn--secondary", "quiet": "btn btn--quiet", "danger": "btn btn--danger"}
_ATTRIBUTE = re.compile(r"(hx|aria|data)_[a-z_]+|id|rel|download|name|value|form|lang|hreflang")


def _attributes(given: dict[str, object]) -> SafeString:
    """Turn tag keywords into HTML attributes (`hx_get` becomes `hx-get`); style and on-handlers are refused."""
    for name in given:
        if not _ATTRIBUTE.fullmatch(name):
            raise ValueError(f"attribute {name!r} is not allowed on a component")
    return flatatt({name.replace("_", "-"): value for name, value in given.items() if value not in (None, False)})


def _variant(name: str) -> str:
    try:
        return VARIANTS[name]
    except KeyError:
        raise ValueError(f"unknown button variant {name!r}; choose one of {', '.join(VARIANTS)}") from None


def _inside(text: str, icon: str, extra: str) -> SafeString:
    """The words of a button, an icon before them, and context that only reading software says."""
    hidden = format_html('<span class="sr"> {}</span>', extra) if extra else ""
    return format_html("{}{}{}", icon_svg(icon) if icon else "", text, hidden)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite, always beside a word: `{% icon "key" %} Sleutel`."""
    return icon_svg(name)


@register.simple_tag
def language_code() -> str:
    """The language of the page: `<html lang="{% language_code %}"{% language_direction %}>`."""
    return languages.current().code


@register.simple_tag
def language_direction() -> str:
    """Where its lines begin, said only where that is at the right."""
    direction = languages.current().direction
    return format_html(' dir="{}"', direction) if direction == "rtl" else ""


@register.simple_tag
def in_dutch() -> str:
    """Of what is Dutch on every page, such as a text as it was kept: `<p{% in_dutch %}>`; nothing on a Dutch page."""
    return "" if languages.current().code == languages.DUTCH else format_html(' lang="{}" dir="ltr"', languages.DUTCH)


@register.simple_tag
def badge(word: str, tone: str = "neutral") -> SafeString:
    """A state as a word with a tone: `{% badge "Huur te laat" "neg" %}` (neg, warn, pos, info, neutral, quiet)."""
    return format_html('<span class="badge {}">{}</span>', tone_class(tone), word)


@register.simple_tag
def due_state(state: str, reader: str = "staff") -> SafeString:
    """A state of core.due in Dutch: `{% due_state due.state %}`; for clients `{% due_state due.state "client" %}`."""
    word = due_word(state)
    return badge(word.client if reader == "client" else word.staff, word.tone)


@register.simple_tag
def button(text: str, variant: str = "primary", icon: str = "", extra: str = "", **attributes: object) -> SafeString:
    """A submit button inside a form: `{% button "Opslaan" %}`, `{% button "Nee" "secondary" name="a" value="no" %}`."""
    return format_html(
        '<button type="submit" class="{}"{}>{}</button>',
        _variant(variant),
        _attributes(attributes),
        _inside(text, icon, extra),
    )


@register.simple_tag
def link_button(
    text: str, url: str, variant: str = "primary", icon: str = "", extra: str = "", **attributes: object
) -> SafeString:
    """A link that looks like a button: `{% link_button "Nieuwe afspraak" url icon="plus" %}`."""
    return format_html(
        '<a class="{}" href="{}"{}>{}</a>', _variant(variant), url, _attributes(attributes), _inside(text, icon, extra)
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, text: str, url: str, variant: str = "secondary", icon: str = "", extra: str = "", **hidden: object
) -> SafeString:
    """A deed of one press, a POST form of its own: `{% post_button "Klaar" url due=due.id %}`; keywords go along."""
    request = context.get("request")
    fields: list[tuple[str, object]] = [("csrfmiddlewaretoken", form_token(request))] if request else []
    fields += [(name, value) for name, value in hidden.items() if value is not None]
    inputs = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)
    inside = _inside(text, icon, extra)
    return format_html(
        '<form method="post" action="{}">{}<button type="submit" class="{}">{}</button></form>',
        url,
        inputs,
        _variant(variant),
        inside,
    )


@register.simple_tag
def print_button(text: str = _("Afdrukken")) -> SafeString:
    """A print button for staff pages: `{% print_button %}`; stays hidden without script."""
    return format_html(
        '<button type="button" class="btn btn--secondary" data-print hidden>{}{}</button>', icon_svg("print"), text
    )


@register.simple_tag
def back_link(url: str, text: str = _("Terug")) -> SafeString:
    """The one way back, above the h1: `{% back_link url "Terug naar mijn route" %}`."""
    return format_html('<a class="back" href="{}">{}{}</a>', url, icon_svg("back"), text)


@register.simple_tag
def phone_link(number: str, name: str = "") -> SafeString:
    """A phone number that can be pressed: `{% phone_link "06 1234 5678" "Bram" %}`."""
    dialled = re.sub(r"[^\d+]", "", number)
    return format_html(
        '<a href="tel:{}">{}{}</a>', dialled, _("Bel {name}: ").format(name=name) if name else "", number
    )


@register.simple_tag
def said_only(text: str) -> SafeString:
    """Words for reading software only: `Wijzig {% said_only "de verhuisdatum" %}`."""
    return format_html('<span class="sr">{}</span>', text)


@register.simple_tag(takes_context=True)
def query_string(context: RequestContext, address: str = "", **changes: object) -> str:
    """The address of this page (or another) with some parameters changed: `<a href="{% query_string fase='move' na=None %}">`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{address}?{query.urlencode()}" if query else address or context["request"].path


@register.simple_tag(takes_context=True)
def compiled(context: Context, name: str) -> SafeString:
    """A compiled template with everything this one knows: `{% compiled "desk/task_rows.html" %}` (folders `jinja2`)."""
    return rendered(name, context.flatten())  # type: ignore[arg-type]


FRAME = (
    "menu", "viewer", "role_label", "home_url", "account_url", "logout_url", "stay_url", "letters_url", "language_url",
    "footer_links", "stay", "language", "languages", "request",
)  # fmt: skip


@register.simple_tag(takes_context=True)
def frame_part(context: Context, name: str) -> SafeString:
    """A compiled part of the frame: `{% frame_part "head_client" %}`. What a page does not know, such as an error page, is None."""
    return rendered(f"ui/parts/{name}.html", {word: context.get(word) for word in FRAME})


@register.filter
def dutch_date(value: dt.date | dt.datetime | None) -> str:
    """`{{ day|dutch_date }}` gives "vrijdag 27 november 2026"; nothing gives an empty text."""
    return dates.long_date(value) if value else ""


@register.filter
def dutch_day(value: dt.date | dt.datetime | None) -> str:
    """`{{ day|dutch_day }}` gives "vrijdag 27 november", for days that are near."""
    return dates.long_date(value, year=False) if value else ""


@register.filter
def dutch_moment(value: dt.datetime | None) -> str:
    """`{{ moment|dutch_moment }}` gives "vrijdag 27 november 2026 om 10.00 uur"."""
    return dates.long_moment(value) if value else ""


@register.filter
def dutch_time(value: dt.datetime | dt.time | None) -> str:
    """`{{ moment|dutch_time }}` gives "10.00 uur"."""
    return dates.clock_time(value) if value is not None else ""


@register.filter
def short_date(value: dt.date | dt.datetime | None) -> str:
    """`{{ day|short_date }}` gives "27 nov 2026", for tables."""
    return dates.short_date(value) if value else ""


@register.filter
def relative_days(value: dt.date | dt.datetime | None, today: dt.date) -> str:
    """`{{ due.on|relative_days:today }}` gives "over 3 dagen", "vandaag" or "5 dagen te laat" (a deadline)."""
    return dates.relative_days(value, today) if value else ""


@register.filter
def days_ago(value: dt.date | dt.datetime | None, today: dt.date) -> str:
    """`{{ fact.on|days_ago:today }}` gives "5 dagen geleden": a day that is no deadline."""
    return dates.relative_days(value, today, deadline=False) if value else ""
