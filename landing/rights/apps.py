from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "landing.rights"
    label = "rights"
    verbose_name = "Rechten"

    def ready(self) -> None:
        from landing.rights import checks  # noqa: F401  (registers the check of the register of deletions)
