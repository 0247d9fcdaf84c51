"""Stories in German: what each kind of event says, one or several, and no word of English."""

from __future__ import annotations

import inspect
import re

import pytest

from sim.events import EVENT_KINDS
from sim.parameters import CATEGORIES, GOALS
from sim.parameters.scenario import Case, StartingSystem
from sim.scenario_files import load_scenario
from sim.story import LANGUAGES, english, german, statements, story
from sim.story.language import Event, Language, Month, Standing
from sim.tables import World

PLAIN = load_scenario("default").scenario

# Words that are frequent in English stories and no words of German ones.
ENGLISH_WORDS = frozenset(
    """
    the and with which would truly have brought month months people first loudest cue looking
    buys starts project runs trouble goes live keeps brings costs more most still now
    shortlist benefit believed planned spent systems market customers strategy nothing
    sales operations finance product development growth retention efficiency twice three
    after before of its is are it for by to than year other others firm start used together
    """.split()  # noqa: SIM905
)


def event(kind: str, **columns: float) -> Event:
    blank = dict.fromkeys(Event._fields, 0) | {"what": "Abrindo CRM", "shortlisted": 1}
    return Event(**{**blank, "kind": EVENT_KINDS.index(kind), **columns})


CHOSEN = event("chosen", shortlisted=6, better=2, detail=3, perceived=2100.4, true=639.6)
TROUBLE = event("trouble", actual=1.5)
LIVE = event("went live", planned=5000, actual=9800)
STOPPED = {"perceived": 100, "true": 700, "actual": 4200}
ESCALATED = {"perceived": 900, "true": 200, "planned": 640}
THEN = Month(6, warm_up=False)

TOLD = [
    (
        german.bought(CHOSEN, 3),
        "Die Abteilung Vertrieb kauft nach drei Monaten Suche Abrindo CRM; zwei der sechs Produkte "
        "der engeren Wahl hätten in Wahrheit mehr gebracht; am schwersten wog die Werbung des "
        "Anbieters; der Nutzen wurde auf 2.100 EUR im Monat geschätzt, in Wahrheit sind es 640 "
        "EUR.",
    ),
    (
        german.bought(event("chosen", detail=2, perceived=640, true=640, department=4), 1),
        "Die Abteilung Produkt kauft nach einem Monat Suche Abrindo CRM; in der engeren Wahl stand "
        "nichts anderes; am schwersten wog, was andere haben; der Nutzen wurde auf 640 EUR im "
        "Monat geschätzt, und das stimmt.",
    ),
    (
        german.bought_nothing([event("nothing chosen")]),
        "Die Abteilung Vertrieb sucht nach einem neuen System und kauft nichts.",
    ),
    (
        german.bought_nothing([event("nothing chosen", department=1)] * 2),
        "Die Abteilung Betrieb sucht zweimal nach einem neuen System und kauft nichts.",
    ),
    (
        german.bought_nothing([event("nothing chosen")] * 13),
        "Die Abteilung Vertrieb sucht 13-mal nach einem neuen System und kauft nichts.",
    ),
    (
        german.looking(event("search began")),
        "Die Abteilung Vertrieb beginnt, nach einem neuen System zu suchen, und hat sich noch "
        "nicht entschieden.",
    ),
    (
        german.stopped(event("pilot stopped", perceived=300, true=500), None),
        "Die Abteilung Vertrieb bricht den Versuch mit Abrindo CRM ab; der Nutzen wurde auf 300 "
        "EUR im Monat geschätzt, in Wahrheit sind es 500 EUR.",
    ),
    (
        german.stopped(event("abandoned", **STOPPED), None),
        "Die Abteilung Vertrieb gibt das Projekt Abrindo CRM auf; ausgegeben wurden dafür 4.200 "
        "EUR; der Nutzen wurde auf 100 EUR im Monat geschätzt, in Wahrheit sind es 700 EUR.",
    ),
    (
        german.stopped(event("retired", **STOPPED), 22),
        "Die Abteilung Vertrieb schaltet Abrindo CRM nach 22 Monaten Nutzung ab; "
        "ausgegeben wurden dafür 4.200 EUR; der Nutzen wurde auf 100 EUR im Monat geschätzt, in "
        "Wahrheit sind es 700 EUR.",
    ),
    (
        german.stopped(event("retired"), 1),
        "Die Abteilung Vertrieb schaltet Abrindo CRM nach einem Monat Nutzung ab; der "
        "Nutzen wurde auf 0 EUR im Monat geschätzt, und das stimmt.",
    ),
    (
        german.stopped(event("retired"), 0),
        "Die Abteilung Vertrieb schaltet Abrindo CRM noch im Monat der Einführung ab; der "
        "Nutzen wurde auf 0 EUR im Monat geschätzt, und das stimmt.",
    ),
    (
        german.trouble([event("trouble", actual=2.34)]),
        "Das Projekt Abrindo CRM der Abteilung Vertrieb gerät in Schwierigkeiten: 2,3 zusätzliche "
        "Monate Arbeit.",
    ),
    (
        german.trouble([TROUBLE, event("trouble", actual=1.04)]),
        "Das Projekt Abrindo CRM der Abteilung Vertrieb gerät zweimal in Schwierigkeiten: "
        "insgesamt 2,5 zusätzliche Monate Arbeit.",
    ),
    (
        german.over_budget(event("over budget", planned=5000, actual=5600)),
        "Das Projekt Abrindo CRM der Abteilung Vertrieb liegt über dem Budget: 5.600 EUR "
        "ausgegeben, 5.000 EUR geplant.",
    ),
    (
        german.went_live(LIVE, 1, [], None),
        "Abrindo CRM läuft jetzt in der Abteilung Vertrieb, einen Monat nach der Entscheidung; "
        "die Kosten betrugen 9.800 EUR, geplant waren 5.000 EUR.",
    ),
    (
        german.went_live(LIVE._replace(detail=0b00010), 8, [TROUBLE], THEN),
        "Abrindo CRM läuft jetzt in der Abteilung Vertrieb, acht Monate nach der Entscheidung; "
        "die Kosten betrugen 9.800 EUR, geplant waren 5.000 EUR (über dem Budget seit Monat 6); "
        "Schwierigkeiten brachten 1,5 zusätzliche Monate Arbeit. Zu den Systemen der Abteilung "
        "Betrieb führt keine Verbindung: Daten werden doppelt getippt.",
    ),
    (
        german.went_live(LIVE._replace(detail=0b10110), None, [TROUBLE] * 2, None),
        "Abrindo CRM läuft jetzt in der Abteilung Vertrieb; die Kosten betrugen 9.800 EUR, "
        "geplant waren 5.000 EUR; Schwierigkeiten kamen zweimal vor und brachten insgesamt "
        "3,0 zusätzliche Monate Arbeit. Zu den Systemen der Abteilungen Betrieb, Service und "
        "Produkt führt keine Verbindung: Daten werden doppelt getippt.",
    ),
    (
        german.kept_against_truth(event("escalated", **ESCALATED), again=False),
        "Die Abteilung Vertrieb behält Abrindo CRM: In Wahrheit bringt das System 200 EUR im Monat "
        "und kostet 640 EUR; geglaubt wird ein Nutzen von 900 EUR.",
    ),
    (
        german.kept_against_truth(event("escalated", **ESCALATED, actual=5000), again=True),
        "Die Abteilung Vertrieb hält weiterhin am Projekt Abrindo CRM fest: Noch 5.000 EUR sind "
        "auszugeben für etwas, das in Wahrheit 200 EUR im Monat bringen und 640 EUR kosten wird; "
        "geglaubt wird ein Nutzen von 900 EUR.",
    ),
    (
        german.fixed([event("fixed", detail=0, actual=400.4)] * 3),
        "Die Abteilung Vertrieb schult ihre Leute dreimal in Abrindo CRM; das kostet insgesamt "
        "1.201 EUR.",
    ),
    (
        german.fixed([event("fixed", detail=1, actual=1250)]),
        "Die Abteilung Vertrieb verbessert ihre Abläufe für Abrindo CRM; das kostet 1.250 EUR.",
    ),
    (
        german.fixed([event("fixed", detail=2)]),
        "Die Abteilung Vertrieb verbindet Abrindo CRM mit anderen Systemen; das kostet nichts.",
    ),
    (
        german.judged_a_loss(event("judged a loss", perceived=900, true=-240)),
        "Nach einem Jahr kostet Abrindo CRM in der Abteilung Vertrieb in Wahrheit im Monat 240 EUR "
        "mehr, als das System bringt; geglaubt wird ein Nutzen von 900 EUR, Kosten nicht "
        "abgezogen.",
    ),
    (
        german.market_shift(event("reward jump", detail=1), False),
        "Der Markt wandelt sich; am meisten belohnen Kunden jetzt Kundenbindung.",
    ),
    (
        german.strategy_revised(event("strategy revised"), "Firma 1", True),
        "Firma 1 überarbeitet die Strategie; an erster Stelle steht weiterhin Wachstum.",
    ),
    (
        german.product_turn(event("product matured"), [0]),
        "Das Produkt Abrindo CRM, von der Abteilung Vertrieb gekauft, reift zu dem, wofür es "
        "entworfen wurde.",
    ),
    (
        german.product_turn(event("product disappointed"), [0, 1]),
        "Das Produkt Abrindo CRM, von den Abteilungen Betrieb und Vertrieb gekauft, enttäuscht und "
        "bleibt so schwach, wie es ist.",
    ),
    (
        german.record_full(1200),
        "Das Protokoll war voll: 1.200 spätere Ereignisse werden nicht erzählt.",
    ),
    (german.record_full(1), "Das Protokoll war voll: Ein späteres Ereignis wird nicht erzählt."),
    (
        german.ending(Standing("Firma 1", 60, 2, 1, 0.62, 1240.8)),
        "Nach 60 Monaten hat Firma 1 zwei Systeme in Betrieb und ein Projekt im Gang; die Systeme "
        "werden im Mittel zu 62 % genutzt und bringen zusammen im Monat 1.241 EUR mehr, als ihr "
        "Betrieb kostet.",
    ),
    (
        german.ending(Standing("Firma 1", 1, 2, 2, 0.62, -1240.8)),
        "Nach einem Monat hat Firma 1 zwei Systeme in Betrieb und zwei Projekte im Gang; die "
        "Systeme werden im Mittel zu 62 % genutzt und kosten im Betrieb zusammen im Monat 1.241 "
        "EUR mehr, als sie bringen.",
    ),
    (
        german.ending(Standing("Firma 1", 24, 1, 0, 0.5, 10)),
        "Nach 24 Monaten hat Firma 1 ein System in Betrieb; das System wird zu 50 % genutzt und "
        "bringt im Monat 10 EUR mehr, als sein Betrieb kostet.",
    ),
    (
        german.ending(Standing("Firma 1", 24, 1, 0, 0.5, -10)),
        "Nach 24 Monaten hat Firma 1 ein System in Betrieb; das System wird zu 50 % genutzt und "
        "kostet im Betrieb im Monat 10 EUR mehr, als es bringt.",
    ),
    (
        german.ending(Standing("Firma 1", 0, 0, 0, 0.0, 0.0)),
        "Bis jetzt hat Firma 1 kein System in Betrieb.",
    ),
]


@pytest.mark.parametrize(("told", "expected"), TOLD)
def test_a_sentence_is_told_as_a_teacher_would(told: str, expected: str) -> None:
    assert told == expected


@pytest.mark.parametrize(
    ("shortlisted", "better", "words"),
    [
        (2, 0, "von den beiden Produkten der engeren Wahl brächte dieses in Wahrheit mehr"),
        (6, 0, "von den sechs Produkten der engeren Wahl brächte dieses in Wahrheit am meisten"),
        (2, 1, "das andere Produkt der engeren Wahl hätte in Wahrheit mehr gebracht"),
        (3, 2, "die beiden anderen Produkte der engeren Wahl hätten in Wahrheit mehr gebracht"),
        (6, 1, "eines der sechs Produkte der engeren Wahl hätte in Wahrheit mehr gebracht"),
        (6, 5, "alle fünf anderen Produkte der engeren Wahl hätten in Wahrheit mehr gebracht"),
    ],
)
def test_the_rank_on_the_shortlist_is_told_as_recorded(
    shortlisted: int, better: int, words: str
) -> None:
    chosen = event("chosen", shortlisted=shortlisted, better=better)
    assert f"; {words}; am schwersten wog die Eignung;" in german.bought(chosen, None)


def test_months_stand_before_a_sentence() -> None:
    early = Month(22, warm_up=True)
    assert german.when(THEN, THEN) == "Monat 6"
    assert german.when(THEN, Month(12, warm_up=False)) == "Monat 6 bis 12"
    assert german.when(early, early) == "Monat 22 des Vorlaufs"
    assert german.when(early, THEN) == "Monat 22 des Vorlaufs bis Monat 6"


def test_a_teaching_case_begins_with_what_it_has_and_wants() -> None:
    systems = [StartingSystem(category="inventory"), StartingSystem(category="crm")]
    case = Case(firm_name="Laden", headcount=12, wish="web_store", goal="growth", systems=systems)
    assert german.opening(case) == (
        "Zu Beginn hat Laden, 12 Beschäftigte, ein Lagersystem und ein CRM, mit nichts verbunden; "
        "die Firma wünscht sich einen Webshop; an erster Stelle steht Wachstum."
    )
    bare = Case(firm_name="Laden", headcount=12)
    assert german.opening(bare) == "Zu Beginn hat Laden, 12 Beschäftigte, kein System."


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_language_has_words_for_every_category_and_goal(language: Language) -> None:
    wishes = {language.opening(Case(firm_name="A", headcount=5, wish=name)) for name in CATEGORIES}
    assert len(wishes) == len(CATEGORIES)
    goals = {
        language.market_shift(event("reward jump", detail=goal), False)
        for goal in range(len(GOALS))
    }
    assert len(goals) == len(GOALS)


def test_the_languages_have_the_same_functions() -> None:
    asked = {name for name in vars(Language) if not name.startswith("_")}
    for language in (english, german):
        assert set(language.__all__) == asked
        for name in asked:
            own = inspect.signature(getattr(language, name)).parameters
            assert list(own) == list(inspect.signature(getattr(Language, name)).parameters)[1:]


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_each_kind_of_event_is_told_in_german(kind: str, world: World, note) -> None:
    if kind.startswith("product "):
        note("chosen", 29, shortlisted=1)
    row = note(kind, 31, shortlisted=1)
    (statement,) = [item for item in statements(world, PLAIN, 1) if row in item.events]
    assert statement.text(german).startswith("Monat 31: ")
    assert english_words(statement.words(german)) == set()
    assert english_words(statement.words(english)) != set()


@pytest.mark.parametrize("case", ["default", "shop_without_stock", "crm_without_process"])
def test_no_english_word_is_left_in_the_story_of_a_case(case: str) -> None:
    from sim.simulation import advance, fork, prepare

    overrides = ["firms.count=10", "run.months=60", "run.warmup=12"]
    scenario = load_scenario(case, overrides if case == "default" else []).scenario
    world = fork(prepare(scenario, 5), scenario, "misaligned", scenario.comparison.treated)
    advance(world, scenario.run.months)
    told = [line for firm in range(10) for line in story(world, scenario, firm, german)]
    assert len(told) > 50
    assert {line: found for line in told if (found := english_words(line))} == {}


def english_words(text: str) -> set[str]:
    """Return the English words of a German text; names of products and firms may be English."""
    for name in ("Harbour Street Shop", "Miller & Daughters"):
        text = text.replace(name, "")
    return {word for word in re.findall(r"\w+", text.lower()) if word in ENGLISH_WORDS}
