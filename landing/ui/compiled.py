"""Compiled templates (Jinja2), for what is long or written on every page; they stand in the folders ``jinja2``.

They escape as Django's templates do, and a name that is not there is an error. The components are the same functions:
``{% button "Zoeken" %}`` is ``{{ button("Zoeken") }}`` there (docs/adr/0008, docs/howto/use-the-components.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.middleware.csrf import get_token
from django.template import engines
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined, pass_context

ENGINE = "compiled"

FIXED = frozenset({"autoescape", "undefined", "trim_blocks", "finalize"})
"""What no setting may change: that it escapes, above all."""


def environment(**options: Any) -> Environment:
    """The engine: it escapes, refuses a name that is not there, and leaves no empty line where a tag stood."""
    ours = {name: value for name, value in options.items() if name not in FIXED}
    return Environment(**ours, autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=in_dutch)


def in_dutch(value: Any) -> Any:
    """What is written down: a number as Django's templates write it, 1.234 and not 1234."""
    if isinstance(value, str) or (type(value) is int and 0 <= value < 1000):
        return value
    return localize(value)


def rendered(name: str, context: Mapping[str, Any]) -> SafeString:
    """A compiled template as text that is safe to put in a page.

    Where there is a request, ``csrf_input`` is the hidden field of every form in it.
    """
    request = context.get("request")
    given = context if request is None else {**context, "csrf_input": CsrfInput(request)}
    # Safe: the engine escaped whatever is not ours.
    return mark_safe(engines[ENGINE].env.get_template(name).render(given))  # type: ignore[attr-defined]  # noqa: S308  (made by the engine)


def form_token(request: Any) -> str:
    """The token against forged forms: masked anew for each answer, and the same in all forms of one answer."""
    if not hasattr(request, "landing_form_token"):
        request.landing_form_token = get_token(request)
    return request.landing_form_token


class CsrfInput:
    """The hidden field that every form needs; the token is made when the first form asks for it."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def __html__(self) -> SafeString:
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', form_token(self.request))

    __str__ = __html__


def around(tag: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """A component with content, for ``{% call note("warn") %}…{% endcall %}``."""

    @wraps(tag)
    def called(*given: Any, caller: Callable[[], str], **named: Any) -> SafeString:
        # Safe: what stands between the two tags was escaped by the engine.
        return tag(mark_safe(caller()), *given, **named)  # noqa: S308  (made by the engine)

    return called


def in_context(tag: Callable[..., Any]) -> Callable[..., Any]:
    """A component that asks the page around it for its request."""
    return pass_context(wraps(tag)(lambda context, *given, **named: tag(context, *given, **named)))
