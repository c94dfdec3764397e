"""Addresses of the person's own pages about strengths, a good life and saving."""

from __future__ import annotations

from django.urls import path

from landing.plan import strength_views as views

urlpatterns = [
    path("mijn-plan/sterk/", views.my_strengths, name="my_strengths"),
    path("mijn-plan/sterk/nieuw/", views.my_strength_new, name="my_strength_new"),
    path("mijn-plan/sterk/<uuid:strength>/", views.my_strength, name="my_strength"),
    path("mijn-plan/sterk/<uuid:strength>/weg/", views.my_strength_remove, name="my_strength_remove"),
    path("mijn-plan/goed-leven/", views.my_good_life, name="my_good_life"),
    path("mijn-plan/goed-leven/vertellen/", views.my_good_life_tell, name="my_good_life_tell"),
    path("mijn-plan/sparen/", views.my_savings, name="my_savings"),
    path("mijn-plan/sparen/nieuw/", views.my_saving_new, name="my_saving_new"),
    path("mijn-plan/sparen/<uuid:saving>/", views.my_saving, name="my_saving"),
    path("mijn-plan/sparen/<uuid:saving>/erbij/", views.my_saving_put_by, name="my_saving_put_by"),
    path("mijn-plan/sparen/<uuid:saving>/gelukt/", views.my_saving_reached, name="my_saving_reached"),
]
