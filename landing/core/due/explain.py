"""Why: the reasons behind a due, a gate, a phase or a tried date, in plain Dutch (B1), made only when someone looks.

A reason is a dict with ``code``, ``text`` and the values that the text is made of (dates in ISO form).
"""

from collections.abc import Collection
from datetime import date

from landing.core.due.conditions import FactValues
from landing.core.due.reckon import (
    DONE,
    NOT_BEFORE,
    SET_ASIDE,
    WAITING,
    Decision,
    Due,
    GateState,
    Reckoning,
    UnknownFact,
    term_of,
)
from landing.core.due.rules import Fact, Rule, Rulebook
from landing.core.due.trial import Impossible, KeyDateTrial
from landing.core.dutch import (
    capital,
    counted,
    day_text,
    every_text,
    from_text,
    listed,
    term_text,
    weekday_text,
)

Reason = dict[str, object]

PHASE_NAMES = {
    "stay": "verblijf",
    "prepare": "voorbereiden",
    "move": "verhuizen",
    "land": "landen",
    "pilot_flame": "waakvlam",
}


def reason(code: str, text: str, **values: object) -> Reason:
    """One reason."""
    return {"code": code, "text": text, **values}


def noun(fact: Fact) -> str:
    """The fact inside a sentence: its noun with the article, or its label in quotes for a fact that has no noun."""
    return fact.noun or f"‘{fact.label}’"


def fact_value_text(fact: Fact, value: object) -> str:
    """The value of a fact in words."""
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return fact.choices.get(str(value), str(value))


def rule_of(rulebook: Rulebook, row: Due) -> Rule:
    """The rule version that speaks in a due."""
    return rulebook.last_version(row.rule_id, row.version)


def explain(
    rulebook: Rulebook,
    row: Due,
    facts: FactValues,
    aside: Decision | None = None,
    undone: Collection[str] = (),
) -> list[Reason]:
    """Why this due stands in the list, with this state and these dates.

    ``aside`` is the decision that set it aside; ``undone`` holds the ids of what is not done yet, so that the reasons
    can say what comes first.
    """
    rule = rule_of(rulebook, row)
    reasons = [reason("why", rule.why)]
    if row.state == DONE and row.done_on is not None:
        return [*reasons, reason("done", f"Gedaan op {day_text(row.done_on)}.", on=row.done_on.isoformat())]
    if row.state == SET_ASIDE and aside is not None:
        text = f"Weggelegd op {day_text(aside.on)}: {aside.why}"
        return [*reasons, reason("set_aside", text, on=aside.on.isoformat(), by=aside.by, why=aside.why)]
    reasons += _again(rulebook, row)
    reasons += _conditions(rulebook, rule, row, facts)
    reasons += _dates(rulebook, rule, row)
    reasons += _not_before(rulebook, rule, row)
    first = [rulebook.last_version(rule_id, row.version).title for rule_id in rule.after if rule_id in undone]
    if first:
        ids = [rule_id for rule_id in rule.after if rule_id in undone]
        reasons.append(reason("after", f"Doe eerst: {'; '.join(first)}.", rules=ids))
    if row.lapses_on is not None:
        reasons.append(reason("lapses", f"Dit vervalt op {day_text(row.lapses_on)}.", on=row.lapses_on.isoformat()))
    if rule.override_because:
        reasons.append(reason("override", f"De regio past deze regel aan: {rule.override_because}"))
    return reasons


def _again(rulebook: Rulebook, row: Due) -> list[Reason]:
    """That the deed was done for an earlier event, so that nobody takes it for a mistake."""
    if row.earlier is None:
        return []
    deed, fact = row.earlier, rulebook.facts[row.earlier.fact]
    word = "gedaan" if deed.state == DONE else "weggelegd"
    text = (
        f"Dit is al eens {word}, op {day_text(deed.on)}. Maar daarna kwam een nieuwe datum: {noun(fact)}"
        f" op {day_text(deed.fact_on)}. Daarom komt deze stap terug."
    )
    return [
        reason("again", text, state=deed.state, on=deed.on.isoformat(), fact=fact.id, date=deed.fact_on.isoformat())
    ]


def _conditions(rulebook: Rulebook, rule: Rule, row: Due, facts: FactValues) -> list[Reason]:
    reasons = []
    tested = dict.fromkeys(test.fact for test in rule.when.tests()) if rule.when is not None else {}
    known = [fact_id for fact_id in tested if facts.get(fact_id) is not None]
    if known:
        words = [
            f"{rulebook.facts[fact_id].label}: {fact_value_text(rulebook.facts[fact_id], facts[fact_id])}"
            for fact_id in known
        ]
        reasons.append(reason("condition", f"Wat we weten: {'; '.join(words)}.", facts=known))
    if row.state == WAITING:
        labels = [noun(rulebook.facts[fact_id]) for fact_id in row.waits_for]
        asked = f"Nog niet bekend: {listed(labels, 'of' if row.anchor_fact is None else 'en')}."
        if rule.when is None or rule.when.holds(facts):
            text = f"{asked} Daarom is er nog geen datum."
            reasons.append(reason("anchor_unknown", text, facts=list(row.waits_for)))
        else:
            text = f"{asked} Daarom is niet zeker of dit geldt."
            reasons.append(reason("condition_unknown", text, facts=list(row.waits_for)))
    return reasons


def _dates(rulebook: Rulebook, rule: Rule, row: Due) -> list[Reason]:
    if row.due is None:
        return []
    reasons = []
    term = term_of(rulebook, row)
    if row.anchor_date is not None and row.anchor_fact is not None and term is not None:
        fact = rulebook.facts[row.anchor_fact]
        raw = term.term.from_day(row.anchor_date, rulebook.calendar)
        text = f"{capital(from_text(term.term, noun(fact), row.anchor_date))}: {day_text(raw)}."
        values = {"fact": fact.id, "on": row.anchor_date.isoformat(), "offset": str(term.term)}
        reasons.append(reason("term", text, **values, date=raw.isoformat()))
        reasons += _rounded(raw, row.due)
        if row.term_version != rule.valid_from:
            text = f"Hier geldt de termijn van vóór {day_text(rule.valid_from)}, want het begon eerder."
            reasons.append(reason("older_version", text, changed_on=rule.valid_from.isoformat()))
        if row.provisional:
            first = rulebook.facts[term.anchors[0]]
            text = f"Deze datum is voorlopig: {noun(first)} is nog niet bekend."
            reasons.append(reason("provisional", text, fact=first.id))
        reasons += _setting(rulebook, term.setting)
    elif rule.repeat is not None and row.done_on is not None:
        raw = rule.repeat.every.from_day(row.done_on, rulebook.calendar)
        every = every_text(rule.repeat.every)
        text = f"Laatst gedaan op {day_text(row.done_on)}. Dit komt {every} terug: {day_text(raw)}."
        on, days = row.done_on.isoformat(), str(rule.repeat.every)
        reasons.append(reason("repeat", text, on=on, every=days, date=raw.isoformat()))
        reasons += _rounded(raw, row.due) + _setting(rulebook, rule.repeat.setting)
    if rule.lead_time is not None and row.latest_sensible is not None:
        start = weekday_text(row.latest_sensible)
        text = f"Dit duurt ongeveer {term_text(rule.lead_time)}. Begin uiterlijk op {start}."
        lead = str(rule.lead_time)
        reasons.append(reason("lead_time", text, lead_time=lead, date=row.latest_sensible.isoformat()))
    return reasons


def _rounded(raw: date, day: date) -> list[Reason]:
    if raw == day:
        return []
    text = f"{capital(weekday_text(raw))} is geen werkdag. Daarom {weekday_text(day)}."
    return [reason("rounded", text, moved_from=raw.isoformat(), date=day.isoformat())]


def _setting(rulebook: Rulebook, setting_id: str | None) -> list[Reason]:
    if setting_id is None:
        return []
    setting = rulebook.settings[setting_id]
    text = "Over deze termijn verschillen de bronnen. De regio kan kiezen."
    if setting.because:
        text = f"De regio koos deze termijn. {setting.because}"
    return [reason("setting", text, setting=setting_id)]


def _not_before(rulebook: Rulebook, rule: Rule, row: Due) -> list[Reason]:
    if rule.not_before is None or row.state != NOT_BEFORE:
        return []
    if row.not_before is not None:
        text = f"Dit kan pas vanaf {weekday_text(row.not_before)}."
        return [reason("not_before", text, date=row.not_before.isoformat())]
    labels = listed([noun(rulebook.facts[fact_id]) for fact_id in rule.not_before.anchors], "of")
    text = f"Dit kan pas na {labels}. Die datum is nog niet bekend."
    return [reason("not_before_unknown", text, facts=list(rule.not_before.anchors))]


def explain_gate(rulebook: Rulebook, gate: GateState, today: date) -> list[Reason]:
    """Why a gate is open or closed."""
    book = rulebook.gates[gate.gate_id]
    titles = [rulebook.last_version(rule_id, today).title for rule_id in gate.missing]
    reasons = [reason("why", book.why)]
    if gate.missing:
        text = f"Nog niet in orde: {'; '.join(titles)}."
        reasons.append(reason("missing", text, rules=list(gate.missing)))
    elif gate.passed is None:
        reasons.append(reason("all_done", "Alles wat hiervoor nodig is, is in orde."))
    if gate.passed is not None:
        passed = gate.passed
        text = f"Toch doorgelaten op {day_text(passed.on)}: {passed.why}"
        reasons.append(reason("passed", text, on=passed.on.isoformat(), by=passed.by, why=passed.why))
    return reasons


def explain_unknown(rulebook: Rulebook, unknown: UnknownFact) -> list[Reason]:
    """Why this question is asked."""
    text = f"Hiervan {'hangt' if unknown.decides == 1 else 'hangen'} {counted(unknown.decides, 'stap', 'stappen')} af."
    reasons = [reason("decides", text, rules=unknown.decides)]
    if not unknown.ask_now:
        phase = rulebook.facts[unknown.fact].ask_from
        text = f"Deze vraag komt pas in de fase {PHASE_NAMES[phase]}."
        reasons.append(reason("later", text, phase=phase))
    return reasons


def explain_phase(reckoning: Reckoning) -> list[Reason]:
    """Why the route is in this phase."""
    starts = {
        "prepare": reckoning.phases.prepare_from,
        "move": reckoning.phases.move_from,
        "land": reckoning.phases.land_from,
        "pilot_flame": reckoning.phases.pilot_flame_from,
    }
    phase = reckoning.phase
    start = starts.get(phase)
    if start is None:
        return [reason("phase", "Er is nog geen stap gezet naar vertrek.", phase=phase)]
    text = f"De fase {PHASE_NAMES[phase]} begon op {day_text(start)}."
    return [reason("phase", text, phase=phase, on=start.isoformat())]


def explain_trial(trial: KeyDateTrial) -> list[Reason]:
    """What trying a key date brings to light."""
    days = counted(trial.working_days_left, "werkdag", "werkdagen")
    verb = "ligt" if trial.working_days_left == 1 else "liggen"
    text = f"Tussen vandaag en de sleutel op {day_text(trial.day)} {verb} {days}."
    reasons = [reason("working_days_left", text, days=trial.working_days_left)]
    if trial.impossible:
        many = counted(len(trial.impossible), "stap past", "stappen passen")
        reasons.append(reason("does_not_fit", f"{capital(many)} niet meer in de tijd.", rules=len(trial.impossible)))
    else:
        reasons.append(reason("fits", "Alles past nog in de tijd."))
    return reasons


def explain_impossible(rulebook: Rulebook, item: Impossible, today: date) -> list[Reason]:
    """Why a due no longer fits."""
    rule = rulebook.last_version(item.rule_id, today)
    lead = term_text(rule.lead_time) if rule.lead_time is not None else ""
    text = (
        f"Dit duurt ongeveer {lead}. Wie vandaag begint, is klaar op {weekday_text(item.earliest)}."
        f" Nodig is {weekday_text(item.due)}."
    )
    values = {"lead_time": str(rule.lead_time), "earliest": item.earliest.isoformat(), "due": item.due.isoformat()}
    return [reason("lead_time_does_not_fit", text, **values)]
