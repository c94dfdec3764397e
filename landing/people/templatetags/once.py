"""The hidden field that makes a form safe to send twice (see landing.people.once)."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from landing.ui.compiled import form_token

register = template.Library()


@register.simple_tag(takes_context=True)
def once_field(context: Context) -> SafeString:
    """`{% once_field %}` inside a form: a token that is used once; a form that came back keeps its token."""
    request = context.get("request")
    given = request.POST.get("once", "") if request is not None and request.method == "POST" else ""
    return format_html('<input type="hidden" name="once" value="{}">', given or uuid.uuid4())


@register.simple_tag(takes_context=True)
def deed(
    context: Context, text: str, url: str, variant: str = "secondary", extra: str = "", **hidden: Any
) -> SafeString:
    """A deed of one press, safe to press twice: `{% deed "Klaar" url extra="Bel de gemeente" rule=task.rule %}`.

    ``extra`` is read aloud after the text; keywords become hidden fields.
    """
    request = context.get("request")
    fields = [("csrfmiddlewaretoken", form_token(request))] if request is not None else []
    fields += [("once", str(uuid.uuid4()))]
    fields += [(name, value) for name, value in hidden.items() if value not in (None, "")]
    return format_html(
        '<form method="post" action="{}">{}<button type="submit" class="btn{}">{}{}</button></form>',
        url,
        format_html_join("", '<input type="hidden" name="{}" value="{}">', fields),
        {"primary": "", "secondary": " btn--secondary", "quiet": " btn--quiet", "danger": " btn--danger"}[variant],
        text,
        format_html('<span class="sr"> {}</span>', extra) if extra else "",
    )


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`{{ words|get:phase }}`: the value of a key, or the key itself where there is none."""
    return mapping.get(key, key) if mapping else key


@register.filter
def get_many(number: int) -> str:
    """`{{ count|get_many }}`: a count that was stopped at a hundred reads "meer dan 100"."""
    return "meer dan 100" if number > 100 else str(number)
