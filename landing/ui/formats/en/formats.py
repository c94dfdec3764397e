"""Numbers, amounts and days stay as they are written in the Netherlands: as on the bill, the letter and the form of the shop."""

from django.conf.locale.nl.formats import *  # noqa: F403  (all of them, and nothing else)
