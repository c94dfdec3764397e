"""Mijn noodkaart: own words, versions, a paper on which everything fits, and two presses away at night for whom one chose."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdf
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from landing.core.consent.words import SELF
from landing.people.access_words import TOPICS
from landing.people.actions import ChangedMeanwhile, NotPossible, add_person
from landing.people.append_only import lifted
from landing.people.grounds import table_of
from landing.people.models import AccessLine, AccessSubject, Account, Consent, PersonEvent
from landing.people.policy import WHO_READ_CARDS
from landing.people.reads import NotVisible
from landing.plan import card_actions as actions
from landing.plan import card_paper as paper
from landing.plan import card_reads as reads
from landing.plan import network_actions
from landing.plan.card_reads import Card, Contact
from landing.plan.card_words import BACK, CONTACTS, FRONT, MOST_CONTACTS, PARTS, TEXTS
from landing.plan.gate_actions import CARD_STEP, Ticked
from landing.plan.models import CardOffer, CardPrint, CardVersion, CrisisCard
from landing.plan.reads import mine
from landing.route.models import StepMark
from tests.cast import TODAY, Cast
from tests.rooms.plan.visiting import MOST, browser, sent, statements, without_own_words

pytestmark = pytest.mark.django_db
NOOR = Contact("Noor", "06 00 00 00 00", "altijd")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return without_own_words(cast)


def write(cast: Cast, seen: dict[str, Any] | None = None, **values: Any) -> actions.Kept:
    return actions.write(
        viewer=cast.viewer("client"), person_key=cast.subject("aziza").key, values=values, seen=seen or {}
    )


def card(cast: Cast) -> Card:
    viewer = cast.viewer("client")
    return reads.card(viewer, mine(viewer))


def may_read(cast: Cast, code: str = "aziza", house: str = "home", purpose: str = "support") -> Consent:
    """The person chose that carers of a house read the card."""
    return Consent.objects.create(
        person=cast.subject(code).person, organisation=getattr(cast, house).organisations["care_provider"],
        topics=["crisis_card"], purpose=purpose, from_date=TODAY, to_date=TODAY + timedelta(days=30), how="self",
        given_at="2026-11-23T08:00Z", recorded_by="x",
    )  # fmt: skip


# ── Filling in ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_step_by_step_each_answer_is_kept_and_nothing_must_be_filled_in(cast: Cast) -> None:
    visitor = browser(cast, "client")
    address = reverse("plan:my_card_part", args=["call_me"])
    seen: list[str] = []
    while address != reverse("plan:my_card"):
        seen.append(address.split("/")[-2])
        page = visitor.get(address).content.decode()
        assert "Je hoeft niets in te vullen." in page
        form = {"helps": "Rustig praten"} if seen[-1] == "helps" else {}
        hidden = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
        assert hidden is not None
        address = visitor.post(address, sent(seen=hidden.group(1).replace("&quot;", '"'), **form)).headers["Location"]
    assert seen == [part.name for part in PARTS]
    assert card(cast).texts["helps"] == "Rustig praten" and card(cast).version == 1


def test_the_whole_card_on_one_page_in_one_go(cast: Cast) -> None:
    form = sent(
        call_me="Zaz",
        helps="Muziek",
        name_1="Noor",
        phone_1="06 00 00 00 00",
        what_1="altijd",
        name_3="Bram",
        seen="{}",
    )
    page = browser(cast, "client").post(reverse("plan:my_card_fill"), form, follow=True).content.decode()
    found = card(cast)
    assert [one.name for one in found.contacts] == ["Noor", "Bram"] and found.texts["call_me"] == "Zaz"
    assert "Muziek" in page and "06 00 00 00 00" in page and "Vertel je begeleider wat je deed." in page


def test_a_number_without_a_name_is_told_and_nothing_is_lost(cast: Cast) -> None:
    answer = browser(cast, "client").post(reverse("plan:my_card_fill"), sent(helps="Muziek", phone_2="06 11 11 11 11"))
    page = answer.content.decode()
    assert "Vul ook een naam in bij plek 2." in page and "06 11 11 11 11" in page and "Muziek" in page
    assert not CrisisCard.objects.exists()


def test_one_of_my_people_is_put_on_the_card_with_one_press_and_not_twice(cast: Cast) -> None:
    person = cast.subject("aziza").key
    made = network_actions.add(viewer=cast.viewer("client"), person_key=person,
                               values={"name": "Noor", "phone": "06 00", "may_call": True})  # fmt: skip
    visitor, address = browser(cast, "client"), reverse("plan:my_card_call", args=[made.key])
    assert "Zet op mijn kaart" in visitor.get(reverse("plan:my_card_part", args=[CONTACTS])).content.decode()
    for _ in range(2):
        visitor.post(address, sent())
    assert [(one.name, one.member) for one in card(cast).contacts] == [("Noor", str(made.key))]
    assert "Zet op mijn kaart" not in visitor.get(reverse("plan:my_card_part", args=[CONTACTS])).content.decode()
    write(cast, **{CONTACTS: [Contact(f"Mens {n}") for n in range(MOST_CONTACTS)]})
    with pytest.raises(NotPossible, match="al 5 mensen"):
        actions.call_member(viewer=cast.viewer("client"), person_key=person, member_key=made.key)
    network_actions.end(viewer=cast.viewer("client"), person_key=person, member_key=made.key)
    with pytest.raises(NotPossible, match="niet meer bij"):
        actions.call_member(viewer=cast.viewer("client"), person_key=person, member_key=made.key)
    with pytest.raises(NotVisible):
        actions.call_member(viewer=cast.viewer("client"), person_key=person, member_key=uuid.uuid4())


def test_each_change_is_a_version_with_what_changed_and_by_whom(cast: Cast) -> None:
    write(cast, helps="Muziek")
    write(cast, helps="Muziek", better_not="Schreeuwen")
    assert not write(cast, better_not="Schreeuwen").changed, "the same again is no version"
    write(cast, **{CONTACTS: [NOOR]})
    found = card(cast)
    versions = reads.versions(cast.viewer("client"), found)
    assert [(one.number, one.changed) for one in versions] == [
        (3, ("Bel",)),
        (2, ("Liever niet",)),
        (1, ("Dit helpt",)),
    ]
    assert {one.by_role for one in versions} == {"client"}
    page = browser(cast, "client").get(reverse("plan:my_card_versions"), {"versie": "1"}).content.decode()
    assert "Zo was je kaart" in page and "Muziek" in page and "Schreeuwen" not in page
    assert browser(cast, "client").get(reverse("plan:my_card_versions"), {"versie": "99"}).status_code == 404


def test_of_two_editors_the_second_sees_both_texts_and_other_parts_do_not_collide(cast: Cast) -> None:
    write(cast, helps="Muziek")
    write(cast, {"helps": "Muziek"}, helps="Rust")
    with pytest.raises(ChangedMeanwhile) as conflict:
        write(cast, {"helps": "Muziek"}, helps="Wandelen")
    assert [(one.theirs, one.yours) for one in conflict.value.differences] == [("Rust", "Wandelen")]
    write(cast, {"better_not": ""}, better_not="Duwen")
    answer = browser(cast, "client").post(
        reverse("plan:my_card_part", args=["helps"]), sent(helps="Wandelen", seen='{"helps": "Muziek"}')
    )
    assert answer.status_code == 409 and "Wandelen" in answer.content.decode() and "Rust" in answer.content.decode()
    assert card(cast).texts["helps"] == "Rust" and card(cast).texts["better_not"] == "Duwen"


def test_the_step_of_the_gate_is_told_to_who_may_not_tick_it(cast: Cast) -> None:
    assert write(cast, helps="Muziek").step is Ticked.OTHERS, "the step is the carer's"
    assert write(cast, helps="Rust").step is Ticked.NOTHING, "only the first time"


def test_without_a_route_the_card_is_kept_all_the_same(cast: Cast) -> None:
    staff = cast.viewer("support_worker")
    person = add_person(viewer=staff, given_name="Nieuw")
    person.account = Account.objects.create(username="eigen")
    person.save(update_fields=["account"])
    from landing.people.reads import viewer_of

    viewer = viewer_of(account=person.account_id, worker=None, today=TODAY)
    kept = actions.write(viewer=viewer, person_key=person.key, values={"helps": "Rust"}, seen={})
    assert kept.changed and kept.step is Ticked.NOTHING and reads.card(viewer, mine(viewer)).texts["helps"] == "Rust"


# ── Who may read it ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_reads_cards_in_the_code_is_who_may_by_the_access_table() -> None:
    table = table_of("merwestreek")
    staff = {flow.who for flow in table.flows if "crisis_card" in flow.topics and flow.relation != SELF}
    mentioned = {str(role) for who in staff for role in who}
    roles = {str(role) for role in WHO_READ_CARDS}
    assert roles <= mentioned
    emergency = {
        str(role) for flow in table.flows if flow.emergency and "crisis_card" in flow.topics for role in flow.who
    }
    assert emergency == roles
    assert {"crisis_card", "relations", "early_sign_plan", "plan"} <= set(TOPICS)


def test_without_consent_nobody_reads_the_card_and_with_it_only_whom_was_chosen(cast: Cast) -> None:
    write(cast, helps="Muziek")
    address = reverse("plan:card", args=[cast.subject("aziza").key])
    for who in ("support_worker", "coordinator", "process_director", "peer_worker"):
        assert browser(cast, who).get(address).status_code == 404, who
    consent = may_read(cast)
    assert "Muziek" in browser(cast, "support_worker").get(address).content.decode()
    for who in ("coordinator", "process_director", "peer_worker", "colleague", "neighbours.support_worker"):
        assert browser(cast, who).get(address).status_code == 404, who
    consent.withdrawn_at = "2026-11-23T08:30Z"
    consent.save()
    assert browser(cast, "support_worker").get(address).status_code == 404


def test_staff_who_read_a_card_do_not_write_it(cast: Cast) -> None:
    write(cast, helps="Muziek")
    may_read(cast)
    with pytest.raises(PermissionDenied):
        actions.write(
            viewer=cast.viewer("support_worker"), person_key=cast.subject("aziza").key, values={"helps": "x"}, seen={}
        )
    assert card(cast).texts["helps"] == "Muziek"


# ── In the night ────────────────────────────────────────────────────────────────────────────────────────────────────


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page)


def test_from_the_first_page_to_the_card_in_two_presses_written_in_the_log(cast: Cast) -> None:
    write(cast, helps="Muziek", **{CONTACTS: [NOOR]})
    may_read(cast)
    visitor, address = browser(cast, "support_worker"), reverse("plan:card", args=[cast.subject("aziza").key])
    first = visitor.get("/", follow=True).content.decode()
    assert reverse("plan:cards") in links(first[first.index("<main") :]), (
        "not only in the menu, which is folded on a phone"
    )
    second = visitor.get(reverse("plan:cards")).content.decode()
    assert address in links(second)
    assert "Noor" in visitor.get(address).content.decode()
    line = AccessLine.objects.order_by("id").last()
    assert line is not None and (line.topic, line.page, line.by_name) == ("crisis_card", "plan:card", "Bo Begelei")
    assert cast.subject("aziza").key in AccessSubject.objects.filter(line_id=line.pk).values_list(
        "person_id", flat=True
    )
    told = browser(cast, "client").get(reverse("rights:who_looked")).content.decode()
    assert "Bo Begelei" in told and "je noodkaart" in told


def test_the_list_holds_only_who_chose_this_house_and_has_a_card(cast: Cast) -> None:
    write(cast, helps="Muziek")
    may_read(cast, purpose="coordination")
    may_read(cast, code="bram")
    may_read(cast, code="sjaan")
    names = {who: [one.key for one in reads.readable(cast.viewer(who))]
             for who in ("support_worker", "coordinator", "peer_worker", "process_director", "client")}  # fmt: skip
    assert names == {"support_worker": [], "coordinator": [cast.subject("aziza").key], "peer_worker": [],
                     "process_director": [], "client": []}  # fmt: skip
    may_read(cast)
    assert [one.key for one in reads.readable(cast.viewer("support_worker"))] == [cast.subject("aziza").key]
    assert reads.readable(cast.viewer("colleague")) == []


def opened(cast: Cast, who: str) -> str:
    person = cast.subject("aziza").person
    visitor = browser(cast, who)
    form = sent(name=f"{person.given_name} {person.surname}", born=person.birth_date.strftime("%d-%m-%Y"), reason="crisis",
                words="Ze belde in paniek en haar begeleider neemt niet op.")  # fmt: skip
    answer = visitor.post(reverse("rights:emergency"), form)
    assert answer.status_code == 302
    page: str = visitor.get(answer.headers["Location"]).content.decode()
    return page


def test_who_breaks_the_glass_sees_the_card_and_the_person_is_told(cast: Cast) -> None:
    write(cast, helps="Muziek helpt", **{CONTACTS: [NOOR]})
    page = opened(cast, "neighbours.support_worker")
    assert "Muziek helpt" in page and "Noor" in page and "06 00 00 00 00" in page
    line = AccessLine.objects.order_by("id").last()
    assert line is not None and line.emergency and line.action == "emergency"
    own = browser(cast, "client").get(reverse("desk:my_route")).content.decode()
    assert "Iemand opende je gegevens in nood" in own and "Ook je noodkaart was te lezen." in own
    assert "in nood" in browser(cast, "client").get(reverse("rights:who_looked")).content.decode()


def test_the_municipality_sees_no_card_also_in_an_emergency(cast: Cast) -> None:
    write(cast, helps="Muziek helpt")
    page = opened(cast, "neighbours.process_director")
    assert "Muziek helpt" not in page and "Wie je kunt bellen" in page
    assert (
        "noodkaart" not in browser(cast, "process_director").get(reverse("rights:emergency")).content.decode().lower()
    )


# ── On paper ────────────────────────────────────────────────────────────────────────────────────────────────────────

FULL = Card(
    1, 3, None, "", {"call_me": "Sam", "looks_like": "Ik praat niet meer.", "helps": "Rustig praten.\nNaar buiten.",
                     "better_not": "Vasthouden.", "medication": "Rood doosje.", "practical": "De kat.", "agreements": "Noor bellen.",
                     "languages": "Nederlands, العربية, ትግርኛ, Łódź"},
    (NOOR, Contact("Crisisdienst", "0800 0000")),
)  # fmt: skip
CARD_MM = (85.6, 54.0)


def made(found: Card = FULL) -> bytes:
    return paper.pdf_of(found, number=3, on=TODAY, name="Samira")


def test_the_paper_is_one_page_tagged_and_in_dutch() -> None:
    content = made()
    read = pypdf.PdfReader(io.BytesIO(content))
    root = read.trailer["/Root"]
    assert len(read.pages) == 1 and [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]
    assert root["/Lang"] == "nl-NL" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_data() and read.metadata is not None
    assert read.metadata.title == "Noodkaart van Sam" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert len(content) < 100_000
    said = read.pages[0].extract_text()
    for words in (
        "Noor",
        "06 00 00 00 00",
        "Crisisdienst",
        "Rustig praten.",
        "Naar buiten.",
        "Rood doosje.",
        "Łódź",
        "versie 3",
    ):
        assert words in said, words


def boxes_of(content: bytes) -> list[tuple[str, float, float, float, float]]:
    """Every letter of the page with its place in millimetres from the upper left: left, top, right, bottom."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    text, height = page.get_textpage(), page.get_height()
    found = []
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        sign = text.get_text_range(at, 1)
        if sign.strip():
            found.append((sign, *(value * 25.4 / 72 for value in (left, height - top, right, height - bottom))))
    text.close()
    page.close()
    document.close()
    return found


def words_inside(content: bytes, left: float, top: float) -> str:
    """The letters that lie whole within a card-sized frame."""
    return "".join(sign for sign, x, y, right, bottom in boxes_of(content)
                   if x >= left and right <= left + CARD_MM[0] and y >= top and bottom <= top + CARD_MM[1])  # fmt: skip


def test_front_and_back_lie_beside_each_other_each_as_large_as_a_bank_card() -> None:
    content = made()
    signs = boxes_of(content)
    top = min(y for sign, x, y, *_ in signs if y > 35) - 3.5
    left = (210 - 2 * CARD_MM[0]) / 2
    front, back = words_inside(content, left, top), words_inside(content, left + CARD_MM[0], top)
    assert front.startswith("Sam") and "Noor" in front and "versie3" in front and "Rustig" not in front
    assert back.startswith("Zozie") and "Rustigpraten." in back and "Noorbellen." in back and "Crisisdienst" not in back


@pytest.mark.parametrize("length", [40, 200, 400, 700, 900, 1200])
def test_either_every_letter_is_on_the_card_or_it_is_told_what_to_shorten(length: int) -> None:
    words = ("Rustig praten en samen naar buiten gaan helpt mij. " * 30)[:length].strip()
    found = replace(FULL, texts=FULL.texts | {"helps": words})
    try:
        content = made(found)
    except paper.DoesNotFit as trouble:
        assert length >= 400 and trouble.parts == ["helps"]
        assert re.fullmatch(r"De achterkant is vol: \d+ regels? te veel. Maak de tekst korter bij “Dit helpt” of “.+”.",
                            trouble.troubles[0])  # fmt: skip
        return
    assert length <= 900
    top = min(y for sign, x, y, *_ in boxes_of(content) if y > 35) - 3.5
    back = words_inside(content, 105, top)
    assert "".join(words.split()) in back and "Noorbellen." in back


def test_a_card_that_fits_in_small_letters_is_not_set_in_large_ones() -> None:
    small = paper.fitting_sizes(
        replace(FULL, texts=FULL.texts | {"helps": "Rustig praten. " * 30}), number=1, on=TODAY, name="S"
    )
    large = paper.fitting_sizes(FULL, number=1, on=TODAY, name="S")
    assert small["back"] < large["back"] and small["front"] == large["front"]


def test_signs_that_no_font_holds_are_told_and_not_left_out() -> None:
    with pytest.raises(paper.DoesNotFit) as trouble:
        made(replace(FULL, texts=FULL.texts | {"practical": "De kat 🐈 en 漢"}))
    assert trouble.value.troubles == ["Deze tekens kunnen niet op papier: 🐈 漢. Haal ze weg bij “Regel dit”."]


def test_what_somebody_writes_is_text_and_never_markup() -> None:
    strange = '#panic("x") *vet* $x$ = kop \\ <b>'
    said = "".join(sign for sign, *_ in boxes_of(made(replace(FULL, texts=FULL.texts | {"agreements": strange}))))
    assert "".join(strange.split()) in said


def test_both_sides_together_hold_every_part() -> None:
    assert set(FRONT) | set(BACK) == {part.name for part in PARTS} and not set(FRONT) & set(BACK)
    assert set(TEXTS) <= {field.name for field in CrisisCard._meta.get_fields()}


def test_who_has_it_and_that_an_old_copy_is_old(cast: Cast) -> None:
    write(cast, helps="Muziek")
    visitor = browser(cast, "client")
    answer = visitor.post(reverse("plan:my_card_print"), sent(for_whom="mijn zus"))
    made_page = visitor.get(answer.headers["Location"])
    assert made_page.headers["Content-Type"] == "application/pdf" and made_page.content.startswith(b"%PDF-")
    assert "no-store" in made_page.headers["Cache-Control"]
    assert AccessLine.objects.order_by("id").last().action == "print"  # type: ignore[union-attr]
    page = visitor.get(reverse("plan:my_card")).content.decode()
    assert "mijn zus" in page and "Oude kaart" not in page
    write(cast, helps="Rust")
    page = visitor.get(reverse("plan:my_card")).content.decode()
    assert "Oude kaart" in page
    assert visitor.get(answer.headers["Location"]).status_code == 302, "an old copy is not made again"
    visitor.post(reverse("plan:my_card_print_back", args=[CardPrint.objects.get().key]), sent())
    page = visitor.get(reverse("plan:my_card")).content.decode()
    assert "Oude kaart" not in page and "weg sinds" in page


def test_what_does_not_fit_is_told_on_the_page_and_nothing_is_printed(cast: Cast) -> None:
    write(cast, helps="Rustig praten. " * 120)
    page = browser(cast, "client").post(reverse("plan:my_card_print"), sent(for_whom="mijn zus")).content.decode()
    assert "Je kaart past nog niet" in page and "De achterkant is vol" in page
    assert reverse("plan:my_card_part", args=["helps"]) in links(page) and not CardPrint.objects.exists()


def test_an_empty_card_is_not_printed(cast: Cast) -> None:
    page = browser(cast, "client").post(reverse("plan:my_card_print"), sent()).content.decode()
    assert "Je kaart is nog leeg" in page and not CardPrint.objects.exists()
    with pytest.raises(NotPossible):
        actions.keep_print(viewer=cast.viewer("client"), person_key=cast.subject("aziza").key, for_whom="")


# ── Survival, and the budget ────────────────────────────────────────────────────────────────────────────────────────


def test_the_card_stays_whole_when_the_carer_leaves_and_the_login_is_deleted(cast: Cast) -> None:
    write(cast, helps="Muziek", **{CONTACTS: [NOOR]})
    before = CrisisCard.objects.values().get(), list(CardVersion.objects.values())
    with lifted(connection):
        for who in ("support_worker", "client"):
            Account.objects.filter(pk=cast.accounts[who].pk).delete()
    cast.subject("aziza").bonds["support_worker"].delete()
    assert (CrisisCard.objects.values().get(), list(CardVersion.objects.values())) == before


def test_the_history_of_the_person_does_not_tell_what_stands_on_it(cast: Cast) -> None:
    write(cast, helps="Geheim")
    assert "Geheim" not in str(list(PersonEvent.objects.values_list("old", "new", "why")))
    told = (
        browser(cast, "process_director")
        .get(reverse("route:history", args=[cast.subject("aziza").key]))
        .content.decode()
    )
    assert "oodkaart" not in told, "that there is a card is not for the municipality"


def test_the_pages_ask_little(cast: Cast) -> None:
    write(cast, helps="Muziek", **{CONTACTS: [NOOR, Contact("Bram")]})
    may_read(cast)
    visitor: Client = browser(cast, "client")
    counts = {name: statements(visitor, reverse(f"plan:{name}"))
              for name in ("my_card", "my_card_fill", "my_card_versions", "my_card_print")}  # fmt: skip
    counts["part"] = statements(visitor, reverse("plan:my_card_part", args=[CONTACTS]))
    staff = browser(cast, "support_worker")
    counts["cards"] = statements(staff, reverse("plan:cards"))
    counts["card"] = statements(staff, reverse("plan:card", args=[cast.subject("aziza").key]))
    assert max(counts.values()) <= MOST, counts


def test_what_is_offered_is_on_the_card_only_when_the_person_says_so(cast: Cast) -> None:
    write(cast, helps="Muziek")
    person = cast.subject("aziza")
    for part, words in (("helps", "Thee drinken"), ("better_not", "Schreeuwen"), (CONTACTS, "overdag")):
        actions.offer(
            viewer=cast.viewer("client"), person=person.person, part=part, name="Noor", phone="06 00", words=words
        )
    first, second, third = CardOffer.objects.order_by("id")
    visitor = browser(cast, "client")
    page = visitor.get(reverse("plan:my_card")).content.decode()
    assert "Thee drinken" in page and card(cast).texts["helps"] == "Muziek"
    for one, said in ((first, "ja"), (second, "nee"), (third, "ja"), (first, "ja")):
        visitor.post(reverse("plan:my_card_offer", args=[one.key]), sent(antwoord=said))
    found = card(cast)
    assert found.texts["helps"] == "Muziek\nThee drinken" and found.texts["better_not"] == ""
    assert [(one.name, one.phone, one.what_for) for one in found.contacts] == [("Noor", "06 00", "overdag")]
    assert list(CardOffer.objects.order_by("id").values_list("state", flat=True)) == [
        "accepted",
        "declined",
        "accepted",
    ]


# ── Together with a carer ───────────────────────────────────────────────────────────────────────────────────────────


def write_down(cast: Cast, who: str = "support_worker", said: bool = True, **values: Any) -> actions.Kept:
    return actions.write_down(
        viewer=cast.viewer(who), person_key=cast.subject("aziza").key, values=values, seen={}, said=said
    )


def test_a_carer_writes_down_what_the_person_says_and_the_person_takes_it_back(cast: Cast) -> None:
    write(cast, helps="Muziek")
    may_read(cast)
    key, staff = cast.subject("aziza").key, browser(cast, "support_worker")
    assert reverse("plan:card_said", args=[key]) in staff.get(reverse("plan:card", args=[key])).content.decode()
    address = reverse("plan:card_said", args=[key])
    assert "Muziek" in staff.get(address).content.decode()
    refused = staff.post(address, sent(helps="Thee", seen="{}"))
    assert refused.status_code == 200 and card(cast).texts["helps"] == "Muziek", "never without the person"
    assert "Zet een vinkje als de persoon erbij is" in refused.content.decode() and "Thee" in refused.content.decode()
    assert staff.post(address, sent(helps="Thee", name_1="Noor", said="on", seen="{}")).status_code == 302
    newest = CardVersion.objects.get(number=2)
    assert (newest.by_name, newest.by_role) == ("Bo Begelei", "support_worker") and card(cast).texts["helps"] == "Thee"
    line = PersonEvent.objects.filter(about="crisis_card").latest("id")
    assert line.by_name == "Bo Begelei" and "Thee" not in str((line.old, line.new, line.why))
    visitor = browser(cast, "client")
    page = visitor.get(reverse("plan:my_card")).content.decode()
    assert "Bo Begelei (begeleider) schreef dit voor je op" in page and "Anders bij: Bel, Dit helpt." in page
    assert "Dit zei jij zelf." in visitor.get(reverse("plan:my_card_versions")).content.decode()
    visitor.post(reverse("plan:my_card_restore", args=[1]), sent(seen="2"))
    assert card(cast).texts["helps"] == "Muziek" and not card(cast).contacts
    assert CardVersion.objects.get(number=3).restores == 1, "what the carer wrote stays as a version"
    assert "schreef dit voor je op" not in visitor.get(reverse("plan:my_card")).content.decode()


def test_the_first_words_on_the_card_tick_the_step_with_a_way_back_when_the_writer_may(cast: Cast) -> None:
    may_read(cast)
    key, staff = cast.subject("aziza").key, browser(cast, "support_worker")
    page = staff.post(reverse("plan:card_said", args=[key]), sent(helps="Thee", said="on", seen="{}"), follow=True)
    told, undo = page.content.decode(), reverse("route:step_take_back", args=[key, CARD_STEP])
    marks = StepMark.objects.filter(journey=cast.subject("aziza").journey, rule=CARD_STEP, current=True)
    assert "De stap “Signaleringsplan of noodkaart maken” is nu klaar." in told and undo in told and marks.exists()
    staff.post(undo)
    assert not marks.exists()
    browser(cast, "client").post(reverse("plan:my_card_restore", args=[0]), sent(seen="1"))
    assert card(cast).empty, "before the first version the card was empty"


def test_an_old_card_comes_back_unless_it_changed_meanwhile(cast: Cast) -> None:
    write(cast, helps="Muziek", **{CONTACTS: [NOOR]})
    write(cast, helps="Rust", **{CONTACTS: []})
    visitor = browser(cast, "client")
    shown = visitor.get(reverse("plan:my_card_versions"), {"versie": "1"}).content.decode()
    assert "Zet dit terug" in shown and reverse("plan:my_card_restore", args=[1]) in shown
    assert "Zet dit terug" not in visitor.get(reverse("plan:my_card_versions"), {"versie": "2"}).content.decode()
    visitor.post(reverse("plan:my_card_restore", args=[1]), sent(seen="1"))
    assert card(cast).texts["helps"] == "Rust", "somebody else changed it meanwhile"
    visitor.post(reverse("plan:my_card_restore", args=[1]), sent(seen="2"))
    found = card(cast)
    assert found.texts["helps"] == "Muziek" and [one.name for one in found.contacts] == ["Noor"] and found.version == 3
    assert visitor.post(reverse("plan:my_card_restore", args=[77]), sent(seen="3")).status_code == 404


@pytest.mark.parametrize("how", ["no_consent", "withdrawn", "bond_ended", "frozen", "coordinator", "said"])
def test_nobody_writes_on_the_card_alone_or_without_the_choice_of_the_person(cast: Cast, how: str) -> None:
    subject, who = cast.subject("aziza"), "support_worker"
    if how != "no_consent":
        may_read(cast, purpose="coordination" if how == "coordinator" else "support")
    if how == "withdrawn":
        Consent.objects.filter(person=subject.person, topics=["crisis_card"]).update(withdrawn_at="2026-11-23T08:30Z")
    elif how == "bond_ended":
        subject.bonds["support_worker"].to_date = TODAY
        subject.bonds["support_worker"].save()
    elif how == "frozen":
        type(subject.person).objects.filter(pk=subject.person.pk).update(frozen_on=TODAY)
    elif how == "coordinator":
        who = "coordinator"
        assert browser(cast, who).get(reverse("plan:card_said", args=[subject.key])).status_code == 403
    with pytest.raises((NotVisible, PermissionDenied, NotPossible)):
        write_down(cast, who, said=how != "said", helps="x")
    assert not CrisisCard.objects.exists()


def test_of_a_carer_and_the_person_at_once_the_second_sees_both_texts(cast: Cast) -> None:
    write(cast, helps="Muziek")
    may_read(cast)
    answer = browser(cast, "support_worker").post(
        reverse("plan:card_said", args=[cast.subject("aziza").key]),
        sent(helps="Thee", said="on", seen='{"helps": "Rust"}'),
    )
    assert answer.status_code == 409 and card(cast).texts["helps"] == "Muziek"
    assert "Thee" in answer.content.decode() and "Muziek" in answer.content.decode()


def test_staff_print_the_card_with_a_reason_that_the_person_and_the_log_read(cast: Cast) -> None:
    write(cast, helps="Muziek")
    may_read(cast)
    key, staff = cast.subject("aziza").key, browser(cast, "support_worker")
    address = reverse("plan:card_print", args=[key])
    assert address in staff.get(reverse("plan:card", args=[key])).content.decode()
    assert "Kies waarom je de kaart print." in staff.post(address, sent(for_whom="Zaz")).content.decode()
    assert not CardPrint.objects.exists()
    answer = staff.post(address, sent(for_whom="Zaz", why="no_login"))
    made_page = staff.get(answer.headers["Location"])
    assert made_page.headers["Content-Type"] == "application/pdf" and made_page.content.startswith(b"%PDF-")
    line = AccessLine.objects.order_by("id").last()
    assert line is not None and (line.action, line.topic, line.reason) == ("print", "crisis_card", "no_login")
    own = browser(cast, "client").get(reverse("plan:my_card")).content.decode()
    assert "Bo Begelei printte hem: de persoon kan zelf niet printen." in own
    own_print = actions.keep_print(viewer=cast.viewer("client"), person_key=key, for_whom="mij")
    assert staff.get(reverse("plan:card_pdf", args=[key, own_print])).status_code == 404, "a copy of the person's own"
    write(cast, helps="Rust")
    assert staff.get(answer.headers["Location"]).status_code == 302, "an old copy is not made again"
    with pytest.raises(NotPossible, match="waarom"):
        actions.keep_print(viewer=cast.viewer("support_worker"), person_key=key, for_whom="", why="zomaar")
    Consent.objects.filter(person=cast.subject("aziza").person, topics=["crisis_card"]).delete()
    assert staff.get(address).status_code == 404


def test_the_pages_of_staff_about_the_card_ask_little(cast: Cast) -> None:
    write(cast, helps="Muziek", **{CONTACTS: [NOOR]})
    may_read(cast)
    write_down(cast, helps="Thee")
    key, staff = cast.subject("aziza").key, browser(cast, "support_worker")
    counts = {name: statements(staff, reverse(f"plan:{name}", args=[key])) for name in ("card_said", "card_print")}
    counts["my_card"] = statements(browser(cast, "client"), reverse("plan:my_card"))
    assert max(counts.values()) <= MOST, counts
