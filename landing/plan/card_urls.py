from django.urls import path

from landing.plan import card_views as views

urlpatterns = [
    path("mijn-noodkaart/", views.my_card, name="my_card"),
    path("mijn-noodkaart/invullen/", views.my_card_fill, name="my_card_fill"),
    path("mijn-noodkaart/vraag/<slug:part>/", views.my_card_part, name="my_card_part"),
    path("mijn-noodkaart/bellen/<uuid:member>/", views.my_card_call, name="my_card_call"),
    path("mijn-noodkaart/voorstel/<uuid:offer>/", views.my_card_offer, name="my_card_offer"),
    path("mijn-noodkaart/eerder/", views.my_card_versions, name="my_card_versions"),
    path("mijn-noodkaart/eerder/<int:number>/terug/", views.my_card_restore, name="my_card_restore"),
    path("mijn-noodkaart/papier/", views.my_card_print, name="my_card_print"),
    path("mijn-noodkaart/papier/<uuid:print>/", views.my_card_pdf, name="my_card_pdf"),
    path("mijn-noodkaart/papier/<uuid:print>/terug/", views.my_card_print_back, name="my_card_print_back"),
    path("noodkaarten/", views.cards, name="cards"),
    path("clienten/<uuid:key>/noodkaart/", views.card, name="card"),
    path("clienten/<uuid:key>/noodkaart/opschrijven/", views.card_said, name="card_said"),
    path("clienten/<uuid:key>/noodkaart/papier/", views.card_print, name="card_print"),
    path("clienten/<uuid:key>/noodkaart/papier/<uuid:print>/", views.card_pdf, name="card_pdf"),
]
