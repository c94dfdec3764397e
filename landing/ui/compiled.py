"""Compiled templates (Jinja2), for what is long or written on every page; they stand in the folders ``jinja2``.

They escape as Django's templates do, and a name that is not there is an error. The components are the same functions:
``{% button "Zoeken" %}`` is ``{{ button("Zoeken") }}`` there (docs/adr/0008, docs/howto/use-the-components.md).
A text that can be translated is ``{{ _("Dag") }}``, with a value in it ``{{ _("Dag %(name)s", name=name) }}``, under the same
key as in Django's templates; the language of the page is asked once for a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from html import escape
from typing import Any

from django.middleware.csrf import get_token
from django.template import engines
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator

from landing.ui.addresses import addressing
from landing.ui.languages import saying

ENGINE = "compiled"

FIXED = frozenset({"autoescape", "undefined", "trim_blocks", "finalize"})
"""What no setting may change: that it escapes, above all."""


class _Code(CodeGenerator):
    """Writes down each value with one call, ``written``, which escapes; Jinja's own way makes an object of each text first."""

    def _output_child_pre(self, *_: Any) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")


class Escaping(Environment):
    """An engine of which nothing can switch off that it escapes."""

    code_generator_class = _Code

    def _generate(self, source: nodes.Template, name: str | None, *given: Any, **named: Any) -> str:
        for call in _calls_of_words(source):
            if _text_of(call) is None:
                raise TemplateSyntaxError("_() takes one text between quotes: it is not escaped", call.lineno, name)
        return super()._generate(source, name, *given, **named)


def _calls_of_words(source: nodes.Template) -> Iterator[nodes.Call]:
    return (call for call in source.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name == "_")


def _text_of(call: nodes.Call) -> str | None:
    """The text that stands in ``_("…")``; None when anything else stands there."""
    text = call.args[0] if len(call.args) == 1 else None
    return text.value if isinstance(text, nodes.Const) and isinstance(text.value, str) else None


def marked(source: str) -> list[str]:
    """The texts of a compiled template that can be translated."""
    found = [_text_of(call) for call in _calls_of_words(Environment(autoescape=True).parse(source))]
    return [text for text in found if text is not None]


class Words:
    """What ``_("…")`` is in a compiled template: our own text in the language of the page, and what is put in it is escaped."""

    def __init__(self) -> None:
        self.say = saying()

    def __call__(self, text: str, **named: Any) -> SafeString:
        found = self.say(text)
        # Safe: the engine lets only a text of the template itself through, and what is put in it is escaped.
        return mark_safe(found % {name: written(value) for name, value in named.items()} if named else found)  # noqa: S308  (a text of ours)


def environment(**options: Any) -> Environment:
    """The engine: it escapes, refuses a name that is not there, and leaves no empty line where a tag stood."""
    ours = {name: value for name, value in options.items() if name not in FIXED}
    return Escaping(**ours, autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=written)


def written(value: Any) -> str:
    """A value as it stands in the page: escaped unless a component made it, and a number in Dutch, 1.234 and not 1234."""
    if type(value) is str:
        return escape(value)
    if hasattr(value, "__html__"):
        return value.__html__()
    return escape(str(localize(value)))


def rendered(name: str, context: Mapping[str, Any]) -> SafeString:
    """A compiled template as text that is safe to put in a page.

    Where there is a request, ``csrf_input`` is the hidden field of every form in it.
    """
    request = context.get("request")
    # A component may be given an address called url itself.
    given = {"url": addressing(), **context, "_": Words()}
    if request is not None:
        given["csrf_input"] = CsrfInput(request)
    # Safe: the engine escaped whatever is not ours.
    return mark_safe(engines[ENGINE].env.get_template(name).render(given))  # type: ignore[attr-defined]  # noqa: S308  (made by the engine)


def form_token(request: Any) -> str:
    """The token against forged forms: masked anew for each answer, and the same in all forms of one answer."""
    if not hasattr(request, "landing_form_token"):
        request.landing_form_token = get_token(request)
    return request.landing_form_token


class CsrfInput:
    """The hidden field that every form needs; it is made when the first form asks for it, and the same in all of a page."""

    def __init__(self, request: Any) -> None:
        self.request = request

    @cached_property
    def field(self) -> SafeString:
        """The field as HTML."""
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', form_token(self.request))

    def __html__(self) -> SafeString:
        return self.field

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
