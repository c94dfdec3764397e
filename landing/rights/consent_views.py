"""Staff pages about one person's consents: what there is, asking, on paper, recording, withdrawing, renewing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, open_to
from landing.people.viewer import ViewerRequest
from landing.rights import consent_actions as actions
from landing.rights import consent_reads as reads
from landing.rights import consent_words as words
from landing.rights.consent_forms import AskForm, RecordForm, RenewForm
from landing.ui.dates import long_date

OTHER = "ander"
LIST = "rights:consents"


def page(request: ViewerRequest, template: str, person: Any, context: dict[str, Any]) -> HttpResponse:
    """A staff page about one person."""
    shared = {
        "person": person,
        "name": people.show_name(person.given_name, person.infix, person.surname, person.call_me),
        "today": request.viewer.today,
    }
    return render(request, f"rights/{template}.html", shared | context)


@open_to(STAFF_WHO_WRITE, "GET", about_a_person=True, topic="consents")
def consents(request: ViewerRequest, key: UUID) -> HttpResponse:
    """What is in force, what ends soon, what waits for an answer and what is over."""
    person = people.person(request.viewer, key)
    speakers = reads.representations(request.viewer, person)
    context = {
        "found": reads.overview(request.viewer, person),
        "speakers": [row for row in speakers if reads.representation_holds(row, request.viewer.today)],
        "has_account": person.account_id is not None,
    }
    return page(request, "consent_list", person, context)


def chosen_receiver(found: list[reads.Receiver], given: str) -> reads.Receiver | None:
    """The receiver that an address or a form names; None when it names none that can be chosen."""
    if given == OTHER:
        return reads.Receiver(None, "", None, "")
    return next((one for one in found if str(one.id) == given), None)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="consents")
@once
def consent_ask(request: ViewerRequest, key: UUID) -> HttpResponse:
    """First the receiver, then what to ask; a preview as the person reads it; then the question is put."""
    viewer = request.viewer
    person = people.person(viewer, key)
    receivers = reads.receivers(viewer)
    given = request.POST if request.method == "POST" else request.GET
    receiver = chosen_receiver(receivers, given.get("aan", ""))
    if receiver is None:
        return page(request, "consent_ask_whom", person, {"receivers": receivers, "other": OTHER})
    form = AskForm(
        request.POST or None, topics=words.askable(receiver.kind), named=receiver.id is None, today=viewer.today,
        initial={"purpose": request.GET.get("doel", "")},
    )  # fmt: skip
    preview = None
    if request.method == "POST" and form.is_valid():
        if "toon" not in request.POST:
            try:
                return put(request, key, receiver, form)
            except NotPossible as reason:
                form.add_error(None, str(reason))
        else:
            preview = as_read(request, receiver, form)
    left_out = [words.TOPICS[topic].label for topic in words.TOPICS if topic not in words.askable(receiver.kind)]
    context = {"form": form, "receiver": receiver, "aan": given.get("aan", ""), "asked": preview, "left_out": left_out,
               "refusing": words.REFUSING}  # fmt: skip
    return page(request, "consent_ask", person, context)


def put(request: ViewerRequest, key: UUID, receiver: reads.Receiver, form: AskForm) -> HttpResponse:
    """Ask what the form says."""
    found = form.cleaned_data
    actions.ask(
        viewer=request.viewer, person_key=key, organisation_id=receiver.id,
        receiver_name=found.get("receiver_name", ""), topics=found["topics"], purpose=found["purpose"],
        until=found["until"], why=found["why"],
    )  # fmt: skip
    messages.success(request, "De vraag is gesteld. Kan de persoon niet inloggen? Druk hem dan af.")
    return redirect(LIST, key=key)


def as_read(request: ViewerRequest, receiver: reads.Receiver, form: AskForm) -> words.Asked:
    """The question as the person would read it."""
    found = form.cleaned_data
    return reads.asked_by(
        request.viewer, receiver.name or found.get("receiver_name", ""), found["topics"], found["purpose"],
        found["why"], found["until"],
    )  # fmt: skip


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="consents")
@once
def consent_take_back(request: ViewerRequest, key: UUID, question: UUID) -> HttpResponse:
    """Take a question back that was not answered yet."""
    try:
        changed = actions.take_back(viewer=request.viewer, person_key=key, question_key=question)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "De vraag is teruggenomen." if changed else "De vraag was al teruggenomen.")
    return redirect(LIST, key=key)


@open_to(STAFF_WHO_WRITE, "GET", about_a_person=True, topic="consents")
def consent_paper(request: ViewerRequest, key: UUID, question: UUID) -> HttpResponse:
    """The question for paper, on one sheet: boxes to tick, and room for the signatures of person and witness."""
    person = people.person(request.viewer, key)
    row = reads.question(request.viewer, person, question)
    context = {"asked": reads.asked(row), "row": reads.opened(row, request.viewer.today), "refusing": words.REFUSING}
    return page(request, "consent_paper", person, context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="consents")
@once
def consent_record(request: ViewerRequest, key: UUID, question: UUID) -> HttpResponse:
    """Write down an answer given on paper before a witness, or by a representative."""
    viewer = request.viewer
    person = people.person(viewer, key)
    row = reads.question(viewer, person, question)
    gone = words.GONE_STAFF.get(reads.question_state(row, viewer.today), "")
    if gone:
        messages.info(request, gone)
        return redirect(LIST, key=key)
    speakers = [
        (str(one.key), f"{one.name} ({one.get_kind_display()})") for one in reads.representations(viewer, person)
    ]
    asked = reads.asked(row)
    form = RecordForm(request.POST or None, asked=asked, speakers=speakers)
    if request.method == "POST" and form.is_valid():
        try:
            return recorded(request, key, question, form)
        except NotPossible as reason:
            form.add_error(None, str(reason))
    return page(request, "consent_record", person, {"form": form, "asked": asked, "has_speakers": bool(speakers)})


def recorded(request: ViewerRequest, key: UUID, question: UUID, form: RecordForm) -> HttpResponse:
    """Keep the answer that the form says."""
    found = form.cleaned_data
    speaker = found.get("representation") if found["how"] == "representative" else None
    consent = actions.record_answer(
        viewer=request.viewer, person_key=key, question_key=question,
        topics=found["topics"] if found["answer"] == "yes" else [], given_on=found["given_on"], until=found["until"],
        witness="" if speaker else found["witness"], representation=UUID(speaker) if speaker else None,
    )  # fmt: skip
    text = f"Vastgelegd. De toestemming geldt tot {long_date(consent.to_date)}." if consent else "Vastgelegd: nee."
    messages.success(request, text)
    return redirect(LIST, key=key)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="consents")
@once
def consent_withdraw(request: ViewerRequest, key: UUID, consent: UUID) -> HttpResponse:
    """Withdraw on the person's word, after seeing what it changes."""
    viewer = request.viewer
    person = people.person(viewer, key)
    row = reads.consent(viewer, person, consent)
    if request.method == "POST":
        changed = actions.withdraw(viewer=viewer, consent_key=consent, person_key=key)
        messages.success(request, "Ingetrokken. Dit geldt meteen." if changed else "Deze toestemming was al gestopt.")
        return redirect(LIST, key=key)
    context = {"one": reads.given(row, viewer.today), "effect": reads.effect(viewer, row)}
    return page(request, "consent_withdraw", person, context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="consents")
@once
def consent_renew(request: ViewerRequest, key: UUID, consent: UUID) -> HttpResponse:
    """Ask the person again for a consent that ends within sixty days: the same topics, never silently longer."""
    viewer = request.viewer
    person = people.person(viewer, key)
    row = reads.consent(viewer, person, consent)
    one = reads.given(row, viewer.today)
    if not one.renewable:
        messages.info(request, "Verlengen kan pas in de laatste zestig dagen van een toestemming die nog geldt.")
        return redirect(LIST, key=key)
    form = RenewForm(request.POST or None, today=viewer.today, initial={"why": reads.why_asked(row)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(
                viewer=viewer, person_key=key, organisation_id=row.organisation_id, receiver_name=row.receiver_name,
                topics=one.topics, purpose=row.purpose, until=form.cleaned_data["until"], why=form.cleaned_data["why"],
                renews=consent,
            )  # fmt: skip
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "De vraag om verlenging is gesteld. Tot het antwoord blijft de oude einddatum.")
            return redirect(LIST, key=key)
    return page(request, "consent_renew", person, {"form": form, "one": one})
