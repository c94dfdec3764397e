"""The frames, the quick way out, messages with undo, and the error pages."""

import re

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template import RequestContext, Template
from django.template.loader import get_template
from django.test import RequestFactory

from landing.ui import notices, views
from landing.ui.patterns import ExampleForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/patronen/", "/patronen/?fouten=1", "/patronen/client/", "/patronen/vraag/"])
def test_a_frame_has_language_title_one_heading_one_main_and_a_skip_link(client, address):
    html = client.get(address).content.decode()
    assert '<html lang="nl">' in html
    assert len(re.findall("<h1[ >]", html)) == 1 and len(re.findall("<main ", html)) == 1
    assert html.index('href="#inhoud"') < html.index('id="inhoud"')
    title = re.search("<title>(.*)</title>", html)[1]
    assert title.endswith("Zachte Landing") and "Samira" not in title, "a tab shows no name"


@pytest.mark.parametrize("address", ["/patronen/", "/patronen/client/", "/patronen/vraag/?fouten=1"])
def test_every_id_is_used_once_and_every_reference_finds_one(client, address):
    html = client.get(address).content.decode()
    ids = re.findall(r'\sid=["\']([^"\']+)["\']', html)
    assert len(ids) == len(set(ids))
    named = {one for group in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html) for one in group.split()}
    named |= set(re.findall(r'<label for="([^"]+)"', html)) | set(re.findall(r'popovertarget="([^"]+)"', html))
    assert named <= set(ids)


def test_the_staff_frame_shows_who_is_logged_in_and_logs_out_with_a_post(client):
    html = client.get("/patronen/").content.decode()
    assert "Nadia Bedacht" in html
    assert re.search(r'<form method="post" action="/uitloggen/">.*?Klaar<', html, re.DOTALL)
    assert '"allowEval":false' in html and '"includeIndicatorStyles":false' in html


def test_a_client_page_has_the_quick_way_out_and_no_picture_in_the_tab(client):
    html = client.get("/patronen/client/").content.decode()
    assert 'href="/snel-weg/"' in html and 'rel="icon"' not in html
    assert client.get("/favicon.ico").status_code == 204


def test_the_quick_way_out_ends_the_session_and_leaves_no_trace(client):
    session = client.session
    session["worker"] = 1
    session.save()
    answer = client.get("/snel-weg/", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 302 and answer["Location"] == views.QUIET_PAGE
    assert answer["Referrer-Policy"] == "no-referrer" and answer["Clear-Site-Data"] == '"cache"'
    assert "no-store" in answer["Cache-Control"]
    assert "worker" not in client.session


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_another_site_or_a_prefetch_logs_nobody_out(client, headers):
    session = client.session
    session["worker"] = 1
    session.save()
    client.get("/snel-weg/", headers=headers)
    assert client.session["worker"] == 1


def request_with_messages():
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_a_message_carries_its_own_undo_button():
    request = request_with_messages()
    notices.notify(request, "Stap afgevinkt <b>.", undo_url="/stap/7/terug/?x=1", undo_label="Zet terug")
    html = Template("{% message_list %}").render(RequestContext(request, {"messages": request._messages}))
    assert 'role="status"' in html and "&lt;b&gt;" in html
    assert 'method="post" action="/stap/7/terug/?x=1"' in html and "Zet terug" in html and "csrfmiddlewaretoken" in html


def test_a_message_without_undo_has_no_button_and_an_error_is_urgent():
    request = request_with_messages()
    notices.notify(request, "Dat lukte niet.", tone="neg")
    html = Template("{% message_list %}").render(RequestContext(request, {"messages": request._messages}))
    assert "<button" not in html and 'role="alert"' in html


@pytest.mark.parametrize("address", ["https://elders.example/", "//elders.example/", "javascript:x", "stap/7/"])
def test_an_undo_address_outside_this_site_is_refused(address):
    with pytest.raises(ValueError):
        notices.notify(request_with_messages(), "x", undo_url=address)


@pytest.mark.parametrize(
    ("view", "arguments", "status"),
    [
        (views.bad_request, [SuspiciousOperation("Jansen")], 400),
        (views.forbidden, [PermissionDenied("Jansen")], 403),
        (views.not_found, [Exception("Jansen")], 404),
        (views.csrf_failure, ["Jansen"], 403),
        (views.server_error, [], 500),
    ],
)
def test_an_error_page_is_kind_and_gives_a_next_step_and_a_number(view, arguments, status):
    answer = view(RequestFactory().get("/clienten/jansen/"), *arguments)
    html = answer.content.decode()
    assert answer.status_code == status
    assert "Naar het begin" in html and re.search(r"\b\d{4}-\d{4}\b", html)
    assert "jansen" not in html.lower(), "neither the address nor the error text is repeated"


def test_the_page_for_a_broken_server_needs_nothing_at_all():
    source = get_template("500.html").template.source
    assert "{% load" not in source and "{% extends" not in source and "{% static" not in source
    assert "{{" not in get_template("500.html").render({})


def test_the_example_form_has_a_field_of_every_kind_and_can_be_right():
    right = {"title": "Bezoek", "on": "27-11-2026", "days": "2", "phase": "move", "share": "yes", "sure": "on"}
    assert ExampleForm(right).is_valid()
