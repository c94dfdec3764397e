from django.urls import path

from landing.rights import consent_client_views as mine
from landing.rights import consent_day_views as day
from landing.rights import consent_handover_views as handover
from landing.rights import consent_mandate_views as mandate
from landing.rights import consent_views as staff

MY = "mijn-toestemmingen/"
PERSON = "clienten/<uuid:key>/"
CONSENTS = f"{PERSON}toestemmingen/"
urlpatterns = [
    path(MY, mine.my_consents, name="my_consents"),
    path(f"{MY}vraag/<uuid:question>/", mine.my_consent_question, name="my_consent_question"),
    path(f"{MY}<uuid:consent>/", mine.my_consent, name="my_consent"),
    path(f"{MY}<uuid:consent>/intrekken/", mine.my_consent_withdraw, name="my_consent_withdraw"),
    path(f"{MY}<uuid:consent>/eerder-stoppen/", mine.my_consent_shorten, name="my_consent_shorten"),
    path("mijn-dag/toestemmingen/", day.consent_day, name="consent_day"),
    path(CONSENTS, staff.consents, name="consents"),
    path(f"{CONSENTS}vragen/", staff.consent_ask, name="consent_ask"),
    path(f"{CONSENTS}vraag/<uuid:question>/terug/", staff.consent_take_back, name="consent_take_back"),
    path(f"{CONSENTS}vraag/<uuid:question>/papier/", staff.consent_paper, name="consent_paper"),
    path(f"{CONSENTS}vraag/<uuid:question>/vastleggen/", staff.consent_record, name="consent_record"),
    path(f"{CONSENTS}<uuid:consent>/intrekken/", staff.consent_withdraw, name="consent_withdraw"),
    path(f"{CONSENTS}<uuid:consent>/verlengen/", staff.consent_renew, name="consent_renew"),
    path(f"{PERSON}vertegenwoordigers/", mandate.representations, name="representations"),
    path(
        f"{PERSON}vertegenwoordigers/<uuid:representation>/stoppen/", mandate.representation_end,
        name="representation_end",
    ),
    path(f"{PERSON}overdragen/", handover.handover, name="handover"),
    path(f"{PERSON}overdragen/<uuid:event>/", handover.handover_record, name="handover_record"),
]  # fmt: skip
