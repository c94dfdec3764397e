"""Mijn noodkaart, and the same card for staff whom the person chose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WITH_PEOPLE, WHO_READ_CARDS, open_to
from landing.people.recorder import LIST, PRINT
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.plan import card_actions as actions
from landing.plan import card_paper as paper
from landing.plan import card_reads as reads
from landing.plan import network_reads
from landing.plan.card_forms import CardForm, PrintForm
from landing.plan.card_reads import TOPIC, Card
from landing.plan.card_words import CONTACTS, MOST_CONTACTS, PART, PARTS
from landing.plan.gate_actions import Ticked
from landing.plan.reads import Whose, mine, whose
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
        "first_empty": next((part for part in PARTS if not found.filled(part.name)), PARTS[0]).name,
    }  # fmt: skip
    return _page(request, "card_mine", of, context)


def _write(request: ViewerRequest, of: Whose, form: CardForm) -> list[Any] | None:
    """Keep a form that is right and say so; the differences when somebody else changed the same meanwhile."""
    try:
        kept = actions.write(viewer=request.viewer, person_key=of.key, values=form.values(), seen=form.stood())
    except ChangedMeanwhile as conflict:
        return conflict.differences
    messages.success(request, _("Bewaard.") if kept.changed else _("Er is niets veranderd."))
    if kept.step is Ticked.OTHERS:
        messages.info(request, _("Vertel je begeleider dat je een noodkaart hebt. Dan kan die stap op je route klaar."))
    elif kept.step is Ticked.NOW:
        messages.info(request, _("De stap over je noodkaart is nu klaar."))
    return None


def _refreshed(form: CardForm, found: Card) -> CardForm:
    """The same form with what was typed, based on what stands there now, so that sending again is a choice."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = CardForm(card=found, parts=form.parts).initial["seen"]
    form.data = data
    return form


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_card_fill(request: ViewerRequest) -> HttpResponse:
    """The whole card on one page, for who fills it in together with somebody."""
    of = mine(request.viewer)
    found = reads.card(request.viewer, of)
    form = CardForm(request.POST or None, card=found, parts=NAMES)
    differences = None
    if request.method == "POST" and form.is_valid():
        differences = _write(request, of, form)
        if differences is None:
            return redirect("plan:my_card")
        form = _refreshed(form, found)
    texts = [(part, form[part.name] if part.name != CONTACTS else None) for part in PARTS]
    context = {"form": form, "texts": texts, "differences": differences}
    return _page(request, "card_fill", of, context, 409 if differences else 200)


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
    asked = request.GET.get("versie", "")
    was = reads.version(viewer, found, int(asked)) if asked.isdecimal() and len(asked) < 6 else None
    context = {"card": found, "versions": reads.versions(viewer, found), "was": was, "rows": _rows(was) if was else []}
    return _page(request, "card_versions", of, context)


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_card_print(request: ViewerRequest) -> HttpResponse:
    """Make the card for paper: for whom, and first whether everything fits."""
    viewer = request.viewer
    of = mine(viewer)
    found = reads.card(viewer, of)
    form = PrintForm(request.POST or None)
    troubles: list[str] = []
    parts: list[str] = []
    if not found.empty:
        try:
            paper.fitting_sizes(found, number=found.version, on=viewer.today, name=of.name)
        except paper.DoesNotFit as trouble:
            troubles, parts = trouble.troubles, trouble.parts
    if request.method == "POST" and form.is_valid() and not troubles:
        try:
            made = actions.keep_print(viewer=viewer, person_key=of.key, for_whom=form.cleaned_data["for_whom"])
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("plan:my_card_pdf", print=made)
    context = {
        "card": found,
        "form": form,
        "troubles": troubles,
        "parts": [PART[name] for name in dict.fromkeys(parts)],
    }
    return _page(request, "card_print", of, context)


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
    request.access.action = PRINT
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
    return _page(request, "card_staff", of, {"card": found, "rows": _rows(found)})
