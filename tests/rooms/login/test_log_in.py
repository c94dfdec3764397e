"""The door: the same answer for everybody who does not come in, and limits that hold (T6, T25)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from landing.login import entry_actions, limits
from landing.people.limits import TooOften, take
from landing.people.models import Account, Attempts
from tests.access import answers
from tests.cast import Cast
from tests.rooms.login.conftest import PASSWORD, come_in, is_in


def test_with_name_and_password_one_comes_in_and_goes_where_one_wanted(with_password: Cast) -> None:
    client = Client()
    answer = client.post(
        "/inloggen/?next=/clienten/",
        {"username": with_password.accounts["coordinator"].username, "password": PASSWORD, "next": "/clienten/"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/clienten/")
    assert client.get("/clienten/").status_code == 200


def test_one_is_never_sent_to_another_site(with_password: Cast) -> None:
    for elsewhere in ("https://elders.example/", "//elders.example/", "javascript:alert(1)"):
        answer = Client().post(
            "/inloggen/",
            {"username": with_password.accounts["client"].username, "password": PASSWORD, "next": elsewhere},
        )
        assert answer.headers["Location"] == "/", elsewhere


def test_unknown_wrong_and_closed_accounts_look_the_same(with_password: Cast) -> None:
    closed = with_password.accounts["former_worker"]
    closed.is_active = False
    closed.save()
    empty = with_password.accounts["colleague"]
    empty.set_unusable_password()
    empty.save()
    tried = [("cast.xxxxxx", PASSWORD), (with_password.accounts["client"].username, "verkeerd"), (closed.username, PASSWORD),
             (empty.username, PASSWORD)]  # fmt: skip
    looks = set()
    for name, password in tried:
        answer = Client().post("/inloggen/", {"username": name, "password": password})
        looks.add(answers.comparable(answer, answer.content.replace(name.encode(), b"<name>"), "no key")[:2])
    assert len(looks) == 1


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(
    with_password: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time cannot be trusted on a busy machine; the hashing is all that takes time, so the hashings are counted."""
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    counts = []
    for name in ("cast.xxxxxx", with_password.accounts["client"].username):
        hashed.clear()
        Client().post("/inloggen/", {"username": name, "password": "verkeerd"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("name", ["cast.client", "cast.xxxxxx"])
def test_the_sixth_try_for_a_name_is_refused_even_with_the_right_password(with_password: Cast, name: str) -> None:
    statuses = [come(name, "verkeerd").status_code for _ in range(limits.PASSWORD_OF_ACCOUNT.times)]
    assert statuses == [200] * 5
    refused = come(name, PASSWORD)
    assert refused.status_code == 429
    told = re.search(r"Probeer het over (\d+) minuten, na \d+\.\d\d uur", refused.content.decode())
    assert told and 1 <= int(told.group(1)) <= 15
    assert not is_in(refused.client)


def test_another_user_at_the_same_connection_is_not_touched(with_password: Cast) -> None:
    for _ in range(20):
        come("cast.client", "verkeerd")
    assert come("cast.coordinator", PASSWORD).status_code == 302


def test_after_the_quarter_the_right_password_works_again(with_password: Cast) -> None:
    for _ in range(6):
        come("cast.client", "verkeerd")
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert come("cast.client", PASSWORD).status_code == 302


def test_coming_in_forgets_the_wrong_tries(with_password: Cast) -> None:
    for _ in range(4):
        come("cast.client", "verkeerd")
    assert come("cast.client", PASSWORD).status_code == 302
    assert [come("cast.client", "verkeerd").status_code for _ in range(5)] == [200] * 5


def test_somebody_who_tries_many_names_is_refused_at_the_documented_number(with_password: Cast) -> None:
    most = limits.PASSWORD_OF_ADDRESS.times
    statuses = [come(f"naam{number}", "verkeerd", REMOTE_ADDR="203.0.113.9").status_code for number in range(most + 1)]
    assert statuses == [200] * most + [429]
    assert come("cast.client", PASSWORD, REMOTE_ADDR="203.0.113.10").status_code == 302


def test_good_logins_of_a_whole_office_do_not_count(with_password: Cast) -> None:
    for number in range(limits.PASSWORD_OF_ADDRESS.times + 5):
        who = ("cast.client", "cast.coordinator", "cast.support_worker")[number % 3]
        assert come(who, PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_behind_a_proxy_the_visitor_counts_and_not_the_proxy(with_password: Cast, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(limits.PASSWORD_OF_ADDRESS.times + 1):
        last = come(f"naam{number}", "verkeerd", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")
    assert last.status_code == 429
    # What a visitor writes into the header is not believed.
    assert come("nog een", "verkeerd", HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.9").status_code == 429
    assert come("cast.client", PASSWORD, HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.10").status_code == 302


def test_a_password_is_looked_at_while_nothing_is_held(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing takes long on purpose; whoever logs in keeps nobody waiting meanwhile, and one is looked at at a time."""
    Account.objects.update(password=hashers.make_password(PASSWORD))
    held: list[tuple[bool, bool]] = []
    verify = hashers.MD5PasswordHasher.verify

    def watching(self: Any, password: str, encoded: str) -> bool:
        held.append((connection.in_atomic_block, entry_actions.LOOKING.locked()))
        return verify(self, password, encoded)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "verify", watching)
    assert come("cast.client", "verkeerd").status_code == 200
    assert come("cast.client", PASSWORD).status_code == 302
    assert held == [(False, True), (False, True)]


def test_a_good_password_that_comes_beside_too_many_tries_lets_nobody_in(
    with_password: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many tries at the same moment are all looked at; only as many as the limit are told what came of it."""
    monkeypatch.setattr(entry_actions, "is_reached", lambda *_: False)
    statuses = [come("cast.client", "verkeerd").status_code for _ in range(limits.PASSWORD_OF_ACCOUNT.times)]
    refused = come("cast.client", PASSWORD)
    assert (set(statuses), refused.status_code) == ({200}, 429)
    assert not is_in(refused.client)


def test_what_is_counted_names_nobody(with_password: Cast) -> None:
    come("cast.client", "verkeerd", REMOTE_ADDR="203.0.113.9")
    kept = " ".join(Attempts.objects.values_list("who", flat=True))
    assert kept and "cast" not in kept and "203.0.113" not in kept


@pytest.mark.xdist_group("threads")
@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_do_not_slip_through_together() -> None:
    """Threads with connections of their own stand for processes: nothing of the counting is in memory."""
    import threading

    outcomes: list[bool] = []
    ready = threading.Barrier(4)

    def tries() -> None:
        ready.wait(30)
        try:
            for _ in range(5):
                try:
                    take(limits.PASSWORD_OF_ACCOUNT, "proof", "somebody")
                    outcomes.append(True)
                except TooOften:
                    outcomes.append(False)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tries) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(outcomes), outcomes.count(True)) == (20, limits.PASSWORD_OF_ACCOUNT.times)


def test_bad_input_gets_a_message_and_no_error(with_password: Cast) -> None:
    for name, password in (("", ""), ("\x00", "x"), ("é" * 300, "x"), ("cast.client", "x" * 5000)):
        assert come(name, password).status_code == 200


def test_the_library_has_no_pages_of_its_own(with_password: Cast) -> None:
    client = come_in(with_password, "coordinator")
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/email/", "/accounts/2fa/",
                 "/accounts/3rdparty/", "/inloggen/signup/"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def come(name: str, password: str, **extra: Any) -> Any:
    return Client().post("/inloggen/", {"username": name, "password": password}, **extra)
