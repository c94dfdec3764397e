"""What stands on another page, on a sheet of paper: the page itself is the only place where it is written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import NodeList
from django.template.context import Context
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

register = template.Library()


@lru_cache(maxsize=64)
def _content(name: str) -> NodeList:
    """The block ``content`` of a page; raises IndexError when a page has none."""
    found: Any = get_template(name)
    blocks = [node for node in found.template.nodelist.get_nodes_by_type(BlockNode) if node.name == "content"]
    return blocks[0].nodelist  # type: ignore[no-any-return]


@register.simple_tag(takes_context=True)
def content_of(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """The content of a page with its own values: `{% content_of "plan/goal_mine_paper.html" values %}`."""
    with context.push(**values):
        return _content(name).render(context)
