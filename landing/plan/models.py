"""The tables of this room; each stands with what it belongs to. None of them points at an account or a worker.

What a person made must outlive every carer, provider and municipality (promise 1), so who wrote something stands as a name
and a role beside it, and nothing here goes when an account goes.
"""

from __future__ import annotations

from landing.plan.card_models import (
    CardContact,
    CardOffer,
    CardPrint,
    CardVersion,
    CrisisCard,
    SignPhase,
    SignPlan,
    SignVersion,
)
from landing.plan.checkin_models import CheckIn, CheckInScore, Followed
from landing.plan.goal_models import Goal, Plan, PlanStep, PlanVersion, Proposal, Viewpoint
from landing.plan.network_models import NetworkMember, NetworkTie
from landing.plan.prepare_models import AwarenessTalk, NeighbourhoodFind, SkillTraining
from landing.plan.strength_models import GoodLifeWords, Strength, Wish

__all__ = [
    "AwarenessTalk",
    "CardContact",
    "CardOffer",
    "CardPrint",
    "CardVersion",
    "CheckIn",
    "CheckInScore",
    "CrisisCard",
    "Followed",
    "Goal",
    "GoodLifeWords",
    "NeighbourhoodFind",
    "NetworkMember",
    "NetworkTie",
    "Plan",
    "PlanStep",
    "PlanVersion",
    "Proposal",
    "SignPhase",
    "SignPlan",
    "SignVersion",
    "SkillTraining",
    "Strength",
    "Viewpoint",
    "Wish",
]
