from django.apps import AppConfig


class RouteConfig(AppConfig):
    name = "landing.route"
    label = "route"
