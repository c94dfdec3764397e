"""Compiled templates: they escape, refuse what is not there, and show the components as Django's templates do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe
from jinja2 import TemplateSyntaxError, UndefinedError

from landing.config.components import AROUND, IN_CONTEXT, PLAIN
from landing.ui.compiled import CsrfInput, Words, form_token, marked, rendered

BAD = "<b>\"'&</b>"


def in_django(source: str, **context: Any) -> str:
    return plain(engines["django"].from_string(source).render(context, context.pop("request", None)))


def in_compiled(source: str, **context: Any) -> str:
    return plain(str(engines["compiled"].from_string(source).template.render(context)))


def plain(html: str) -> str:
    """The two engines write quotes differently, and tokens differ each time."""
    html = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', r'name="\1" value=""', html)
    return html.replace("&#x27;", "&#39;").replace("&quot;", "&#34;").strip()


SAME = {
    "badge": ('{% badge word "neg" %}', '{{ badge(word, "neg") }}'),
    "button": ('{% button word "secondary" name="a" value=word %}', '{{ button(word, "secondary", name="a", value=word) }}'),
    "link button": (
        '{% link_button word "/x/" icon="plus" extra=word %}', '{{ link_button(word, "/x/", icon="plus", extra=word) }}',
    ),
    "icon": ('{% icon "key" %}', '{{ icon("key") }}'),
    "back": ('{% back_link "/x/" word %}', '{{ back_link("/x/", word) }}'),
    "phone": ("{% phone_link word word %}", "{{ phone_link(word, word) }}"),
    "state": ('{% due_state "overdue" %}', '{{ due_state("overdue") }}'),
    "empty": ('{% empty_state word word "/x/" word %}', '{{ empty_state(word, word, "/x/", word) }}'),
    "identity": ("{% identity word facts=rows %}", "{{ identity(word, facts=rows) }}"),
    "data": ("{% data_list rows %}", "{{ data_list(rows) }}"),
    "task": ('{% task_row word "/x/" state="open" meta=word %}', '{{ task_row(word, "/x/", state="open", meta=word) }}'),
    "note": ('{% note "warn" word %}<p>{{ word }}</p>{% endnote %}',
             '{% call note("warn", word) %}<p>{{ word }}</p>{% endcall %}'),
    "details": ("{% details word %}{{ word }}{% enddetails %}", "{% call details(word) %}{{ word }}{% endcall %}"),
    "card": ('{% card word tone="now" %}{{ word }}{% endcard %}',
             '{% call card(word, tone="now") %}{{ word }}{% endcall %}'),
    "address": ("{% url 'ui:patterns' %}", '{{ url("ui:patterns") }}'),
    "date": ("{{ day|dutch_date|capfirst }}", "{{ day|dutch_date|capfirst }}"),
    "number": ("{{ number }}", "{{ number }}"),
    "pages": ("{% pagination previous=word next=word %}", "{{ pagination(previous=word, next=word) }}"),
    "query": ("{% query_string fase=word na=None %}", "{{ query_string(fase=word, na=none) }}"),
    "deed": ('{% deed word "/x/" extra=word rule=word %}', '{{ deed(word, "/x/", extra=word, rule=word) }}'),
    "once": ("{% once_field %}", "{{ once_field() }}"),
    "form": ("{% csrf_token %}", "{{ csrf_input }}"),
    "table": (
        '{% table word "A|B" %}{% row %}{% headcell %}{{ word }}{% endheadcell %}{% cell %}{{ word }}{% endcell %}'
        "{% endrow %}{% endtable %}",
        '{% set t = table_of(word, "A|B") %}{{ t.start }}{{ t.row.start }}{{ t.head.start }}{{ word }}{{ t.head.end }}'
        "{{ t.cells[1].start }}{{ word }}{{ t.cells[1].end }}{{ t.row.end }}{{ t.end }}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("word", ["Gewoon", BAD])
def test_a_component_is_the_same_in_both(name: str, word: str) -> None:
    from datetime import date

    request = RequestFactory().get("/x/", {"na": "5", "wie": "mijn"})
    context = {"word": word, "rows": [(word, word), ("leeg", "")], "day": date(2026, 11, 27), "number": 1234567,
               "request": request, "csrf_input": CsrfInput(request)}  # fmt: skip
    django, compiled = SAME[name]
    assert in_django(django, **context) == in_compiled(compiled, **context) != ""


def test_every_component_of_compiled_templates_is_compared() -> None:
    told = " ".join(compiled for _, compiled in SAME.values())
    missing = [tag.__name__ for tag in (*PLAIN, *IN_CONTEXT, *AROUND) if f"{tag.__name__}(" not in told]
    assert missing == ["said_only"], missing


def test_what_somebody_typed_is_escaped_and_what_is_ready_is_not() -> None:
    assert in_compiled("{{ word }}", word=BAD) == "&lt;b&gt;&#34;&#39;&amp;&lt;/b&gt;"
    assert in_compiled("{{ word }}", word=mark_safe("<b>x</b>")) == "<b>x</b>"


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        in_compiled("{{ nothing }}")
    with pytest.raises(UndefinedError):
        in_compiled("{% if nothing %}x{% endif %}")


def test_a_page_shows_a_compiled_part_with_what_it_knows() -> None:
    html = in_django('{% with task="x" %}{% compiled "ui/empty_state.html" %}{% endwith %}', title=BAD, text="", url="",
                     action="")  # fmt: skip
    assert html == '<div class="empty"><p><strong>&lt;b&gt;&#34;&#39;&amp;&lt;/b&gt;</strong></p></div>'
    assert rendered("ui/identity.html", {"name": BAD, "facts": []}).count("&lt;b&gt;") == 1


def test_a_text_is_said_in_the_language_of_the_page_and_only_what_is_put_in_it_is_escaped() -> None:
    source = '{{ _("Klaar") }} {{ _("%(helper_name)s helpt je.", helper_name=word) }}'
    name = "&lt;b&gt;&quot;&#x27;&amp;&lt;/b&gt;"
    for code, said in (
        ("nl", f"Klaar {name} helpt je."),
        ("en", f"Done {name} helps you."),
        ("nl", f"Klaar {name} helpt je."),
    ):
        with translation.override(code):
            assert engines["compiled"].from_string(source).template.render({"word": BAD, "_": Words()}) == said
    assert marked(source) == ["Klaar", "%(helper_name)s helpt je."]


@pytest.mark.parametrize("given", ["word", "word, name=word", '"Dag " ~ word', "", '"Dag", word', "*word"])
def test_no_other_text_than_one_in_the_template_is_said_unescaped(given: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        in_compiled(f"{{{{ _({given}) }}}}", word=BAD, _=str)


def test_all_forms_of_one_answer_have_one_token_that_is_good_and_another_answer_another() -> None:
    request, other = RequestFactory().get("/"), RequestFactory().get("/")
    secret = get_token(request)
    other.META["CSRF_COOKIE"] = request.META["CSRF_COOKIE"]
    assert form_token(request) == form_token(request)
    assert form_token(request) != form_token(other) != secret
    post = RequestFactory().post("/", {"csrfmiddlewaretoken": form_token(other)})
    post.COOKIES["csrftoken"] = request.META["CSRF_COOKIE"]
    check = CsrfViewMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    post._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]
    check.process_request(post)
    assert check.process_view(post, lambda request: None, (), {}) is None
