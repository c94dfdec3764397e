"""Mijn toestemmingen: the person's own pages about who may know what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.rights import consent_actions as actions
from landing.rights import consent_reads as reads
from landing.rights import consent_story as story
from landing.rights import consent_words as words
from landing.rights.consent_forms import AnswerForm, ShortenForm
from landing.ui.dates import long_date
from landing.ui.languages import said as _

CLIENT = frozenset({Role.CLIENT})
MINE = "rights:my_consents"


def mine(request: ViewerRequest) -> None:
    """Tell the log that the person looks at, or decides about, the own consents."""
    request.access.saw([request.viewer.person_key] if request.viewer.person_key else [])


def page(request: ViewerRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A client page with whom to ask below it."""
    mine(request)
    shared = {"helper": reads.helper(request.viewer), "today": request.viewer.today}
    return render(request, f"rights/{template}.html", shared | context)


@open_to(CLIENT, "GET", topic="consents")
def my_consents(request: ViewerRequest) -> HttpResponse:
    """What the client was asked, what is in force, what is over, and what was handed on to whom."""
    events = reads.my_events(request.viewer)
    context = {
        "found": reads.my_overview(request.viewer),
        "handed": story.handed_on(events),
        "lines": story.told_to_the_person(events, request.viewer),
        "name": request.viewer.name,
    }
    return page(request, "consent_mine", context)


@open_to(CLIENT, "GET", "POST", topic="consents")
@once
def my_consent_question(request: ViewerRequest, question: UUID) -> HttpResponse:
    """One question: who wants to know what and why; then yes to some or all of it, no, or first a talk."""
    mine(request)
    viewer = request.viewer
    row = reads.my_question(viewer, question)
    state = reads.question_state(row, viewer.today)
    gone = words.GONE_CLIENT.get(state, "")
    if gone:
        if request.method == "POST":
            messages.info(request, gone)
            return redirect(MINE)
        return page(request, "consent_mine_gone", {"gone": gone, "asked": reads.asked(row)})
    asked = reads.asked(row, before=bool(reads.replaced(viewer, row, viewer.today)))
    form = AnswerForm(request.POST or None, asked=asked, today=viewer.today)
    if request.method == "POST":
        answer = request.POST.get("antwoord", "")
        if answer in {"nee", "praten"}:
            return refuse(request, question, answer)
        if form.is_valid():
            return give(request, question, form)
    return page(
        request,
        "consent_mine_question",
        {"form": form, "asked": asked, "waits": state == "talk", "refusing": words.REFUSING},
    )


def refuse(request: ViewerRequest, question: UUID, answer: str) -> HttpResponse:
    """No, or first a talk."""
    try:
        if answer == "nee":
            actions.decline(viewer=request.viewer, question_key=question)
            messages.success(request, _("Je hebt nee gezegd. Je hulp gaat gewoon door."))
        else:
            actions.want_to_talk(viewer=request.viewer, question_key=question)
            messages.success(request, _("Goed. Iemand gaat hierover met je praten. De vraag blijft staan."))
    except NotPossible as reason:
        messages.info(request, str(reason))
    return redirect(MINE)


def give(request: ViewerRequest, question: UUID, form: AnswerForm) -> HttpResponse:
    """Yes to what was ticked."""
    found = form.cleaned_data
    try:
        consent = actions.give(
            viewer=request.viewer, question_key=question, topics=found["topics"], until=found["until"]
        )
    except NotPossible as reason:
        messages.info(request, str(reason))
    else:
        messages.success(
            request,
            _("Bewaard. Dit mag tot {to_date}. Je kunt het altijd intrekken.").format(
                to_date=long_date(consent.to_date)
            ),
        )
    return redirect(MINE)


@open_to(CLIENT, "GET", topic="consents")
def my_consent(request: ViewerRequest, consent: UUID) -> HttpResponse:
    """One consent: what the client said yes to, in the words of then."""
    mine(request)
    row = reads.my_consent(request.viewer, consent)
    return page(request, "consent_mine_one", {"one": reads.given(row, request.viewer.today)})


@open_to(CLIENT, "GET", "POST", topic="consents")
@once
def my_consent_withdraw(request: ViewerRequest, consent: UUID) -> HttpResponse:
    """First what withdrawing changes and what not; then the button. It holds at once."""
    mine(request)
    viewer = request.viewer
    row = reads.my_consent(viewer, consent)
    if request.method == "POST":
        changed = actions.withdraw(viewer=viewer, consent_key=consent)
        messages.success(request, _("Ingetrokken. Dit geldt meteen.") if changed else _("Dit was al gestopt."))
        return redirect(MINE)
    one = reads.given(row, viewer.today)
    return page(request, "consent_mine_withdraw", {"one": one, "effect": reads.effect(viewer, row)})


@open_to(CLIENT, "GET", "POST", topic="consents")
@once
def my_consent_shorten(request: ViewerRequest, consent: UUID) -> HttpResponse:
    """Let a consent end earlier."""
    mine(request)
    viewer = request.viewer
    row = reads.my_consent(viewer, consent)
    form = ShortenForm(request.POST or None, today=viewer.today, last=row.to_date)
    one = reads.given(row, viewer.today)
    if request.method == "POST" and one.state != "in_force":
        messages.info(request, _("Dit was al gestopt."))
        return redirect(MINE)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            actions.shorten(viewer=viewer, consent_key=consent, until=until)
        except NotPossible as reason:
            messages.info(request, str(reason))
        else:
            messages.success(request, _("Bewaard. Het stopt nu op {until}.").format(until=long_date(until)))
        return redirect(MINE)
    return page(request, "consent_mine_shorten", {"one": one, "form": form})
