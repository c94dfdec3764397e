"""All addresses. Each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("landing.desk.urls")),
    path("", include("landing.people.urls")),
    path("", include("landing.route.urls")),
    path("", include("landing.exchange.urls")),
    path("", include("landing.plan.urls")),
    path("", include("landing.rights.urls")),
    path("", include("landing.login.urls")),
    path("", include("landing.login.named_by_allauth")),
    path("", include("landing.ui.urls")),
]

handler400 = "landing.ui.views.bad_request"
handler403 = "landing.ui.views.forbidden"
handler404 = "landing.ui.views.not_found"
handler500 = "landing.ui.views.server_error"
