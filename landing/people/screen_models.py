"""How a person wants the own pages."""

from __future__ import annotations

from django.db import models


class OwnScreen(models.Model):
    """What a person chose for the own pages, and up to when the messages were read.

    letters: empty when nothing was chosen; read_before: up to when they were read before that, so that reading can be
    undone. Nobody but the person sees or needs it, and it says nothing of the route: so it has no history.
    """

    class Letters(models.TextChoices):
        NORMAL = "normal", "gewoon"
        LARGE = "large", "groot"
        LARGEST = "largest", "heel groot"

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="screen")
    letters = models.CharField(max_length=8, choices=Letters, blank=True)
    more_contrast = models.BooleanField(default=False)
    read_until = models.DateTimeField(null=True)
    read_before = models.DateTimeField(null=True)
