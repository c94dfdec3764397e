"""Components made of data: task rows, stations, tabs, pages, summaries of errors, messages, progress and charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from landing.ui.charts import Point, bar_drawings, line_drawings, number_text, scale_steps
from landing.ui.compiled import rendered
from landing.ui.languages import said as _
from landing.ui.notices import undo_of
from landing.ui.states import due_word, tone_class

register = template.Library()
STATIONS = {"done": _("Klaar"), "here": _("Je bent hier"), "next": _("Komt nog")}
MESSAGE_ICONS = {"info": "info", "pos": "check", "warn": "warning", "neg": "error"}
MESSAGE_TONES = {"debug": "info", "info": "info", "success": "pos", "warning": "warn", "error": "neg"}


@register.simple_tag
def task_row(
    title: str,
    url: str = "",
    state: str = "",
    meta: str = "",
    word: str = "",
    tone: str = "neutral",
    reader: str = "staff",
) -> SafeString:
    """One task, the whole row a link: `{% task_row due.title url state=due.state meta="Bram, over 3 dagen" %}`.

    `state` is a state of core.due; or give your own `word` and `tone`. Without `url` the row is no link.
    """
    if state:
        found = due_word(state)
        word, tone = (found.client if reader == "client" else found.staff), found.tone
    given = {"title": title, "url": url, "meta": meta, "word": word, "tone_class": tone_class(tone)}
    return rendered("ui/task_row.html", given)


@register.inclusion_tag("ui/parts/stations.html")
def stations(items: Iterable[Any], label: str = _("De route")) -> dict[str, Any]:
    """Before, move, after: `{% stations items %}`, each item {"title", "state": done|here|next, "text"}."""
    placed = []
    for item in items:
        get = item.get if isinstance(item, dict) else lambda name, default="", item=item: getattr(item, name, default)
        state = get("state", "next")
        if state not in STATIONS:
            raise ValueError(f"unknown station state {state!r}; choose one of {', '.join(STATIONS)}")
        placed.append({"title": get("title", ""), "state": state, "word": STATIONS[state], "text": get("text", "")})
    return {"items": placed, "label": label}


@register.simple_tag
def data_list(rows: Iterable[Any]) -> SafeString:
    """Names and values: `{% data_list rows %}`, rows of (label, value) or {"label", "value", "url", "change"}."""
    plain = [row if isinstance(row, dict) else {"label": row[0], "value": row[1]} for row in rows]
    return rendered("ui/data_list.html", {"rows": [{"url": "", "change": "", **row} for row in plain]})


@register.simple_tag
def identity(name: str, facts: Iterable[tuple[str, Any]] = ()) -> SafeString:
    """Who this page is about, as h1 with a few facts: `{% identity "Samira" facts %}`, facts of (label, value)."""
    return rendered("ui/identity.html", {"name": name, "facts": facts})


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[dict[str, Any]], label: str = _("Onderdelen")) -> dict[str, Any]:
    """Parts of a page as links: `{% tabs items "Dossier van Samira" %}`, items {"label", "url", "current", "count"}."""
    return {"items": items, "label": label}


@register.simple_tag(takes_context=True)
def pagination(
    context: Context, previous: object = None, next: object = None, previous_param: str = "voor", next_param: str = "na"
) -> SafeString:
    """Earlier and later rows by key, filters kept: `{% pagination previous=page.previous next=page.next %}`."""

    def address(name: str, key: object) -> str:
        query = context["request"].GET.copy()
        for other in (previous_param, next_param):
            query.pop(other, None)
        query[name] = str(key)
        return f"?{query.urlencode()}"

    given = {
        "previous": address(previous_param, previous) if previous not in (None, "") else "",
        "next": address(next_param, next) if next not in (None, "") else "",
    }
    return rendered("ui/pagination.html", given)


@register.simple_tag
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> SafeString:
    """An empty list with a next step: `{% empty_state "Nog geen afspraken" "Maak er een." url "Nieuwe afspraak" %}`."""
    return rendered("ui/empty_state.html", {"title": title, "text": text, "url": url, "action": action})


def _target(field: BoundField) -> str:
    """The id to jump to; a group of choices has no id of its own, so its first choice it is."""
    return field.id_for_label or f"{field.auto_id}_0"


def _with_label(field: BoundField, text: str) -> str:
    """Name the field in the summary when the message does not, so that two dates can be told apart."""
    label = str(field.label).replace("(niet verplicht)", "").strip()
    if not label or label in text:
        return text
    return f"{label} {text}" if label[-1] in "?.!:" else f"{label}: {text}"


def _form_errors(form: BaseForm) -> list[dict[str, str]]:
    found = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else _target(field)
        found += [{"text": _with_label(field, str(text)), "target": target} for text in field.errors]
    return found


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, Any]:
    """All errors above the form, each a link to its field: `{% error_summary form %}`; nothing when all is well."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if not form or not form.is_bound:
            continue
        if isinstance(form, BaseFormSet):
            errors += [{"text": str(text), "target": ""} for text in form.non_form_errors()]
            for one in form.forms:
                errors += _form_errors(one)
        else:
            errors += _form_errors(form)
    return {"errors": errors}


@register.simple_tag
def question(field: BoundField) -> SafeString:
    """The one question of a page, its label being the h1: `{% question form.answer %}`."""
    # Safe: the engine rendered it and escaped what is not ours.
    return mark_safe(field.form.renderer.render("django/forms/field.html", {"field": field, "as_question": True}))  # noqa: S308  (made of escaped parts)


@register.inclusion_tag("ui/parts/messages.html", takes_context=True)
def message_list(context: Context) -> dict[str, Any]:
    """The messages of the last deed, with an undo button where `notices.notify` gave one: `{% message_list %}`."""
    shown = []
    for message in context.get("messages") or ():
        tone = MESSAGE_TONES.get(message.level_tag, "info")
        shown.append(
            {
                "text": message.message,
                "tone_class": tone_class(tone),
                "icon": MESSAGE_ICONS[tone],
                "urgent": tone == "neg",
                "undo": undo_of(message),
            }
        )
    return {"shown": shown, "request": context.get("request"), "csrf_token": context.get("csrf_token")}


@register.simple_tag
def progress(done: int, total: int, what: str = "klaar") -> SafeString:
    """How far: `{% progress 4 6 %}` gives a bar and "4 van 6 klaar"."""
    words = _("{done} van {total} {what}").format(done=done, total=total, what=what)
    return format_html(
        '<div class="progress"><progress max="{}" value="{}" aria-label="{}">{}</progress>'
        '<span aria-hidden="true">{}</span></div>',
        max(total, 1), done, words, words, words,
    )  # fmt: skip


@register.inclusion_tag("ui/parts/figures.html")
def figures(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Large numbers: `{% figures items %}`, items {"number", "label", "url"}; None as number reads "niet getoond"."""
    return {"items": [{**item, "number": _shown(item["number"]), "hidden": item["number"] is None} for item in items]}


def _shown(number: object) -> str:
    return number if isinstance(number, str) else number_text(number)  # type: ignore[arg-type]


@register.inclusion_tag("ui/parts/bar_chart.html")
def bar_chart(
    title: str,
    rows: Sequence[tuple[str, float | int | None]],
    sentence: str,
    unit: str = "",
    what: str = _("Onderdeel"),
) -> dict[str, Any]:
    """A sentence, bars, and a table: `{% bar_chart "Wachttijd" rows "Veerdam wacht het langst." "dagen" "Gemeente" %}`.

    Rows are (label, value); None as value stands for a number too small to show.
    """
    shown = [(label, number_text(value, unit)) for label, value in rows]
    return {"title": title, "sentence": sentence, "drawings": bar_drawings(rows, unit), "rows": shown, "what": what}


@register.inclusion_tag("ui/parts/line_chart.html")
def line_chart(
    title: str,
    points: Sequence[Point],
    sentence: str,
    lowest: int,
    highest: int,
    ticks: Sequence[tuple[int, str]],
    titled: bool = True,
) -> dict[str, Any]:
    """A sentence, a line over time, and the same as a table: `{% line_chart "Slapen" points "Nu: goed." 1 5 ticks %}`.

    Points are `charts.Point`, from old to new; ticks are (value, words) beside the line. What happened stands as a number
    at the line and in words in the table. One point is no line: then only the table is there. titled=False under a heading that says it.
    """
    numbered, number = [], 0
    for point in points:
        number += bool(point.note)
        numbered.append((point, number if point.note else 0))
    drawings = line_drawings(points, lowest, highest, ticks) if len(points) > 1 else ()
    return {"title": title, "sentence": sentence, "titled": titled, "drawings": drawings, "rows": numbered[::-1]}


@register.inclusion_tag("ui/parts/scale_list.html")
def scale_list(items: Iterable[dict[str, Any]], of: int = 5) -> dict[str, Any]:
    """Five-step bars with words: `{% scale_list items %}`.

    Items are {"label", "value", "word"} and, to show the change, {"before", "before_word", "before_when"}.
    """
    placed = []
    for item in items:
        before = item.get("before")
        mark = None if before is None else 22 + 46 * (before - 1)
        placed.append({**item, "steps": scale_steps(item["value"], of), "mark": mark})
    return {"items": placed, "width": 46 * of}
