from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "landing.people"
    label = "people"
    verbose_name = "Mensen"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from landing.people import checks, comings, row_security  # noqa: F401  (they register the checks and the signals)

        post_migrate.connect(row_security.after_migrating, sender=self, dispatch_uid="row_security")
