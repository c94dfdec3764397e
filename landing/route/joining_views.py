"""Pages about records that may be one person: looking, joining, splitting."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.core.due.explain import fact_value_text
from landing.people import actions as people_actions
from landing.people import limits
from landing.people import reads as people
from landing.people.models import Likeness, Person
from landing.people.once import once
from landing.people.policy import WHO_MERGE, open_to
from landing.people.recorder import SEARCH
from landing.people.viewer import ViewerRequest
from landing.route import joining, reads, rulebook
from landing.route.storyline import frame


@open_to(WHO_MERGE, "GET", topic="doubles")
def likenesses(request: ViewerRequest) -> HttpResponse:
    """The pairs that may be one person."""
    limits.count(request.viewer, "pairs")
    mark = request.GET.get("na", "")
    rows = joining.likenesses(request.viewer, int(mark) if mark.isdecimal() and len(mark) < 16 else 0)
    pairs = [
        {
            "id": row["id"], "certain": row["certain"], "reasons": row["reasons"],
            "names": [
                people.show_name(*(row[f"{side}__{name}"] for name in ("given_name", "infix", "surname")))
                for side in ("first", "second")
            ],
            "birth": [row["first__birth_date"], row["second__birth_date"]],
        }
        for row in rows[:50]
    ]  # fmt: skip
    joined = [
        {
            "id": one.pk, "key": one.kept.key, "at": one.joined_at,
            "names": [people.show_name(p.given_name, p.infix, p.surname) for p in (one.kept, one.joined)],
        }
        for one in joining.recently_joined(request.viewer)
    ]  # fmt: skip
    context = {"pairs": pairs, "next": rows[49]["id"] if len(rows) > 50 else "", "joined": joined}
    return render(request, "route/likenesses.html", context)


@open_to(WHO_MERGE, "GET", "POST", topic="doubles")
@once
def likeness(request: ViewerRequest, pk: int) -> HttpResponse:
    """Two records side by side: one person or two?"""
    viewer = request.viewer
    if request.method == "GET":
        limits.count(viewer, "pairs")
    pair = joining.likeness(viewer, pk)
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer == "different":
            people_actions.judge_likeness(viewer=viewer, likeness_id=pk, verdict=Likeness.Verdict.DIFFERENT)
            messages.success(request, "Genoteerd: dit zijn twee mensen.")
            return redirect("route:likenesses")
        kept, joined = (pair.first, pair.second) if answer == "first" else (pair.second, pair.first)
        if answer in {"first", "second"}:
            try:
                joining.join(viewer=viewer, kept=kept.key, joined=joined.key)
            except people_actions.NotPossible as reason:
                messages.error(request, str(reason))
                return redirect("route:likenesses")
            if not people.persons(viewer).filter(key=kept.key).exists():
                messages.success(request, "Samengevoegd. Was dit niet goed? Splits het weer onder aan deze pagina.")
                return redirect("route:likenesses")
            messages.success(request, "Samengevoegd. Was dit niet goed? Splits het weer bij Geschiedenis.")
            return redirect("desk:person", key=kept.key)
        messages.error(request, "Kies wat er met deze twee dossiers moet gebeuren.")
    both_seen = people.persons(viewer).filter(key__in=[pair.first.key, pair.second.key]).count() == 2
    context = {
        "pair": pair,
        "both_seen": both_seen,
        "rows": _beside(request, pair.first, pair.second, whole=both_seen),
        "columns": ["Gegeven", "Dossier 1", "Dossier 2"],
    }
    return render(request, "route/likeness.html", context)


def _beside(request: ViewerRequest, *both: Person, whole: bool) -> list[tuple[str, list[str], bool]]:
    """What the two records say, row by row, and whether it differs.

    Of records that are not the viewer's own only what tells two people apart, and which organisations know them.
    """
    viewer = request.viewer
    if not whole:
        rows = _told_apart(both)
        known = [", ".join(people.organisations_of(p.pk, viewer.today)) or "niemand" for p in both]
        return [(label, values, values[0] != values[1]) for label, values in [*rows, ("Bekend bij", known)]]
    book = rulebook.current(viewer.region_code)
    rows = [
        *_told_apart(both),
        (
            "Betrokken",
            [", ".join(line.name for line in people.around_of(p.pk, viewer.today)) or "niemand" for p in both],
        ),
    ]
    facts = []
    for p in both:
        found = reads.journeys(viewer).filter(person=p).exists()
        facts.append(reads.opened(viewer, p.key).shown_facts if found else {})
    for kind, fact in book.facts.items():
        if any(kind in known for known in facts):
            rows.append((fact.label, [fact_value_text(fact, k[kind]) if kind in k else "niet bekend" for k in facts]))
    return [(label, values, values[0] != values[1]) for label, values in rows]


def _told_apart(both: tuple[Person, ...]) -> list[tuple[str, list[str]]]:
    return [
        ("Naam", [people.show_name(p.given_name, p.infix, p.surname) for p in both]),
        ("Geboren", [p.birth_date.strftime("%d-%m-%Y") if p.birth_date else "niet ingevuld" for p in both]),
        ("Gemeente van herkomst", [p.origin.name if p.origin else "niet ingevuld" for p in both]),
    ]


@open_to(WHO_MERGE, "GET", "POST", about_a_person=True, topic="doubles")
@once
def double(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Look for another record of the same person, by name."""
    viewer = request.viewer
    journey = reads.journey(viewer, key)
    lens = reads.lens(viewer, journey)
    if request.method == "POST":
        try:
            other = UUID(request.POST.get("other", ""))
        except ValueError:
            messages.error(request, "Kies een van de gevonden dossiers.")
            return redirect("route:double", key=key)
        offer = joining.propose(viewer=viewer, first=key, second=other)
        return redirect("route:likeness", pk=offer.pk)
    text = request.GET.get("zoek", "")[:100]
    found = []
    refused = limits.refusal(viewer, "search") if text.strip() else ""
    if text.strip() and not refused:
        rows = people.persons(viewer).exclude(key=key)
        for word in people.fold(text).split()[:5]:
            rows = rows.filter(search_name__named=word)
        found = [
            (person.key, people.show_name(person.given_name, person.infix, person.surname), person.birth_date)
            for person in rows.order_by("sort_name", "id")[:20]
        ]
        request.access.saw((other for other, _, _ in found), action=SEARCH)
    context = frame(viewer, journey, lens) | {"text": text, "found": found, "refused": refused}
    return render(request, "route/double.html", context, status=429 if refused else 200)


@open_to(WHO_MERGE, "POST", about_a_person=True, topic="doubles")
@once
def split(request: ViewerRequest, key: UUID, joining_id: int) -> HttpResponse:
    """Split two records again."""
    joining.split(viewer=request.viewer, person_key=key, joining_id=joining_id)
    messages.success(request, "Weer gesplitst in twee dossiers.")
    if not people.persons(request.viewer).filter(key=key).exists():
        return redirect("route:likenesses")
    return redirect("route:history", key=key)
