"""A letter with a code: for somebody without e-mail, once, and with nothing of the person on it but the name they want."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from landing.login import limits
from landing.login.models import LetterCode
from landing.login.sealed import ALPHABET, new_code, plain_code
from landing.people.models import Account, Person, PersonEvent
from tests.cast import Cast, canary
from tests.rooms.login.conftest import come_in, is_in, new_app

NEW = "een heel nieuwe lange zin"


def letter_of(cast: Cast, code: str = "bram", who: str = "coordinator") -> tuple[Client, str, str]:
    """Make a letter; returns the browser of whoever made it, the page to print and the code on it."""
    client = Client()
    client.force_login(cast.accounts[who])
    answer = client.post(f"/clienten/{cast.subject(code).key}/inlogbrief/")
    page = client.get(answer.headers["Location"])
    return client, page.content.decode(), page.context["code"]


def fill_in(code: str, **extra: Any) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/inloggen/brief/", {"code": code}, **extra)


def test_a_person_without_a_login_comes_in_with_a_letter(cast: Cast) -> None:
    _, _, code = letter_of(cast)
    client, answer = fill_in(f" {code.lower().replace('-', ' ')} ")
    assert answer.headers["Location"] == "/inloggen/brief/kies/"
    assert client.get("/inloggen/brief/kies/").status_code == 200
    client.post("/inloggen/brief/kies/", {"username": "rustige-merel-1", "new_password": NEW, "again": NEW})
    assert is_in(client) and client.get("/mijn-route/").status_code == 200
    person = Person.objects.select_related("account").get(pk=cast.subject("bram").person.pk)
    assert person.account is not None and person.account.username == "rustige-merel-1"
    assert is_in(come_in(cast, "rustige-merel-1", password=NEW))
    assert PersonEvent.objects.filter(person=person, about="login").count() == 1


def test_the_code_works_once_and_the_rest_of_the_letter_is_not_kept(cast: Cast) -> None:
    _, _, code = letter_of(cast)
    kept = " ".join(str(vars(row)) for row in LetterCode.objects.all())
    assert code not in kept and plain_code(code) not in kept
    first, _ = fill_in(code)
    second, _ = fill_in(code)
    for client in (first, second):
        client.post("/inloggen/brief/kies/", {"username": "rustige-merel-1", "new_password": NEW, "again": NEW})
    assert is_in(first) and not is_in(second)
    assert "werkt niet" in fill_in(code)[1].content.decode()
    assert Account.objects.filter(username__startswith="rustige").count() == 1


def test_a_letter_that_is_too_old_withdrawn_or_replaced_works_no_more(cast: Cast) -> None:
    _, _, code = letter_of(cast)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert fill_in(code)[1].status_code == 200
    maker, _, second = letter_of(cast)
    assert fill_in(code)[1].status_code == 200, "the first letter ended when the second was made"
    letter = LetterCode.objects.filter(person=cast.subject("bram").person).latest("id")
    maker.post(f"/clienten/{cast.subject('bram').key}/inlogbrief/{letter.key}/intrekken/")
    assert fill_in(second)[1].status_code == 200


def test_a_new_letter_for_who_has_a_login_ends_what_was(with_password: Cast) -> None:
    owner = come_in(with_password, "client")
    new_app(owner)
    _, _, code = letter_of(with_password, "aziza")
    client, _ = fill_in(code)
    page = client.get("/inloggen/brief/kies/").content.decode()
    assert "cast.client" in page and "Kies een nieuw wachtwoord" in page
    client.post("/inloggen/brief/kies/", {"new_password": NEW, "again": NEW})
    assert is_in(client) and owner.get("/mijn-account/").status_code == 302
    assert not is_in(come_in(with_password, "client")) and is_in(come_in(with_password, "client", password=NEW))


def test_on_the_sheet_stands_nothing_but_the_name_the_person_wants(cast: Cast) -> None:
    _, html, code = letter_of(cast)
    sheet = html.partition("<article")[2].partition("</article>")[0]
    assert canary("bram", "roep") in sheet and code in sheet and "inloggen/brief" in sheet
    assert not any(canary("bram", what) in sheet for what in ("voor", "achter", "nummer"))


def test_only_whoever_made_it_sees_the_code_and_only_for_a_quarter_of_an_hour(cast: Cast) -> None:
    maker, _, code = letter_of(cast)
    letter = LetterCode.objects.filter(person=cast.subject("bram").person).latest("id")
    url = f"/clienten/{cast.subject('bram').key}/inlogbrief/{letter.key}/"
    colleague = Client()
    colleague.force_login(cast.accounts["process_director"])
    assert code not in colleague.get(url).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert code not in maker.get(url).content.decode()


def test_guessing_is_stopped_at_the_documented_number_and_others_go_on(cast: Cast) -> None:
    _, _, code = letter_of(cast)
    tries = [
        fill_in(new_code(), REMOTE_ADDR="203.0.113.9")[1].status_code for _ in range(limits.LETTER_OF_ADDRESS.times)
    ]
    assert tries == [200] * 10
    assert fill_in(code, REMOTE_ADDR="203.0.113.9")[1].status_code == 429
    assert fill_in(code, REMOTE_ADDR="203.0.113.10")[1].status_code == 302


def test_more_than_twenty_letters_a_day_are_refused(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.accounts["coordinator"])
    url = f"/clienten/{cast.subject('bram').key}/inlogbrief/"
    assert [client.post(url).status_code for _ in range(21)] == [302] * 20 + [429]


def test_faults_keep_the_letter_and_say_how_to_mend(cast: Cast) -> None:
    _, _, code = letter_of(cast)
    client, _ = fill_in(code)
    for given, told in (
        ({"username": "met spatie", "new_password": NEW, "again": NEW}, "geen spaties"),
        ({"username": "CAST.client", "new_password": NEW, "again": NEW}, "al van iemand anders"),
        ({"username": "vrij", "new_password": NEW, "again": "anders"}, "twee keer hetzelfde"),
        ({"username": "vrij", "new_password": "kort", "again": "kort"}, "12"),
        ({"username": "", "new_password": "", "again": ""}, "Vul"),
    ):
        answer = client.post("/inloggen/brief/kies/", given)
        assert answer.status_code == 200 and told in answer.content.decode(), given
    assert not is_in(client) and fill_in(code)[1].status_code == 302


def test_without_a_code_there_is_nothing_to_choose(cast: Cast) -> None:
    assert Client().get("/inloggen/brief/kies/").headers["Location"] == "/inloggen/brief/"


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set("O0I1") & set(ALPHABET) and len(plain_code(new_code())) == 12
