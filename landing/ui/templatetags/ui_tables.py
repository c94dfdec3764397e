"""The table that stays a table for reading software and becomes cards on a narrow screen.

Every row and cell names its role, because `display: block` makes some browsers forget it; every cell repeats the
heading of its column in a hidden label that shows on narrow screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
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


@dataclass(frozen=True, slots=True)
class Part:
    """What stands before and after the content of one cell."""

    start: SafeString
    end: SafeString


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the parts between which its rows and cells are written; ``head``: the cell that names its row."""

    start: SafeString
    end: SafeString
    row: Part
    head: Part
    cells: list[Part]


ROW = Part(mark_safe('<tr role="row">'), mark_safe("</tr>"))
HEAD_CELL = Part(mark_safe('<th role="rowheader" scope="row">'), mark_safe("</th>"))
END = mark_safe("</tbody></table></div>")


def table_of(caption: str, columns: Any, id: str = "", hide_caption: bool = False) -> Table:
    """The parts of a table: the one place where its HTML is written, for both kinds of templates."""
    if isinstance(columns, str | Promise):  # a text in the language of the page is looked up late
        columns = str(columns).split("|")
    wanted = [_column(column) for column in columns]
    id_ = id or f"tabel-{slugify(caption)}"
    shown = mark_safe(' class="sr"') if hide_caption else ""
    start = format_html(
        '<div class="tw" tabindex="0" role="region" aria-labelledby="{}"><table class="stack" role="table">'
        '<caption id="{}"{}>{}</caption><thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">',
        id_, id_, shown, caption, format_html_join("", "{}", ((_head(column),) for column in wanted)),
    )  # fmt: skip
    return Table(start, END, ROW, HEAD_CELL, [_cell(column) for column in wanted])


def _head(column: dict[str, Any]) -> SafeString:
    words = format_html('<a href="{}">{}</a>', column["url"], column["label"]) if column.get("url") else column["label"]
    sort = format_html(' aria-sort="{}"', column["sort"]) if column.get("sort") else ""
    return format_html('<th role="columnheader" scope="col"{}{}>{}</th>', _kind(column), sort, words)


def _cell(column: dict[str, Any]) -> Part:
    start = format_html(
        '<td role="cell"{}><span class="lbl" aria-hidden="true">{}: </span>', _kind(column), column["label"]
    )
    return Part(start, mark_safe("</td>"))


def _kind(column: dict[str, Any]) -> str:
    return mark_safe(' class="num"') if column.get("numeric") else ""


class TableNode(Node):
    """`table`: heading row and frame; keeps the columns at hand for the cells within."""

    def __init__(self, arguments: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.arguments, self.nodelist = arguments, nodelist

    def render(self, context: Context) -> SafeString:
        made = table_of(**{name: value.resolve(context) for name, value in self.arguments.items()})
        with context.push(**{STATE: {"table": made, "cell": 0}}):
            body = self.nodelist.render(context)
        return made.start + body + made.end


class RowNode(Node):
    """`row`: starts counting the columns anew."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        state = context.get(STATE)
        if state is None:
            raise template.TemplateSyntaxError("'row' stands inside 'table'")
        state["cell"] = 0
        return ROW.start + self.nodelist.render(context) + ROW.end


class CellNode(Node):
    """`cell` and `headcell`: one cell, labelled with its column for narrow screens."""

    def __init__(self, nodelist: NodeList, *, head: bool) -> None:
        self.nodelist, self.head = nodelist, head

    def render(self, context: Context) -> SafeString:
        state = context.get(STATE)
        if state is None or state["cell"] >= len(state["table"].cells):
            raise template.TemplateSyntaxError("a cell without a column: add the column to 'table'")
        part = state["table"].head if self.head else state["table"].cells[state["cell"]]
        state["cell"] += 1
        return part.start + self.nodelist.render(context) + part.end


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
