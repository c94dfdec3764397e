"""A kept question answers as the ordinary one, whoever asks and whatever the values; what cannot be kept is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from landing.people import kept_questions
from landing.people.kept_questions import CannotKeep, KeptQuestion, Text, kept
from landing.people.models import Bond, Person, PersonEvent
from landing.people.reads import persons, visible
from landing.people.roles import Role
from landing.people.viewer import Viewer
from tests.cast import MAY_SEE, NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
RANDOM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@kept
def seen(viewer: Viewer) -> QuerySet[Any, Any]:
    """The keys and names of whom a viewer may see."""
    return persons(viewer).order_by("id").values_list("id", "key", "given_name", "birth_date", "created_at")


@kept
def found(
    viewer: Viewer, words: tuple[Text, ...], ids: tuple[int, ...], key: uuid.UUID | None, since: datetime, on: bool
) -> QuerySet[Any, Any]:
    """Persons by every kind of value there is."""
    rows = persons(viewer).filter(created_at__gte=since)
    for word in words:
        rows = rows.filter(search_name__contains=word)
    if ids:
        rows = rows.filter(pk__in=ids)
    if key is not None:
        rows = rows.exclude(key=key)
    if on:
        rows = rows.filter(Q(birth_date__isnull=True) | Q(birth_date__lt=viewer.today - timedelta(days=3650)))
    return rows.order_by("-id").values_list("id", "key", "created_at")


def everybody(cast: Cast) -> dict[str, Viewer]:
    return {who: cast.viewer(who) for who in cast.accounts}


def test_everybody_sees_through_a_kept_question_whom_they_may_see(cast: Cast) -> None:
    ids = {code: subject.person.pk for code, subject in cast.subjects.items()}
    for who, viewer in everybody(cast).items():
        assert seen.rows(viewer) == seen.plain(viewer), who
    for who, codes in MAY_SEE.items():
        assert {row[0] for row in seen.rows(cast.viewer(who))} == {ids[code] for code in codes}, who


def test_what_was_made_for_one_viewer_shows_another_only_their_own(cast: Cast) -> None:
    """The same shape, asked in turn by colleagues, neighbours and strangers."""
    question = KeptQuestion(seen.build)
    home, away = cast.viewer("coordinator"), cast.viewer("neighbours.coordinator")
    assert question.rows(home) and question.rows(away)
    assert len(question._made) == 1
    assert not {row[0] for row in question.rows(home)} & {row[0] for row in question.rows(away)} - {
        cast.subject("aziza").person.pk
    }
    # Another organisation, and then another region, in an otherwise equal viewer.
    assert question.rows(replace(home, organisation=away.organisation)) == question.rows(away)
    assert question.rows(replace(home, organisation=10**9)) == []
    assert question.rows(replace(home, region=10**9)) == []
    assert len(question._made) == 1


@RANDOM
@given(data=some.data())
def test_any_viewer_gets_the_ordinary_answer(cast: Cast, data: some.DataObject) -> None:
    persons_there = list(Person.objects.order_by("id").values_list("id", "key", "search_name"))
    viewers = everybody(cast)
    viewer = viewers[data.draw(some.sampled_from(sorted(viewers)))]
    other = viewers[data.draw(some.sampled_from(sorted(viewers)))]
    # Somebody who is put together of two: shapes and values that no account has.
    mixed = data.draw(some.sets(some.sampled_from(["role", "worker", "organisation", "region", "person", "account"])))
    viewer = replace(viewer, **{name: getattr(other, name) for name in mixed})
    viewer = replace(viewer, today=TODAY + timedelta(days=data.draw(some.integers(-400, 400))))
    names = some.sampled_from([part for _, _, name in persons_there for part in name.split()])
    words = data.draw(
        some.lists(names | some.text(some.characters(codec="ascii", exclude_characters="\0")), max_size=2)
    )
    ids = data.draw(
        some.lists(some.sampled_from([pk for pk, *_ in persons_there]) | some.integers(-(2**63), 2**63 - 1), max_size=4)
    )
    key = data.draw(some.none() | some.sampled_from([key for _, key, _ in persons_there]) | some.uuids())
    since = NOW + timedelta(days=data.draw(some.integers(-9000, 9000)))
    given_ = (viewer, tuple(map(Text, words)), tuple(ids), key, since, data.draw(some.booleans()))
    assert found.rows(*given_) == found.plain(*given_)


def test_a_kept_question_is_one_statement_and_is_counted(cast: Cast) -> None:
    seen.rows(cast.viewer("coordinator"))
    viewer = cast.viewer("coordinator")
    with CaptureQueriesContext(connection) as queries:
        seen.rows(viewer)
    [line] = queries.captured_queries
    assert "people_person" in line["sql"] and str(viewer.organisation) in line["sql"] and "$" not in line["sql"]
    heard = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        seen.rows(viewer)
    assert len(heard) == 1


def test_a_kept_question_sees_what_its_own_transaction_wrote(cast: Cast) -> None:
    viewer = cast.viewer("coordinator")
    before = seen.rows(viewer)
    Person.objects.filter(pk=before[0][0]).update(given_name="Anders")
    assert seen.rows(viewer)[0][2] == "Anders"


def test_who_may_see_nobody_is_not_even_asked_for(cast: Cast, django_assert_num_queries: Any) -> None:
    viewer = cast.viewer("policy_officer")
    with django_assert_num_queries(0):
        assert seen.rows(viewer) == []


def test_rows_come_back_by_name_and_as_the_models_give_them(cast: Cast) -> None:
    row = seen.records(cast.viewer("client"))[0]
    person = cast.subject("aziza").person
    assert row == {"id": person.pk, "key": person.key, "given_name": person.given_name,
                   "birth_date": person.birth_date, "created_at": row["created_at"]}  # fmt: skip
    assert row["created_at"].tzinfo is not None


def test_json_comes_back_as_it_was_written(cast: Cast) -> None:
    PersonEvent.objects.create(person=cast.subject("aziza").person, at=NOW, by_name="x", by_role="x", about="x",
                               old=None, new={"a": ["é", 1, None]})  # fmt: skip
    question = kept(lambda who: PersonEvent.objects.filter(person_id=who).order_by("-id").values_list("new", "old")[:1])
    assert question.rows(cast.subject("aziza").person.pk) == [({"a": ["é", 1, None]}, None)]


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 2**63, -(2**70), 10**25])
def test_a_number_that_no_column_can_hold_finds_nobody(cast: Cast, number: int) -> None:
    question = kept(lambda n: Person.objects.filter(Q(pk=n) | Q(pk__gt=n, pk__lt=n)).values_list("id"))
    assert question.rows(number) == question.plain(number) == []


@pytest.mark.parametrize("word", ["%", "_", "\\", "a%", "'", '"', "%s", "%%", "{}", ";--", "\\%_"])
def test_a_text_is_found_literally(cast: Cast, word: str) -> None:
    one = cast.subject("aziza").person
    Person.objects.filter(pk=one.pk).update(search_name=f"zz {word} zz")
    given_ = (cast.viewer("coordinator"), (Text(word),), (), None, NOW - timedelta(days=9000), False)
    assert [row[0] for row in found.rows(*given_)] == [one.pk]
    Person.objects.filter(pk=one.pk).update(search_name="zz zz")
    assert found.rows(*given_) == []


# ── What cannot be kept ──────────────────────────────────────────────────────────────────────────────────────────────


REFUSED: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "a number that decides": (lambda n: Person.objects.filter(*([Q(pk=n)] if n else [])).values_list("id"), (1,)),
    "a number that is compared": (lambda n: Person.objects.filter(pk=n if n > 5 else 5).values_list("id"), (1,)),
    "a number that is equal to": (lambda n: Person.objects.filter(pk=n if n == 5 else 6).values_list("id"), (1,)),
    "a number that is reckoned with": (lambda n: Person.objects.filter(pk=n * 2).values_list("id"), (1,)),
    "a day that decides": (
        lambda day: Person.objects.filter(birth_date=day if day > TODAY else TODAY).values_list("id"), (TODAY,),
    ),
    "a day of which a part is taken": (
        lambda day: Person.objects.filter(birth_date__year=day.year).values_list("id"), (TODAY,),
    ),
    "a limit": (lambda n: Person.objects.order_by("id").values_list("id")[:n], (3,)),
    "a text that is made into another": (
        lambda text: Person.objects.filter(given_name=text.upper()).values_list("id"), (Text("a"),),
    ),
    "a text at the beginning of another": (
        lambda text: Person.objects.filter(given_name__startswith=text).values_list("id"), (Text("a"),),
    ),
    "a value that is forgotten in the text": (
        lambda n: Person.objects.extra(where=[f"id = {int(n)}"]).values_list("id"), (1,),
    ),
    "whole objects": (lambda n: Person.objects.filter(pk=n), (1,)),
    "one column without a row": (lambda n: Person.objects.filter(pk=n).values_list("id", flat=True), (1,)),
    "a list, which can change": (lambda ids: Person.objects.filter(pk__in=ids).values_list("id"), ([1, 2],)),
    "a broken number": (lambda n: Person.objects.filter(pk=n).values_list("id"), (1.5,)),
    "a scope that depends on who it is": (
        lambda viewer: Person.objects.filter(
            Q(pk__gt=0) if viewer.worker == 12 else visible(viewer)
        ).values_list("id"),
        (Viewer(account=1, role=Role.SUPPORT_WORKER, today=TODAY, worker=12),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_this_cannot_be_kept(what: str) -> None:
    build, given_ = REFUSED[what]
    with pytest.raises(CannotKeep):
        kept(build).rows(*given_)


def test_a_day_at_a_distance_is_kept(cast: Cast) -> None:
    question = kept(
        lambda one, other: Bond.objects.filter(from_date__gte=one - timedelta(days=40), from_date__lte=other)
        .order_by("id").values_list("id", "from_date")
    )  # fmt: skip
    for days in (0, 40, 400, 4000):
        given_ = (TODAY - timedelta(days=days), TODAY + timedelta(days=1))
        assert question.rows(*given_) == question.plain(*given_)
    assert len(question._made) == 1


def test_one_value_twice_and_two_values_that_are_equal_stay_apart(cast: Cast) -> None:
    question = kept(lambda a, b: Person.objects.filter(Q(pk=a) | Q(pk=b) | Q(pk=a, origin_id=b)).order_by("id")
                    .values_list("id"))  # fmt: skip
    one, two = cast.subject("aziza").person.pk, cast.subject("bram").person.pk
    for a, b in ((one, one), (one, two), (two, one), (two, 0)):
        assert question.rows(a, b) == question.plain(a, b)


def test_no_more_shapes_are_kept_than_fit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_questions, "MOST_SHAPES", 3)
    question = kept(lambda ids: Person.objects.filter(pk__in=ids).order_by("id").values_list("id"))
    one = cast.subject("aziza").person.pk
    for length in (1, 2, 3, 4, 5, 1, 2):
        assert question.rows((one,) * length) == [(one,)]
    assert len(question._made) == 3


def test_a_viewer_of_later_is_shape_where_it_is_no_number_or_day(cast: Cast) -> None:
    viewer = cast.viewer("coordinator")
    taken: list[Any] = []
    shape = kept_questions._take_apart(viewer, taken)
    assert Role.COORDINATOR in shape and viewer.region_code in shape and viewer.lead_municipality in shape
    assert viewer.name in taken and viewer.name not in shape
    other: list[Any] = []
    assert kept_questions._take_apart(replace(viewer, role=Role.PROCESS_DIRECTOR), other) != shape
    assert kept_questions._take_apart(replace(viewer, organisation=None), []) != shape
    assert kept_questions._take_apart(replace(viewer, today=date(2000, 1, 1), worker=3), []) == shape
