"""The tables of this room; each stands with what it belongs to."""

from __future__ import annotations

from landing.rights.access_models import AccessQuestion, BreakGlass
from landing.rights.request_models import Hold, RightsRequest

__all__ = ["AccessQuestion", "BreakGlass", "Hold", "RightsRequest"]
