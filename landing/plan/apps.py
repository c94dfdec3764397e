from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "landing.plan"
    label = "plan"
    verbose_name = "Eigen plan"
