"""The ui room knows nothing of the rooms above it, so its tests run without them."""

import copy

import pytest


@pytest.fixture(autouse=True)
def room_alone(settings):
    """No menu, no viewer: only this room's addresses and templates."""
    settings.ROOT_URLCONF = "tests.rooms.ui.addresses"
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("landing.people", "landing.login"))
    ]
    templates = copy.deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    templates[0]["OPTIONS"]["context_processors"] = [name for name in processors if name.startswith("django.")]
    settings.TEMPLATES = templates
