"""The table that stays a table for reading software and becomes cards on a narrow screen.

Every row and cell names its role, because `display: block` makes some browsers forget it; every cell repeats the
heading of its column in a hidden label that shows on narrow screens.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

register = template.Library()
STATE = "_ui_table"


def _column(given: Any) -> dict[str, Any]:
    """A column is a word, or {"label", "url", "sort", "numeric"}."""
    return {"label": str(given)} if isinstance(given, str) else dict(given)


def _arguments(
    parser: Parser, token: Token, positional: tuple[str, ...], named: tuple[str, ...]
) -> dict[str, FilterExpression]:
    tag, *bits = token.split_contents()
    found: dict[str, FilterExpression] = {}
    for place, bit in enumerate(bits):
        name, equals, value = bit.partition("=")
        if not equals or bit[0] in "\"'":
            if place >= len(positional):
                raise template.TemplateSyntaxError(f"{tag!r} takes at most {len(positional)} plain arguments")
            name, value = positional[place], bit
        elif name not in named + positional:
            raise template.TemplateSyntaxError(f"{tag!r} does not know {name!r}")
        found[name] = parser.compile_filter(value)
    return found


class TableNode(Node):
    """`table`: heading row and frame; keeps the columns at hand for the cells within."""

    def __init__(self, arguments: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.arguments, self.nodelist = arguments, nodelist

    def render(self, context: Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self.arguments.items()}
        wanted = given["columns"].split("|") if isinstance(given["columns"], str) else given["columns"]
        columns = [_column(column) for column in wanted]
        caption = given["caption"]
        id_ = given.get("id") or f"tabel-{slugify(caption)}"
        with context.push(**{STATE: {"columns": columns, "cell": 0}}):
            body = self.nodelist.render(context)
        heads = "".join(self._head(column) for column in columns)
        shown = ' class="sr"' if given.get("hide_caption") else ""
        # Safe: every part below is escaped by format_html or was rendered by the template engine.
        return mark_safe(  # noqa: S308  (made of escaped parts)
            format_html('<div class="tw" tabindex="0" role="region" aria-labelledby="{}">', id_)
            + '<table class="stack" role="table">'
            + format_html('<caption id="{}"', id_) + shown + ">" + conditional_escape(caption) + "</caption>"
            + f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
            + f'<tbody role="rowgroup">{body}</tbody></table></div>'
        )  # fmt: skip

    @staticmethod
    def _head(column: dict[str, Any]) -> str:
        words = (
            format_html('<a href="{}">{}</a>', column["url"], column["label"]) if column.get("url") else column["label"]
        )
        sort = format_html(' aria-sort="{}"', column["sort"]) if column.get("sort") else ""
        kind = mark_safe(' class="num"') if column.get("numeric") else ""
        return format_html('<th role="columnheader" scope="col"{}{}>{}</th>', kind, sort, words)


class RowNode(Node):
    """`row`: starts counting the columns anew."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        state = context.get(STATE)
        if state is None:
            raise template.TemplateSyntaxError("'row' stands inside 'table'")
        state["cell"] = 0
        return mark_safe(f'<tr role="row">{self.nodelist.render(context)}</tr>')  # noqa: S308  (made of escaped parts)


class CellNode(Node):
    """`cell` and `headcell`: one cell, labelled with its column for narrow screens."""

    def __init__(self, nodelist: NodeList, *, head: bool) -> None:
        self.nodelist, self.head = nodelist, head

    def render(self, context: Context) -> SafeString:
        state = context.get(STATE)
        if state is None or state["cell"] >= len(state["columns"]):
            raise template.TemplateSyntaxError("a cell without a column: add the column to 'table'")
        column = state["columns"][state["cell"]]
        state["cell"] += 1
        content = self.nodelist.render(context)
        if self.head:
            return mark_safe(f'<th role="rowheader" scope="row">{content}</th>')  # noqa: S308  (made of escaped parts)
        kind = ' class="num"' if column.get("numeric") else ""
        label = format_html('<span class="lbl" aria-hidden="true">{}: </span>', column["label"])
        return mark_safe(f'<td role="cell"{kind}>{label}{content}</td>')  # noqa: S308  (made of escaped parts)


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """`{% table "18 cliënten, meest dringend eerst" "Naam|Stap|Signaal" %}{% row %}...{% endrow %}{% endtable %}`.

    The columns are words with | between them, or a list of {"label", "url", "sort", "numeric"}.
    """
    arguments = _arguments(parser, token, ("caption", "columns"), ("id", "hide_caption"))
    if "caption" not in arguments or "columns" not in arguments:
        raise template.TemplateSyntaxError("'table' needs a caption and columns")
    nodelist = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(arguments, nodelist)


@register.tag
def row(parser: Parser, token: Token) -> RowNode:
    """One row of a table: `{% row %}{% headcell %}...{% endheadcell %}{% cell %}...{% endcell %}{% endrow %}`."""
    nodelist = parser.parse(("endrow",))
    parser.delete_first_token()
    return RowNode(nodelist)


@register.tag
def cell(parser: Parser, token: Token) -> CellNode:
    """An ordinary cell: `{% cell %}Net verhuisd <small>12 dagen</small>{% endcell %}`."""
    nodelist = parser.parse(("endcell",))
    parser.delete_first_token()
    return CellNode(nodelist, head=False)


@register.tag
def headcell(parser: Parser, token: Token) -> CellNode:
    """The cell that names its row: `{% headcell %}<a href="{{ url }}">{{ name }}</a>{% endheadcell %}`."""
    nodelist = parser.parse(("endheadcell",))
    parser.delete_first_token()
    return CellNode(nodelist, head=True)
