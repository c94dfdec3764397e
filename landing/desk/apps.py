from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "landing.desk"
    label = "desk"

    def ready(self) -> None:
        from landing.desk import close_ones  # noqa: F401  (registers what a one-time link can be for)
