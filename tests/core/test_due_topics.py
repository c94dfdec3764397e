"""What a step tells about a person: its life condition and every fact it hangs on."""

from __future__ import annotations

from landing.core.due.load import load_once
from landing.core.due.rules import LIFE_CONDITIONS, TOPICS


def test_every_fact_has_a_topic() -> None:
    assert {fact.topic for fact in load_once().facts.values()} <= set(TOPICS)


def test_a_step_tells_of_its_life_condition_and_of_every_fact_it_hangs_on() -> None:
    book = load_once()
    for rule in book.rules:
        told = book.topics_of(rule)
        assert rule.life_condition in told
        for test in rule.when.tests() if rule.when else ():
            assert book.facts[test.fact].topic in told, (rule.id, test.fact)
        for moment in (rule.due, rule.not_before):
            assert {book.facts[fact].topic for fact in (moment.anchors if moment else ())} <= told, rule.id


def test_a_step_about_something_else_that_hangs_on_an_admission_tells_of_health_too() -> None:
    book = load_once()
    hanging = [
        rule for rule in book.rules
        if rule.life_condition != "health" and rule.due and "admission_end" in rule.due.anchors
    ]  # fmt: skip
    assert hanging, "there is such a rule in the rulebook"
    assert all("health" in book.topics_of(rule) for rule in hanging)


def test_life_conditions_are_topics() -> None:
    assert set(LIFE_CONDITIONS) <= set(TOPICS)
