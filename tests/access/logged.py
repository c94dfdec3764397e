"""Listens to what the product writes in its log, as the delivered handler would write it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from landing.ui.logs import ScrubbedHandler


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """The log of the product as text, and nothing on the screen meanwhile."""
    text = io.StringIO()
    handler = ScrubbedHandler(text)
    loggers = [
        logging.getLogger(name) for name in ("", "django", "django.request", "django.security", "landing.ui.views")
    ]
    before = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [handler], False
    try:
        yield text
    finally:
        for logger, handlers, propagate in before:
            logger.handlers, logger.propagate = handlers, propagate
