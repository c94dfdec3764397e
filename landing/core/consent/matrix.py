"""The access table as a page that a privacy officer can read: who gets what on what grounds, and what nobody gets."""

from landing.core.consent.explain import ACTION_NAMES, BOND_NAMES, PHASE_NAMES
from landing.core.consent.table import AccessTable, Flow, rests_on_article
from landing.core.consent.words import (
    ANY_BOND,
    CONSENT,
    MANDATE,
    NONE,
    ORGANISATION_BOND,
    OWN,
    OWN_BOND,
    PHASES,
    READ,
    SELF,
)
from landing.core.dutch import listed

HEAD = """# Wie mag wat weten

Deze bladzijde is gemaakt uit `landing/rulebook/access/` met `landing check access --write-table`. Verander de regels, niet deze
bladzijde. Hoe dat gaat staat in [add-an-access-rule](howto/add-an-access-rule.md).

Wat hier niet staat, mag niet. Elke regel hieronder geldt alleen in dezelfde regio, zolang de band en de grond gelden, en niet als de
persoon het gebruik liet stilzetten.
"""
_SIGNS = """## Lezen in één oogopslag

Teken | Betekenis
---|---
● | met een band en een grond in de wet
◐ | met een band én toestemming
○ | met toestemming, zonder band
□ | door de taak, zonder band
! | alleen in nood, met een reden
eigen | de persoon zelf
– | nooit

Staan er twee tekens, dan zijn er twee wegen. In welke fase en voor welk doel staat bij de rol.
"""


def written(table: AccessTable) -> str:
    """The page, in Markdown."""
    parts = [HEAD, _SIGNS, _overview(table), "## Per rol\n", *(_role(table, role) for role in table.roles)]
    return "\n".join([*parts, _nobody(table), _bases(table)]).rstrip() + "\n"


def _overview(table: AccessTable) -> str:
    roles = list(table.roles.values())
    rows = ["Onderwerp | " + " | ".join(role.label for role in roles), "---" + "|---" * len(roles)]
    for topic in table.topics.values():
        rows.append(f"{topic.label} | " + " | ".join(_cell(table, role.id, topic.id) for role in roles))
    return "\n".join(rows) + "\n"


def _cell(table: AccessTable, role: str, topic: str) -> str:
    if (role, topic) in table.wall_of:
        return "–"
    flows = [flow for flow in table.flows if role in flow.who and topic in flow.topics and READ in flow.actions]
    signs = {_sign(flow) for flow in flows if _in_force(table, flow)}
    return " ".join(sorted(signs, key="●◐○□!".find)) or "–"


def _in_force(table: AccessTable, flow: Flow) -> bool:
    return not rests_on_article(flow) or table.bases[flow.basis].from_day is not None


def _sign(flow: Flow) -> str:
    if flow.relation == SELF:
        return "eigen"
    if flow.emergency:
        return "!"
    if flow.relation == NONE:
        return "○" if flow.needs_consent else "□"
    return "◐" if flow.needs_consent else "●"


def _role(table: AccessTable, role: str) -> str:
    words = table.roles[role]
    lines = [f"### {words.label}\n"]
    flows = [flow for flow in table.flows if role in flow.who]
    if not flows:
        return "\n".join([*lines, "Krijgt nooit een persoon te zien.\n"])
    lines += ["Regel | Wat | Waarvoor | Hoe | Wat ervoor nodig is | Wanneer", "---|---|---|---|---|---"]
    for flow in flows:
        cells = (
            f"{flow.title} (`{flow.id}`)",
            ", ".join(table.topics[topic].label for topic in flow.topics),
            ", ".join(table.purposes[purpose].label for purpose in flow.purposes),
            _how(table, flow),
            _needs(table, flow),
            _when(flow),
        )
        lines.append(" | ".join(cells))
    return "\n".join(lines) + "\n"


def _how(table: AccessTable, flow: Flow) -> str:
    how = ", ".join(ACTION_NAMES[action] for action in flow.actions)
    if flow.share_to:
        how += f" met {listed([table.roles[role].label for role in flow.share_to], 'of')}"
    return how


_RELATIONS = {
    OWN_BOND: "eigen band als {0}",
    ORGANISATION_BOND: "band van de organisatie als {0}",
    ANY_BOND: "band, zelf of van de organisatie, als {0}",
    MANDATE: "opdracht als {0}",
    SELF: "de persoon zelf",
    NONE: "",
}


def _needs(table: AccessTable, flow: Flow) -> str:
    bonds = listed([BOND_NAMES[kind] for kind in flow.bonds], "of")
    words = [_RELATIONS[flow.relation].format(bonds)] if flow.relation != NONE else []
    if flow.lead_only:
        words.append("centrumgemeente")
    if flow.emergency:
        words.append("een reden")
    if flow.basis not in (CONSENT, OWN):
        basis = table.bases[flow.basis]
        words.append(basis.article + ("" if basis.from_day else " (geldt niet)"))
    if flow.needs_consent:
        words.append("toestemming")
    return " + ".join(words)


def _when(flow: Flow) -> str:
    phases = "altijd" if set(flow.phases) == set(PHASES) else ", ".join(PHASE_NAMES[phase] for phase in flow.phases)
    return phases + (f"; tot {flow.after_end_days} dagen na de band" if flow.after_end_days else "")


def _nobody(table: AccessTable) -> str:
    lines = ["## Nooit\n", "Wie | Wat | Waarom", "---|---|---"]
    for wall in table.walls:
        who = ", ".join(table.roles[role].label for role in wall.who)
        what = ", ".join(table.topics[topic].label for topic in wall.topics)
        lines.append(f"{who} | {what} | {wall.because}")
    return "\n".join(lines) + "\n"


def _bases(table: AccessTable) -> str:
    lines = [
        "## Gronden\n",
        "Een functionaris gegevensbescherming kijkt na wat ‘na te zien’ heet voordat een regio erop steunt.\n",
        "Artikel | Wat het opent | Geldt vanaf | Kan toestemming het vervangen? | Bezwaar mogelijk? | Gelezen",
        "---|---|---|---|---|---",
    ]
    for basis in table.bases.values():
        start = basis.from_day.isoformat() if basis.from_day else "geldt niet"
        lines.append(
            f"{basis.article} | {basis.covers} | {start} | {'ja' if basis.consent_can_mend else 'nee'} | "
            f"{'ja' if basis.objection else 'nee'} | {'ja' if basis.certainty == 'read' else 'na te zien'}"
        )
    return "\n".join(lines) + "\n"
