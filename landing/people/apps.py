from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "landing.people"
    label = "people"
    verbose_name = "Mensen"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from landing.people import checks, row_security  # noqa: F401  (checks: registers the start-up checks)

        post_migrate.connect(row_security.apply, dispatch_uid="row_security")
