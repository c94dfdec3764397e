from django.apps import AppConfig


class RouteConfig(AppConfig):
    name = "landing.route"
    label = "route"

    def ready(self) -> None:
        from landing.route import checks  # noqa: F401  (registers the system checks)
