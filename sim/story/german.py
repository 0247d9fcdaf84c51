"""The words of a story in German.

Products are called by their names without an article, and nothing refers back to a product or a
firm by a pronoun: a brand has no gender that everybody would agree on.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.events import ABANDONED, MATURED, PILOT_STOPPED, RETIRED
from sim.parameters import FUNCTIONS, GOALS
from sim.parameters.scenario import Case
from sim.story.language import Event, Month, Standing

__all__ = [
    "bought",
    "bought_nothing",
    "department_name",
    "ending",
    "firm_name",
    "fixed",
    "judged_a_loss",
    "kept_against_truth",
    "looking",
    "market_shift",
    "opening",
    "over_budget",
    "product_turn",
    "record_full",
    "stopped",
    "strategy_revised",
    "trouble",
    "went_live",
    "when",
]

# In the accusative, as what a firm has or wishes for.
_CATEGORIES = {
    "crm": "ein CRM",
    "web_store": "einen Webshop",
    "inventory": "ein Lagersystem",
    "automation": "ein Automatisierungssystem",
    "help_desk": "einen Helpdesk",
    "assistant": "einen Assistenten",
    "accounting": "ein Buchhaltungssystem",
    "analytics": "ein Analysesystem",
    "collaboration": "ein System zur Zusammenarbeit",
    "design": "ein Designsystem",
}
_DEPARTMENTS = {
    "sales": "Vertrieb",
    "operations": "Betrieb",
    "service": "Service",
    "finance": "Finanzen",
    "product": "Produkt",
}
_GOALS = {
    "growth": "Wachstum",
    "retention": "Kundenbindung",
    "efficiency": "Effizienz",
    "innovation": "Innovation",
}
_SMALL_NUMBERS = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()  # noqa: SIM905
)
_CUES = (
    "am schwersten wog die Eignung",
    "am schwersten wog die Zahl der Funktionen",
    "am schwersten wog, was andere haben",
    "am schwersten wog die Werbung des Anbieters",
)
_REPAIRS = (
    "schult ihre Leute{times} in {what}",
    "verbessert{times} ihre Abläufe für {what}",
    "verbindet {what}{times} mit anderen Systemen",
)
_STOPS = {
    PILOT_STOPPED: "bricht den Versuch mit {what}{after} ab",
    ABANDONED: "gibt das Projekt {what}{after} auf",
    RETIRED: "schaltet {what}{after} ab",
}


def department_name(function: int) -> str:
    """Return the name of a department: "Vertrieb"."""
    return _DEPARTMENTS[FUNCTIONS[function]]


def firm_name(firm: int) -> str:
    """Return the name of a firm without one of its own: "Firma 3"."""
    return f"Firma {firm}"


def when(first: Month, last: Month) -> str:
    """Name a month or several: "Monat 4 bis 12"."""
    if first == last:
        return _month(first)
    return f"{_month(first)} bis {_month(last) if first.warm_up else last.number}"


def _month(month: Month) -> str:
    return f"Monat {month.number}{' des Vorlaufs' if month.warm_up else ''}"


def _whole(number: int) -> str:
    """Write a whole number with points between thousands."""
    return f"{number:,}".replace(",", ".")


def _money(amount: float) -> str:
    """Write an amount rounded to the euro: "2.104 EUR"."""
    return f"{_whole(round(amount))} EUR"


def _in_words(number: int) -> str:
    """Spell a small whole number; 13 and more are digits."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else _whole(number)


def _listed(names: Sequence[str]) -> str:
    """Join names to a list in a sentence: "Betrieb, Service und Vertrieb"."""
    return " und ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _departments(functions: Sequence[int]) -> str:
    """Name departments in the dative, with their article."""
    names = _listed(sorted(department_name(function) for function in functions))
    return f"der Abteilung {names}" if len(functions) == 1 else f"den Abteilungen {names}"


def _who(event: Event) -> str:
    """Name the department as a subject."""
    return f"Die Abteilung {department_name(event.department)}"


def _project(event: Event) -> str:
    return f"Das Projekt {event.what} der Abteilung {department_name(event.department)}"


def _months(count: int, one: str, several: str) -> str:
    """Count months: ``one`` stands for one of them, ``several`` is the plural in its case."""
    return one if count == 1 else f"{_in_words(count)} {several}"


def _times(count: int) -> str:
    if count == 1:
        return ""
    return f" {_in_words(count)}{'mal' if count < len(_SMALL_NUMBERS) else '-mal'}"


def _in_all(count: int) -> str:
    return "insgesamt " if count > 1 else ""


def _extra_work(events: Sequence[Event]) -> str:
    extra = f"{sum(event.actual for event in events):.1f}".replace(".", ",")
    return f"{_in_all(len(events))}{extra} zusätzliche Monate Arbeit"


def _ranking(shortlisted: int, better: int) -> str:
    """Say how many on the shortlist would truly have brought more than what was bought."""
    others = shortlisted - 1
    if others == 0:
        return "in der engeren Wahl stand nichts anderes"
    if better == 0 and others == 1:
        return "von den beiden Produkten der engeren Wahl brächte dieses in Wahrheit mehr"
    if better == 0:
        return (
            f"von den {_in_words(shortlisted)} Produkten der engeren Wahl brächte dieses in "
            "Wahrheit am meisten"
        )
    if others == 1:
        return "das andere Produkt der engeren Wahl hätte in Wahrheit mehr gebracht"
    if better == 1:
        who = f"eines der {_in_words(shortlisted)} Produkte"
    elif better == others:
        who = "die beiden anderen" if others == 2 else f"alle {_in_words(others)} anderen"
        who += " Produkte"
    else:
        who = f"{_in_words(better)} der {_in_words(shortlisted)} Produkte"
    have = "hätte" if better == 1 else "hätten"
    return f"{who} der engeren Wahl {have} in Wahrheit mehr gebracht"


def _against_truth(event: Event) -> str:
    """Set the monthly benefit as believed beside the true one."""
    believed, true = _money(event.perceived), _money(event.true)
    contrast = "und das stimmt" if believed == true else f"in Wahrheit sind es {true}"
    return f"der Nutzen wurde auf {believed} im Monat geschätzt, {contrast}"


def _belief(event: Event) -> str:
    return f"geglaubt wird ein Nutzen von {_money(event.perceived)}"


def opening(case: Case) -> str:
    """Say how a teaching case begins, as the scenario tells it."""
    owned = _listed([_CATEGORIES[system.category] for system in case.systems])
    has = f"{owned}, mit nichts verbunden" if owned else "kein System"
    text = f"Zu Beginn hat {case.firm_name}, {case.headcount} Beschäftigte, {has}"
    if case.wish is not None:
        text += f"; die Firma wünscht sich {_CATEGORIES[case.wish]}"
    if case.goal in _GOALS:
        text += f"; an erster Stelle steht {_GOALS[case.goal]}"
    return f"{text}."


def bought(event: Event, searched: int | None) -> str:
    """Tell of a choice, how it ranked on the shortlist and what was believed of it."""
    after = f" nach {_months(searched, 'einem Monat', 'Monaten')} Suche" if searched else ""
    ranking, cue = _ranking(event.shortlisted, event.better), _CUES[event.detail]
    return f"{_who(event)} kauft{after} {event.what}; {ranking}; {cue}; {_against_truth(event)}."


def bought_nothing(events: Sequence[Event]) -> str:
    """Tell of one or several searches of a department that ended with nothing."""
    times = _times(len(events))
    return f"{_who(events[0])} sucht{times} nach einem neuen System und kauft nichts."


def looking(event: Event) -> str:
    """Tell of a search that has not ended yet."""
    return (
        f"{_who(event)} beginnt, nach einem neuen System zu suchen, und hat sich noch nicht "
        "entschieden."
    )


def stopped(event: Event, used: int | None) -> str:
    """Tell of a pilot or project that was stopped, or of a system that was retired."""
    after = " noch im Monat der Einführung" if used == 0 else ""
    if used:
        after = f" nach {_months(used, 'einem Monat', 'Monaten')} Nutzung"
    stop = _STOPS[event.kind].format(what=event.what, after=after)
    spent = f"; ausgegeben wurden dafür {_money(event.actual)}" if round(event.actual) else ""
    return f"{_who(event)} {stop}{spent}; {_against_truth(event)}."


def trouble(events: Sequence[Event]) -> str:
    """Tell of trouble in a project: how many months of work it added."""
    times = _times(len(events))
    return f"{_project(events[0])} gerät{times} in Schwierigkeiten: {_extra_work(events)}."


def over_budget(event: Event) -> str:
    """Tell of a project whose spending has passed the plan."""
    return (
        f"{_project(event)} liegt über dem Budget: {_money(event.actual)} ausgegeben, "
        f"{_money(event.planned)} geplant."
    )


def went_live(
    event: Event, months: int | None, troubles: Sequence[Event], budget_passed: Month | None
) -> str:
    """Tell of a project that went live, how long it took and what it cost."""
    after = f", {_months(months, 'einen Monat', 'Monate')} nach der Entscheidung" if months else ""
    cost = f"die Kosten betrugen {_money(event.actual)}, geplant waren {_money(event.planned)}"
    since = f" (über dem Budget seit {_month(budget_passed)})" if budget_passed else ""
    because = ""
    if troubles:
        times = _times(len(troubles))
        came = f"kamen{times} vor und " if times else ""
        because = f"; Schwierigkeiten {came}brachten {_extra_work(troubles)}"
    return (
        f"{event.what} läuft jetzt in {_departments([event.department])}{after}; "
        f"{cost}{since}{because}.{_retyping(event)}"
    )


def _retyping(event: Event) -> str:
    """Say which departments' data has to be typed again, for want of a link."""
    unlinked = [place for place in range(len(FUNCTIONS)) if (event.detail >> place) & 1]
    if not unlinked:
        return ""
    names = _listed([department_name(place) for place in unlinked])
    whose = "der Abteilung" if len(unlinked) == 1 else "der Abteilungen"
    return f" Zu den Systemen {whose} {names} führt keine Verbindung: Daten werden doppelt getippt."


def kept_against_truth(event: Event, again: bool) -> str:
    """Tell of an escalation: going on although the truth speaks against it."""
    still = " weiterhin" if again else ""
    true, running = _money(event.true), _money(event.planned)
    if event.actual > 0.0:
        return (
            f"{_who(event)} hält{still} am Projekt {event.what} fest: Noch "
            f"{_money(event.actual)} sind auszugeben für etwas, das in Wahrheit {true} im Monat "
            f"bringen und {running} kosten wird; {_belief(event)}."
        )
    return (
        f"{_who(event)} behält {event.what}{still}: In Wahrheit bringt das System {true} im Monat "
        f"und kostet {running}; {_belief(event)}."
    )


def fixed(events: Sequence[Event]) -> str:
    """Tell of one or several repairs of the same kind of the same system."""
    first, count = events[0], len(events)
    repair = _REPAIRS[first.detail].format(what=first.what, times=_times(count))
    cost = sum(event.actual for event in events)
    paid = f"{_in_all(count)}{_money(cost)}" if round(cost) else "nichts"
    return f"{_who(first)} {repair}; das kostet {paid}."


def judged_a_loss(event: Event) -> str:
    """Tell of a system that is a loss a year after it went live; ``true`` is its net value."""
    return (
        f"Nach einem Jahr kostet {event.what} in {_departments([event.department])} in Wahrheit im "
        f"Monat {_money(-event.true)} mehr, als das System bringt; {_belief(event)}, Kosten nicht "
        "abgezogen."
    )


def market_shift(event: Event, same: bool) -> str:
    """Tell of a jump of what customers reward; ``same`` if they rewarded that most before."""
    return f"Der Markt wandelt sich; am meisten belohnen Kunden {_still(same)} {_goal(event)}."


def strategy_revised(event: Event, firm: str, same: bool) -> str:
    """Tell of a revised strategy; ``same`` if its first goal was the first one before."""
    return (
        f"{firm} überarbeitet die Strategie; an erster Stelle steht {_still(same)} {_goal(event)}."
    )


def _still(same: bool) -> str:
    return "weiterhin" if same else "jetzt"


def _goal(event: Event) -> str:
    return _GOALS[GOALS[event.detail]]


def product_turn(event: Event, owners: Sequence[int]) -> str:
    """Tell of an emerging product that the firm has: it matured or disappointed."""
    product = f"Das Produkt {event.what}, von {_departments(owners)} gekauft,"
    if event.kind == MATURED:
        return f"{product} reift zu dem, wofür es entworfen wurde."
    return f"{product} enttäuscht und bleibt so schwach, wie es ist."


def record_full(lost: int) -> str:
    """Admit that the record was full and how many events are not told."""
    if lost == 1:
        return "Das Protokoll war voll: Ein späteres Ereignis wird nicht erzählt."
    return f"Das Protokoll war voll: {_whole(lost)} spätere Ereignisse werden nicht erzählt."


def ending(standing: Standing) -> str:
    """Sum up where a firm stands."""
    months, count = standing.months, standing.systems
    after = "Nach einem Monat" if months == 1 else f"Nach {months} Monaten"
    text = (
        f"{after if months > 0 else 'Bis jetzt'} hat {standing.firm} "
        f"{_counted(count, 'System', 'Systeme')} in Betrieb"
    )
    if standing.projects:
        text += f" und {_counted(standing.projects, 'Projekt', 'Projekte')} im Gang"
    if count == 0:
        return f"{text}."
    used = f"zu {standing.usage:.0%} genutzt".replace("%", " %")
    value = _money(abs(standing.value))
    if count == 1:
        text += f"; das System wird {used} und"
        if standing.value >= 0.0:
            return f"{text} bringt im Monat {value} mehr, als sein Betrieb kostet."
        return f"{text} kostet im Betrieb im Monat {value} mehr, als es bringt."
    text += f"; die Systeme werden im Mittel {used} und"
    if standing.value >= 0.0:
        return f"{text} bringen zusammen im Monat {value} mehr, als ihr Betrieb kostet."
    return f"{text} kosten im Betrieb zusammen im Monat {value} mehr, als sie bringen."


def _counted(count: int, one: str, several: str) -> str:
    """Count things of neuter gender in the accusative."""
    if count == 0:
        return f"kein {one}"
    return f"ein {one}" if count == 1 else f"{_in_words(count)} {several}"
