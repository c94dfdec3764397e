from django.urls import path

from landing.plan import network_views as views

urlpatterns = [
    path("mijn-mensen/", views.my_people, name="my_people"),
    path("mijn-mensen/erbij/", views.my_people_add, name="my_people_add"),
    path("mijn-mensen/<uuid:member>/", views.my_member, name="my_member"),
    path("mijn-mensen/<uuid:member>/weg/", views.my_member_end, name="my_member_end"),
    path("mijn-mensen/<uuid:member>/terug/", views.my_member_back, name="my_member_back"),
    path("clienten/<uuid:key>/mensen/", views.all_people, name="people"),
    path("clienten/<uuid:key>/mensen/erbij/", views.people_add, name="people_add"),
    path("clienten/<uuid:key>/mensen/<uuid:member>/", views.member, name="member"),
    path("clienten/<uuid:key>/mensen/<uuid:member>/weg/", views.member_end, name="member_end"),
    path("clienten/<uuid:key>/mensen/<uuid:member>/terug/", views.member_back, name="member_back"),
]
