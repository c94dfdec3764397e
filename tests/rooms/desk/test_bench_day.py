"""The load of a day counts what is there: what goes wrong is told, by what it is. Times are not tested here."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.urls import Resolver404, resolve

from landing.desk.demo import making
from landing.desk.management.bench import crowd, day, day_load, day_mix, serving
from landing.desk.management.bench.browser import Browser, forms, links
from landing.desk.management.bench.pages import NoDemo
from landing.people.models import AccessLine, Account, Bond, Person, Worker
from tests.cast import TODAY, Cast

KEY = "0b0e7f6a-1111-4222-8333-444455556666"
EVERYBODY = day_mix.roles_of(30, 10)


# ── What is planned ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_role_comes_in_its_share_and_nobody_is_lost() -> None:
    roles = day_mix.roles_of(300, 100)
    assert [roles.count(role) for role in day_mix.PARTS] == [240, 42, 18, 100]
    assert all(len(day_mix.roles_of(staff, 0)) == staff for staff in range(12))


def test_a_plan_can_be_made_again_and_asks_as_much_as_was_asked() -> None:
    days = day_mix.plan(EVERYBODY, 4_000, seed=3)
    assert days == day_mix.plan(EVERYBODY, 4_000, seed=3)
    assert days != day_mix.plan(EVERYBODY, 4_000, seed=4)
    assert all(days), "everybody comes once"
    assert 3_000 < sum(visit.requests for visits in days for visit in visits) < 4_500
    moments = [[visit.at for visit in visits] for visits in days]
    assert all(one == sorted(one) and one[0] >= 0 and one[-1] < day_mix.DAY_SECONDS for one in moments)


def test_the_morning_and_the_hour_after_lunch_are_busier_than_the_rest() -> None:
    moments = [visit.at / day_mix.DAY_SECONDS for visits in day_mix.plan(EVERYBODY, 40_000) for visit in visits]
    morning, noon, lunch, evening = (
        sum(1 for at in moments if middle - 0.05 <= at < middle + 0.05) for middle in (0.125, 0.4, 0.65, 0.92)
    )
    assert min(morning, lunch) > 2 * max(noon, evening)


def test_one_request_in_five_to_ten_writes() -> None:
    steps = [step for visits in day_mix.plan(EVERYBODY, 40_000) for visit in visits for step in visit.steps]
    writes = sum(1 for step in steps if step.kind in ("press", "fill"))
    assert 0.1 < writes / sum(step.requests for step in steps) < 0.2


def test_every_page_of_the_mix_is_an_address_that_one_name_has() -> None:
    addresses = day.addresses()
    for part in day_mix.PARTS.values():
        named = {part.first, *(step.page for visit in part.visits for step in visit.steps)}
        assert named <= set(day_mix.PAGES)
    for name, address in addresses.items():
        path = address.replace("{k}", KEY).replace("{s}", "een-stap")
        assert [one for one, other in addresses.items() if day_load.pattern(other).fullmatch(path)] == [name]
        try:
            assert resolve(path).view_name == name
        except Resolver404:
            pytest.fail(path)


# ── The browser ──────────────────────────────────────────────────────────────────────────────────────────────────────

PAGE = f"""<nav><a class="x" href="/mijn-dag/">Mijn dag</a><a href="/clienten/{KEY}/#nu">Sam</a></nav>
<form method="get" action="/clienten/"><input name="zoek"></form>
<form method="post" action="/clienten/{KEY}/contact/"><input type="hidden" name="once" value="1 &amp; 2"><button>Ja</button></form>
<form class="flow" method="post" novalidate><input type="radio" name="a" value="" checked><input type="radio" name="a" value="x">
<input type="checkbox" name="b" value="y"><select name="c"><option value="1">een</option><option value="2" selected>twee</option>
</select><textarea name="d">
een
twee</textarea><input name="e" value="3"></form>"""


def test_a_form_holds_what_a_browser_would_send() -> None:
    (contact,) = forms(PAGE, "/hier/", re.compile(f"/clienten/{KEY}/contact/"))
    assert contact.fields == [("once", "1 & 2")]
    (flow,) = forms(PAGE, "/hier/", re.compile("/hier/"))
    assert (flow.action, flow.fields) == ("/hier/", [("a", ""), ("c", "2"), ("d", "een\ntwee"), ("e", "3")])
    assert list(links(PAGE)) == ["/mijn-dag/", f"/clienten/{KEY}/"]
    assert forms(PAGE, "/hier/", re.compile("/clienten/")) == [], "a form that only asks is no deed"


LOGIN_PAGE = '<form method="post"><input name="csrfmiddlewaretoken" value="t"><input name="username"></form>'
MY_DAY = (
    f'<a href="/clienten/{KEY}/">Sam</a><form method="post" action="/clienten/{KEY}/contact/"></form>'
    '<link rel="stylesheet" href="/static/een.css">'
)
Site = dict[str, tuple[int, str]]
GOOD: Site = {
    "GET /inloggen/": (200, LOGIN_PAGE),
    "POST /inloggen/": (302, "/mijn-dag/"),
    "GET /mijn-dag/": (200, MY_DAY),
    "GET /static/een.css": (200, "a{}"),
    f"GET /clienten/{KEY}/": (200, "Sam"),
    f"POST /clienten/{KEY}/contact/": (302, "/mijn-dag/"),
}
"""What a site answers: a status, and where to or what."""


@contextmanager
def site(answers: Site, *, hangs: str = "", closes: bool = False) -> Iterator[tuple[int, list[str]]]:
    """A server that answers so; ``hangs``: what it never answers; ``closes``: it closes each connection that is kept.
    Gives its port and what it was asked."""
    asked: list[str] = []
    ended = threading.Event()

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            what = f"{self.command} {self.path}"
            asked.append(what)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if what == hangs:
                ended.wait(60)
                return
            status, text = answers.get(what, (404, ""))
            body = text.encode() if status not in (301, 302) else b""
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", text)
            self.send_header("Set-Cookie", "sessionid=s; Path=/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            # As a server does whose patience with a kept connection is over: it said nothing of closing.
            self.close_connection = closes

        do_GET = do_POST = answer

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


SOMEBODY = day_mix.Step("follow", "desk:person", 0)
CONTACT = day_mix.Step("press", "route:contact", 0)


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, in a thread of its own: in a process where a browser was driven, this thread has a loop already."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def came_of(port: int, *steps: day_mix.Step, timeout: float = 30) -> dict[str, Any]:
    """What comes of one carer who does these steps."""
    visits = day_mix.plain([[day_mix.Planned(0, steps, leaves=False)]])[0]
    person = {"username": "meting-0001", "password": "geheim", "role": "support_worker", "visits": visits}
    told = {"host": "127.0.0.1", "port": port, "seconds": 1, "timeout": timeout, "day": "22-11-2026"}
    return finished(day_load.run(told | {"addresses": day.addresses(), "people": [person]}))


def test_a_day_without_trouble_is_told_as_it_went() -> None:
    with site(GOOD) as (port, asked):
        found = came_of(port, CONTACT, SOMEBODY)
    assert asked == [
        "GET /inloggen/", "POST /inloggen/", "GET /mijn-dag/", "GET /static/een.css", f"POST /clienten/{KEY}/contact/",
        "GET /mijn-dag/", f"GET /clienten/{KEY}/",
    ]  # fmt: skip
    assert day.errors(found["found"]) == {}
    assert (found["connections"], found["again"], found["skipped"], found["not_done"]) == (1, 0, {}, 0)
    table = {row.page: (row.requests, row.errors) for row in day.rows(found["found"])}
    assert table == {
        "Inloggen": (1, 0), "Inloggen, versturen": (1, 0), "Mijn dag": (2, 0), "Contact": (1, 0), "Eén persoon": (1, 0),
        day_mix.STATIC: (1, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"GET /mijn-dag/": (500, "au")}, "status 500 (GET desk:my_day)"),
        ({f"POST /clienten/{KEY}/contact/": (500, "au")}, "status 500 (POST route:contact)"),
        ({f"POST /clienten/{KEY}/contact/": (503, "au")}, "status 503 (POST route:contact)"),
        ({f"POST /clienten/{KEY}/contact/": (403, "nee")}, "status 403 (POST route:contact)"),
        ({f"POST /clienten/{KEY}/contact/": (200, "fout")}, "form came back (POST route:contact)"),
        ({f"POST /clienten/{KEY}/contact/": (302, "/inloggen/?next=/")}, "sent to the login (POST route:contact)"),
        ({f"POST /clienten/{KEY}/contact/": (302, "/elders/")}, "status 404 (GET /elders/)"),
        ({"POST /inloggen/": (429, "later")}, "status 429 (POST account_login)"),
        ({"GET /inloggen/": (200, "niets")}, "no form to log in with (GET account_login)"),
        ({"GET /static/een.css": (404, "")}, f"status 404 (GET {day_mix.STATIC})"),
    ],
)
def test_what_goes_wrong_is_told_with_where(answers: Site, error: str) -> None:
    with site(GOOD | answers) as (port, _):
        found = came_of(port, CONTACT)
    assert day.errors(found["found"]) == {error: 1}
    assert sum(row.errors for row in day.rows(found["found"])) == 1


def test_a_page_that_is_nowhere_in_the_mix_is_no_silent_success() -> None:
    with site(GOOD | {"POST /inloggen/": (302, "/elders/"), "GET /elders/": (200, "hier")}) as (port, _):
        found = came_of(port)
    assert day.errors(found["found"]) == {f"{day_load.STRANGE} (GET /elders/)": 1}


def test_somebody_elses_change_is_no_error_and_is_counted() -> None:
    with site(GOOD | {f"POST /clienten/{KEY}/contact/": (409, "anders")}) as (port, _):
        found = came_of(port, CONTACT)
    assert (day.errors(found["found"]), found["meanwhile"]) == ({}, 1)


def test_what_a_page_does_not_offer_is_passed_over_and_counted() -> None:
    with site(GOOD | {"GET /mijn-dag/": (200, "leeg")}) as (port, _):
        found = came_of(port, CONTACT, SOMEBODY, day_mix.Step("here", "route:facts", 0))
    assert found["skipped"] == {"route:contact": 1, "desk:person": 1, "route:facts": 1}
    assert day.errors(found["found"]) == {}


def test_a_server_that_never_answers_or_is_not_there_is_told() -> None:
    with site(GOOD, hangs="GET /mijn-dag/") as (port, _):
        assert day.errors(came_of(port, timeout=0.2)["found"]) == {"timeout (GET desk:my_day)": 1}
    assert day.errors(came_of(port)["found"]) == {"connection: ConnectionRefusedError (GET account_login)": 1}


def test_a_kept_connection_that_was_closed_costs_another_and_no_error() -> None:
    with site(GOOD, closes=True) as (port, asked):
        found = came_of(port, CONTACT)
    assert day.errors(found["found"]) == {}
    assert found["connections"] == len(asked) == 6


def test_a_form_is_never_sent_twice_when_an_answer_broke_off() -> None:
    """Only what was asked on a connection that gave nothing at all is asked again, as browsers do."""

    async def twice() -> tuple[str, int]:
        got: list[bytes] = []

        async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            got.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            got.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf")
            writer.close()

        server = await asyncio.start_server(half, "127.0.0.1", 0)
        async with server:
            browser = Browser("127.0.0.1", server.sockets[0].getsockname()[1], 30)
            await browser.ask("GET", "/")
            answer = await browser.ask("POST", "/", [])
        return answer.error, len(got)

    assert finished(twice()) == ("connection: IncompleteReadError", 2)


# ── What is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


def request(name: str, method: str = "GET", status: int = 200, error: str = "", at: float = 0.0) -> tuple[Any, ...]:
    """A request as the load tells it."""
    row = day_mix.PAGES[name].row(method) if name in day_mix.PAGES else name
    return name, row, method, status, 10.0, error, at


def told(
    found: list[Any], said: list[str] | None = None, kept: tuple[int, ...] = (100, 100), deadlocks: int = 0
) -> day.Day:
    made = {
        "found": found, "begun": 0.0, "seconds": 10.0, "late": [], "skipped": {}, "meanwhile": 0, "not_done": 0,
        "connections": 1, "again": 0,
    }  # fmt: skip
    samples = [serving.Sample(float(at), rss, 3, 1.0) for at, rss in enumerate(kept)]
    return day.told_of(made, samples, said or [], deadlocks)


def test_a_line_that_is_missing_in_the_access_log_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        request("desk:my_day"),
        request("desk:my_day"),
        request("account_login"),
        request("account_login", "POST", 302),
    ]
    monkeypatch.setattr(day, "lines_of", lambda _: day.Counter({"desk:my_day": 1, "account_login": 1}))
    one = told(found)
    assert (one.lines, one.lines_due, one.lines_differ, one.within["log"]) == (2, 3, {"desk:my_day": (1, 2)}, False)
    monkeypatch.setattr(day, "lines_of", lambda _: day.Counter({"desk:my_day": 2, "account_login": 1}))
    assert told(found).within["log"]


def test_faults_and_locks_in_the_log_of_the_server_are_told(cast: Cast) -> None:
    said = [
        "2026-11-23 10:00:00,000 ERROR django.request Internal Server Error: /mijn-dag/",
        "django.db.utils.OperationalError: database is locked",
        "psycopg.errors.DeadlockDetected: deadlock detected",
    ]
    one = told([request("account_login")], said, deadlocks=1)
    assert (one.troubles, one.locks, one.within["locks"], one.within["errors"]) == (1, 3, False, False)
    calm = told([request("account_login")])
    assert (calm.troubles, calm.locks, calm.within["locks"], calm.within["errors"]) == (0, 0, True, True)


def test_memory_is_counted_from_when_the_server_was_warm(cast: Cast) -> None:
    found = [request("account_login", at=at) for at in (1.0, 2.0, 3.0, 4.0)]
    one = told(found, kept=(50, 100, 130, 120))
    assert (one.rss_start, one.rss_warm, one.rss_end, one.rss_most) == (50, 100, 120, 130)
    assert (round(one.growth), one.within["memory"]) == (20, False)
    assert told(found, kept=(50, 100, 130, 105)).within["memory"]


def test_what_a_browser_fetches_once_counts_for_no_total(cast: Cast) -> None:
    one = told([request("account_login"), request(day_mix.STATIC), request(day_mix.STATIC)])
    assert one.whole.requests == 1
    assert {row.page: row.requests for row in one.rows} == {"Inloggen": 1, day_mix.STATIC: 2}


def test_statements_are_told_without_their_values() -> None:
    assert serving._deed('UPDATE "people_attempts" SET "count" = 3 WHERE "who" = \'Sam\'') == "UPDATE people_attempts"
    assert serving._deed("WITH head AS (UPDATE people_accesshead SET seq = 1) …") == "UPDATE people_accesshead"


# ── With the product itself ──────────────────────────────────────────────────────────────────────────────────────────


def test_who_comes_has_people_and_leaves_nothing_behind(db: None) -> None:
    making.reset(today=TODAY, people=40)
    before = [
        set(Account.objects.values_list("pk", flat=True)), set(Worker.objects.values_list("pk", "account_id")),
        set(Person.objects.values_list("pk", "account_id")), set(Bond.objects.values_list("pk", flat=True)),
    ]  # fmt: skip
    gathered = crowd.gather(day_mix.roles_of(20, 4), TODAY)
    assert len(gathered.members) == Account.objects.filter(username__startswith=crowd.NAME).count() == 24
    carers = Worker.objects.filter(account__username__startswith=crowd.NAME, role="support_worker")
    held = Bond.objects.filter(kind="support_worker", to_date__isnull=True).values("worker")
    assert carers.count() == carers.filter(pk__in=held).count() == 16
    crowd.gather(day_mix.roles_of(2, 1), TODAY)  # one that was killed left its people behind
    assert len(crowd.accounts()) == 3
    crowd.disperse()
    assert before == [
        set(Account.objects.values_list("pk", flat=True)), set(Worker.objects.values_list("pk", "account_id")),
        set(Person.objects.values_list("pk", "account_id")), set(Bond.objects.values_list("pk", flat=True)),
    ]  # fmt: skip
    with pytest.raises(NoDemo, match="clients without an account"):
        crowd.gather(["client"] * 500, TODAY)


@pytest.mark.django_db(transaction=True)
def test_a_small_day_on_a_server_of_its_own(tmp_path: Path, settings: Any) -> None:
    """The whole of it: accounts, a server, the load, and what is told; every line that must be in the log is there."""
    settings.VAR = tmp_path  # the server makes its own static files
    making.reset(today=TODAY, people=40)
    lines = AccessLine.objects.count()
    stdout, stderr = StringIO(), StringIO()
    call_command(
        "bench", "day", "--staff", "4", "--clients", "2", "--requests", "80", "--minutes", "0.05", "--json",
        stdout=stdout, stderr=stderr,
    )  # fmt: skip
    found = json.loads(stdout.getvalue())["found"]
    assert (found["errors"], found["not_done"], found["troubles"], found["locks"]) == ({}, 0, 0, 0), stderr.getvalue()
    assert found["lines"] == found["lines_due"] == AccessLine.objects.count() - lines > 30
    assert (found["lines_differ"], found["log_whole"]) == ({}, True)
    shown = {row["page"]: row["requests"] for row in found["pages"]}
    assert found["whole"]["requests"] == sum(n for page, n in shown.items() if page != day_mix.STATIC) > 50
    assert shown["Inloggen, versturen"] >= 6 and shown["Mijn dag"] and shown["Vandaag"] and shown[day_mix.STATIC]
    assert found["history"] and found["rss_end"] and found["server_processes"] >= 2
    assert not crowd.accounts() and not Session.objects.exists()


def test_the_command_refuses_a_day_without_people(cast: Cast) -> None:
    with pytest.raises(CommandError, match="somebody must come"):
        call_command("bench", "day", "--staff", "0", "--clients", "0")
