from django.urls import path

from landing.desk import client_urls, export_views, front_urls, views, workers_export

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("over/", views.about, name="about"),
    path("mijn-dag/", views.my_day, name="my_day"),
    path("clienten/", views.clients, name="clients"),
    path("clienten/uitvoer/", export_views.clients_export, name="clients_export"),
    path("clienten/uitvoer/<uuid:export>/", export_views.clients_export_file, name="clients_export_file"),
    path("medewerkers/uitvoer/", workers_export.workers_export, name="workers_export"),
    path("clienten/nieuw/", views.new_client, name="new_client"),
    path("clienten/<uuid:key>/", views.person, name="person"),
]
urlpatterns += client_urls.urlpatterns
urlpatterns += front_urls.urlpatterns
