from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "landing.desk"
    label = "desk"
