from django.urls import path

from landing.people import views

app_name = "people"
urlpatterns = [
    path("taal/", views.choose_language, name="choose_language"),
    path("werk-als/", views.choose_place, name="choose_place"),
    path("clienten/<uuid:key>/betrokkenen/", views.bonds, name="bonds"),
    path("clienten/<uuid:key>/betrokkenen/<uuid:bond>/beeindigen/", views.end_bond, name="end_bond"),
    path("clienten/<uuid:key>/persoon/", views.change, name="change"),
]
