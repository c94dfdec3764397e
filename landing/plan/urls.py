"""Addresses of the person's own plan, people and card; each part brings its own."""

from __future__ import annotations

from landing.plan import (
    card_urls,
    checkin_urls,
    close_urls,
    goal_urls,
    network_urls,
    prepare_urls,
    sign_urls,
    strength_urls,
)

app_name = "plan"

urlpatterns = [
    *goal_urls.urlpatterns,
    *strength_urls.urlpatterns,
    *checkin_urls.urlpatterns,
    *network_urls.urlpatterns,
    *card_urls.urlpatterns,
    *sign_urls.urlpatterns,
    *close_urls.urlpatterns,
    *prepare_urls.urlpatterns,
]
