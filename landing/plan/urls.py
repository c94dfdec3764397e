"""Addresses of the person's own plan, people and card; each part brings its own."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "plan"

urlpatterns: list[URLPattern] = []
