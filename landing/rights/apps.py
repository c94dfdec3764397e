from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "landing.rights"
    label = "rights"
    verbose_name = "Rechten"
