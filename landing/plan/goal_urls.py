"""Addresses of the own plan: the person's pages, and those of staff."""

from __future__ import annotations

from django.urls import path

from landing.plan import goal_proposal_views as proposals
from landing.plan import goal_staff_views as staff
from landing.plan import goal_version_views as versions
from landing.plan import goal_views as views

urlpatterns = [
    path("mijn-plan/", views.my_plan, name="my_plan"),
    path("mijn-plan/begin/", views.my_plan_start, name="my_plan_start"),
    path("mijn-plan/papier/", views.my_plan_paper, name="my_plan_paper"),
    path("mijn-plan/pauze/", views.my_plan_pause, name="my_plan_pause"),
    path("mijn-plan/verder/", views.my_plan_go_on, name="my_plan_go_on"),
    path("mijn-plan/voorbeelden/", views.my_ideas, name="my_ideas"),
    path("mijn-plan/doel/", views.my_goal_new, name="my_goal_new"),
    path("mijn-plan/doel/<uuid:goal>/", views.my_goal, name="my_goal"),
    path("mijn-plan/doel/<uuid:goal>/veranderen/", views.my_goal_change, name="my_goal_change"),
    path("mijn-plan/doel/<uuid:goal>/stand/", views.my_goal_state, name="my_goal_state"),
    path("mijn-plan/doel/<uuid:goal>/gelukt/", views.my_goal_reached, name="my_goal_reached"),
    path("mijn-plan/doel/<uuid:goal>/plaats/", views.my_goal_move, name="my_goal_move"),
    path("mijn-plan/doel/<uuid:goal>/kijk/", views.my_goal_view, name="my_goal_view"),
    path("mijn-plan/doel/<uuid:goal>/stap/", views.my_plan_step_new, name="my_plan_step_new"),
    path("mijn-plan/stap/<uuid:step>/", views.my_plan_step, name="my_plan_step"),
    path("mijn-plan/stap/<uuid:step>/klaar/", views.my_plan_step_tick, name="my_plan_step_tick"),
    path("mijn-plan/stap/<uuid:step>/plaats/", views.my_plan_step_move, name="my_plan_step_move"),
    path("mijn-plan/stap/<uuid:step>/weg/", views.my_plan_step_remove, name="my_plan_step_remove"),
    path("mijn-plan/voorstel/<uuid:proposal>/", proposals.my_proposal, name="my_proposal"),
    path("mijn-plan/veranderd/", versions.my_plan_changes, name="my_plan_changes"),
    path("mijn-plan/veranderd/<int:number>/", versions.my_plan_version, name="my_plan_version"),
    path("mijn-plan/ongedaan/<int:number>/", versions.my_plan_undo, name="my_plan_undo"),
    path("clienten/<uuid:key>/plan/", staff.plan, name="plan"),
    path("clienten/<uuid:key>/plan/veranderd/", staff.plan_changes, name="plan_changes"),
    path("clienten/<uuid:key>/plan/kijk/", staff.plan_view, name="plan_view"),
    path("clienten/<uuid:key>/plan/voorstel/", staff.plan_propose, name="plan_propose"),
    path("clienten/<uuid:key>/plan/voorstel/<uuid:proposal>/terug/", staff.plan_take_back, name="plan_take_back"),
    path("clienten/<uuid:key>/plan/voorstel/<uuid:proposal>/antwoord/", staff.plan_answer, name="plan_answer"),
    path("clienten/<uuid:key>/plan/gezegd/", staff.plan_said_goal, name="plan_said_goal"),
    path("clienten/<uuid:key>/plan/gezegd/<uuid:goal>/stap/", staff.plan_said_step, name="plan_said_step"),
    path("clienten/<uuid:key>/plan/gezegd/<uuid:goal>/stand/", staff.plan_said_state, name="plan_said_state"),
    path("clienten/<uuid:key>/plan/gezegd/stap/<uuid:step>/klaar/", staff.plan_said_tick, name="plan_said_tick"),
    path("clienten/<uuid:key>/plan/hoe-gaat-het/", staff.check_ins, name="check_ins"),
    path("clienten/<uuid:key>/plan/hoe-gaat-het/invullen/", staff.check_in_estimate, name="check_in_estimate"),
]
