from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "landing.plan"
    label = "plan"
    verbose_name = "Eigen plan"

    def ready(self) -> None:
        from landing.plan import joining, step_pages
        from landing.route.joining import Along, goes_along

        goes_along("plan", Along(joining.move, joining.back))
        step_pages.register()
