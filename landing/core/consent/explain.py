"""Why: the reasons behind a decision, what would open it, and the line for the person. Made only when someone looks.

A reason is a dict with ``code``, ``text`` (Dutch, at most B1) and the values that the text is made of.
"""

from landing.core.consent.request import Bond, Consent
from landing.core.consent.situation import Situation, consent_end, covers, given_to_receiver, given_to_viewer
from landing.core.consent.table import AccessTable, Flow, Speaking
from landing.core.consent.words import (
    CLIENT,
    CONSENT,
    EXPORT,
    MANDATE,
    NONE,
    OWN,
    READ,
    REASON_CHARACTERS,
    SELF,
    SHARE,
    TAKE_DOWN,
    WRITE,
)
from landing.core.dutch import day_text, listed

Reason = dict[str, object]
Missing = dict[str, object]

PHASE_NAMES = {
    "stay": "verblijf", "prepare": "voorbereiden", "move": "verhuizen", "land": "landen", "pilot_flame": "waakvlam",
    "closed": "afgesloten",
}  # fmt: skip
BOND_NAMES = {
    "support_worker": "begeleider", "coordinator": "coördinator", "care_provider": "zorgaanbieder",
    "municipality": "gemeente", "peer_worker": "ervaringsdeskundige", "advocate": "onafhankelijk cliëntondersteuner",
    "housing_officer": "woningcorporatie", "income_officer": "werk & inkomen", "fiduciary": "bewindvoerder",
    "treatment": "behandelaar", "neighbourhood_team": "wijkteam", "close_one": "naaste", "buddy": "maatje",
}  # fmt: skip
ACTION_NAMES = {
    READ: "lezen", WRITE: "schrijven", TAKE_DOWN: "opschrijven wat de persoon zegt", EXPORT: "bewaren in een bestand",
    SHARE: "delen",
}  # fmt: skip
_DID = {READ: "keek naar", WRITE: "veranderde", TAKE_DOWN: "schreef in", EXPORT: "bewaarde", SHARE: "deelde"}
_WANTED = {READ: "zien", WRITE: "veranderen", TAKE_DOWN: "invullen", EXPORT: "bewaren", SHARE: "delen"}
_SHUT = {
    "not_self": "Een cliënt ziet alleen de eigen gegevens.",
    "other_region": "De persoon hoort bij een andere regio.",
    "restricted": "Bij deze persoon mogen alleen medewerkers die op een eigen lijst staan.",
    "frozen": "De persoon liet het gebruik van de gegevens stilzetten. Ze worden bewaard en niet gebruikt.",
    "deceased": "De persoon is overleden. Daarom mag dit niet meer.",
}


def reason(code: str, text: str, **values: object) -> Reason:
    """One reason."""
    return {"code": code, "text": text, **values}


def why(situation: Situation, speaking: Speaking, basis: str | None, consent: str | None) -> list[Reason]:
    """Why something is allowed: the kind of permission first, then the grounds."""
    flow, table = speaking.flow, situation.table
    reasons = [reason(_main(flow, speaking, consent), f"{flow.title}.", flow=flow.id)]
    if basis is not None and basis in table.bases:
        article = table.bases[basis]
        reasons.append(reason("basis", f"De grond is {article.article}.", basis=basis))
    if consent is not None:
        instead = basis == CONSENT and flow.basis != CONSENT
        text = "De toestemming van de persoon vervangt de grond die nu niet geldt." if instead else (
            "De persoon gaf hier toestemming voor."
        )  # fmt: skip
        reasons.append(reason("consent", text, consent=consent))
    if flow.because:
        reasons.append(reason("region", flow.because))
    return reasons


def _main(flow: Flow, speaking: Speaking, consent: str | None) -> str:
    if flow.relation == SELF:
        return OWN
    if speaking.emergency:
        return "emergency"
    if flow.relation == NONE:
        return "task" if consent is None else CONSENT
    kind = "mandate" if flow.relation == MANDATE else "bond"
    return kind if consent is None else f"{kind}_and_consent"


def why_not(situation: Situation, topic: str, purpose: str, action: str) -> list[Reason]:
    """Why something is refused; of several flows that come near, the nearest speaks."""
    if situation.shut:
        return [reason(situation.shut, _SHUT[situation.shut])]
    wall = situation.table.wall_of.get((situation.role, topic))
    if wall is not None:
        return [reason("never", wall.because, wall=wall.id)]
    stopped = situation.stopped(purpose, action)
    if stopped and situation.closed:
        return [reason(stopped, _SHUT[stopped])]
    near = [
        (faults(situation, speaking, topic, purpose, action), speaking)
        for speaking in situation.table.index.get((situation.role, topic, purpose, action), ())
    ]
    if not near:
        return [_no_flow(situation.table, situation.role, topic, purpose, action)]
    return min((found for found, _ in near), key=_distance)


def _distance(found: list[Reason]) -> int:
    return sum(_FAR_OFF.get(str(one["code"]), 1) for one in found)


_FAR_OFF = {
    "no_bond": 5, "bond_not_yet": 4, "bond_ended": 4, "rule_not_valid": 4, "basis_not_in_force": 3, "objection": 3, "phase": 2,
    "not_lead": 6,
}  # fmt: skip
"""How far a fault keeps a flow from holding; of several flows the nearest tells why. What stands not here counts as 1."""


def _no_flow(table: AccessTable, role: str, topic: str, purpose: str, action: str) -> Reason:
    mine = [flow for flow in table.flows if role in flow.who and topic in flow.topics]
    who = table.roles[role].label if role in table.roles else role
    what = table.topics[topic].label if topic in table.topics else topic
    if any(purpose in flow.purposes for flow in mine):
        how = ACTION_NAMES.get(action, action)
        return reason("other_action", f"Voor dit doel mag een {who} ‘{what}’ niet {how}.", action=action)
    if mine:
        why_text = table.purposes[purpose].label if purpose in table.purposes else purpose
        return reason("other_purpose", f"Een {who} krijgt ‘{what}’ niet voor {why_text}.", purpose=purpose)
    return reason("no_flow", f"Voor een {who} is er geen regel die ‘{what}’ opent.")


def faults(situation: Situation, speaking: Speaking, topic: str, purpose: str, action: str) -> list[Reason]:
    """Everything that keeps one flow shut; nothing exactly when ``Situation.holds`` says that it holds."""
    flow, found = speaking.flow, []
    if not speaking.starts <= situation.today < speaking.ends:
        found.append(reason("rule_not_valid", "Deze regel geldt vandaag niet.", flow=flow.id))
    if situation.phase not in speaking.phases:
        phases = listed([PHASE_NAMES[phase] for phase in flow.phases], "of")
        found.append(reason("phase", f"Dit mag alleen in de fase {phases}.", phases=list(flow.phases)))
    found += _grounds_faults(situation, speaking, topic, purpose)
    if speaking.lead_only and not situation.request.viewer.lead_municipality:
        found.append(reason("not_lead", "Dit doet alleen de centrumgemeente van de regio."))
    if flow.bonds and situation.bond_end(speaking) <= situation.today:
        found.append(_bond_fault(situation, flow))
    if speaking.emergency and not situation.glass:
        found.append(_glass_fault(situation))
    if action == SHARE and not situation.may_receive(speaking, topic):
        found.append(_receiver_fault(situation, speaking))
    dead = situation.request.person.deceased
    if dead and speaking.lapses_at_death:
        found.append(reason("deceased", _SHUT["deceased"]))
    instead = speaking.basis is not None and speaking.mends and not dead and not situation.in_force(speaking)
    if (speaking.needs_consent or instead) and situation.consent_for(topic, purpose, action) is None:
        found.append(_consent_fault(situation, topic, purpose, action))
    return found


def _grounds_faults(situation: Situation, speaking: Speaking, topic: str, purpose: str) -> list[Reason]:
    basis = speaking.basis
    if basis is None:
        return []
    if not situation.in_force(speaking):
        if speaking.mends and not situation.request.person.deceased:
            return []
        text = f"{basis.article} geldt hier niet. Toestemming kan dat niet vervangen."
        return [reason("basis_not_in_force", text, basis=basis.id, consent_can_mend=basis.consent_can_mend)]
    if basis.objection and situation.objection_start(topic, purpose) <= situation.today:
        return [reason("objection", "De persoon maakte hier bezwaar tegen.", basis=basis.id)]
    return []


def _bond_fault(situation: Situation, flow: Flow) -> Reason:
    kinds = listed([BOND_NAMES[kind] for kind in flow.bonds], "of")
    mine = [bond for bond in situation.request.bonds if bond.kind in flow.bonds and _is_mine(situation, flow, bond)]
    values = {"bond_kinds": list(flow.bonds), "of": flow.relation}
    ended = [bond.to_date for bond in mine if bond.to_date and bond.to_date <= situation.request.today]
    if ended:
        last = max(ended)
        return reason("bond_ended", f"De band hield op op {day_text(last)}.", on=last.isoformat(), **values)
    if mine:
        first = min(bond.from_date for bond in mine)
        return reason("bond_not_yet", f"De band begint op {day_text(first)}.", on=first.isoformat(), **values)
    return reason("no_bond", f"Er is geen band als {kinds}.", **values)


def _is_mine(situation: Situation, flow: Flow, bond: Bond) -> bool:
    viewer = situation.request.viewer
    own = viewer.worker is not None and bond.worker == viewer.worker and flow.relation != "organisation_bond"
    ours = viewer.organisation is not None and bond.organisation == viewer.organisation and flow.relation != "own_bond"
    return own or ours


def _glass_fault(situation: Situation) -> Reason:
    glass = situation.request.break_glass
    if glass is None:
        return reason("no_reason", "In nood kan dit met een reden. Dat wordt verteld en nagekeken.")
    if len(glass.reason.strip()) < REASON_CHARACTERS:
        return reason("short_reason", f"Schrijf een reden van minstens {REASON_CHARACTERS} tekens.")
    return reason("glass_closed", "De noodtoegang gold voor één dag.")


def _receiver_fault(situation: Situation, speaking: Speaking) -> Reason:
    receiver = situation.request.share_with
    if receiver is None:
        return reason("no_receiver", "Zeg met wie er wordt gedeeld.", share_to=list(speaking.flow.share_to))
    return reason("receiver_never", "Met deze ontvanger mag dit niet worden gedeeld.", role=receiver.role)


def _consent_fault(situation: Situation, topic: str, purpose: str, action: str) -> Reason:
    given = given_to_receiver if action == SHARE else given_to_viewer
    today = situation.request.today
    mine: list[Consent] = [
        one for one in situation.request.consents
        if given(situation.request, one) and topic in one.topics and purpose in one.purposes
        and covers(one.actions, action)
    ]  # fmt: skip
    values = {"topic": topic, "purpose": purpose, "action": action}
    withdrawn = [one.withdrawn_on for one in mine if one.withdrawn_on and one.withdrawn_on <= today]
    if withdrawn:
        return reason(
            "consent_withdrawn", "De persoon trok de toestemming in.", on=max(withdrawn).isoformat(), **values
        )
    if any(consent_end(one) <= today.toordinal() for one in mine):
        return reason("consent_ended", "De toestemming is voorbij.", **values)
    if mine:
        first = min(one.from_date for one in mine)
        return reason("consent_not_yet", f"De toestemming begint op {day_text(first)}.", on=first.isoformat(), **values)
    return reason("no_consent", "De persoon gaf hier geen toestemming voor.", **values)


_OPENED_BY = {
    "no_bond": "bond", "bond_ended": "bond", "bond_not_yet": "bond", "no_consent": CONSENT, "consent_withdrawn": CONSENT,
    "consent_ended": CONSENT, "consent_not_yet": CONSENT, "no_reason": "reason", "short_reason": "reason",
    "glass_closed": "reason", "no_receiver": "receiver", "phase": "phase",
}  # fmt: skip


def missing(situation: Situation, topic: str, purpose: str, action: str) -> list[Missing]:
    """The flows that could open it, the nearest first, each with what is missing. Empty when nothing can."""
    if situation.shut or situation.walled(topic, purpose, action):
        return []
    ways: list[tuple[int, Missing]] = []
    for speaking in situation.table.index.get((situation.role, topic, purpose, action), ()):
        found = faults(situation, speaking, topic, purpose, action)
        codes = [str(one["code"]) for one in found]
        if all(code in _OPENED_BY for code in codes):
            needs = list(dict.fromkeys(_OPENED_BY[code] for code in codes))
            ways.append((_distance(found), _way(speaking.flow, needs, topic, purpose)))
    return [way for _, way in sorted(ways, key=lambda pair: pair[0])]


def _way(flow: Flow, needs: list[str], topic: str, purpose: str) -> Missing:
    words = {
        "bond": f"een band als {listed([BOND_NAMES[kind] for kind in flow.bonds], 'of')}",
        CONSENT: "toestemming van de persoon",
        "reason": "een reden voor de noodtoegang",
        "receiver": "met wie er wordt gedeeld",
        "phase": f"de fase {listed([PHASE_NAMES[phase] for phase in flow.phases], 'of')}",
    }
    way: Missing = {
        "flow": flow.id,
        "needs": needs,
        "text": f"Hiervoor is nodig: {listed([words[need] for need in needs])}.",
    }
    if "bond" in needs:
        way |= {"relation": flow.relation, "bond_kinds": list(flow.bonds)}
    if CONSENT in needs:
        way |= {"consent": {"topic": topic, "purpose": purpose}}
    if "receiver" in needs:
        way |= {"share_to": list(flow.share_to)}
    if "phase" in needs:
        way |= {"phases": list(flow.phases)}
    return way


def shown(situation: Situation, topic: str, purpose: str, action: str, allowed: bool, emergency: bool) -> str:
    """The line in the person's own log (A2): who, what, why; or who wanted what."""
    table, viewer = situation.table, situation.request.viewer
    what = f"informatie over {table.topics[topic].about}" if topic in table.topics else "informatie over je"
    own = viewer.role == CLIENT and situation.shut is None
    who = "Je" if own else table.roles[viewer.role].one if viewer.role in table.roles else "Iemand"
    if viewer.role == CLIENT and not own:
        who = "Een andere cliënt"
    if not allowed:
        lines = [f"{who} wilde {what} {_WANTED.get(action, 'zien')}.", "Dat mocht niet."]
    else:
        did, _, to = _DID[action].partition(" ")
        lines = [" ".join(word for word in (who, did, "zelf" if own else "", to, f"{what}.") if word)]
    if viewer.organisation_name and not own:
        lines.insert(1, f"Die werkt bij {viewer.organisation_name}.")
    if allowed and not own and not emergency and purpose in table.purposes:
        lines.append(table.purposes[purpose].because)
    if allowed and emergency:
        lines.append("Dit was een noodgeval.")
    return " ".join(lines)
