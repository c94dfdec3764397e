"""Lists are kept a day, also when nobody opens the page of the import again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from landing.exchange import run_actions

EVERY_SECONDS = 3600


class TidyNowAndThen:
    """Once an hour in each process, after an answer was made, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.last = time.monotonic()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            try:
                run_actions.tidy()
            except (OSError, DatabaseError) as trouble:
                # Somebody's page must not fail for it; the next hour tries again.
                logging.getLogger(__name__).warning("old lists were not thrown away: %s", type(trouble).__name__)
        return response
