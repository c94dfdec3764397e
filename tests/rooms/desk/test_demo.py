"""The demo region: complete, invented, the same every time, and safe to reset."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count
from django.db.utils import DatabaseError
from django.test import TestCase, override_settings

from landing.core.due.rules import Rulebook
from landing.core.periods import Term
from landing.desk.demo import making
from landing.desk.demo.accounts import DEMO_PASSWORD, PLACES
from landing.desk.demo.emptying import NotTheDemo, product_tables
from landing.desk.demo.names import SURNAMES
from landing.desk.demo.stories import STORIES
from landing.people import reads as people_reads
from landing.people.models import Account, Bond, Organisation, Person, PersonEvent, Region, Worker
from landing.people.roles import Role
from landing.route import answers, bulk, dues, reads, rulebook
from landing.route.models import Due, Fact, GatePass, Journey, RouteEvent, StepMark
from tests.cast import TODAY


def rows_of_everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the product, table by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in product_tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def person_of(story: str) -> Person:
    """The person of a story; the stories are the first people."""
    return Person.objects.get(pk=[told.key for told in STORIES].index(story) + 1)


def state_of(story: str) -> dict[str, str]:
    """What core.due says of each rule for the person of a story."""
    journey = Journey.objects.get(person=person_of(story))
    return {due.rule_id: due.state for due in reads.reckon("merwestreek", TODAY, reads.known(journey.pk)).dues}


def summary(journey: Journey) -> tuple[Any, ...]:
    return tuple(getattr(journey, column) for column in bulk.SUMMARY)


def copy_of(journey: Journey) -> set[tuple[Any, ...]]:
    return set(Due.objects.filter(journey=journey).values_list("rule", *dues.COLUMNS))


class TestRegion(TestCase):
    """One demo region of the usual size."""

    made: making.Made

    @classmethod
    def setUpTestData(cls) -> None:
        cls.made = making.reset(today=TODAY)

    def viewer(self, name: str) -> Any:
        account = Account.objects.get(username=name)
        return people_reads.viewer_of(account=account.pk, worker=None, today=TODAY)

    def test_the_region_has_its_organisations(self) -> None:
        kinds = Counter(Organisation.objects.filter(region__code="merwestreek").values_list("kind", flat=True))
        assert (kinds["municipality"], kinds["care_provider"], kinds["housing_association"]) == (16, 4, 3)
        for kind in ("advocacy", "neighbourhood_team", "income_service", "peer_organisation", "treatment", "fiduciary"):
            assert kinds[kind] >= 1, kind
        assert Organisation.objects.filter(is_lead_municipality=True).count() == 2

    def test_there_are_people_on_every_point_of_the_route(self) -> None:
        assert self.made.people == Person.objects.count() == 328
        assert self.made.dues == Due.objects.count() > 328
        assert Person.objects.filter(region__code="merwestreek").count() == 320
        phases = Counter(
            reads.phase_on(TODAY, starts)
            for starts in Journey.objects.values_list("prepare_from", "move_from", "land_from", "pilot_flame_from")
        )
        assert set(phases) == set(reads.PHASES)
        assert min(phases.values()) >= 15
        assert Journey.objects.filter(closed_on__isnull=False).count() >= 3

    def test_names_are_obviously_invented(self) -> None:
        for surname in Person.objects.values_list("surname", flat=True):
            assert set(surname.split("-")) <= set(SURNAMES), surname

    def test_every_account_logs_in_in_its_own_role(self) -> None:
        for name, place in PLACES.items():
            account = authenticate(username=name, password=DEMO_PASSWORD)
            assert account is not None, name
            viewer = people_reads.viewer_of(account=account.pk, worker=None, today=TODAY)
            assert (viewer.role, viewer.name) == (place.role, place.name)
        assert {place.role for place in PLACES.values()} | {Role.CLIENT} == set(Role)

    def test_every_account_of_the_settings_exists(self) -> None:
        from django.conf import settings

        assert set(settings.DEMO_ACCOUNTS) <= set(Account.objects.values_list("username", flat=True))

    def test_the_client_is_the_person_of_the_key_in_two_weeks(self) -> None:
        viewer = self.viewer("client")
        assert viewer.role is Role.CLIENT
        assert viewer.person == person_of("key-in-two-weeks").pk
        assert reads.own_journey(viewer) is not None

    def test_the_support_worker_carries_about_eighteen_people_and_most_stories(self) -> None:
        seen = set(people_reads.persons(self.viewer("begeleider")).values_list("pk", flat=True))
        assert 16 <= len(seen) <= 20
        assert len(seen & set(range(1, len(STORIES) + 1))) > len(STORIES) / 2

    def test_no_support_worker_has_more_than_twenty_people(self) -> None:
        loads = (
            Bond.objects.filter(kind="support_worker", to_date__isnull=True)
            .values("worker")
            .annotate(people=Count("person", distinct=True))
            .values_list("people", flat=True)
        )
        assert max(loads) <= 21
        assert sorted(loads)[len(loads) // 2] >= 8

    def test_the_lead_municipality_sees_everyone_of_its_region_and_nobody_of_another(self) -> None:
        assert people_reads.persons(self.viewer("procesregisseur")).count() == 320
        assert people_reads.persons(self.viewer("duinrand-procesregisseur")).count() == 8
        other = Person.objects.filter(region__code="duinrand").first()
        assert other is not None
        with pytest.raises(people_reads.NotVisible):
            people_reads.person(self.viewer("procesregisseur"), other.key)

    def test_the_coordinator_sees_the_people_of_the_provider_alone(self) -> None:
        seen = people_reads.persons(self.viewer("coordinator"))
        own = Bond.objects.filter(organisation__name="Stichting De Steiger", kind="care_provider").values("person")
        assert set(seen.values_list("pk", flat=True)) == set(
            Person.objects.filter(pk__in=own).values_list("pk", flat=True)
        )
        assert 0 < seen.count() < 320

    def test_everybody_has_one_coordinator_unless_the_route_is_closed(self) -> None:
        open_ones = Journey.objects.filter(closed_on__isnull=True).values_list("person_id", flat=True)
        held = Bond.objects.filter(kind="coordinator", to_date__isnull=True).values_list("person_id", flat=True)
        assert sorted(open_ones) == sorted(held)

    def test_facts_are_those_of_the_rulebook(self) -> None:
        facts = rulebook.current("merwestreek").facts
        for kind, on, value in Fact.objects.values_list("kind", "on", "value"):
            assert kind in facts, kind
            match facts[kind].kind:
                case "date":
                    assert on is not None and value == ""
                case "yes_no":
                    assert on is None and value in ("yes", "no")
                case "choice":
                    assert on is None and value in facts[kind].choices, (kind, value)

    def test_some_facts_are_unknown_some_people_are_silent_and_some_steps_set_aside(self) -> None:
        journeys = Journey.objects.count()
        for kind in ("has_debts", "route_kind", "benefit_kind"):
            assert 0 < Fact.objects.filter(kind=kind, current=True).count() < journeys, kind
        silent = Journey.objects.filter(last_contact_on__lt=TODAY - timedelta(days=40), closed_on__isnull=True)
        assert silent.count() >= 5
        aside = StepMark.objects.filter(kind=StepMark.Kind.SET_ASIDE)
        assert aside.count() >= 20
        assert not aside.filter(why="").exists()

    def test_nothing_is_said_to_be_done_in_the_future_or_before_the_route(self) -> None:
        assert not StepMark.objects.filter(on__gt=TODAY).exists()
        for on, start in StepMark.objects.values_list("on", "journey__started_on"):
            assert on >= start
        assert not RouteEvent.objects.filter(at__date__gt=TODAY).exists()

    def test_no_step_is_done_before_a_step_that_it_comes_after(self) -> None:
        book = rulebook.current("merwestreek")
        speaking = book.speaking(TODAY).by_id
        told = len(STORIES)
        for journey in Journey.objects.filter(person__region__code="merwestreek", pk__gt=told):
            known = reads.known(journey.pk)
            settled = {**known.done, **{rule: mark.on for rule, mark in known.set_aside.items()}}
            for rule_id in known.done:
                for target in speaking[rule_id].after:
                    when = speaking[target].when if target in speaking else None
                    if target in speaking and (when is None or when.holds(known.facts) is True):
                        assert target in settled, (rule_id, target)

    def test_most_is_done_and_a_little_is_late(self) -> None:
        done = StepMark.objects.filter(kind=StepMark.Kind.DONE).count()
        late = Due.objects.filter(due_on__lt=TODAY).count()
        assert 0.02 < late / (late + done) < 0.25
        without = Journey.objects.exclude(next_due_on__lt=TODAY).count()
        assert without >= 20

    def test_each_ticked_step_of_late_stands_in_the_history_so_that_it_can_be_undone(self) -> None:
        marks = StepMark.objects.filter(on__gte=TODAY - timedelta(days=80)).values_list(
            "journey", "rule", "kind", "on", "why"
        )
        lines = {
            (journey, about): new for journey, about, new in RouteEvent.objects.values_list("journey", "about", "new")
        }
        assert len(marks) > 100
        for journey, rule, kind, on, why in marks:
            assert lines[journey, f"step:{rule}"] == {"kind": kind, "on": on.isoformat(), "why": why}

    def test_history_lines_stand_in_the_order_in_which_they_happened(self) -> None:
        before: dict[int, Any] = {}
        for journey, at in RouteEvent.objects.order_by("pk").values_list("journey", "at"):
            assert before.get(journey, at) <= at or GatePass.objects.filter(journey=journey).exists()
            before[journey] = at

    def test_history_cannot_be_changed_after_a_reset(self) -> None:
        for model in (PersonEvent, RouteEvent):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.filter(pk=model.objects.values_list("pk", flat=True)[0]).update(why="anders")

    def test_new_rows_get_new_numbers_after_a_reset(self) -> None:
        region = Region.objects.get(code="merwestreek")
        person = Person.objects.create(region=region, given_name="Nieuw", search_name="nieuw", sort_name="nieuw")
        assert person.pk > 328
        assert Journey.objects.create(person=person, started_on=TODAY).pk > 328

    def test_the_copy_of_what_is_due_equals_the_answer_for_each_journey_alone(self) -> None:
        sample = list(Journey.objects.select_related("person__region").order_by("pk"))[::5]
        sample += list(Journey.objects.select_related("person__region").filter(person__region__code="duinrand"))
        for journey in sample:
            in_bulk, summed = copy_of(journey), summary(journey)
            assert in_bulk
            Due.objects.filter(journey=journey).delete()
            dues.refresh(journey, TODAY)
            journey.refresh_from_db()
            assert copy_of(journey) == in_bulk
            assert summary(journey) == summed

    def test_by_columns_and_one_by_one_give_the_same_answers_on_any_day(self) -> None:
        for code, days in (("merwestreek", (0, 45, 400)), ("duinrand", (0,))):
            book = rulebook.current(code)
            known = answers.known_of(
                list(Journey.objects.filter(person__region__code=code).values_list("pk", flat=True))
            )
            for later in days:
                day = TODAY + timedelta(days=later)
                for one, other in zip(
                    answers.one_by_one(book, day, known), answers.by_columns(book, day, known), strict=True
                ):
                    assert (one.journey, one.summary) == (other.journey, other.summary)
                    assert set(one.rows) == set(other.rows)

    def test_a_date_that_no_column_can_hold_is_reckoned_all_the_same(self) -> None:
        book = rulebook.current("merwestreek")
        known = answers.known_of([20, 21])
        known[21].facts["target_departure"] = date(2700, 1, 1)
        with pytest.raises(ValueError, match="outside"):
            answers.by_columns(book, TODAY, known)
        given = {answer.journey: set(answer.rows) for answer in answers.answers(book, TODAY, known)}
        assert given == {answer.journey: set(answer.rows) for answer in answers.one_by_one(book, TODAY, known)}
        assert set(given) == {20, 21}

    def test_refreshing_again_writes_nothing(self) -> None:
        done = bulk.refresh_all(TODAY, everything=True)
        assert (done.journeys, done.rows) == (328, 0)
        assert bulk.refresh_all(TODAY).journeys == 0

    def test_refreshing_mends_what_differs_and_only_that(self) -> None:
        first, second, third = list(Journey.objects.filter(closed_on__isnull=True).order_by("pk")[20:23])
        whole = {journey.pk: (copy_of(journey), summary(journey)) for journey in (first, second, third)}
        gone = Due.objects.filter(journey=first).first()
        other = Due.objects.filter(journey=second).first()
        assert gone is not None and other is not None
        gone.delete()
        Due.objects.filter(pk=other.pk).update(due_on=date(2001, 1, 1))
        Due.objects.create(journey=third, rule="no-such-rule", who="client")
        Journey.objects.filter(pk=third.pk).update(next_due_rule="no-such-rule")
        assert bulk.refresh_all(TODAY, everything=True).rows == 4
        for journey in (first, second, third):
            journey.refresh_from_db()
            assert (copy_of(journey), summary(journey)) == whole[journey.pk]

    def test_the_nightly_refresh_takes_only_those_whose_answer_can_change(self) -> None:
        tomorrow = TODAY + timedelta(days=1)
        waiting = Journey.objects.filter(recompute_on__lte=tomorrow).count()
        assert bulk.refresh_all(tomorrow).journeys == waiting < 328
        Journey.objects.filter(pk=5).update(rulebook="another")
        assert bulk.refresh_all(tomorrow).journeys == 1

    def test_what_if_counts_what_another_rulebook_changes_and_writes_nothing(self) -> None:
        book = rulebook.current("merwestreek")
        before = list(Due.objects.order_by("pk").values_list())
        target = "make-action-plan"

        def changed(make: Any) -> Rulebook:
            rules = tuple(new for rule in book.rules for new in ([make(rule)] if rule.id == target else [rule]) if new)
            return Rulebook(book.root, book.overlay, book.documents, book.facts, book.settings, book.gates, rules, "x")

        open_ones = Due.objects.filter(
            rule=target, journey__closed_on__isnull=True, journey__person__region__code="merwestreek"
        )
        without = bulk.what_if("merwestreek", changed(lambda rule: None), TODAY)
        assert without.counts == {(target, "stay"): Counter(vanishes=open_ones.count())}
        assert set(without.affected) == set(open_ones.values_list("journey_id", flat=True))

        later = bulk.what_if(
            "merwestreek", changed(lambda rule: replace(rule, due=replace(rule.due, term=Term(9, "week")))), TODAY
        )
        dated = {journey: on for journey, on in open_ones.values_list("journey_id", "due_on") if on}
        assert dated
        assert later.counts == {(target, "stay"): Counter(shifts=len(dated))}
        for effect in later.effects:
            assert effect.before == dated[effect.journey]
            assert effect.after is not None and 14 <= (effect.after - dated[effect.journey]).days <= 28

        same = bulk.what_if("merwestreek", changed(lambda rule: replace(rule, line=7)), TODAY)
        assert (same.counts, same.effects) == ({}, [])
        assert list(Due.objects.order_by("pk").values_list()) == before


class TestStories(TestCase):
    """Each story shows what it is told for."""

    @classmethod
    def setUpTestData(cls) -> None:
        making.reset(today=TODAY, people=len(STORIES))

    def test_each_story_names_facts_rules_and_gates_that_exist(self) -> None:
        book = rulebook.current("merwestreek")
        ids = set(book.rule_ids)
        for story in STORIES:
            assert set(story.facts) <= set(book.facts), story.key
            named = {*story.done, *story.undone, *story.aside}
            assert named <= ids, (story.key, sorted(named - ids))
            assert set(story.passed) <= set(book.gates)
            assert set(story.around) <= set(Bond.Kind.values)
            for turn in story.turns:
                assert turn.fact in story.facts or turn.new == story.facts.get(turn.fact), story.key

    def test_the_last_turn_of_a_story_is_what_holds_now(self) -> None:
        for story in STORIES:
            last = {turn.fact: turn.new for turn in story.turns}
            for fact, value in last.items():
                assert story.facts[fact] == value, (story.key, fact)

    def test_each_story_stands_on_its_point_of_the_route(self) -> None:
        for at, story in enumerate(STORIES, 1):
            row = Journey.objects.values_list("prepare_from", "move_from", "land_from", "pilot_flame_from").get(pk=at)
            assert reads.phase_on(TODAY, row) == story.stage, story.key

    def test_key_in_two_weeks_leaves_much_to_do_and_the_gate_closed(self) -> None:
        journey = Journey.objects.get(person=person_of("key-in-two-weeks"))
        known = reads.known(journey.pk)
        assert 14 <= (known.facts["key_handover"] - TODAY).days <= 17
        reckoning = reads.reckon("merwestreek", TODAY, known)
        soon = {due.rule_id for due in reckoning.dues if due.state in ("due_soon", "overdue")}
        assert {"apply-special-assistance", "arrange-income-from-day-one", "warm-handover"} <= soon
        assert not next(gate for gate in reckoning.gates if gate.gate_id == "leave").open

    def test_moving_to_another_municipality_asks_for_its_own_steps(self) -> None:
        states = state_of("to-another-municipality")
        assert states["report-to-new-municipality"] == "done"
        assert states["keep-debt-help-across-border"] == "overdue"
        journey = Journey.objects.get(person=person_of("to-another-municipality"))
        assert journey.destination is not None and journey.destination.name == "Wilgenburg"

    def test_a_benefit_that_would_start_too_late_is_seen(self) -> None:
        states = state_of("benefit-too-late")
        assert states["apply-special-assistance"] == "overdue"
        assert states["apply-benefit-at-move-date"] in ("due_soon", "overdue")
        assert states["arrange-income-from-day-one"] in ("due_soon", "overdue")

    def test_a_rent_debt_blocks(self) -> None:
        states = state_of("rent-debt-blocks")
        assert states["talk-with-corporation-about-past"] == states["stabilise-debts"] == "overdue"

    def test_a_relapse_ends_in_the_own_home(self) -> None:
        states = state_of("relapse-and-return")
        assert states["visit-after-return"] in ("due_soon", "overdue")
        assert states["keep-rent-during-admission"] == "done"

    def test_housing_first_has_two_support_workers_and_a_gate_that_was_passed(self) -> None:
        person = person_of("housing-first-duo")
        bonds = Bond.objects.filter(person=person, kind="support_worker", to_date__isnull=True)
        assert bonds.values("worker").distinct().count() == 2
        passed = GatePass.objects.get(journey__person=person)
        assert passed.missing and len(passed.why) > 10
        assert state_of("housing-first-duo")["keep-housing-first-contact"] == "overdue"

    def test_nuisance_with_an_outside_cause_asks_the_landlord(self) -> None:
        states = state_of("nuisance-from-outside")
        assert states["find-cause-of-nuisance"] == "done"
        assert states["solve-outside-cause"] in ("open", "due_soon")

    def test_a_wish_that_cannot_be_met_asks_for_an_honest_answer(self) -> None:
        assert state_of("wish-unmet")["explain-unmet-wish"] == "overdue"

    def test_night_calls_come_more_often(self) -> None:
        calls = Fact.objects.filter(journey__person=person_of("night-calls"), kind="last_contact").order_by(
            "recorded_at"
        )
        days = list(calls.values_list("on", flat=True))
        gaps = [(later - earlier).days for earlier, later in zip(days, days[1:], strict=False)]
        assert len(gaps) >= 7 and gaps[0] >= 10 and gaps[-1] <= 2 and gaps == sorted(gaps, reverse=True)
        nights = calls.exclude(recorded_at__hour__range=(6, 21))
        assert nights.count() >= 6

    def test_recorded_as_emigrated_asks_for_registration_first(self) -> None:
        states = state_of("recorded-as-emigrated")
        assert states["restore-registration"] == states["arrange-registered-address"] == "overdue"

    def test_the_deadlock_goes_to_someone_with_a_mandate(self) -> None:
        states = state_of("deadlock")
        for rule in ("break-the-deadlock", "settle-debt-and-home-together"):
            assert states[rule] in ("open", "overdue", "due_soon")


class TestReset(TestCase):
    """Resetting: repeatable, whole or not at all, and only where it is safe."""

    def test_the_same_seed_and_day_give_the_same_rows(self) -> None:
        making.reset(today=TODAY, people=30, seed=7)
        first = rows_of_everything()
        making.reset(today=TODAY, people=30, seed=7)
        assert rows_of_everything() == first
        making.reset(today=TODAY, people=30, seed=8)
        assert rows_of_everything() != first

    def test_a_person_is_the_same_whatever_the_size_of_the_region(self) -> None:
        making.reset(today=TODAY, people=20)
        few = list(
            Person.objects.filter(region__code="merwestreek").order_by("pk").values_list("given_name", "birth_date")
        )
        making.reset(today=TODAY, people=40)
        many = list(
            Person.objects.filter(region__code="merwestreek").order_by("pk").values_list("given_name", "birth_date")
        )
        assert many[:20] == few

    def test_everything_of_before_is_gone(self) -> None:
        making.reset(today=TODAY, people=20)
        region = Region.objects.get(code="merwestreek")
        Person.objects.create(region=region, given_name="Zqk", search_name="zqk", sort_name="zqk")
        making.reset(today=TODAY, people=20)
        assert not Person.objects.filter(given_name="Zqk").exists()
        assert Worker.objects.count() == Worker.objects.values("key").distinct().count()

    def test_a_reset_that_breaks_leaves_the_old_region_whole(self) -> None:
        making.reset(today=TODAY, people=20)
        before = rows_of_everything()

        def broken(*args: Any, **options: Any) -> None:
            raise OSError("the disk is full")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bulk, "refresh_all", broken)
            with pytest.raises(OSError, match="disk is full"):
                making.reset(today=TODAY, people=25, seed=3)
        assert rows_of_everything() == before

    def test_outside_demo_mode_nothing_is_touched(self) -> None:
        making.reset(today=TODAY, people=20)
        before = rows_of_everything()
        with override_settings(DEMO=False), pytest.raises(NotTheDemo, match="LANDING_DEMO"):
            making.reset(today=TODAY, people=20)
        assert rows_of_everything() == before

    def test_a_database_with_another_region_is_not_touched(self) -> None:
        Region.objects.create(code="echt", name="Een echte regio")
        with pytest.raises(NotTheDemo, match="echt"):
            making.reset(today=TODAY, people=20)
        assert Region.objects.filter(code="echt").exists()

    def test_the_command_says_how_many_people_it_can_make(self) -> None:
        for people in ("3", "70001"):
            with pytest.raises(CommandError, match="between 11 and 70000"):
                call_command("demo", "reset", "--people", people)

    def test_the_command_reports_progress(self) -> None:
        out, err = io.StringIO(), io.StringIO()
        call_command("demo", "reset", "--people", "25", stdout=out, stderr=err)
        assert "25 van 25" in err.getvalue()
        assert "33 people" in out.getvalue()
