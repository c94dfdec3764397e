"""The rules, open to everyone; and for the administrator a change tried on all routes before it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.core.due.marked import RulebookFaults
from landing.core.due.rules import Rule, Rulebook
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.roles import Role
from landing.people.row_security import everyone
from landing.people.viewer import ViewerRequest
from landing.route import bulk, rule_actions, rule_effects, rule_reads, rule_words, rulebook
from landing.route.models import RulebookChange
from landing.route.rule_forms import RuleChangeForm
from landing.route.words import LIFE_CONDITION_WORDS, PHASE_WORDS, WHO_WORDS
from landing.ui.notices import notify

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
WORDS = {"phase_words": PHASE_WORDS, "who_words": WHO_WORDS, "condition_words": LIFE_CONDITION_WORDS}
MARKS = {"anders": "Aangepast door de regio", "eigen": "Eigen regel van de regio", "beide": "Aangepast of eigen"}
STATE_TONES = {"draft": "info", "live": "pos", "withdrawn": "quiet"}


@open_to(None, "GET")
def rules(request: ViewerRequest) -> HttpResponse:
    """Every rule of the route, with the region's own and changed rules marked; then gates and settings."""
    viewer = request.viewer
    book = rulebook.current(rule_reads.region_of(viewer))
    wanted = rule_reads.Wanted.of(request.GET)
    groups = rule_reads.lines(book, viewer.today, wanted)
    context = WORDS | {
        "wanted": wanted,
        "groups": groups,
        "count": sum(len(found) for _, found in groups),
        "total": len(list(book.rule_ids)),
        "gates": rule_reads.gate_lines(book, viewer.today),
        "settings": rule_reads.setting_lines(book),
        "marks": MARKS,
    }
    return render(request, "route/rules.html", context)


def _found(book: Rulebook, rule_id: str, request: ViewerRequest) -> Rule:
    """The version that spoke last on or before today; 404 for an id that no rule has."""
    if not book.versions(rule_id):
        raise Http404
    return book.last_version(rule_id, request.viewer.today)


@open_to(None, "GET")
def rule(request: ViewerRequest, rule: str) -> HttpResponse:
    """One rule: what, why, when, by when, who, which source, which versions, and what the region does otherwise."""
    viewer = request.viewer
    book = rulebook.current(rule_reads.region_of(viewer))
    found = _found(book, rule, request)
    options = rule_reads.versions(book, rule)
    context = WORDS | {
        "rule": found,
        "told": dict(rule_words.told(book, found, viewer.today)),
        "comes_back": rule_words.again_text(book, found),
        "clause": rule_words.clause(book, found.when) if found.when else None,
        "after": [(other, rule_words.title_of(book, other, viewer.today)) for other in found.after],
        "before": [
            (other.id, other.title) for other in book.speaking(viewer.today).rules if found.id in other.after
        ],
        "gates": [book.gates[gate] for gate in found.blocks],
        "sources": [(book.documents.get(source.document), source) for source in (found.source, *found.more_sources)],
        "setting_ids": [
            book.settings[part.setting] for part in (found.due, found.not_before, found.repeat) if part and part.setting
        ],
        "versions": options,
        "speaks": found.valid_on(viewer.today),
        "may_change": viewer.rule.rules,
    }  # fmt: skip
    return render(request, "route/rule.html", context)


@open_to(None, "GET")
def rule_compare(request: ViewerRequest, rule: str) -> HttpResponse:
    """Two versions of a rule side by side; where the region does it differently also the national one."""
    viewer = request.viewer
    book = rulebook.current(rule_reads.region_of(viewer))
    found = _found(book, rule, request)
    options = rule_reads.versions(book, rule)
    last = next(option for option in reversed(options) if option.rule is found)
    before = options[max(0, options.index(last) - 1)]
    first = rule_reads.chosen(options, request.GET.get("van", ""), before)
    second = rule_reads.chosen(options, request.GET.get("naar", ""), last)
    lines = rule_reads.compared(first, second, viewer.today)
    context = {
        "rule": found, "options": options, "first": first, "second": second, "lines": lines,
        "differing": sum(1 for line in lines if line[3]),
        "columns": f"Wat|{first.label.capitalize()}|{second.label.capitalize()}|Verschil",
    }  # fmt: skip
    return render(request, "route/rule_compare.html", context)


@open_to(ADMINISTRATOR, "GET")
def rule_changes(request: ViewerRequest) -> HttpResponse:
    """The changes of the region with their state, and where a new one begins."""
    viewer = request.viewer
    now = rulebook.now(viewer.region_code)
    rows = [
        {
            "change": change,
            "tone": STATE_TONES[change.state],
            "title": rule_words.title_of(now.book, change.rule, viewer.today),
            "left_out": rulebook.change_name(change) in now.left_out,
        }
        for change in rule_reads.changes(viewer)[:200]
    ]
    context = {"rows": rows, "left_out": sum(row["left_out"] for row in rows)}
    return render(request, "route/rules_changes.html", context)


@open_to(ADMINISTRATOR, "GET", "POST")
@once
def rule_change_new(request: ViewerRequest, rule: str) -> HttpResponse:
    """Say what the region wants otherwise; it becomes a draft that nobody notices yet."""
    viewer = request.viewer
    book = rulebook.current(viewer.region_code)
    found = _found(book, rule, request)
    form = RuleChangeForm(request.POST or None, book=book, rule=found, today=viewer.today)
    if request.method == "POST" and form.is_valid():
        if "show" in request.POST:
            form = _with_text(form, book, found, request)
        else:
            try:
                made = rule_actions.prepare(
                    viewer=viewer, rule=found.id, text=form.override(), because=form.cleaned_data["because"]
                )
            except RulebookFaults as faults:
                form.show_faults(faults.faults)
            else:
                messages.success(request, "De wijziging is bewaard als concept. Er is nog niets veranderd.")
                return redirect("route:rule_change", key=made.key)
    context = WORDS | {
        "form": form, "rule": found, "told": dict(rule_words.told(book, found, viewer.today)),
        "open_text": bool(form.is_bound and (form["text"].value() or form["text"].errors)),
    }  # fmt: skip
    return render(request, "route/rule_change_new.html", context)


def _with_text(form: RuleChangeForm, book: Rulebook, found: Rule, request: ViewerRequest) -> RuleChangeForm:
    """The same form with the text that its fields make, to go on from there."""
    data = request.POST.copy()
    data["text"] = form.made()
    return RuleChangeForm(data, book=book, rule=found, today=request.viewer.today)


@open_to(ADMINISTRATOR, "GET")
def rule_change(request: ViewerRequest, key: UUID) -> HttpResponse:
    """What a change does to the running routes: how many dues appear, vanish and shift, and which."""
    viewer = request.viewer
    change = rule_reads.change(viewer, key)
    made = rulebook.now(viewer.region_code)
    now = made.book
    context: dict[str, Any] = {
        "change": change, "tone": STATE_TONES[change.state], "today": viewer.today,
        "title": rule_words.title_of(now, change.rule, viewer.today),
        "is_live": change.state == RulebookChange.State.LIVE, "phase_words": PHASE_WORDS,
        "kind_words": {"appears": "Komt erbij", "vanishes": "Vervalt", "shifts": "Verschuift"},
    }  # fmt: skip
    if found := made.left_out.get(rulebook.change_name(change)):
        told = [str(fault) for fault in found]
        return render(request, "route/rule_change.html", context | {"faults": told, "left_out": True})
    try:
        after = rule_reads.after_change(viewer, change)
    except RulebookFaults as faults:
        context["faults"] = [str(fault) for fault in faults.faults]
    else:
        context |= _effect(request, change, now, after)
    return render(request, "route/rule_change.html", context)


def _effect(request: ViewerRequest, change: RulebookChange, now: Rulebook, after: Rulebook) -> dict[str, Any]:
    """The counts, the counts by rule and phase, one page of the list, and what changes in the words of the rules."""
    viewer = request.viewer
    start = request.GET.get("vanaf", "")
    first = int(start) if start.isdecimal() and len(start) < 9 else 0
    books = (after, now)
    with everyone("both deeds in it do; once for the two spares the database two statements"):
        found = rule_effects.of(viewer, change, now, after, anew=not start)
        part = found.part(first, rule_reads.PAGE)
        lines = rule_reads.effect_lines(viewer, books, part)
    old, new = bulk.only_differing(now, after)
    words = []
    for rule_id in dict.fromkeys([*old.rule_ids, *new.rule_ids]):
        versions = [book.versions(rule_id)[-1:] for book in (now, after)]
        if versions[0] and versions[1]:
            told = [
                rule_words.told(book, one[0], viewer.today) for book, one in zip((now, after), versions, strict=True)
            ]
            words.append((versions[1][0], [(a[0], a[1], b[1]) for a, b in zip(*told, strict=True) if a != b]))
    return {
        "found": found,
        "totals": found.totals,
        "affected": found.affected,
        "by_rule": [
            {"title": rule_reads.title_in(books, rule_id, viewer.today), "phase": phase, "counts": counts}
            for (rule_id, phase), counts in sorted(found.counts.items())
        ],
        "lines": lines,
        "effects": found.effects,
        "first": first + 1,
        "last": first + len(part),
        "previous": max(0, first - rule_reads.PAGE) if first else None,
        "next": first + rule_reads.PAGE if first + rule_reads.PAGE < found.effects else None,
        "words": words,
    }


@open_to(ADMINISTRATOR, "POST")
@once
def rule_change_live(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Let a change hold from now on; every route is reckoned anew."""
    done = _attempt(request, key, rule_actions.put_live)
    if done is not None:
        change = rule_reads.change(request.viewer, key)
        undo = f"{reverse('route:rule_change_withdraw', args=[key])}?versie={change.version}"
        notify(
            request,
            f"De wijziging geldt nu. {_routes(done)} opnieuw bekeken.",
            undo_url=undo,
            undo_label="Trek weer in",
        )
    return redirect("route:rule_change", key=key)


@open_to(ADMINISTRATOR, "POST")
@once
def rule_change_withdraw(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Take a change back; every route is reckoned anew where it held."""
    done = _attempt(request, key, rule_actions.withdraw)
    if done is not None:
        extra = f" {_routes(done)} opnieuw bekeken." if done.journeys else ""
        messages.success(request, f"De wijziging is ingetrokken.{extra}")
    return redirect("route:rule_change", key=key)


def _attempt(request: ViewerRequest, key: UUID, deed: Callable[..., bulk.Refreshed | None]) -> bulk.Refreshed | None:
    """Do it and give what was reckoned anew, or say why it cannot be done."""
    seen = request.POST.get("version") or request.GET.get("versie", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    try:
        done = deed(viewer=request.viewer, key=key, version=version)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return None
    if done is None:
        messages.info(request, "Dit stond al zo.")
    return done


def _routes(done: bulk.Refreshed) -> str:
    return "Eén route is" if done.journeys == 1 else f"{done.journeys:,} routes zijn".replace(",", ".")
