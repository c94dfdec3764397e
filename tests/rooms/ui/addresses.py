"""The ui room alone, with stand-ins for the addresses that its frames point to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def stand_in(request: HttpRequest) -> HttpResponse:
    """Somebody else's page."""
    return HttpResponse("")


people = (
    [path("uitloggen/", stand_in, name="logout"), path("wissel-rol/", stand_in, name="switch_role")],
    "people",
)
urlpatterns = [path("", include("landing.ui.urls")), path("", include(people))]

handler404 = "landing.ui.views.not_found"
