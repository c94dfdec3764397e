"""Pages that show several rooms together: Mijn dag, the client list, the person, Mijn route."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.desk import overview, reads
from landing.desk.forms import filters_of
from landing.desk.rows import Rows, options
from landing.desk.sight import sight_of
from landing.people import actions as people_actions
from landing.people import limits
from landing.people import reads as people
from landing.people.forms import PersonForm
from landing.people.once import once
from landing.people.policy import EVERY_ROLE, STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, WHO_EXPORT, WHO_READ_CARDS, open_to
from landing.people.recorder import LIST, SEARCH
from landing.people.roles import Reach, Role
from landing.people.viewer import ViewerRequest
from landing.rights import reads as rights
from landing.route import actions as route_actions
from landing.route import reads as route
from landing.route import rulebook
from landing.route.storyline import frame
from landing.route.words import PHASE_WORDS


@open_to(EVERY_ROLE, "GET")
def start(request: ViewerRequest) -> HttpResponse:
    """To the first page of one's role; a role without one yet is told what there is."""
    viewer = request.viewer
    if viewer.role is Role.CLIENT:
        return redirect("desk:my_today")
    if viewer.sees_people:
        return redirect("desk:my_day")
    if viewer.role is Role.ADMINISTRATOR:
        return redirect("route:rule_changes")
    if viewer.rule.oversees:
        return redirect("rights:questions")
    return render(request, "desk/start.html")


@open_to(STAFF_WITH_PEOPLE, "GET", topic="list")
def my_day(request: ViewerRequest) -> HttpResponse:
    """What is due now and soon, for whom and why; what to ask; who is silent."""
    viewer = request.viewer
    filters = filters_of(request.GET, viewer)
    book = rulebook.current(viewer.region_code)
    shown = request.GET.get("toon", "")
    context: dict[str, Any] = {
        "filters": filters,
        "phases": PHASE_WORDS,
        "chooses_whose": viewer.rule.reach is Reach.ORGANISATION,
        "carers": options(reads.carers(viewer), filters.carer),
        "today": viewer.today,
        "sight": sight_of(viewer, book),
        "counts": reads.day_counts(viewer, book, filters),
        "shown": shown,
        "may_write": viewer.rule.writes,
        "here": request.get_full_path(),
        "notices": rights.notices(viewer),
        "reads_cards": viewer.role in WHO_READ_CARDS,
    }
    rows = Rows(viewer)
    match shown:
        case "dag":
            tasks = reads.tasks_by_day(viewer, book, filters)
            request.access.saw((row.person for row in tasks.rows), action=LIST)
            context |= {"rows": rows.of_days(tasks.rows), "next": tasks.next}
        case "vragen":
            questions = reads.questions(viewer, book, filters)
            request.access.saw((row.person for row in questions.rows), action=LIST)
            context |= {"rows": rows.of_questions(questions.rows), "next": questions.next}
        case "stil":
            silent = reads.silent(viewer, book, filters)
            request.access.saw((row.person for row in silent.rows), action=LIST)
            context |= {"rows": rows.of_silent(silent.rows), "next": silent.next}
        case _:
            by_person = reads.tasks_by_person(viewer, book, filters)
            request.access.saw((row.person for row in by_person.rows), action=LIST)
            context |= {"shown": "persoon", "rows": rows.of_people(by_person.rows), "next": by_person.next}
    return render(request, "desk/my_day.html", context)


@open_to(STAFF_WITH_PEOPLE, "GET", topic="list")
def clients(request: ViewerRequest) -> HttpResponse:
    """The client list: search while typing, narrow, sort, fifty a page."""
    viewer = request.viewer
    filters = filters_of(request.GET, viewer)
    book = rulebook.current(viewer.region_code)
    refused = limits.refusal(viewer, "search") if filters.text else ""
    page = reads.NOBODY if refused else reads.clients(viewer, book, filters)
    if not refused:
        request.access.saw((row.person for row in page.rows), action=SEARCH if filters.text else LIST)
    status = 429 if refused else 200
    context: dict[str, Any] = {
        "rows": Rows(viewer).of_clients(page.rows), "next": page.next, "may_export": viewer.role in WHO_EXPORT,
        "refused": refused,
    }  # fmt: skip
    if request.htmx and request.htmx.target == "rijen":
        return render(request, "desk/parts/client_rows.html", context, status=status)
    context |= {
        "filters": filters,
        "phases": PHASE_WORDS,
        "municipalities": options(people.municipalities(viewer.region), filters.municipality),
        "carers": options(reads.carers(viewer), filters.carer),
        "chooses_whose": viewer.rule.reach is Reach.ORGANISATION,
        "may_write": viewer.rule.writes,
        "sight": sight_of(viewer, book),
    }
    return render(request, "desk/clients.html", context, status=status)


@open_to(STAFF_WHO_WRITE, "GET", "POST", topic="identity")
@once
def new_client(request: ViewerRequest) -> HttpResponse:
    """Add a person and begin the route; a first name is enough."""
    viewer = request.viewer
    request.access.nobody()
    form = PersonForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            person = people_actions.add_person(
                viewer=viewer, given_name=found["given_name"], infix=found["infix"], surname=found["surname"],
                call_me=found["call_me"], birth_date=found["birth_date"], origin_id=found["origin"],
            )  # fmt: skip
            route_actions.start_journey(viewer=viewer, person_key=person.key)
        except people_actions.NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "De route is begonnen. Vul nu in wat je al weet.")
            return redirect("route:facts", key=person.key)
    return render(request, "desk/new_client.html", {"form": form})


@open_to(None, "GET")
def about(request: ViewerRequest) -> HttpResponse:
    """What this is, for whoever comes by: open to everyone."""
    return render(request, "desk/about.html", {"demo": settings.DEMO})


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="route")
def person(request: ViewerRequest, key: UUID) -> HttpResponse:
    """One person on one page: who, phase, dates, what now, who is around, gates, history."""
    viewer = request.viewer
    opened = route.opened(viewer, key)
    if not opened.lens.shows({"identity"}):
        return render(request, "desk/person_closed.html", frame(viewer, opened.journey, opened.lens))
    shown, rows = overview.of(viewer, opened), Rows(viewer)
    shown |= {group: rows.of_person(key, shown[group], settled=group == "settled") for group in overview.GROUPS}
    return render(request, "desk/person.html", frame(viewer, opened.journey, opened.lens) | shown)
