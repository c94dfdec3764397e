from django.urls import path

from landing.rights import person_views as views

urlpatterns = [
    path("clienten/<uuid:key>/bsn/", views.bsn, name="bsn"),
    path("clienten/<uuid:key>/bsn/tonen/", views.bsn_show, name="bsn_show"),
    path("clienten/<uuid:key>/overleden/", views.death, name="death"),
    path("clienten/<uuid:key>/overleden/terug/", views.death_undo, name="death_undo"),
]
