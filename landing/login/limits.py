"""How often getting in may be tried. What counts stands in ``people/limits.py``.

The numbers stand in docs/howto/log-in-with-your-own-broker.md and are tested; change them in both places.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from landing.people.limits import DAY, Limit

# Wrong tries. Of an account: for one login name. Of an address: everybody behind one connection together.
PASSWORD_OF_ACCOUNT = Limit(5, 15)
PASSWORD_OF_ADDRESS = Limit(50, 15)
SECOND_STEP_OF_ACCOUNT = Limit(5, 15)
LETTER_OF_ADDRESS = Limit(10, 15)
LINK_OF_ADDRESS = Limit(20, 15)
# What somebody makes.
LINKS_A_DAY = Limit(20, DAY)
LETTERS_A_DAY = Limit(20, DAY)
INVITATIONS_A_DAY = Limit(20, DAY)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind TRUSTED_PROXIES proxies that is what the outermost of them saw."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    count = settings.TRUSTED_PROXIES
    return seen[-count] if 0 < count <= len(seen) else request.META.get("REMOTE_ADDR", "")
