"""The story of a firm as events to click: a sentence, what was believed, what was true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.parameters import Scenario
    from sim.story.teller import Statement
    from sim.tables import World

__all__ = ["told_events"]

_FACTS = ("shortlisted", "better", "perceived", "true", "planned", "actual", "detail")


def told_events(
    world: World, scenario: Scenario, firms: Sequence[int]
) -> dict[int, list[dict[str, Any]]]:
    """Return what happened to each of some firms since the parting, in order, by the firm's row.

    Each event has ``month`` (when the last record it tells of was made; 0 is the parting; repairs
    and searches stand each in its own month, so that they show when the page comes to it),
    ``text`` (by language, as in ``sim.story.LANGUAGES``), ``kind``, ``department``, ``product`` and
    ``facts``: those numbers of the record that its kind fills, as the columns of
    ``sim.story.event_table``.
    """
    from sim.story import event_table

    table = event_table(world)
    return {firm: _of_firm(world, scenario, firm, table) for firm in firms}


def _of_firm(
    world: World, scenario: Scenario, firm: int, table: pd.DataFrame
) -> list[dict[str, Any]]:
    import pandas as pd

    from sim.story import statements

    months = int(world.market.month[0] - world.market.fork_month[0])
    found = []
    said = statements(world, scenario, firm, gathered=False)
    for place, statement in enumerate(said):
        if not statement.events:
            month = 0 if place == 0 and len(said) > 1 else months
            text = _in_all_languages(statement)
            found.append({"month": month, "text": text, "kind": "summary", "facts": {}})
            continue
        row = table.iloc[max(statement.events)]
        if row["month"] < 1:
            continue
        found.append(
            {
                "month": int(row["month"]),
                "text": _in_all_languages(statement),
                "kind": row["kind"],
                "department": None if pd.isna(row["department"]) else row["department"],
                "product": None if pd.isna(row["product"]) else row["product"],
                "facts": {name: _plain(row[name]) for name in _FACTS if not pd.isna(row[name])},
            }
        )
    return sorted(found, key=lambda event: event["month"])


def _in_all_languages(statement: Statement) -> dict[str, str]:
    """Say a statement in each language without its months, which the page shows beside it."""
    from sim.story import LANGUAGES

    texts = {name: statement.words(language) for name, language in LANGUAGES.items()}
    return {name: text[:1].upper() + text[1:] for name, text in texts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return int(value) if float(value).is_integer() else float(value)
