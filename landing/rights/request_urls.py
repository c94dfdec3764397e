from django.urls import path

from landing.rights import request_staff_views as staff
from landing.rights import request_views as views

urlpatterns = [
    path("mijn-gegevens/", views.my_data, name="my_data"),
    path("mijn-gegevens/kopie/", views.my_copy, name="my_copy"),
    path("mijn-gegevens/kopie/bestand/", views.my_copy_file, name="my_copy_file"),
    path("mijn-gegevens/vraag/<slug:wish>/", views.my_request_new, name="my_request_new"),
    path("mijn-gegevens/vragen/<uuid:asked>/", views.my_request, name="my_request"),
    path("verzoeken/", staff.requests, name="requests"),
    path("verzoeken/<uuid:asked>/", staff.request_page, name="request"),
    path("verzoeken/<uuid:asked>/brief/", staff.request_letter, name="request_letter"),
    path("verzoeken/<uuid:asked>/kopie/", staff.request_copy, name="request_copy"),
    path("clienten/<uuid:key>/rechten/", staff.person, name="person"),
    path("clienten/<uuid:key>/rechten/verzoek/", staff.request_for, name="request_for"),
    path("clienten/<uuid:key>/rechten/bewaren/", staff.hold, name="hold"),
    path("clienten/<uuid:key>/rechten/bewaren/<uuid:hold>/beeindigen/", staff.end_hold, name="end_hold"),
]
