"""The stories that the sources tell, each as one invented person with everything around.

Days count from the day of the demo: ``-4`` is four days ago, ``14`` is in two weeks; a day on which offices are closed
moves to the working day before (past) or after (to come).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Turn:
    """A fact that was something else before: how many days ago it changed, from what to what, why and who said so."""

    fact: str
    day: int
    old: Any
    new: Any
    why: str
    hour: int = 10
    by_role: str = "support_worker"


@dataclass(frozen=True, slots=True)
class Story:
    """One story: whose it is, what is known, what was done, what was left, who stands around, what happened before.

    facts: {fact id: days from today, yes or no, or a choice}; done: {rule: days from today}, on top of what such a
    person would have done by now; undone: rules left open; aside: {rule: (day, why)}; passed: {gate: (day, why)};
    around: {kind of bond: (organisation key, name, phone)}; second: a second support worker; turns: what was before.
    """

    key: str
    title: str
    tells: str
    name: tuple[str, str, str]
    age: int
    stage: str
    facts: dict[str, Any]
    call_me: str = ""
    origin: str = "merwestad"
    destination: str = ""
    provider: str = "steiger"
    worker: str = "begeleider"
    second: bool = False
    done: dict[str, int] = field(default_factory=dict)
    undone: tuple[str, ...] = ()
    aside: dict[str, tuple[int, str]] = field(default_factory=dict)
    passed: dict[str, tuple[int, str]] = field(default_factory=dict)
    around: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()


USUAL = {
    "under_21": False, "under_27": False, "has_registered_address": True, "has_valid_id": True,
    "has_health_insurance": True, "has_safety_risk": False, "ready_for_long_stay_only": False, "avoids_care": False,
    "refuses_official_help": False, "lost_trust": False, "stuck": False, "keeps_own_home": False,
}  # fmt: skip
"""What is known of most people; a story names what is different."""


# One thing on a line would make each story three screens long.
# fmt: off
STORIES: tuple[Story, ...] = (
    Story(
        key="key-in-two-weeks",
        title="Over twee weken de sleutel",
        tells="De woning kwam onverwacht. In twee weken moeten inkomen, spullen, contract en overdracht rond zijn.",
        name=("Samira", "", "Verzonnen"), call_me="Sam", age=34, stage="move",
        origin="merwestad", destination="merwestad",
        facts={
            "stay_kind": "bw", "stay_start": -512, "route_kind": "contingent", "target_departure": 75,
            "preparation_start": -96, "outflow_application": -88, "oco_introduced": -60, "offer_received": -4,
            "offer_accepted": -2, "key_handover": 14, "move": 16, "stay_end": 16, "benefit_kind": "participation_act",
            "household": "alone", "moves_to_other_municipality": False, "has_debts": True, "debt_help_requested": -210,
            "has_rent_arrears_history": False, "in_treatment": True, "uses_medication": True, "uses_substances": False,
            "close_ones_involved": True, "has_fiduciary": False, "has_day_activity": True, "wants_work": True,
            "has_internet": True, "pays_own_contribution": True, "needs_furnishing": True, "dwelling_not_ready": True,
            "carer_stays": False, "support_from_provider": True, "last_contact": -1,
        },
        done={"make-move-checklist": -1, "name-fallback-person": -30, "make-sign-plan-or-crisis-card": -24,
              "explain-three-party-lease": -1},
        undone=("apply-special-assistance", "arrange-income-from-day-one", "warm-handover", "furnish-home"),
        around={"close_one": ("naasten", "", ""), "treatment": ("ggz", "Dokter Doenalsof", "06 0000 0011"),
                "housing_officer": ("merwe", "", ""), "advocate": ("naast", "", ""),
                "neighbourhood_team": ("wijk-noord", "", ""), "peer_worker": ("ervaring", "", "")},
        turns=(
            Turn("target_departure", -96, 180, 75, "Sam wil eerder weg en de corporatie verwacht dit voorjaar ruimte."),
            Turn("key_handover", -1, 21, 14, "De corporatie belde: de sleutel kan een week eerder."),
        ),
    ),
    Story(
        key="to-another-municipality",
        title="Verhuizen naar een andere gemeente",
        tells="Dicht bij haar zus gaan wonen betekent: een andere gemeente, een ander loket en een andere uitkering.",
        name=("Senait", "", "Bedenksel"), age=29, stage="move", origin="sintjoris", destination="wilgenburg",
        facts={
            "stay_kind": "mo", "stay_start": -388, "route_kind": "direct_tenancy", "target_departure": 24,
            "preparation_start": -170, "outflow_application": -160, "oco_introduced": -120, "offer_received": -15,
            "offer_accepted": -9, "key_handover": 19, "move": 22, "stay_end": 22, "benefit_kind": "participation_act",
            "household": "children", "has_children": True, "moves_to_other_municipality": True, "has_debts": True,
            "debt_help_requested": -250, "has_rent_arrears_history": True, "in_treatment": False,
            "uses_medication": False, "close_ones_involved": True, "has_fiduciary": True, "has_day_activity": True,
            "pays_own_contribution": False, "needs_furnishing": True, "carer_stays": False,
            "support_from_provider": False, "support_reported": -40, "has_internet": True, "last_contact": -3,
        },
        done={"report-to-new-municipality": -40, "agree-transfer-of-responsibility": -6},
        undone=("keep-debt-help-across-border", "keep-old-benefit-until-move", "move-file-to-new-doctor",
                "ask-rent-guarantee"),
        around={"fiduciary": ("bewind", "Fikkie Fictief", "06 0000 0021"), "advocate": ("naast", "", ""),
                "close_one": ("", "Zus van Senait", ""), "neighbourhood_team": ("wijk-wilgen", "", "")},
        turns=(Turn("moves_to_other_municipality", -150, False, True, "Senait wil dicht bij haar zus wonen."),),
    ),
    Story(
        key="benefit-too-late",
        title="De uitkering begint te laat",
        tells="De sleutel valt midden in de maand en de aanvraag ligt er nog niet. Zonder actie is er een gat.",
        name=("Bartosz", "", "Voorbeeld"), age=41, stage="move", origin="merwestad", destination="merwestad",
        facts={
            "stay_kind": "mo", "stay_start": -233, "route_kind": "contingent", "target_departure": 20,
            "preparation_start": -120, "outflow_application": -110, "offer_received": -19, "offer_accepted": -13,
            "contract_signed": -1, "key_handover": 4, "move": 6, "stay_end": 6, "benefit_kind": "participation_act",
            "household": "alone", "moves_to_other_municipality": False, "has_debts": True,
            "has_rent_arrears_history": False, "in_treatment": False, "uses_medication": False,
            "close_ones_involved": False, "has_fiduciary": False, "has_day_activity": False, "wants_work": True,
            "pays_own_contribution": True, "needs_furnishing": True, "dwelling_not_ready": False,
            "carer_stays": True, "has_internet": True, "last_contact": -2, "debt_help_requested": -130,
        },
        undone=("arrange-income-from-day-one", "apply-benefit-at-move-date", "apply-special-assistance",
                "bridge-double-rent", "cover-missed-rent-allowance", "make-move-budget"),
        around={"income_officer": ("inkomen", "", ""), "housing_officer": ("bouwsteen", "", "06 0000 0031")},
        turns=(Turn("stay_end", -1, 28, 6, "De opvang wil de plek eerder terug dan was afgesproken."),),
    ),
    Story(
        key="rent-debt-blocks",
        title="Een oude huurschuld houdt de woning tegen",
        tells="De corporatie wil eerst een regeling zien. Die loopt pas als het gesprek met haar is gevoerd.",
        name=("Driss", "", "Fictief"), age=47, stage="prepare", origin="lindehoek", destination="merwestad",
        facts={
            "stay_kind": "bw", "stay_start": -704, "route_kind": "contingent", "target_departure": 92,
            "preparation_start": -91, "outflow_application": -62, "care_decision_end": 118,
            "benefit_kind": "participation_act", "household": "alone", "moves_to_other_municipality": False,
            "has_debts": True, "has_rent_arrears_history": True, "debt_help_requested": -55, "in_treatment": True,
            "uses_medication": True, "uses_substances": True, "close_ones_involved": True, "has_fiduciary": False,
            "has_day_activity": True, "has_internet": True, "pays_own_contribution": True, "needs_furnishing": True,
            "carer_stays": True, "last_contact": -5,
        },
        undone=("talk-with-corporation-about-past", "stabilise-debts", "attend-first-debt-talk",
                "choose-budget-management", "get-debt-decision"),
        around={"housing_officer": ("merwe", "", ""), "income_officer": ("inkomen", "", ""),
                "treatment": ("kade", "Mo Maquette", "06 0000 0041")},
        turns=(Turn("has_rent_arrears_history", -60, False, True, "De corporatie vond een schuld van jaren geleden."),),
    ),
    Story(
        key="relapse-and-return",
        title="Terugval, en weer naar het eigen huis",
        tells="Na zeven weken kliniek is Aylin weer thuis. Huur en begeleiding liepen door; nu telt het eerste bezoek.",
        name=("Aylin", "van der", "Proef"), age=38, stage="land", origin="merwestad", destination="merwestad",
        facts={
            "stay_kind": "bw", "stay_start": -1040, "route_kind": "contingent", "target_departure": -290,
            "preparation_start": -470, "outflow_application": -460, "offer_received": -310, "offer_accepted": -306,
            "contract_signed": -292, "key_handover": -291, "move": -288, "stay_end": -288, "network_meeting": -295,
            "oco_introduced": -400, "let_go": -200, "flip_planned": 438, "admission_start": -52, "admission_end": -3,
            "benefit_kind": "disability", "household": "alone", "moves_to_other_municipality": False,
            "has_debts": False, "has_rent_arrears_history": False, "in_treatment": True, "uses_medication": True,
            "uses_substances": True, "close_ones_involved": True, "has_fiduciary": True, "has_day_activity": True,
            "has_internet": True, "pays_own_contribution": False, "carer_stays": True, "support_from_provider": True,
            "last_contact": -3, "first_treatment_appointment": -270,
        },
        done={"keep-rent-during-admission": -50, "keep-orders-during-admission": -48, "contact-during-admission": -7,
              "plan-warm-return": -20},
        undone=("visit-after-return", "learn-from-setback"),
        around={"fiduciary": ("bewind", "Fikkie Fictief", "06 0000 0021"), "treatment": ("kade", "Mo Maquette", ""),
                "close_one": ("", "Vader van Aylin", ""), "peer_worker": ("ervaring", "", ""),
                "housing_officer": ("klinker", "", "")},
        turns=(
            Turn("uses_substances", -58, False, True, "Aylin zei zelf dat het niet meer ging. We keken in haar plan."),
            Turn("admission_end", -10, 11, -3, "De kliniek en Aylin vinden dat ze eerder naar huis kan."),
        ),
    ),
    Story(
        key="housing-first-duo",
        title="Housing First met twee begeleiders",
        tells="Wie lang op straat leefde, krijgt eerst een huis. Twee begeleiders dragen het samen, elke week.",
        name=("Winston", "", "Denkbeeld"), age=55, stage="land", second=True, origin="merwestad",
        destination="merwestad",
        facts={
            "stay_kind": "street", "stay_start": -410, "route_kind": "housing_first", "target_departure": -80,
            "preparation_start": -140, "outflow_application": -139, "offer_received": -97, "offer_accepted": -95,
            "contract_signed": -78, "key_handover": -77, "move": -75, "stay_end": -75, "network_meeting": -80,
            "benefit_kind": "participation_act", "household": "alone", "moves_to_other_municipality": False,
            "has_debts": True, "has_rent_arrears_history": True, "in_treatment": False, "uses_medication": False,
            "uses_substances": True, "avoids_care": True, "close_ones_involved": False, "has_fiduciary": True,
            "has_day_activity": False, "has_internet": False, "pays_own_contribution": False, "carer_stays": True,
            "support_from_provider": True, "last_contact": -9,
        },
        done={"keep-housing-first-contact": -9, "name-housing-first-duo": -90, "both-workers-visit": -50,
              "make-sign-plan-or-crisis-card": -62},
        undone=("find-activity", "offer-buddy"),
        aside={"meet-neighbours": (-40, "Winston wil de buren nog niet ontmoeten. We vragen het later weer.")},
        passed={"leave": (-76, "De noodkaart kwam twee weken na de sleutel; nog langer op straat wachten was erger.")},
        around={"fiduciary": ("bewind", "Wil Wensbeeld", ""), "peer_worker": ("ervaring", "", ""),
                "housing_officer": ("merwe", "", "")},
        turns=(Turn("avoids_care", -300, False, True, "Winston liep drie keer weg bij een gesprek op kantoor."),),
    ),
    Story(
        key="nuisance-from-outside",
        title="Overlast met een oorzaak van buiten",
        tells="De melding ging over Feven, maar het lawaai kwam van oude bekenden aan de deur.",
        name=("Feven", "", "Schijn"), age=31, stage="land", origin="oudewaarde", destination="oudewaarde",
        facts={
            "stay_kind": "protected_home", "stay_start": -620, "route_kind": "mixed_living", "target_departure": -150,
            "preparation_start": -330, "outflow_application": -325, "offer_received": -176, "offer_accepted": -172,
            "contract_signed": -156, "key_handover": -155, "move": -152, "stay_end": -152, "network_meeting": -158,
            "let_go": -80, "nuisance_reported": -10, "other_tenants_cause": True, "benefit_kind": "participation_act",
            "household": "alone", "moves_to_other_municipality": False, "has_debts": False,
            "has_rent_arrears_history": False, "in_treatment": False, "uses_medication": False,
            "uses_substances": False, "close_ones_involved": True, "has_fiduciary": False, "has_day_activity": True,
            "has_internet": True, "pays_own_contribution": False, "carer_stays": True, "support_from_provider": True,
            "has_safety_risk": True, "last_contact": -4,
        },
        done={"act-on-nuisance": -9, "find-cause-of-nuisance": -4},
        undone=("solve-outside-cause", "report-back-on-nuisance"),
        around={"housing_officer": ("bouwsteen", "Bo Bouwplaat", "06 0000 0071"), "buddy": ("", "Maatje Marloes", "")},
        turns=(Turn("other_tenants_cause", -4, False, True, "De portier zag mensen van vroeger overal aanbellen."),),
    ),
    Story(
        key="wish-unmet",
        title="Een wens die niet kan",
        tells="Tijn wil een tuin in Lindehoek. Die woning komt er niet; hij hoort eerlijk waarom, en wat wel kan.",
        name=("Tijn", "", "Luchtkasteel"), age=26, stage="prepare", origin="lindehoek", destination="lindehoek",
        facts={
            "stay_kind": "bw", "stay_start": -455, "route_kind": "clustered", "target_departure": 66,
            "preparation_start": -117, "outflow_application": -112, "offer_received": -7, "under_27": True,
            "benefit_kind": "disability", "household": "alone", "moves_to_other_municipality": False,
            "has_debts": False, "has_rent_arrears_history": False, "in_treatment": True, "uses_medication": True,
            "uses_substances": False, "close_ones_involved": True, "has_fiduciary": False, "has_day_activity": True,
            "has_internet": True, "pays_own_contribution": True, "needs_furnishing": True, "carer_stays": True,
            "has_online_support": True, "wish_unmet": True, "last_contact": -6,
        },
        undone=("explain-unmet-wish", "visit-clustered-place"),
        around={"close_one": ("", "Moeder van Tijn", ""), "housing_officer": ("merwe", "", "")},
        turns=(
            Turn("wish_unmet", -7, False, True, "Er is dit jaar geen woning met tuin in Lindehoek.", 15, "coordinator"),
        ),
    ),
    Story(
        key="night-calls",
        title="Vaker bellen in de nacht",
        tells="Gül belde eens in de twee weken, nu bijna elke nacht. Dat is een reden om het haar te vragen.",
        name=("Gül", "", "Hersenspin"), age=50, stage="land", provider="opvang", worker="", origin="merwestad",
        destination="merwestad",
        facts={
            "stay_kind": "bw", "stay_start": -900, "route_kind": "clustered", "target_departure": -210,
            "preparation_start": -390, "outflow_application": -385, "offer_received": -232, "offer_accepted": -228,
            "contract_signed": -212, "key_handover": -211, "move": -209, "stay_end": -209, "network_meeting": -214,
            "let_go": -120, "benefit_kind": "disability", "household": "alone", "moves_to_other_municipality": False,
            "has_debts": False, "has_rent_arrears_history": False, "in_treatment": True, "uses_medication": True,
            "uses_substances": False, "close_ones_involved": False, "has_fiduciary": False, "has_day_activity": False,
            "has_online_support": True, "has_internet": True, "pays_own_contribution": False, "carer_stays": False,
            "support_from_provider": True, "last_contact": -1,
        },
        undone=("find-activity", "talk-about-loneliness"),
        around={"treatment": ("ggz", "Dokter Doenalsof", "06 0000 0011"), "housing_officer": ("klinker", "", "")},
        turns=(
            Turn("last_contact", -44, -58, -44, "Belde om 23.40 uur, kort gesprek over de dag.", 23),
            Turn("last_contact", -30, -44, -30, "Belde om 22.15 uur, wilde even een stem horen.", 22),
            Turn("last_contact", -16, -30, -16, "Belde om 01.20 uur, kon niet slapen.", 1),
            Turn("last_contact", -9, -16, -9, "Belde om 02.45 uur, hoorde geluiden op de gang.", 2),
            Turn("last_contact", -6, -9, -6, "Belde twee keer, om 01.10 en om 03.30 uur.", 3),
            Turn("last_contact", -4, -6, -4, "Belde om 03.05 uur, was bang dat de deur niet dicht was.", 3),
            Turn("last_contact", -2, -4, -2, "Belde om 02.20 uur. We spreken af er samen overdag over te praten.", 2),
            Turn("last_contact", -1, -2, -1, "Belde om 02.50 uur en om 04.10 uur.", 4),
        ),
    ),
    Story(
        key="recorded-as-emigrated",
        title="Geregistreerd als vertrokken",
        tells="Te lang zonder adres, en de gemeente schreef Merhawi uit. Zonder inschrijving stopt alles tegelijk.",
        name=("Merhawi", "", "Nietbestaand"), age=33, stage="stay", provider="opvang", worker="", origin="merwestad",
        facts={
            "stay_kind": "night_shelter", "stay_start": -19, "gone_from_register": -26, "benefit_kind": "none",
            "has_registered_address": False, "has_valid_id": False, "has_health_insurance": False, "has_debts": True,
            "income_rejected": -8, "shelter_change": 3, "avoids_care": True, "refuses_official_help": True,
            "in_treatment": False, "has_day_activity": False, "last_contact": -2, "under_21": False, "under_27": False,
        },
        undone=("restore-registration", "arrange-registered-address", "get-valid-id", "arrange-health-insurance",
                "use-rejection-for-next-application", "apply-for-first-income"),
        around={"advocate": ("naast", "", ""), "peer_worker": ("ervaring", "", ""),
                "income_officer": ("inkomen", "", "")},
        turns=(Turn("has_registered_address", -18, True, False, "De gemeente schreef Merhawi uit als vertrokken."),),
    ),
    Story(
        key="deadlock",
        title="Schuld, huis en inkomen houden elkaar vast",
        tells="Geen schuldregeling zonder huis, geen huis zonder inkomen, geen inkomen zonder adres.",
        name=("Jerrel", "", "Zomaar"), age=44, stage="prepare", origin="merwestad", destination="merwestad",
        facts={
            "stay_kind": "mo", "stay_start": -540, "route_kind": "direct_tenancy", "target_departure": 12,
            "preparation_start": -200, "outflow_application": -196, "oco_introduced": -150, "benefit_kind": "none",
            "household": "alone", "moves_to_other_municipality": False, "has_debts": True, "stuck": True,
            "lost_trust": True, "has_rent_arrears_history": True, "debt_help_requested": -97, "income_rejected": -21,
            "in_treatment": False, "uses_medication": False, "uses_substances": False, "close_ones_involved": False,
            "has_fiduciary": False, "has_day_activity": True, "wants_work": True, "has_internet": True,
            "needs_certificate_of_conduct": True, "pays_own_contribution": True, "needs_furnishing": True,
            "carer_stays": True, "support_waiting_list": True, "last_contact": -8,
        },
        done={"attend-first-debt-talk": -70},
        undone=("break-the-deadlock", "settle-debt-and-home-together", "escalate-missing-offer", "get-debt-decision",
                "stabilise-debts", "apply-for-first-income", "bring-in-someone-else",
                "use-rejection-for-next-application"),
        around={"advocate": ("naast", "", ""), "income_officer": ("inkomen", "", ""),
                "housing_officer": ("merwe", "", "")},
        turns=(
            Turn("stuck", -20, False, True, "Drie loketten wachten op elkaar. Naar de procesregisseur.", 11, "coordinator"),
            Turn("target_departure", -40, -30, 12, "Zonder inkomen gaf de corporatie geen woning.", 14, "coordinator"),
        ),
    ),
)
# fmt: on
