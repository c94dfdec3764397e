"""A list through the pages: both sample exports, what goes wrong on the way, and what other people see of it."""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from landing.exchange import kept, middleware, run_actions, running, uploads
from landing.exchange.models import ImportRun, RememberedMapping
from landing.people.models import Bond, Likeness, Organisation, Person
from tests.cast import Cast
from tests.rooms.exchange.lists import MUNICIPALITIES, MUNICIPALITY, PROVIDER, workbook

pytestmark = pytest.mark.django_db
GOOD = "Cliëntnummer;Naam;Geboortedatum\nX1;Proef, Ans;01-02-1980\nX2;Proef, Ben;03-04-1981\n".encode()
BAD = GOOD + b"X3;Proef, Cor;99-99-1980\n"


@pytest.fixture
def towns(cast: Cast) -> Cast:
    """The cast in the region of which the sample lists speak."""
    Organisation.objects.bulk_create(
        Organisation(region=cast.home.region, kind="municipality", name=name) for name in MUNICIPALITIES
    )
    return cast


def browser(cast: Cast, who: str = "coordinator") -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def text_of(response: Any) -> str:
    """What somebody reads on a page, in one line."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(plain.split())


def upload(client: Client, content: bytes, name: str = "lijst.csv") -> tuple[UUID, Any]:
    """Send a file; returns the key of its run and the page that comes."""
    page = client.post("/inlezen/", {"list": SimpleUploadedFile(name, content)}, follow=True)
    assert page.redirect_chain, text_of(page)
    return UUID(re.findall(r"[0-9a-f-]{36}", page.redirect_chain[0][0])[0]), page


def answered(page: Any) -> dict[str, str]:
    """The form of the mapping as a person fills it in: the proposal, and "leave empty" for what is not known."""
    form = page.context["form"]
    data = {"map": "1", "version": str(page.context["run"].version)}
    for name, field in form.fields.items():
        choices = [value for value, _ in getattr(field, "choices", ())]
        proposed = form[name].value()
        if name.startswith("word_") and proposed == "?":
            data[name] = "-"
        elif name.startswith("period_"):
            data[name] = "last_day"
        elif proposed not in (None, False, ""):
            assert not choices or proposed in choices
            data[name] = proposed
    return data


def checked(client: Client, content: bytes, name: str = "lijst.csv") -> tuple[UUID, Any]:
    """Up to the page that shows what is wrong."""
    run, page = upload(client, content, name)
    preview = client.post(f"/inlezen/{run}/kolommen/", answered(page), follow=True)
    assert preview.redirect_chain[-1][0].endswith("/nakijken/"), text_of(preview)
    return run, preview


def read_in(client: Client, run: UUID, which: str = "good") -> Any:
    return client.post(f"/inlezen/{run}/lees-in/", {"which": which}, follow=True)


def test_the_providers_list_shows_each_fault_at_its_row_and_column(towns: Cast) -> None:
    client = browser(towns)
    before = Person.objects.count()
    run, preview = checked(client, PROVIDER.read_bytes(), PROVIDER.name)
    found = [
        (fault.row, fault.letter, fault.found)
        for start in (0, 50, 100)
        for fault in client.get(f"/inlezen/{run}/nakijken/?soort=fouten&vanaf={start}").context["faults"]
    ]
    assert {(74, "F", "31-02-2026"), (94, "C", "1-1-1890"), (124, "G", "1-1-2020")} <= set(found)
    page = text_of(client.get(f"/inlezen/{run}/nakijken/?soort=fouten"))
    assert "Deze dag bestaat niet in de kalender." in page and "F: Start zorg" in page
    assert Person.objects.count() == before
    only = client.get(f"/inlezen/{run}/nakijken/?kolom=F").context["faults"]
    assert only and {fault.letter for fault in only} == {"F"}
    assert "Er zijn nog fouten" in text_of(preview)


def test_both_lists_come_in_through_the_page_and_twice_changes_nothing(towns: Cast) -> None:
    for who, file in (("coordinator", PROVIDER), ("process_director", MUNICIPALITY)):
        client = browser(towns, who)
        before = Person.objects.count()
        run, _ = checked(client, file.read_bytes(), file.name)
        result = read_in(client, run)
        made = ImportRun.objects.get(key=run).result
        assert made["new"] > 100 and Person.objects.count() == before + made["new"], made
        assert "De lijst is ingelezen" in text_of(result)
        again, preview = checked(client, file.read_bytes(), file.name)
        assert "nieuwe mensen" in text_of(preview) and ImportRun.objects.get(key=again).counts["new"] == 0
        read_in(client, again)
        result_again = ImportRun.objects.get(key=again).result
        assert (result_again["new"], result_again["changed"], result_again["offered"]) == (0, 0, 0)
    # The same people stand in both: the lead municipality is shown them side by side, the provider alone is not.
    of = {
        kind: Bond.objects.filter(organisation=towns.home.organisations[kind]).values("person")
        for kind in ("care_provider", "municipality")
    }
    across = Likeness.objects.filter(
        first__in=of["care_provider"], second__in=of["municipality"], certain=True
    ).values_list("pk", flat=True)
    assert len(across) > 5
    assert browser(towns, "process_director").get(f"/dubbelen/{across[0]}/").status_code == 200
    assert browser(towns).get(f"/dubbelen/{across[0]}/").status_code == 404


def test_what_the_columns_mean_is_remembered_for_the_next_list(towns: Cast) -> None:
    client = browser(towns)
    run, page = upload(client, PROVIDER.read_bytes())
    assert "We hebben een voorstel ingevuld" in text_of(page)
    form = answered(page)
    index = next(n for n, name in enumerate(page.context["table"].headings) if name == "PB'er")
    client.post(f"/inlezen/{run}/kolommen/", form | {f"column_{index}": "-"})
    _, page = upload(client, PROVIDER.read_bytes(), "nog een.csv")
    assert "We herkennen deze lijst" in text_of(page)
    assert page.context["form"][f"column_{index}"].value() == "-"
    assert not page.context["asked"]
    # What another organisation chose says nothing here.
    _, page = upload(browser(towns, "neighbours.coordinator"), PROVIDER.read_bytes())
    assert "We hebben een voorstel ingevuld" in text_of(page)
    assert RememberedMapping.objects.count() == 1


def test_a_word_that_is_not_known_must_be_given_a_meaning(towns: Cast) -> None:
    client = browser(towns)
    run, page = upload(client, PROVIDER.read_bytes())
    form = answered(page)
    words = [name for name in form if name.startswith("word_") and page.context["form"][name].value() == "?"]
    assert len(words) >= 2
    back = client.post(f"/inlezen/{run}/kolommen/", {name: form[name] for name in form if name != words[0]})
    assert back.status_code == 200 and "betekent" in text_of(back)
    assert back.context["form"][words[1]].value() == "-", "what was typed stays"
    assert ImportRun.objects.get(key=run).state == "mapping"


def test_a_mapping_without_a_name_is_refused_with_what_to_choose(cast: Cast) -> None:
    client = browser(cast)
    run, page = upload(client, GOOD)
    back = client.post(f"/inlezen/{run}/kolommen/", answered(page) | {"column_1": "-"})
    assert "Kies in welke kolom de naam staat" in text_of(back)
    back = client.post(f"/inlezen/{run}/kolommen/", answered(page) | {"column_1": "external_id"})
    assert "Kies één kolom" in text_of(back)


def test_all_rows_or_none_unless_the_good_rows_are_chosen(cast: Cast) -> None:
    client, before = browser(cast), Person.objects.count()
    run, _ = checked(client, BAD)
    refused = read_in(client, run, "all")
    assert "Er zijn nog rijen met fouten" in text_of(refused) and Person.objects.count() == before
    result = read_in(client, run, "good")
    assert Person.objects.count() == before + 2
    assert "1 rij met een fout is niet ingelezen" in text_of(result)
    mend = b"".join(client.get(f"/inlezen/{run}/herstellen/").streaming_content).decode("utf-8-sig")
    assert "Cor" in mend and "Ans" not in mend and "Deze dag bestaat niet" in mend
    # Mended and read in: the columns we added are left out by themselves.
    run, _ = checked(client, mend.replace("99-99-1980", "09-09-1980").encode())
    read_in(client, run, "all")
    assert Person.objects.count() == before + 3


def test_the_list_that_came_in_whole_is_thrown_away_at_once(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser(cast)
    run, _ = checked(client, GOOD)
    assert kept.is_kept(run)
    with django_capture_on_commit_callbacks(execute=True):
        read_in(client, run, "all")
    assert not kept.folder(run).exists()
    assert client.get(f"/inlezen/{run}/herstellen/").status_code == 302
    assert "De lijst is ingelezen" in text_of(client.get(f"/inlezen/{run}/"))


def test_what_is_kept_is_for_the_product_only(cast: Cast) -> None:
    run, _ = checked(browser(cast), BAD)
    assert kept.folder(run).stat().st_mode & 0o077 == 0
    assert [file.name for file in kept.folder(run).iterdir() if file.stat().st_mode & 0o077] == []


def test_thrown_away_is_gone_and_nothing_came_in(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    client, before = browser(cast), Person.objects.count()
    run, _ = checked(client, GOOD)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"/inlezen/{run}/weggooien/", follow=True)
    assert "Deze lijst is weggegooid" in text_of(page)
    assert not kept.folder(run).exists() and Person.objects.count() == before
    assert "Een collega was je voor" in text_of(read_in(client, run, "all"))


def test_after_a_day_the_file_is_gone_and_the_page_says_so(cast: Cast) -> None:
    client = browser(cast)
    run, _ = checked(client, GOOD)
    yesterday = time.time() - run_actions.KEPT_FOR.total_seconds() - 60
    os.utime(kept.folder(run), (yesterday, yesterday))
    ImportRun.objects.filter(key=run).update(since=ImportRun.objects.get(key=run).since - timedelta(days=2))
    assert run_actions.tidy() == 1
    assert not kept.folder(run).exists()
    assert "weggegooid" in text_of(client.get(f"/inlezen/{run}/"))
    # A folder that went while the run still waited: a sentence, and no error.
    other, _ = checked(client, GOOD)
    kept.forget(other)
    assert "bewaren een lijst een dag" in text_of(client.get(f"/inlezen/{other}/nakijken/", follow=True))
    result = read_in(client, other, "all")
    assert "Het bestand is er niet meer" in text_of(result)


def test_the_server_itself_throws_old_lists_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(cast)
    run, _ = checked(client, GOOD)
    yesterday = time.time() - run_actions.KEPT_FOR.total_seconds() - 60
    os.utime(kept.folder(run), (yesterday, yesterday))
    client.get("/regels/")
    assert kept.is_kept(run), "not at every request"
    monkeypatch.setattr(middleware, "EVERY_SECONDS", -1)
    assert client.get("/regels/").status_code == 200
    assert not kept.is_kept(run)
    monkeypatch.setattr(run_actions, "tidy", lambda: (_ for _ in ()).throw(OSError("disk")))
    assert client.get("/regels/").status_code == 200


def test_lists_that_nobody_goes_on_with_do_not_pile_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_actions, "MOST_OPEN", 3)  # the cast left two
    client = browser(cast)
    upload(client, GOOD)
    refused = client.post("/inlezen/", {"list": SimpleUploadedFile("lijst.csv", GOOD)})
    assert "Er staan al 3 lijsten open" in text_of(refused)
    upload(browser(cast, "process_director"), GOOD)  # another organisation


def test_two_screens_the_second_is_told(cast: Cast) -> None:
    client = browser(cast)
    run, page = upload(client, GOOD)
    form = answered(page)
    client.post(f"/inlezen/{run}/kolommen/", form)
    late = client.post(f"/inlezen/{run}/kolommen/", form | {"column_2": "-"}, follow=True)
    assert "Een collega was je voor" in text_of(late)
    assert ImportRun.objects.get(key=run).mapping["columns"]["Geboortedatum"] == "birth_date"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leeg.csv", b"", "Dit bestand is leeg."),
        ("oud.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Dit is een oud Excel-bestand"),
        ("plaatje.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "Dit is een plaatje en geen lijst."),
        ("breed.csv", (";".join(f"k{n}" for n in range(300)) + "\n" + ";".join("x" * 300) + "\n").encode(),
         "Deze lijst heeft 300 kolommen"),
        ("kapot.xlsx", b"PK\x03\x04" + b"\x01" * 300, "niet"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_what_to_do(cast: Cast, name: str, content: bytes, said: str) -> None:
    before = ImportRun.objects.count()
    run, page = upload(browser(cast), content, name)
    assert "We kunnen deze lijst niet inlezen" in text_of(page) and said in text_of(page)
    assert "Er is niets geschreven." in text_of(page) and ImportRun.objects.count() == before + 1
    assert ImportRun.objects.get(key=run).state == "refused"


def test_a_workbook_that_swells_is_refused_before_it_is_opened(cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("Naam",), ("Proef",)))) as good, zipfile.ZipFile(out, "w", 8) as bomb:
        for name in good.namelist():
            bomb.writestr(name, b"0" * 80_000_000 if name.endswith("sheet1.xml") else good.read(name))
    _, page = upload(browser(cast), out.getvalue(), "bom.xlsx")
    assert "We kunnen deze lijst niet inlezen" in text_of(page)


def test_a_file_above_the_limit_is_dropped_while_it_comes_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1_000_000)
    before = ImportRun.objects.count()
    large = SimpleUploadedFile("groot.csv", b"a;b\n" * 600_000)
    page = browser(cast).post("/inlezen/", {"list": large})
    assert page.status_code == 200 and "Dit bestand is te groot" in text_of(page)
    assert ImportRun.objects.count() == before


def test_a_formula_is_shown_and_never_becomes_one_again(cast: Cast) -> None:
    evil = "Cliëntnummer;Naam;Geboortedatum\n=1+1;=cmd|' /C calc'!A0;01-02-1980\n".encode()
    client = browser(cast)
    run, preview = checked(client, evil)
    assert "Dit is geen naam." in text_of(preview)
    mend = b"".join(client.get(f"/inlezen/{run}/herstellen/").streaming_content).decode("utf-8-sig")
    assert not re.search(r"(^|;)[=@+]", mend), mend


def test_another_row_with_the_headings_can_be_chosen(cast: Cast) -> None:
    odd = "Overzicht;van;november\n;;\nCliëntnummer;Naam;Geboortedatum\nX1;Proef, Ans;01-02-1980\n".encode()
    client = browser(cast)
    run, page = upload(client, odd)
    page = client.post(f"/inlezen/{run}/kolommen/", {"reopen": "1", "heading_row": "1"}, follow=True)
    assert list(page.context["table"].headings) == ["Overzicht", "van", "november"]
    back = client.post(f"/inlezen/{run}/kolommen/", {"reopen": "1", "heading_row": "nul"})
    assert "heel getal" in text_of(back)
    page = client.post(f"/inlezen/{run}/kolommen/", {"reopen": "1", "heading_row": "3"}, follow=True)
    assert page.context["table"].headings[0] == "Cliëntnummer"


def test_numbers_that_can_be_a_bsn_are_asked_about(cast: Cast) -> None:
    client = browser(cast)
    run, page = upload(client, "Cliëntnummer;Naam\n111222333;Proef, Ans\n".encode())
    assert "zeker geen BSN" in text_of(page)
    preview = client.post(f"/inlezen/{run}/kolommen/", answered(page), follow=True)
    assert "Dit getal kan een BSN zijn" in text_of(preview)
    page = client.get(f"/inlezen/{run}/kolommen/")
    preview = client.post(
        f"/inlezen/{run}/kolommen/", answered(page) | {"bsn_external_id": "on"}, follow=True
    )  # fmt: skip
    assert "De lijst kan erin" in text_of(preview)


def test_somebody_from_outside_the_region_is_not_kept_out(towns: Cast) -> None:
    rows = "Cliëntnummer;Naam;Gemeente van herkomst\nX1;Proef, Ans;Verwegistan\nX2;Proef, Ben;Lindehoek\nX3;Proef, Cor;Lindehoec\n"
    client = browser(towns)
    run, preview = checked(client, rows.encode())
    assert "hoort niet bij de regio" in text_of(preview) and "Is Lindehoek bedoeld?" in text_of(preview)
    assert (preview.context["counts"]["good"], preview.context["counts"]["bad"]) == (2, 1)
    read_in(client, run)
    ans = Person.objects.get(given_name="Ans", surname="Proef")
    assert ans.origin is None and Person.objects.get(given_name="Ben", surname="Proef").origin.name == "Lindehoek"


def test_an_empty_list_to_fill_in_is_understood_without_a_question(towns: Cast) -> None:
    client = browser(towns)
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/inlezen/lege-lijst/{kind}/")
        assert f"lege-lijst.{kind}" in answer.headers["Content-Disposition"]
        _, page = upload(client, b"".join(answer.streaming_content), f"lege-lijst.{kind}")
        chosen = [field.value() for field in (c["field"] for c in page.context["columns"]) if field]
        assert "-" not in chosen and "Onder de koppen staat niemand." in text_of(page)
    assert client.get("/inlezen/lege-lijst/ods/").status_code == 404


def test_an_organisation_that_keeps_no_caseload_is_told(cast: Cast) -> None:
    worker = cast.home.workers["coordinator"]
    worker.organisation = cast.home.organisations["advocacy"]
    worker.save()
    client, before = browser(cast), ImportRun.objects.count()
    assert "Alleen een gemeente of een zorgaanbieder" in text_of(client.get("/inlezen/"))
    client.post("/inlezen/", {"list": SimpleUploadedFile("lijst.csv", GOOD)})
    assert ImportRun.objects.count() == before


class Started:
    """Stands in the place of the process that would be started, and keeps its command."""

    commands: list[list[str]] = []

    def __init__(self, command: list[str], **options: Any) -> None:
        assert options["start_new_session"] and options["stdout"] == subprocess.DEVNULL
        self.commands.append(command)


def test_a_large_list_is_done_beside_the_page_that_shows_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    Started.commands = []
    monkeypatch.setattr(running.subprocess, "Popen", Started)
    monkeypatch.setattr(running, "AT_ONCE_BYTES", {"workbook": 10, "text": 10})
    client, before = browser(cast), Person.objects.count()

    def work() -> None:
        command = Started.commands.pop()
        assert command[1:5] == ["-m", "landing.cli", "import", "run"]
        call_command("import_file", "run", command[5])

    with django_capture_on_commit_callbacks(execute=True):
        run, page = upload(client, GOOD)
    assert "wordt geopend" in text_of(page) and 'hx-trigger="every 2s"' in page.content.decode()
    work()
    moved_on = client.get(f"/inlezen/{run}/", headers={"HX-Request": "true"})
    assert moved_on.headers["HX-Redirect"].endswith("/kolommen/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/inlezen/{run}/kolommen/", answered(client.get(f"/inlezen/{run}/kolommen/")))
    work()
    with django_capture_on_commit_callbacks(execute=True):
        page = read_in(client, run, "all")
    kept.keep_progress(run, "Nieuwe mensen toevoegen", 1, 2)
    assert "Nieuwe mensen toevoegen: 1 van 2" in text_of(client.get(f"/inlezen/{run}/"))
    assert Person.objects.count() == before
    work()
    assert Person.objects.count() == before + 2
    assert "De lijst is ingelezen" in text_of(client.get(f"/inlezen/{run}/"))


def test_work_that_broke_off_is_seen_and_can_go_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    client, before = browser(cast), Person.objects.count()
    run, _ = checked(client, GOOD)
    # As it is left when the process was killed while it wrote.
    ImportRun.objects.filter(key=run).update(state="writing")
    kept.keep_progress(run, "Nieuwe mensen toevoegen", 1, 2)
    assert "onderbroken" not in text_of(client.get(f"/inlezen/{run}/"))
    busy = client.post(f"/inlezen/{run}/verder/", follow=True)
    assert "Een collega was je voor" in text_of(busy), "somebody is still at work"
    silent = Path(kept.folder(run)) / "progress.json"
    os.utime(silent, (time.time() - 60, time.time() - 60))
    page = client.get(f"/inlezen/{run}/")
    assert "Er is niets half geschreven" in text_of(page) and Person.objects.count() == before
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/inlezen/{run}/verder/", follow=True)
    assert Person.objects.count() == before + 2
