from django.urls import path

from landing.route import rule_views as views

# The fixed addresses stand before the rule's own, because "wijzigen" could be the id of a rule.
urlpatterns = [
    path("regels/", views.rules, name="rules"),
    path("regels/wijzigen/", views.rule_changes, name="rule_changes"),
    path("regels/wijzigen/nieuw/<slug:rule>/", views.rule_change_new, name="rule_change_new"),
    path("regels/wijzigen/<uuid:key>/", views.rule_change, name="rule_change"),
    path("regels/wijzigen/<uuid:key>/laat-gelden/", views.rule_change_live, name="rule_change_live"),
    path("regels/wijzigen/<uuid:key>/trek-in/", views.rule_change_withdraw, name="rule_change_withdraw"),
    path("regels/<slug:rule>/", views.rule, name="rule"),
    path("regels/<slug:rule>/vergelijk/", views.rule_compare, name="rule_compare"),
]
