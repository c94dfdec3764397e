from django.urls import path

from landing.desk import client_views as views

urlpatterns = [
    path("mijn-route/", views.my_route, name="my_route"),
    path("mijn-route/stap/<slug:rule>/", views.my_step, name="my_step"),
    path("mijn-route/stap/<slug:rule>/klaar/", views.my_step_done, name="my_step_done"),
    path("mijn-route/stap/<slug:rule>/terug/", views.my_step_back, name="my_step_back"),
    path("mijn-route/ongedaan/<uuid:event>/", views.my_undo, name="my_undo"),
    path("mijn-route/vraag/", views.my_question, name="my_question"),
    path("mijn-route/antwoorden/", views.my_answers, name="my_answers"),
    path("mijn-route/papier/", views.my_paper, name="my_paper"),
]
