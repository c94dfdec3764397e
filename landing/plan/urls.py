"""Addresses of the person's own plan, people and card; each part brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "plan"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("landing.plan.goal_urls")),
    path("", include("landing.plan.strength_urls")),
    path("", include("landing.plan.checkin_urls")),
]
