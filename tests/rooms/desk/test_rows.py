"""Rows made ready for a page say what the templates and components would say; lists are leafed through without gaps."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from landing.desk import reads
from landing.desk.rows import Rows, options
from landing.people.models import Bond, Person
from landing.people.viewer import Viewer
from landing.route import rulebook
from landing.route.models import Journey
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def test_options_hold_whole_numbers_escaped_names_and_one_choice() -> None:
    names = [(7, "Bo"), (12345, "Coen & <Zn>"), (12346, "Daan")]
    plain = '<option value="7">Bo</option><option value="12345">Coen &amp; &lt;Zn&gt;</option>'
    assert options(names[:2], None) == plain
    assert options(names[:2], 99) == plain
    chosen = options(names, 12345)
    assert chosen.count("selected") == 1
    assert '<option value="12345" selected>Coen &amp; &lt;Zn&gt;</option>' in chosen
    assert [chosen.index(f'value="{pk}"') for pk, _ in names] == sorted(
        chosen.index(f'value="{pk}"') for pk, _ in names
    )
    assert options([], None) == ""


def test_who_may_not_write_gets_no_form(cast: Cast) -> None:
    viewer = cast.viewer("peer_worker")
    someone = cast.subjects["aziza"].key
    task = reads.Task(someone, "Aziza", "move", "tell-key-team", "Meld", "client", "open", TODAY, TODAY, "Want")
    (row,) = Rows(viewer).of_day([task], show_name=True)
    assert (row.done_url, row.once) == ("", "")
    (row,) = Rows(cast.viewer("support_worker")).of_day([task], show_name=True)
    assert row.done_url == reverse("route:step_done", args=[someone, "tell-key-team"])
    assert row.about.startswith("Aziza · Cliënt · ")


def leafed(viewer: Viewer) -> list[uuid.UUID]:
    """Everybody on the list of silence, page after page."""
    found: list[uuid.UUID] = []
    after = ""
    while True:
        page = reads.silent(viewer, rulebook.current(viewer.region_code), reads.Filters(whose="all", after=after))
        found += [line.person for line in page.rows]
        if not page.next:
            return found
        after = page.next


def test_leafing_through_silence_shows_everybody_once_never_spoken_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = cast.viewer("process_director")
    known = set(leafed(viewer))
    long_ago, longest = TODAY - timedelta(days=300), TODAY - timedelta(days=400)
    said = [None, longest, long_ago, longest, None, long_ago, None]
    made = []
    for spoken_on in said:
        person = Person.objects.create(
            region=cast.home.region, given_name="Nieuw", search_name="nieuw", sort_name="nieuw"
        )
        Bond.objects.create(
            person=person, kind=Bond.Kind.MUNICIPALITY, organisation=cast.home.organisations["municipality"],
            from_date=longest,
        )  # fmt: skip
        Journey.objects.create(person=person, started_on=longest, move_from=longest, last_contact_on=spoken_on)
        made.append(person.key)
    order = {None: 0, longest: 1, long_ago: 2}
    expected = [key for _, key in sorted(zip(said, made, strict=True), key=lambda pair: order[pair[0]])]
    for size in (50, 1, 2, 3, len(made)):
        monkeypatch.setattr(reads, "PAGE", size)
        found = leafed(viewer)
        assert [key for key in found if key not in known] == expected
        assert len(found) == len(known) + len(made)


@pytest.mark.parametrize("after", ["abc", "~", "~x", "2026-13-45~3", "2026-01-01", "50", "~" + "9" * 40])
def test_a_place_that_nobody_wrote_narrows_nothing(cast: Cast, client: Client, after: str) -> None:
    client.force_login(cast.accounts["support_worker"])
    for shown in ("stil", "dag", "vragen", "persoon"):
        answer = client.get(reverse("desk:my_day"), {"toon": shown, "na": after})
        assert answer.status_code == 200
