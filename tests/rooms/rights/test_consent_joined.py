"""Two records that are one person: what the person said moves along, and back when it was a mistake."""

from __future__ import annotations

from landing.people.models import Consent, ConsentQuestion, Representation
from landing.route import joining
from tests.cast import Cast


def test_consents_move_along_with_a_joining_and_back_with_a_split(cast: Cast) -> None:
    aziza, bram, viewer = cast.subjects["aziza"], cast.subjects["bram"], cast.viewer("coordinator")
    said = {model: set(model.objects.filter(person=bram.person).values_list("pk", flat=True))
            for model in (Consent, ConsentQuestion, Representation)}  # fmt: skip
    assert all(said.values())
    joined = joining.join(viewer=viewer, kept=aziza.key, joined=bram.key)
    for model, keys in said.items():
        assert keys <= set(model.objects.filter(person=aziza.person).values_list("pk", flat=True))
        assert not model.objects.filter(person=bram.person).exists()
    joining.split(viewer=viewer, person_key=aziza.key, joining_id=joined.pk)
    for model, keys in said.items():
        assert set(model.objects.filter(person=bram.person).values_list("pk", flat=True)) == keys
