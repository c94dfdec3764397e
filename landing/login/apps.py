from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "landing.login"
    label = "login"
    verbose_name = "Inloggen"

    def ready(self) -> None:
        from landing.login import staying  # noqa: F401  (listens to logins and logouts)
