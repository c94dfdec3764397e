"""Components that wrap content: card, note, details, timeline, filter bar, the client's own words."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from landing.ui.icons import icon_svg
from landing.ui.languages import said as _
from landing.ui.states import tone_class

register = template.Library()

CARDS = {
    "plain": "card",
    "now": "card card--now",
    "soft": "card card--soft",
    "warn": "card card--warn",
    "neg": "card card--neg",
}
NOTE_WORDS = {
    "info": ("info", _("Let op:")),
    "warn": ("warning", _("Waarschuwing:")),
    "neg": ("error", _("Fout:")),
    "pos": ("check", _("Gelukt:")),
}
LEVELS = (2, 3, 4)


def _heading(text: str, level: int, id_: str) -> SafeString:
    if level not in LEVELS:
        raise ValueError(f"heading level must be one of {LEVELS}, not {level!r}")
    # The level is one of three whole numbers, so it may stand in the tag name.
    return format_html("<h{} id='{}'>{}</h{}>", level, id_, text, level)


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "plain", level: int = 2, id: str = "") -> SafeString:
    """A framed part: `{% card "Dit doe je nu" tone="now" %} ... {% endcard %}` (plain, now, soft, warn, neg)."""
    if tone not in CARDS:
        raise ValueError(f"unknown card tone {tone!r}; choose one of {', '.join(CARDS)}")
    if not title:
        return format_html('<div class="{}">{}</div>', CARDS[tone], content)
    id_ = id or f"deel-{slugify(title)}"
    return format_html(
        '<section class="{}" aria-labelledby="{}">{}{}</section>',
        CARDS[tone],
        id_,
        _heading(title, level, id_),
        content,
    )


@register.simple_block_tag
def note(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A remark that stands out: `{% note "warn" %}<p>...</p>{% endnote %}` (info, warn, neg, pos)."""
    if tone not in NOTE_WORDS:
        raise ValueError(f"unknown note tone {tone!r}; choose one of {', '.join(NOTE_WORDS)}")
    icon, word = NOTE_WORDS[tone]
    head = format_html("<p><strong>{}</strong></p>", title) if title else ""
    start = content.lstrip()
    if not start.startswith("<"):
        content = format_html("<p>{}</p>", content)
    return format_html(
        '<div class="note {}">{}<div><span class="sr">{} </span>{}{}</div></div>',
        tone_class(tone), icon_svg(icon), word, head, content,
    )  # fmt: skip


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """Text that opens on request, without script: `{% details "Waarom vragen we dit?" %} ... {% enddetails %}`."""
    return format_html("<details><summary>{}</summary><div class='flow'>{}</div></details>", summary, content)


@register.simple_block_tag
def own_words(content: str, who: str = "", when: str = "", lang: str = "") -> SafeString:
    """The client's own words, untouched: `{% own_words who="Samira" when="27 nov" %}{{ words }}{% endown_words %}`."""
    language = format_html(' lang="{}"', lang) if lang else ""
    signed = ", ".join(str(part) for part in (who, when) if part)
    footer = format_html("<footer>{}</footer>", signed) if signed else ""
    return format_html('<blockquote class="quote"><p{}>{}</p>{}</blockquote>', language, content, footer)


@register.simple_block_tag
def timeline(content: str, label: str = "") -> SafeString:
    """A list of what happened, newest first: `{% timeline %}{% timeline_item ... %}...{% endtimeline %}`."""
    name = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<ol class="line"{}>{}</ol>', name, content)


@register.simple_block_tag
def timeline_item(content: str, title: str, when: str = "", who: str = "", level: int = 3) -> SafeString:
    """An item: `{% timeline_item "Sleutel gekregen" when=day|dutch_date who="Bram" %}...{% endtimeline_item %}`."""
    if level not in LEVELS:
        raise ValueError(f"heading level must be one of {LEVELS}, not {level!r}")
    meta = ", ".join(str(part) for part in (when, who) if part)
    line = format_html('<p class="meta">{}</p>', meta) if meta else ""
    body = format_html("<div>{}</div>", content) if content.strip() else ""
    return format_html("<li><h{}>{}</h{}>{}{}</li>", level, title, level, line, body)


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: Context, content: str, label: str = _("Zoeken en filteren"), button: str = _("Zoeken"), target: str = ""
) -> SafeString:
    """A GET form above a list: `{% filter_bar "Zoek in mijn cliënten" %}{{ form }}{% endfilter_bar %}`.

    With `target="lijst"` htmx renews only the element with that id; without script the page loads anew.
    """
    request = context.get("request")
    path = request.path if request else ""
    clear = ""
    if request and any(request.GET.values()):
        clear = format_html('<a class="btn btn--quiet" href="{}">Filters wissen</a>', path)
    live = ""
    if target:
        live = format_html(
            ' hx-get="{}" hx-target="#{}" hx-select="#{}" hx-swap="outerHTML" hx-push-url="true"', path, target, target
        )
    return format_html(
        '<form class="bar" method="get" action="{}" role="search" aria-label="{}"{}>{}'
        '<div class="btns"><button type="submit" class="btn btn--secondary">{}{}</button>{}</div></form>',
        path, label, live, content, icon_svg("search"), button, clear,
    )  # fmt: skip


@register.simple_block_tag
def tasks(content: str, label: str = "") -> SafeString:
    """The list of tasks: `{% tasks %}{% for due in dues %}{% task_row due.title %}{% endfor %}{% endtasks %}`."""
    name = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<ul class="tasks"{}>{}</ul>', name, content)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A data list with content of your own: `{% facts %}{% fact "Coördinator" %}Nadia{% endfact %}{% endfacts %}`."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One row of `facts`: `{% fact "Fase" %}{{ phase }}{% endfact %}`; no content reads "Niet ingevuld"."""
    value = content if content.strip() else format_html('<span class="none">{}</span>', _("Niet ingevuld"))
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, value)
