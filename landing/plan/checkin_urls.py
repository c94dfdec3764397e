"""Addresses of the person's own pages about how it goes."""

from __future__ import annotations

from django.urls import path

from landing.plan import checkin_views as views

urlpatterns = [
    path("mijn-plan/hoe-gaat-het/", views.my_check_ins, name="my_check_ins"),
    path("mijn-plan/hoe-gaat-het/invullen/", views.my_check_in, name="my_check_in"),
    path("mijn-plan/hoe-gaat-het/volgen/", views.my_follow_new, name="my_follow_new"),
    path("mijn-plan/hoe-gaat-het/volgen/<uuid:followed>/", views.my_follow, name="my_follow"),
    path("mijn-plan/hoe-gaat-het/volgen/<uuid:followed>/stop/", views.my_follow_stop, name="my_follow_stop"),
]
