"""The components for compiled templates: the same functions and filters that are tags in Django's templates."""

from __future__ import annotations

from typing import Any

from django.template import defaultfilters
from jinja2 import Environment

from landing.people.templatetags import once
from landing.ui import compiled
from landing.ui.addresses import address
from landing.ui.templatetags import ui, ui_blocks, ui_lists, ui_tables

PLAIN = (
    ui.icon, ui.badge, ui.due_state, ui.button, ui.link_button, ui.back_link, ui.phone_link, ui.said_only,
    ui_lists.empty_state, ui_lists.identity, ui_lists.data_list, ui_lists.task_row, ui_tables.table_of,
)  # fmt: skip
IN_CONTEXT = (ui.query_string, ui_lists.pagination, once.deed, once.once_field)
AROUND = (ui_blocks.note, ui_blocks.details, ui_blocks.card)


def environment(**options: Any) -> Environment:
    """The engine of compiled templates with all components at hand (settings.TEMPLATES)."""
    made = compiled.environment(**options)
    made.filters |= ui.register.filters | once.register.filters | {"capfirst": defaultfilters.capfirst}
    made.globals["url"] = address
    made.globals |= {tag.__name__: tag for tag in PLAIN}
    made.globals |= {tag.__name__: compiled.in_context(tag) for tag in IN_CONTEXT}
    made.globals |= {tag.__name__: compiled.around(tag) for tag in AROUND}
    return made
