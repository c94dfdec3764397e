from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "landing.people"
    label = "people"
    verbose_name = "Mensen"

    def ready(self) -> None:
        from landing.people import checks, comings  # noqa: F401  (they register the start-up checks and the signals)
