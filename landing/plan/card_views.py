"""Mijn noodkaart, and the same card for staff whom the person chose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, WHO_READ_CARDS, open_to
from landing.people.recorder import LIST, PRINT
from landing.people.roles import Role
from landing.people.viewer import Viewer, ViewerRequest
from landing.plan import card_actions as actions
from landing.plan import card_paper as paper
from landing.plan import card_reads as reads
from landing.plan import network_reads
from landing.plan.card_forms import CardForm, PrintForm, SaidCardForm, StaffPrintForm
from landing.plan.card_reads import TOPIC, Card
from landing.plan.card_words import CONTACTS, MOST_CONTACTS, PART, PARTS
from landing.plan.gate_actions import CARD_STEP
from landing.plan.reads import Whose, mine, whose
from landing.plan.step_pages import step_back, tell_step
from landing.plan.version_reads import NEVER, lines, number_in
from landing.ui.dates import local_date
from landing.ui.languages import said as _

CLIENT = frozenset({Role.CLIENT})
NAMES = tuple(part.name for part in PARTS)


def _rows(found: Card) -> list[tuple[Any, str]]:
    """The parts with what stands there, contacts apart."""
    return [(part, found.texts.get(part.name, "")) for part in PARTS]


def _page(
    request: ViewerRequest, template: str, of: Whose, context: dict[str, Any], status: int = 200
) -> HttpResponse:  # fmt: skip
    shared = {"of": of, "name": of.name, "today": request.viewer.today, "may_write": of.lens.changes({TOPIC})}
    return render(request, f"plan/{template}.html", shared | context, status=status)


def _last_said(viewer: Viewer, found: Card) -> dict[str, Any]:
    """What a carer last wrote on the card, if that was the last change: with who it was and which version was before it."""
    last = reads.last_said(viewer, found) if found.id else None
    return {"last": last, "by": last.by(to_person=True), "before": last.number - 1} if last else {}


@open_to(CLIENT, "GET", topic=TOPIC)
def my_card(request: ViewerRequest) -> HttpResponse:
    """The card as it is, what close ones offer, and who has it on paper."""
    viewer = request.viewer
    of = mine(viewer)
    found = reads.card(viewer, of)
    papers = reads.prints(viewer, found) if found.id else []
    context = {
        "card": found, "rows": _rows(found), "offers": [(one, PART[one.part]) for one in reads.offers(viewer, of)],
        "prints": [one for one in papers if one.taken_back_on is None],
        "back": [one for one in papers if one.taken_back_on is not None],
        "step_back": step_back(request), **_last_said(viewer, found),
        "first_empty": next((part for part in PARTS if not found.filled(part.name)), PARTS[0]).name,
    }  # fmt: skip
    return _page(request, "card_mine", of, context)


def _write(request: ViewerRequest, of: Whose, form: CardForm) -> list[Any] | None:
    """Keep a form that is right and say so; the differences when somebody else changed the same meanwhile."""
    told: dict[str, Any] = {
        "viewer": request.viewer, "person_key": of.key, "values": form.values(), "seen": form.stood()
    }  # fmt: skip
    try:
        kept = actions.write_down(said=form.cleaned_data["said"], **told) if isinstance(form, SaidCardForm) else (
            actions.write(**told)
        )  # fmt: skip
    except ChangedMeanwhile as conflict:
        return conflict.differences
    messages.success(request, _("Bewaard.") if kept.changed else _("Er is niets veranderd."))
    tell_step(request, of.key, CARD_STEP, kept.step)
    return None


def _refreshed(form: CardForm, found: Card) -> CardForm:
    """The same form with what was typed, based on what stands there now, so that sending again is a choice."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = CardForm(card=found, parts=form.parts).initial["seen"]
    form.data = data
    return form


def _fill(request: ViewerRequest, of: Whose, found: Card, form: CardForm, template: str, to: str) -> HttpResponse:
    """The whole card on one page; when it is kept, on to the card."""
    differences = None
    if request.method == "POST" and form.is_valid():
        differences = _write(request, of, form)
        if differences is None:
            return redirect(to)
        form = _refreshed(form, found)
    texts = [(part, form[part.name] if part.name != CONTACTS else None) for part in PARTS]
    context = {"form": form, "texts": texts, "differences": differences}
    return _page(request, template, of, context, 409 if differences else 200)


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_card_fill(request: ViewerRequest) -> HttpResponse:
    """The whole card on one page, for who fills it in together with somebody."""
    of = mine(request.viewer)
    found = reads.card(request.viewer, of)
    form = CardForm(request.POST or None, card=found, parts=NAMES)
    return _fill(request, of, found, form, "card_fill", reverse("plan:my_card"))


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_card_part(request: ViewerRequest, part: str) -> HttpResponse:
    """One question of the card; what is filled in is kept at once, and the next question comes."""
    if part not in PART:
        raise Http404
    viewer = request.viewer
    of = mine(viewer)
    found = reads.card(viewer, of)
    form = CardForm(request.POST or None, card=found, parts=(part,))
    place = NAMES.index(part)
    differences = None
    if request.method == "POST" and form.is_valid():
        differences = _write(request, of, form)
        if differences is None:
            last = request.POST.get("verder") == "klaar" or place + 1 == len(NAMES)
            return redirect("plan:my_card") if last else redirect("plan:my_card_part", part=NAMES[place + 1])
        form = _refreshed(form, found)
    on_card = {one.member for one in found.contacts}
    context = {
        "form": form, "part": PART[part], "number": place + 1, "count": len(NAMES), "differences": differences,
        "is_contacts": part == CONTACTS, "before": NAMES[place - 1] if place else "", "last": place + 1 == len(NAMES),
        "people": [one for one in network_reads.members(viewer, of) if one.may_call and str(one.key) not in on_card]
        if part == CONTACTS and len(found.contacts) < MOST_CONTACTS else [],
    }  # fmt: skip
    return _page(request, "card_part", of, context, 409 if differences else 200)


@open_to(CLIENT, "POST", topic=TOPIC)
@once
def my_card_call(request: ViewerRequest, member: UUID) -> HttpResponse:
    """Put one of the client's own people on the card."""
    of = mine(request.viewer)
    try:
        kept = actions.call_member(viewer=request.viewer, person_key=of.key, member_key=member)
    except NotPossible as reason:
        messages.info(request, str(reason))
    else:
        messages.success(
            request, _("Deze persoon staat op je kaart.") if kept.changed else _("Deze persoon stond er al op.")
        )
    return redirect("plan:my_card_part", part=CONTACTS)


@open_to(CLIENT, "POST", topic=TOPIC)
@once
def my_card_offer(request: ViewerRequest, offer: UUID) -> HttpResponse:
    """Yes or no to what a close one offers."""
    of = mine(request.viewer)
    accept = request.POST.get("antwoord") == "ja"
    try:
        open_still = actions.answer_offer(viewer=request.viewer, person_key=of.key, offer_key=offer, accept=accept)
    except NotPossible as reason:
        messages.info(request, str(reason))
    else:
        done = _("Het staat nu op je kaart.") if accept else _("Het komt niet op je kaart.")
        messages.success(request, done if open_still else _("Je gaf hier al antwoord op."))
    return redirect("plan:my_card")


@open_to(CLIENT, "GET", topic=TOPIC)
def my_card_versions(request: ViewerRequest) -> HttpResponse:
    """How the card changed: what, when and by whom; ``?versie=`` shows the card as it was then."""
    viewer = request.viewer
    of = mine(viewer)
    found = reads.card(viewer, of)
    number = number_in(request.GET.get("versie", ""))
    was = reads.version(viewer, found, number) if number != NEVER else None
    context = {
        "card": found, "lines": lines(reads.versions(viewer, found), to_person=True), "was": was,
        "rows": _rows(was) if was else [], "versions_url": reverse("plan:my_card_versions"),
        "back_url": reverse("plan:my_card_restore", args=[number]) if was else "",
    }  # fmt: skip
    return _page(request, "card_versions", of, context)


@open_to(CLIENT, "POST", topic=TOPIC)
@once
def my_card_restore(request: ViewerRequest, number: int) -> HttpResponse:
    """Bring the card back as it was in a version; also how the person takes back what a carer wrote down."""
    of, seen = mine(request.viewer), number_in(request.POST.get("seen", ""))
    try:
        changed = actions.restore(viewer=request.viewer, person_key=of.key, number=number, seen=seen)
    except NotPossible as reason:
        messages.info(request, str(reason))
        return redirect("plan:my_card_versions")
    messages.success(request, _("Je kaart is weer zoals toen.") if changed else _("Dit stond al zo."))
    return redirect("plan:my_card")


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_card_print(request: ViewerRequest) -> HttpResponse:
    """Make the card for paper: for whom, and first whether everything fits."""
    viewer = request.viewer
    of = mine(viewer)
    found = reads.card(viewer, of)
    return _print(request, of, found, PrintForm(request.POST or None), "card_print", "plan:my_card_pdf")


def _print(
    request: ViewerRequest, of: Whose, found: Card, form: PrintForm, template: str, pdf: str, *at: UUID
) -> HttpResponse:
    """Ask for whom, tell what does not fit, and note the copy; pdf: the address of the paper, at: what stands in it first."""
    viewer = request.viewer
    troubles: list[str] = []
    parts: list[str] = []
    if not found.empty:
        try:
            paper.fitting_sizes(found, number=found.version, on=viewer.today, name=of.name)
        except paper.DoesNotFit as trouble:
            troubles, parts = trouble.troubles, trouble.parts
    if request.method == "POST" and form.is_valid() and not troubles:
        try:
            made = actions.keep_print(viewer=viewer, person_key=of.key, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(pdf, *at, made)
    context = {
        "card": found, "form": form, "troubles": troubles, "parts": [PART[name] for name in dict.fromkeys(parts)],
    }  # fmt: skip
    return _page(request, template, of, context)


@open_to(CLIENT, "GET", topic=TOPIC)
@never_cache
def my_card_pdf(request: ViewerRequest, print: UUID) -> HttpResponse:
    """The card on an A4 as a PDF, for a copy that was noted; an old copy is not made again."""
    viewer = request.viewer
    of = mine(viewer)
    found = reads.card(viewer, of)
    noted = reads.one_print(viewer, found, print)
    if noted.old:
        messages.info(request, _("Deze kaart is oud. Maak een nieuwe."))
        return redirect("plan:my_card_print")
    return _pdf(request, of, found, noted)


def _pdf(request: ViewerRequest, of: Whose, found: Card, noted: reads.Print) -> HttpResponse:
    """The paper of a copy that was noted; the log keeps it as a print, with the reason of staff."""
    request.access.action, request.access.reason = PRINT, noted.why
    made = paper.pdf_of(found, number=noted.number, on=local_date(noted.at), name=of.name)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="noodkaart.pdf"'
    return response


@open_to(CLIENT, "POST", topic=TOPIC)
@once
def my_card_print_back(request: ViewerRequest, print: UUID) -> HttpResponse:
    """A copy on paper is back, or gone."""
    of = mine(request.viewer)
    changed = actions.take_print_back(viewer=request.viewer, person_key=of.key, print_key=print)
    messages.success(request, _("Genoteerd. Deze kaart is er niet meer.") if changed else _("Dit stond al zo."))
    return redirect("plan:my_card")


@open_to(WHO_READ_CARDS, "GET", topic=TOPIC)
def cards(request: ViewerRequest) -> HttpResponse:
    """Whose card this worker may read: one press to a card, also at night."""
    found = reads.readable(request.viewer)
    request.access.action = LIST
    return render(request, "plan/card_list.html", {"people": found})


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=TOPIC)
def card(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The card of somebody who chose this worker's organisation to read it."""
    viewer = request.viewer
    of = whose(viewer, key, TOPIC)
    found = reads.card(viewer, of)
    takes_down = viewer.rule.writes and of.lens.writes_down({TOPIC})
    return _page(request, "card_staff", of, {"card": found, "rows": _rows(found), "takes_down": takes_down})


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic=TOPIC)
@once
def card_said(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Fill in the card on the carer's screen, with the person there and in their words."""
    viewer = request.viewer
    of = whose(viewer, key, TOPIC)
    if not of.lens.writes_down({TOPIC}):
        raise PermissionDenied
    found = reads.card(viewer, of)
    form = SaidCardForm(request.POST or None, card=found, parts=NAMES, name=of.name)
    return _fill(request, of, found, form, "card_said", reverse("plan:card", args=[key]))


@open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic=TOPIC)
@once
def card_print(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Make the card for paper, by somebody whom the person chose to read it: for whom, and why."""
    of = whose(request.viewer, key, TOPIC)
    found = reads.card(request.viewer, of)
    form = StaffPrintForm(request.POST or None)
    return _print(request, of, found, form, "card_staff_print", "plan:card_pdf", key)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=TOPIC)
@never_cache
def card_pdf(request: ViewerRequest, key: UUID, print: UUID) -> HttpResponse:
    """The paper of a copy that this worker noted; an old copy is not made again."""
    viewer = request.viewer
    of = whose(viewer, key, TOPIC)
    found = reads.card(viewer, of)
    noted = reads.one_print(viewer, found, print)
    if not noted.why:
        raise Http404
    if noted.old:
        messages.info(request, "Deze kaart is oud. Maak een nieuwe.")
        return redirect("plan:card_print", key=key)
    return _pdf(request, of, found, noted)
