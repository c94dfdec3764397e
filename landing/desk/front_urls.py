from django.urls import path

from landing.desk import front_views as views

urlpatterns = [
    path("vandaag/", views.my_today, name="my_today"),
    path("berichten/", views.my_messages, name="my_messages"),
    path("berichten/nieuw/", views.my_messages_new, name="my_messages_new"),
    path("meer/", views.my_more, name="my_more"),
    path("letters/", views.letters, name="letters"),
    path("mijn-papier/", views.my_papers, name="my_papers"),
    path("mijn-papier/blad/", views.my_whole_paper, name="my_whole_paper"),
]
