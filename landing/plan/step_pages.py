"""Steps of the route that are done on pages of this room: where, and what somebody hears when one is ticked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.urls import reverse

from landing.people.viewer import ViewerRequest
from landing.plan.gate_actions import (
    CARD_STEP,
    FALLBACK_STEP,
    HOUSING_STEP,
    MONEY_STEP,
    NEIGHBOURHOOD_STEP,
    TALK_STEP,
    Ticked,
)
from landing.route import rulebook
from landing.route.step_pages import ASKED, StepPage, came_from, is_done_at
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _
from landing.ui.notices import notify

PLAN = frozenset({"plan"})
PAGES = {
    TALK_STEP: StepPage("plan:my_talks", "plan:preparing", PLAN),
    HOUSING_STEP: StepPage("plan:my_trainings", "plan:preparing", PLAN),
    MONEY_STEP: StepPage("plan:my_trainings", "plan:preparing", PLAN),
    NEIGHBOURHOOD_STEP: StepPage("plan:my_neighbourhood", "plan:preparing", PLAN),
    CARD_STEP: StepPage("plan:my_card", "plan:sign_plan", frozenset({"early_sign_plan"})),
    FALLBACK_STEP: StepPage("plan:my_people", "plan:people", frozenset({"relations"})),
}


def register() -> None:
    """Say to the route where these steps are done."""
    for rule, page in PAGES.items():
        is_done_at(rule, page)


def step_back(request: ViewerRequest) -> str:
    """The step of the route from which somebody came to this page, to lead back to it; empty when there is none."""
    return came_from(request.GET.get(ASKED, ""))


def tell_step(request: ViewerRequest, key: UUID | None, step: str, came: Ticked) -> None:
    """Say what came of the step of the route: ticked, with a way back, or that somebody else can tick it."""
    if came is Ticked.NOTHING or key is None:
        return
    viewer = request.viewer
    rule = rulebook.current(viewer.region_code).last_version(step, viewer.today)
    title = {"title": in_own_language(rule.client) if viewer.is_client and rule.client else rule.title}
    if came is Ticked.OTHERS:
        said = (
            _("Vertel je begeleider wat je deed. Dan kan deze stap op je route klaar: “%(title)s”.")
            if viewer.is_client else _("Een collega kan de stap “%(title)s” nu afvinken.")
        )  # fmt: skip
        messages.info(request, said % title)
        return
    undo = reverse("desk:my_step_back", args=[step]) if viewer.is_client else reverse(
        "route:step_take_back", args=[key, step]
    )  # fmt: skip
    said = _("De stap “%(title)s” is nu klaar.") % title
    notify(request, said, tone="info", undo_url=undo, undo_label=_("Zet de stap weer open"))
