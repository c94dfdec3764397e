"""Addresses of the person's own plan, people and card; each part brings its own."""

from __future__ import annotations

from landing.plan import checkin_urls, goal_urls, strength_urls

app_name = "plan"

urlpatterns = [*goal_urls.urlpatterns, *strength_urls.urlpatterns, *checkin_urls.urlpatterns]
