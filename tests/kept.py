"""Kept questions hold their SQL for as long as the process lives: a test that changes the scoping makes them anew."""

from __future__ import annotations

import gc

from landing.people.kept_questions import KeptQuestion


def made_anew() -> None:
    """Forget every kept question: what was made with the scoping must not be asked without it, nor the other way round."""
    for one in gc.get_objects():
        if type(one) is KeptQuestion:
            one._made.clear()
