"""Deeds on one route: facts, steps, gates, a key date tried, history and undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from landing.core.due.explain import explain, rule_of
from landing.core.due.trial import try_key_date
from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.viewer import ViewerRequest
from landing.route import actions, joining, reads, step_pages, storyline
from landing.route.forms import FactsForm, GateForm, KeyDateForm, StepForm
from landing.route.models import StepMark
from landing.route.storyline import frame
from landing.route.words import WHO_WORDS
from landing.ui.notices import notify


def back_to(request: ViewerRequest, otherwise: str) -> HttpResponse:
    """To the page the deed was done from, if that is a page of this site."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = otherwise
    return redirect(target)


def said(request: ViewerRequest, key: UUID, text: str, written: actions.Written) -> None:
    """Say what was done, with a way to undo it."""
    if written.event is None:
        messages.info(request, "Dit stond al zo.")
        return
    notify(request, text, undo_url=reverse("route:undo", args=[key, written.event]))


def attempt(request: ViewerRequest, deed: Callable[[], actions.Written], key: UUID, text: str) -> None:
    """Do a deed and say so, or say why it cannot be done."""
    try:
        said(request, key, text, deed())
    except NotPossible as reason:
        messages.error(request, str(reason))


@open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic="facts")
@once
def facts(request: ViewerRequest, key: UUID) -> HttpResponse:
    """What is known and what not; the fact that decides most is asked first."""
    viewer = request.viewer
    route = reads.opened(viewer, key)
    book, known = route.book, route.known
    reckoning = reads.reckon(viewer.region_code, viewer.today, known, book)
    first = [unknown for unknown in reckoning.unknown_facts if unknown.ask_now and route.shows_fact(unknown.fact)]
    asked = [unknown.fact for unknown in first]
    reached = reads.PHASES.index(reckoning.phase)
    shown = {kind: fact for kind, fact in book.facts.items() if route.shows_fact(kind)}
    rest = [
        kind for kind, fact in shown.items()
        if kind not in asked and (kind in known.facts or reads.PHASES.index(fact.ask_from) <= reached + 1)
    ]  # fmt: skip
    later = [kind for kind in shown if kind not in asked and kind not in rest]
    form = FactsForm(
        request.POST or None, book=book, asked=[*asked, *rest, *later], known=route.shown_facts, ids=known.ids,
        today=viewer.today,
    )  # fmt: skip
    differences: list[Any] = []
    if request.method == "POST":
        actions.require_writer(viewer)
        if form.is_valid():
            try:
                written = actions.record_facts(viewer=viewer, person_key=key, changes=form.changes(), seen=form.seen())
            except ChangedMeanwhile as conflict:
                differences = conflict.differences
                form = _with_fresh_marks(form, known.ids)
            else:
                said(request, key, "Opgeslagen. De stappen zijn opnieuw bekeken.", written)
                return redirect("desk:person", key=key)
    context = frame(viewer, route.journey, route.lens) | {
        "form": form,
        "differences": differences,
        "decides": {unknown.fact: unknown.decides for unknown in first},
        "first": [form[kind] for kind in asked],
        "dates": [form[kind] for kind in rest if book.facts[kind].kind == "date"],
        "situation": [form[kind] for kind in rest if book.facts[kind].kind != "date"],
        "later": [form[kind] for kind in later],
    }
    return render(request, "route/facts.html", context, status=409 if differences else 200)


def _with_fresh_marks(form: FactsForm, ids: dict[str, int]) -> FactsForm:
    """The same form with what was typed, now based on the newest values, so that saving again is a choice."""
    data = dict(form.data.items())
    for kind in form.kinds:
        data[f"seen_{kind}"] = str(ids.get(kind, 0))
    form.data = data
    return form


@open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic="route")
@once
def step(request: ViewerRequest, key: UUID, rule: str) -> HttpResponse:
    """One step of one person: what, why, by when, from which source; and done on a day, or set aside with a reason."""
    viewer = request.viewer
    route = reads.opened(viewer, key)
    book, known = route.book, route.known
    if not book.versions(rule) or not route.shows_step(rule):
        raise Http404
    reckoning = reads.reckon(viewer.region_code, viewer.today, known, book)
    row = reckoning.by_id().get(rule)
    form = StepForm(request.POST or None, initial={"on": viewer.today})
    if request.method == "POST":
        actions.require_writer(viewer)
        aside = request.POST.get("kind") == StepMark.Kind.SET_ASIDE
        if form.is_valid():
            found = form.cleaned_data
            try:
                written = actions.mark_step(
                    viewer=viewer, person_key=key, rule=rule, why=found["why"] if aside else "",
                    kind=StepMark.Kind.SET_ASIDE if aside else StepMark.Kind.DONE, on=None if aside else found["on"],
                )  # fmt: skip
            except NotPossible as reason:
                form.add_error("why" if aside else "on", str(reason))
            else:
                said(request, key, "Opzij gezet." if aside else "Klaar.", written)
                return redirect("desk:person", key=key)
    undone = {due.rule_id for due in reckoning.dues if not due.settled}
    shown_undone = {other for other in undone if route.shows_step(other)}
    version = rule_of(book, row) if row else book.last_version(rule, viewer.today)
    context = frame(viewer, route.journey, route.lens) | {
        "row": row,
        "rule": version,
        "document": book.sources.get(version.source.document),
        "because": explain(book, row, known.facts, known.set_aside.get(rule), shown_undone) if row else [],
        "waits": [book.facts[fact] for fact in row.waits_for] if row else [],
        "form": form,
        "after": [
            (other, book.last_version(other, viewer.today).title, other not in undone)
            for other in version.after
            if route.shows_step(other)
        ],
        "gates": [book.gates[gate] for gate in version.blocks],
        "done_at": step_pages.staff_page(rule, key, route.lens),
    }
    return render(request, "route/step.html", context)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="route")
@once
def step_done(request: ViewerRequest, key: UUID, rule: str) -> HttpResponse:
    """Done today, in one click."""
    viewer = request.viewer
    attempt(request, lambda: actions.mark_step(viewer=viewer, person_key=key, rule=rule), key, "Klaar.")
    return back_to(request, reverse("desk:person", args=[key]))


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="route")
@once
def step_take_back(request: ViewerRequest, key: UUID, rule: str) -> HttpResponse:
    """Not done after all."""
    viewer = request.viewer
    attempt(
        request, lambda: actions.take_back_step(viewer=viewer, person_key=key, rule=rule), key,
        "Teruggenomen. De stap staat weer open.",
    )  # fmt: skip
    return back_to(request, reverse("route:step", args=[key, rule]))


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="route")
@once
def contact(request: ViewerRequest, key: UUID) -> HttpResponse:
    """There was contact today."""
    viewer = request.viewer
    attempt(
        request,
        lambda: actions.record_fact(viewer=viewer, person_key=key, kind="last_contact", value=viewer.today),
        key, "Contact van vandaag genoteerd.",
    )  # fmt: skip
    return back_to(request, reverse("desk:person", args=[key]))


@open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic="route")
@once
def gate(request: ViewerRequest, key: UUID, gate: str) -> HttpResponse:
    """A gate: what is missing and who can mend it; passing it with a reason, for whoever has the mandate."""
    viewer = request.viewer
    route = reads.opened(viewer, key)
    book = route.book
    if gate not in book.gates or not route.lens.shows({"continuity"}):
        raise Http404
    reckoning = reads.reckon(viewer.region_code, viewer.today, route.known, book)
    state = next(found for found in reckoning.gates if found.gate_id == gate)
    form = GateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.pass_gate(viewer=viewer, person_key=key, gate=gate, why=form.cleaned_data["why"])
        except NotPossible as reason:
            form.add_error("why", str(reason))
        else:
            said(request, key, "De poort is open gezet. Wat ontbreekt, blijft op de lijst.", written)
            return redirect("desk:person", key=key)
    rows = reckoning.by_id()
    missing = [(rows[rule], rule_of(book, rows[rule])) for rule in state.missing]
    blocking = [(row, rule_of(book, row)) for row in reckoning.dues
                if gate in rule_of(book, row).blocks and row.rule_id not in state.missing]  # fmt: skip
    shown = [(row, rule) for row, rule in missing if route.shows_rule(rule)]
    context = frame(viewer, route.journey, route.lens) | {
        "gate": book.gates[gate],
        "state": state,
        "missing": shown,
        "hidden_missing": len(missing) - len(shown),
        "blocking": [(row, rule) for row, rule in blocking if route.shows_rule(rule)],
        "form": form,
        "has_mandate": viewer.role in book.gates[gate].mandate,
        "mandate": [WHO_WORDS.get(role, role) for role in book.gates[gate].mandate],
    }
    return render(request, "route/gate.html", context)


@open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic="route")
@once
def key_date(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Suppose the key comes on …: the order of work, what no longer fits, and what then."""
    viewer = request.viewer
    route = reads.opened(viewer, key)
    book, known = route.book, route.known
    if not route.shows_fact("key_handover"):
        raise Http404
    if request.method == "POST":
        return _keep_key_date(request, key, known)
    form = KeyDateForm(request.GET or None)
    days = []
    if form.is_valid():
        days = [day for day in (form.cleaned_data["date"], form.cleaned_data["other"]) if day]
        far = [day for day in days if not viewer.today <= day <= viewer.today + timedelta(days=731)]
        if far:
            form.add_error("date", "Kies een dag vanaf vandaag, hooguit twee jaar vooruit.")
            days = []
    trials = [
        try_key_date(book, viewer.today, known.facts, day, done=known.done, set_aside=known.set_aside,
                     passed=known.passed)
        for day in dict.fromkeys(days)
    ]  # fmt: skip
    context = frame(viewer, route.journey, route.lens) | {
        "form": form,
        "trials": [storyline.trial_page(route, viewer.today, trial) for trial in trials],
        "current": known.facts.get("key_handover"),
        "seen": known.ids.get("key_handover", 0),
    }
    return render(request, "route/key_date.html", context)


def _keep_key_date(request: ViewerRequest, key: UUID, known: reads.Known) -> HttpResponse:
    """Make the tried date the real one."""
    actions.require_writer(request.viewer)
    try:
        day = date.fromisoformat(request.POST.get("date", ""))
    except ValueError:
        raise Http404 from None
    seen = request.POST.get("seen", "0")
    try:
        written = actions.record_facts(
            viewer=request.viewer, person_key=key, changes={"key_handover": day},
            seen={"key_handover": int(seen) if seen.isdecimal() and len(seen) < 16 else 0},
        )  # fmt: skip
    except ChangedMeanwhile as conflict:
        line = conflict.differences[0]
        messages.error(
            request,
            f"Er is niets veranderd: {line.by_name or 'iemand anders'} zette de sleuteldatum intussen op {line.theirs}.",
        )
        return redirect("route:key_date", key=key)
    said(request, key, "De sleuteldatum staat vast. Alle stappen zijn opnieuw bekeken.", written)
    return redirect("desk:person", key=key)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="history")
def history(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Everything that changed: who, when, from what to what."""
    viewer = request.viewer
    route = reads.opened(viewer, key)
    journey, whole = route.journey, route.lens.shows({"continuity"})
    before = request.GET.get("na", "")
    number = int(before) if before.isdecimal() and len(before) < 16 else None
    lines = reads.history(viewer, journey.pk, before=number, limit=51)
    around = people.person_history(viewer, journey.person_id) if whole else []
    context = frame(viewer, journey, route.lens) | {
        "lines": storyline.history_lines(route, lines[:50]),
        "people_lines": [storyline.person_line(line) for line in around],
        "next": lines[49]["id"] if len(lines) > 50 else "",
        "joinings": joining.joinings(viewer, journey.person) if whole else [],
    }
    return render(request, "route/history.html", context)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="route")
@once
def undo(request: ViewerRequest, key: UUID, event: UUID) -> HttpResponse:
    """Undo one change."""
    try:
        written = actions.undo(viewer=request.viewer, person_key=key, event=event)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Ongedaan gemaakt." if written.event else "Dit was al ongedaan gemaakt.")
    return back_to(request, reverse("desk:person", args=[key]))
