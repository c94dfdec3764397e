"""Addresses of the person's own plan, people and card; each part brings its own."""

from __future__ import annotations

from django.urls import URLPattern

from landing.plan import card_urls, close_urls, network_urls, sign_urls

app_name = "plan"

urlpatterns: list[URLPattern] = [
    *network_urls.urlpatterns,
    *card_urls.urlpatterns,
    *sign_urls.urlpatterns,
    *close_urls.urlpatterns,
]
