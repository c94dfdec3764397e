"""Pages of the ui room: all components on one page, the quick way out for clients, and the error pages."""

from __future__ import annotations

import logging
import secrets

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import never_cache

from landing.ui.patterns import pattern_context
from landing.ui.policy import open_to_everyone

logger = logging.getLogger(__name__)

# A page that says nothing about the visitor; a region may name another in its settings.
QUIET_PAGE = "https://www.wikipedia.org/"


@open_to_everyone("GET")
def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component with invented content; for builders, screenshots and the accessibility check."""
    return render(request, "ui/patterns.html", pattern_context(bool(request.GET.get("fouten"))))


@open_to_everyone("GET")
def client_patterns(request: HttpRequest) -> HttpResponse:
    """Show the components of client pages with invented content."""
    return render(request, "ui/patterns_client.html", pattern_context(bool(request.GET.get("fouten"))))


@open_to_everyone("GET")
def question_pattern(request: HttpRequest) -> HttpResponse:
    """Show a client page with one question."""
    return render(request, "ui/patterns_question.html", pattern_context(bool(request.GET.get("fouten"))))


@open_to_everyone("GET")
def no_icon(request: HttpRequest) -> HttpResponse:
    """Answer browsers that ask for a tab picture by themselves: there is none, and they need not ask again."""
    return HttpResponse(status=204, headers={"Cache-Control": "public, max-age=31536000, immutable"})


@open_to_everyone("GET")
@never_cache
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Leave at once: end the session and go to a page that says nothing.

    The session only ends when the visitor pressed the link here; a link on another site or a prefetch must not
    log people out. After it the Back button shows nothing, because the pages are not kept and the session is over.
    """
    pressed_here = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    prefetched = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if pressed_here and not prefetched and hasattr(request, "session"):
        logout(request)
    response = HttpResponseRedirect(getattr(settings, "QUICK_EXIT_URL", QUIET_PAGE))
    response["Referrer-Policy"] = "no-referrer"
    if pressed_here and not prefetched:
        response["Clear-Site-Data"] = '"cache"'
    return response


def _error_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """An error page with a reference number that also stands in the log; never the text of the error itself."""
    reference = _reference()
    logger.warning("error page %s, reference %s", status, reference)
    return render(request, template, {"reference": reference}, status=status)


def _reference() -> str:
    """A number to mention on the phone, such as 4821-0937; it says nothing about the visitor."""
    return f"{secrets.randbelow(10_000):04d}-{secrets.randbelow(10_000):04d}"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _error_page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: this visitor may not see this page."""
    return _error_page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the page does not exist, or not for this visitor; both read the same."""
    return _error_page(request, "404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the page was open too long or the browser keeps no cookies."""
    return _error_page(request, "403_csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something broke with us. The page needs no context, so it also works when the context is what broke."""
    reference = _reference()
    logger.error("error page 500, reference %s", reference)
    page = loader.get_template("500.html")
    return HttpResponse(page.render({"reference": reference}), status=500)
