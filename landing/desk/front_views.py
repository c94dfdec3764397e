"""The person's own front: today, messages, everything else in one list, how to see the pages, and everything on paper."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from landing.desk import client_reads, message_reads, paper_reads, today_reads
from landing.desk.client_views import CLIENT, SKIPPED
from landing.desk.front_forms import COOKIE, PaperForm, cookie_of, moment, screen_of_cookie, stamp
from landing.people import screen_actions as screens
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.recorder import PRINT
from landing.people.viewer import Screen, ViewerRequest
from landing.ui.languages import said as _

YEAR = 365 * 24 * 60 * 60


@open_to(CLIENT, "GET", topic="route")
def my_today(request: ViewerRequest) -> HttpResponse:
    """What matters today: the next steps, what waits for an answer, a day that comes near."""
    found = today_reads.of_today(request.viewer, request.session.get(SKIPPED, []))
    around = found.route.around if found.route else client_reads.people_around(request.viewer)
    context = {
        "found": found, "today": request.viewer.today, "helper": client_reads.first_helper(around),
        "helpers": client_reads.helpers(around),
    }  # fmt: skip
    return render(request, "desk/my_today.html", context)


@open_to(CLIENT, "GET", topic="history", keeps=True)
def my_messages(request: ViewerRequest) -> HttpResponse:
    """All that there is to tell, newest first. Who opened the last page with something new has read everything."""
    viewer = request.viewer
    only_new = request.GET.get("toon") == "nieuw"
    before, first = moment(request.GET, "voor"), moment(request.GET, "vanaf")
    found = message_reads.messages(viewer, before=before, only_new=only_new)
    # The newest of the first page goes along, so that what came meanwhile is not taken for read.
    newest = first if before and first else found.newest
    # Who asks only for the head of the page, or has it fetched before it is wanted, reads nothing.
    looks = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    changed = bool(looks and newest and found.all_seen and any(one.new for one in found.lines))
    if changed and newest:
        screens.mark_read(viewer=viewer, until=newest)
        request.viewer = replace(viewer, screen=replace(viewer.screen, read_until=newest))
    context = {
        "found": found, "only_new": only_new, "was_new": changed, "later": before is not None, "today": viewer.today,
        "next": stamp(found.next), "first": stamp(newest), "toon": "nieuw" if only_new else "",
        "helper": client_reads.first_helper(client_reads.people_around(viewer)),
    }  # fmt: skip
    return render(request, "desk/my_messages.html", context)


@open_to(CLIENT, "POST", topic="history")
@once
def my_messages_new(request: ViewerRequest) -> HttpResponse:
    """The deed "Nog niet gelezen": what was read last is new again."""
    viewer = request.viewer
    viewer.saw([viewer.person_key] if viewer.person_key else [])
    if screens.mark_new(viewer=viewer):
        messages.success(request, _("Deze berichten zijn weer nieuw."))
    else:
        messages.info(request, _("Er was niets om terug te zetten."))
    return redirect("desk:my_today")


@open_to(CLIENT, "GET")
def my_more(request: ViewerRequest) -> HttpResponse:
    """Every page of the person that is not in the menu."""
    return render(request, "desk/my_more.html", {})


def back_of(request: HttpRequest) -> str:
    """The page of this site that somebody came from, or the beginning. No page puts its own address in a link."""
    asked = (request.POST if request.method == "POST" else request.GET).get("terug", "")
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    if not asked and came.netloc == request.get_host() and came.path != request.path:
        asked = came._replace(scheme="", netloc="", fragment="").geturl()
    good = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()})
    return asked if good else "/"


@open_to(None, "GET", "POST")
def letters(request: ViewerRequest) -> HttpResponse:
    """Larger letters and more contrast: kept with the person, and before logging in in a cookie."""
    viewer, back = request.viewer, back_of(request)
    kept = viewer.screen if viewer.screen.letters else screen_of_cookie(request.COOKIES.get(COOKIE, ""))
    now = Screen(kept.letters or screens.LETTERS[0], kept.more_contrast)
    if request.method != "POST":
        frame = "people/client_frame.html" if viewer.is_client else "ui/public.html"
        return render(request, "desk/letters.html", {"now": now, "back": back, "frame": frame})
    chosen = replace(
        now, letters=request.POST.get("letters", now.letters),
        more_contrast=request.POST.get("contrast", "ja" if now.more_contrast else "nee") == "ja",
    )  # fmt: skip
    if chosen.letters not in screens.LETTERS:
        chosen = now
    response = redirect(f"{request.path}?{urlencode({'terug': back})}")
    if viewer.is_client:
        screens.choose(viewer=viewer, letters=chosen.letters, more_contrast=chosen.more_contrast)
    else:
        response.set_cookie(
            COOKIE,
            cookie_of(chosen),
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@open_to(CLIENT, "GET")
def my_papers(request: ViewerRequest) -> HttpResponse:
    """Choose what goes on paper."""
    return render(request, "desk/my_papers.html", {"form": PaperForm(initial={"deel": PaperForm.usual()})})


@open_to(CLIENT, "GET", topic="route")
def my_whole_paper(request: ViewerRequest) -> HttpResponse:
    """The chosen parts, each on a sheet of its own; without a choice the usual ones."""
    viewer = request.viewer
    form = PaperForm(request.GET if "deel" in request.GET or "kies" in request.GET else {"deel": PaperForm.usual()})
    if not form.is_valid():
        request.access.nobody()
        return render(request, "desk/my_papers.html", {"form": form})
    request.access.action = PRINT
    context = {
        "sheets": paper_reads.sheets(viewer, form.cleaned_data["deel"]), "today": viewer.today, "name": viewer.name,
        "own": True, "helper": client_reads.first_helper(client_reads.people_around(viewer)),
    }  # fmt: skip
    return render(request, "desk/my_whole_paper.html", context)
