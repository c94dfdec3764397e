"""What the parts of an access table must be to each other: no flow through a wall, nothing forgotten, nothing open by accident."""

from collections.abc import Iterable, Iterator, Mapping

from landing.core.consent.reader import Parts
from landing.core.consent.table import Flow, Purpose, Topic, Wall
from landing.core.consent.words import (
    CLIENT,
    CONSENT,
    EMERGENCY,
    EMERGENCY_TOPICS,
    NONE,
    OWN,
    READ,
    ROLES,
    SELF,
    SHARE,
    TOPICS,
    WITHOUT_BOND,
)
from landing.core.due.marked import Entry

Pairs = list[tuple[Flow, Parts]]


def check_flows(
    pairs: Pairs, walls: Iterable[Wall], topics: Mapping[str, Topic], purposes: Mapping[str, Purpose]
) -> list[Flow]:
    """The flows that fit; what is wrong with the others is noted in their files."""
    wall_of = {(role, topic): wall for wall in walls for role in wall.who for topic in wall.topics}
    seen: set[str] = set()
    sound = []
    for flow, parts in pairs:
        faults = [
            *_twice(flow, parts, seen), *_self(flow, parts), *_grounds(flow, parts, topics), *_emergency(flow, parts),
            *_sharing(flow, parts), *_through_walls(flow, parts, wall_of), *_purposes(flow, parts, purposes),
        ]  # fmt: skip
        for entry, found, wanted in faults:
            entry.fault(found, wanted)
        if not faults:
            sound.append(flow)
    return sound


Fault = tuple[Entry, str, str]


def _twice(flow: Flow, parts: Parts, seen: set[str]) -> Iterator[Fault]:
    if flow.id in seen:
        yield parts["id"], f"{flow.id} stands in the table already", "every id once"
    seen.add(flow.id)


def _self(flow: Flow, parts: Parts) -> Iterator[Fault]:
    own = flow.relation == SELF
    if own != (flow.basis == OWN):
        yield parts["basis"], flow.basis, "own together with the relation self, and only there"
    if own != (CLIENT in flow.who) or (own and len(flow.who) > 1):
        yield parts["who"], ", ".join(flow.who), "client together with the relation self, and nobody else"
    if own and flow.needs_consent:
        yield parts["needs_consent"], "yes", "no: nobody asks consent for the own data"


def _grounds(flow: Flow, parts: Parts, topics: Mapping[str, Topic]) -> Iterator[Fault]:
    if flow.relation == NONE and not flow.needs_consent and not set(flow.purposes) <= WITHOUT_BOND:
        only = ", ".join(sorted(WITHOUT_BOND))
        yield parts["relation"], "neither a bond nor consent", f"a bond, or consent, or only {only}"
    if flow.basis == CONSENT and "needs_consent" in parts and not parts["needs_consent"].flag():
        yield parts["needs_consent"], "no", "yes, or leave it out, because the basis is consent"
    for topic in flow.topics:
        if topic in topics and topics[topic].consent_never and flow.needs_consent:
            yield parts["topics"], f"{topic} on consent", f"no consent: {topic} is opened by a law or not at all"
    if flow.after_end_days and not flow.bonds:
        yield parts["after_end_days"], str(flow.after_end_days), "no overlap, because there is no bond that ends"


def _emergency(flow: Flow, parts: Parts) -> Iterator[Fault]:
    if flow.emergency != (EMERGENCY in flow.purposes):
        yield parts["purposes"], ", ".join(flow.purposes), "emergency: yes together with the purpose emergency"
    elif flow.emergency:
        if flow.purposes != (EMERGENCY,) or flow.actions != (READ,):
            yield parts["actions"], ", ".join(flow.actions), "only the purpose emergency, and only reading"
        beyond = sorted(set(flow.topics) - EMERGENCY_TOPICS)
        if beyond:
            yield parts["topics"], ", ".join(beyond), f"only {', '.join(sorted(EMERGENCY_TOPICS))}"


def _sharing(flow: Flow, parts: Parts) -> Iterator[Fault]:
    if (SHARE in flow.actions) != bool(flow.share_to):
        yield parts["actions"], ", ".join(flow.actions), "share together with share_to: the roles that may receive"
    if SHARE in flow.actions and len(flow.actions) > 1:
        yield parts["actions"], ", ".join(flow.actions), "share in a flow of its own"


def _through_walls(flow: Flow, parts: Parts, wall_of: Mapping[tuple[str, str], Wall]) -> Iterator[Fault]:
    for role in flow.who:
        for topic in flow.topics:
            wall = wall_of.get((role, topic))
            if wall is not None:
                yield parts["topics"], f"{topic} for {role} goes through the wall {wall.id}", "another topic or role"
    for topic in flow.topics if flow.share_to else ():
        if all((role, topic) in wall_of for role in flow.share_to):
            yield parts["share_to"], f"nobody there may receive {topic}", "a role before which no wall stands"


def _purposes(flow: Flow, parts: Parts, purposes: Mapping[str, Purpose]) -> Iterator[Fault]:
    for purpose in flow.purposes:
        if purpose in purposes and purposes[purpose].nobody:
            yield parts["purposes"], f"{purpose} is nobody's", "a purpose for which persons are seen"


def unreached(flows: Iterable[Flow], walls: Iterable[Wall]) -> list[tuple[str, str]]:
    """Roles and topics of which the table says neither how nor never."""
    said = {(role, topic) for flow in flows for role in flow.who for topic in flow.topics}
    said |= {(role, topic) for wall in walls for role in wall.who for topic in wall.topics}
    return [(role, topic) for role in ROLES for topic in TOPICS if (role, topic) not in said]
