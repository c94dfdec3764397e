from django.urls import path

from landing.route import joining_views, rule_urls, views

app_name = "route"
PERSON = "clienten/<uuid:key>/"
urlpatterns = [
    path(f"{PERSON}gegevens/", views.facts, name="facts"),
    path(f"{PERSON}stappen/<slug:rule>/", views.step, name="step"),
    path(f"{PERSON}stappen/<slug:rule>/klaar/", views.step_done, name="step_done"),
    path(f"{PERSON}stappen/<slug:rule>/terug/", views.step_take_back, name="step_take_back"),
    path(f"{PERSON}contact/", views.contact, name="contact"),
    path(f"{PERSON}poorten/<slug:gate>/", views.gate, name="gate"),
    path(f"{PERSON}sleuteldatum/", views.key_date, name="key_date"),
    path(f"{PERSON}geschiedenis/", views.history, name="history"),
    path(f"{PERSON}dubbel/", joining_views.double, name="double"),
    path(f"{PERSON}splitsen/<int:joining_id>/", joining_views.split, name="split"),
    path("dubbelen/", joining_views.likenesses, name="likenesses"),
    path("dubbelen/<int:pk>/", joining_views.likeness, name="likeness"),
    path(f"{PERSON}ongedaan/<uuid:event>/", views.undo, name="undo"),
]
urlpatterns += rule_urls.urlpatterns
