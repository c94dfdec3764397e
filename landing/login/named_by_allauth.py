"""The addresses that the login library asks for by names of its own. Its other pages do not exist here."""

from django.urls import path

from landing.login import entry_views, other_views

urlpatterns = [
    path("inloggen/", entry_views.log_in, name="account_login"),
    path("inloggen/tweede-stap/", entry_views.second_step, name="mfa_authenticate"),
    path("inloggen/met/<slug:provider_id>/", other_views.there, name="openid_connect_login"),
    path("inloggen/met/<slug:provider_id>/terug/", other_views.back, name="openid_connect_callback"),
]
