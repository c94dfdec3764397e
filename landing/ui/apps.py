"""Django's registration of the ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui room: templates, template tags and static files; it has no tables."""

    name = "landing.ui"
    label = "ui"
    verbose_name = "Vormgeving"
