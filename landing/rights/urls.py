from django.urls import path

from landing.rights import consent_urls, own_views, person_urls, request_urls, shield_urls, views

app_name = "rights"
urlpatterns = [
    *request_urls.urlpatterns,
    *shield_urls.urlpatterns,
    *person_urls.urlpatterns,
    *consent_urls.urlpatterns,
    path("mijn-gegevens/wie-keek/", own_views.who_looked, name="who_looked"),
    path("mijn-gegevens/wie-keek/papier/", own_views.who_looked_paper, name="who_looked_paper"),
    path("mijn-gegevens/wie-keek/uitvoer/", own_views.who_looked_export, name="who_looked_export"),
    path("mijn-gegevens/wie-keek/vraag/<uuid:look>/", own_views.ask, name="ask"),
    path("inzage/vragen/", views.questions, name="questions"),
    path("inzage/vragen/<uuid:question>/", views.question, name="question"),
    path("inzage/persoon/", views.find_log, name="find_log"),
    path("inzage/persoon/<uuid:key>/", views.person_log, name="person_log"),
    path("inzage/lijsten/", views.exports, name="exports"),
    path("inzage/noodtoegang/", views.openings, name="openings"),
    path("inzage/noodtoegang/<uuid:opening>/", views.opening, name="opening"),
    path("noodtoegang/", views.emergency, name="emergency"),
    path("noodtoegang/<uuid:opening>/", views.emergency_page, name="emergency_page"),
    path("noodtoegang/<uuid:opening>/gezien/", views.emergency_seen, name="emergency_seen"),
]
