from django.urls import path

from landing.rights import request_views as views

urlpatterns = [
    path("mijn-gegevens/", views.my_data, name="my_data"),
    path("mijn-gegevens/kopie/", views.my_copy, name="my_copy"),
    path("mijn-gegevens/kopie/bestand/", views.my_copy_file, name="my_copy_file"),
    path("mijn-gegevens/vraag/<slug:wish>/", views.my_request_new, name="my_request_new"),
    path("mijn-gegevens/vragen/<uuid:asked>/", views.my_request, name="my_request"),
]
