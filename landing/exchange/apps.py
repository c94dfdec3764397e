from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "landing.exchange"
    label = "exchange"
