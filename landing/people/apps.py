from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "landing.people"
    label = "people"
    verbose_name = "Mensen"

    def ready(self) -> None:
        from landing.people import checks  # noqa: F401  (registers the start-up checks)
