"""Coming in through a login elsewhere (OpenID Connect): there and back."""

from __future__ import annotations

from typing import cast

from allauth.socialaccount.providers.openid_connect import views as library
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from requests import RequestException

from landing.login import staying
from landing.login.adapters import NO_ENTRY
from landing.login.entry_views import safe_next
from landing.login.other_actions import provider_named
from landing.people.policy import open_to
from landing.people.viewer import ViewerRequest
from landing.ui.languages import said as _

ELSEWHERE_IS_AWAY = _(
    "Daar inloggen lukt nu niet: de andere inlog geeft geen antwoord. Probeer het later, of log hier in."
)


def _known(provider_id: str) -> None:
    if provider_named(provider_id) is None:
        raise Http404


@open_to(None, "POST")
def there(request: ViewerRequest, provider_id: str) -> HttpResponse:
    """To the other login: to come in, or (logged in, shown a moment ago who one is) to link it."""
    _known(provider_id)
    linking = request.POST.get("process") == "connect"
    if linking and (request.viewer.account is None or not staying.is_proven(request.session)):
        return redirect("login:others")
    if not linking and request.viewer.account is not None:
        return redirect("desk:start")
    # The library reads what is wanted from the address: it gets what we decided, and nothing that somebody put there.
    wanted = QueryDict(mutable=True)
    if linking:
        wanted["process"] = "connect"
    elif safe_next(request):
        wanted["next"] = safe_next(request)
    request.GET = wanted  # type: ignore[assignment]
    try:
        return cast(HttpResponse, library.login(request, provider_id))
    except RequestException:
        messages.error(request, ELSEWHERE_IS_AWAY)
        return redirect("login:others" if linking else "account_login")


@open_to(None, "GET")
@never_cache
def back(request: ViewerRequest, provider_id: str) -> HttpResponse:
    """From the other login, with its word for who this is."""
    _known(provider_id)
    try:
        return cast(HttpResponse, library.callback(request, provider_id))
    except (RequestException, KeyError, ValueError):
        messages.error(request, NO_ENTRY)
        return redirect("account_login")
