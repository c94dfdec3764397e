"""Addresses of the import."""

from django.urls import path

from landing.exchange import views

app_name = "exchange"
urlpatterns = [
    path("inlezen/", views.import_start, name="import_start"),
    path("inlezen/lege-lijst/<slug:kind>/", views.import_template, name="import_template"),
    path("inlezen/<uuid:run>/", views.import_run, name="import_run"),
    path("inlezen/<uuid:run>/kolommen/", views.import_mapping, name="import_mapping"),
    path("inlezen/<uuid:run>/nakijken/", views.import_preview, name="import_preview"),
    path("inlezen/<uuid:run>/lees-in/", views.import_read_in, name="import_read_in"),
    path("inlezen/<uuid:run>/verder/", views.import_go_on, name="import_go_on"),
    path("inlezen/<uuid:run>/weggooien/", views.import_cancel, name="import_cancel"),
    path("inlezen/<uuid:run>/herstellen/", views.import_mend, name="import_mend"),
]
