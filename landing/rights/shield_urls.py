from django.urls import path

from landing.rights import shield_views as views

urlpatterns = [
    path("clienten/<uuid:key>/afscherming/", views.shield, name="shield"),
    path("clienten/<uuid:key>/afscherming/beeindigen/", views.end_shield, name="end_shield"),
]
