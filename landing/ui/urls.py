"""Addresses of the ui room."""

from django.urls import path

from landing.ui import views

app_name = "ui"
urlpatterns = [
    path("patronen/", views.patterns, name="patterns"),
    path("patronen/client/", views.client_patterns, name="patterns_client"),
    path("patronen/vraag/", views.question_pattern, name="patterns_question"),
    path("favicon.ico", views.no_icon),
    path("snel-weg/", views.quick_exit, name="quick_exit"),
]
