from django.urls import path

from landing.plan import sign_version_views as versions
from landing.plan import sign_views as views

urlpatterns = [
    path("mijn-plan/als-het-minder-gaat/", views.my_relapse_plan, name="my_relapse_plan"),
    path("mijn-plan/als-het-minder-gaat/eerder/", versions.my_relapse_versions, name="my_relapse_versions"),
    path("mijn-plan/als-het-minder-gaat/eerder/<int:number>/terug/", versions.my_relapse_back, name="my_relapse_back"),
    path("mijn-plan/als-het-minder-gaat/<slug:part>/", views.my_relapse_part, name="my_relapse_part"),
    path("mijn-plan/signaleringsplan/", views.my_sign_plan, name="my_sign_plan"),
    path("mijn-plan/signaleringsplan/eerder/", versions.my_sign_versions, name="my_sign_versions"),
    path("clienten/<uuid:key>/als-het-minder-gaat/", views.relapse_plan, name="relapse_plan"),
    path("clienten/<uuid:key>/als-het-minder-gaat/eerder/", versions.relapse_versions, name="relapse_versions"),
    path(
        "clienten/<uuid:key>/als-het-minder-gaat/eerder/<int:number>/terug/", versions.relapse_back, name="relapse_back"
    ),
    path("clienten/<uuid:key>/als-het-minder-gaat/<slug:part>/", views.relapse_part, name="relapse_part"),
    path("clienten/<uuid:key>/signaleringsplan/", views.sign_plan, name="sign_plan"),
    path("clienten/<uuid:key>/signaleringsplan/eerder/", versions.sign_versions, name="sign_versions"),
    path("clienten/<uuid:key>/signaleringsplan/eerder/<int:number>/terug/", versions.sign_back, name="sign_back"),
    path("clienten/<uuid:key>/signaleringsplan/<slug:part>/", views.sign_part, name="sign_part"),
]
