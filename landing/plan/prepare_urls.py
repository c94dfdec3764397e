"""Addresses of getting ready: the person's pages, and those of staff."""

from __future__ import annotations

from django.urls import path

from landing.plan import peer_views as peer
from landing.plan import prepare_staff_views as staff
from landing.plan import prepare_views as views

MINE = "mijn-plan/voorbereiden"
STAFF = "clienten/<uuid:key>/plan/voorbereiden"

urlpatterns = [
    path(f"{MINE}/", views.my_preparing, name="my_preparing"),
    path(f"{MINE}/alleen-wonen/", views.my_alone, name="my_alone"),
    path(f"{MINE}/verhuurder/", views.my_landlord, name="my_landlord"),
    path(f"{MINE}/gesprek/", views.my_talks, name="my_talks"),
    path(f"{MINE}/gesprek/nieuw/", views.my_talk_new, name="my_talk_new"),
    path(f"{MINE}/gesprek/<uuid:talk>/", views.my_talk, name="my_talk"),
    path(f"{MINE}/gesprek/<uuid:talk>/weg/", views.my_talk_remove, name="my_talk_remove"),
    path(f"{MINE}/buurt/", views.my_neighbourhood, name="my_neighbourhood"),
    path(f"{MINE}/buurt/papier/", views.my_neighbourhood_paper, name="my_neighbourhood_paper"),
    path(f"{MINE}/buurt/nieuw/", views.my_find_new, name="my_find_new"),
    path(f"{MINE}/buurt/<uuid:find>/", views.my_find, name="my_find"),
    path(f"{MINE}/buurt/<uuid:find>/geweest/", views.my_find_been, name="my_find_been"),
    path(f"{MINE}/buurt/<uuid:find>/toch-niet/", views.my_find_not_been, name="my_find_not_been"),
    path(f"{MINE}/buurt/<uuid:find>/weg/", views.my_find_remove, name="my_find_remove"),
    path(f"{MINE}/buurt/<uuid:find>/terug/", views.my_find_back, name="my_find_back"),
    path(f"{MINE}/leren/", views.my_trainings, name="my_trainings"),
    path(f"{MINE}/leren/nieuw/", views.my_training_new, name="my_training_new"),
    path(f"{MINE}/leren/<uuid:training>/", views.my_training, name="my_training"),
    path(f"{MINE}/leren/<uuid:training>/geweest/", views.my_training_been, name="my_training_been"),
    path(f"{MINE}/leren/<uuid:training>/geweest/<int:number>/terug/", views.my_training_undo, name="my_training_undo"),
    path(f"{MINE}/leren/<uuid:training>/stand/", views.my_training_state, name="my_training_state"),
    path(f"{MINE}/leren/<uuid:training>/weg/", views.my_training_remove, name="my_training_remove"),
    path("clienten/<uuid:key>/gesprek/", peer.peer_talk, name="peer_talk"),
    path("clienten/<uuid:key>/gesprek/<uuid:talk>/terug/", peer.peer_talk_back, name="peer_talk_back"),
    path(f"{STAFF}/", staff.preparing, name="preparing"),
    path(f"{STAFF}/gesprek/", staff.preparing_talk, name="preparing_talk"),
    path(f"{STAFF}/buurt/", staff.preparing_find, name="preparing_find"),
    path(f"{STAFF}/leren/", staff.preparing_training, name="preparing_training"),
    path(f"{STAFF}/leren/<uuid:training>/geweest/", staff.preparing_been, name="preparing_been"),
]
