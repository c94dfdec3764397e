"""The ui room alone, with stand-ins for the addresses that its frames point to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def stand_in(request: HttpRequest) -> HttpResponse:
    """Somebody else's page."""
    return HttpResponse("")


login = (
    [path("uitloggen/", stand_in, name="logout"), path("wissel-rol/", stand_in, name="switch_role")],
    "login",
)
urlpatterns = [path("", include("landing.ui.urls")), path("", include(login))]

handler404 = "landing.ui.views.not_found"
