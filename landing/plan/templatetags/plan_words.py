"""Small words of the plan for its pages."""

from __future__ import annotations

from django import template

from landing.plan.goal_reads import OneGoal, OnePlan

register = template.Library()


@register.filter
def goals_in(plan: OnePlan, state: str) -> list[OneGoal]:
    """`{{ plan|goals_in:"paused" }}`: the goals in one state."""
    return plan.of(state)
