"""The chart of a study's cells in rows says which differences are told from nothing."""

from __future__ import annotations

import pandas as pd

from analysis.charts import cell_rows_chart

CELLS = pd.DataFrame(
    {
        "cell": [0, 1, 2],
        "regime": ["regimes/clear", "regimes/complex", "regimes/chaotic"],
        "market.turbulence": [0.0, 0.5, 1.0],
        "pairs": [8, 6, 8],
        "difference": [3.0, 1.0, -4.0],
        "low": [1.0, -1.0, -6.0],
        "high": [5.0, 3.0, -2.0],
    }
)


def test_cells_are_named_by_their_factors_and_marked_by_their_intervals() -> None:
    drawn = cell_rows_chart(CELLS, "One against another", "NPV [EUR]").to_dict()
    # Altair keeps a table that layers share once, at the top or among the named data sets.
    tables = [layer.get("data", {}).get("values", []) for layer in drawn["layer"]]
    tables += [drawn.get("data", {}).get("values", []), *drawn.get("datasets", {}).values()]
    rows = next(table for table in tables if table and "label" in table[0])
    assert [row["sign"] for row in rows] == ["gain", "open", "loss"]
    assert rows[1]["label"] == "complex, turbulence 0.5"
    assert "n = 6 markets" in drawn["title"]["subtitle"]
    assert "chaotic, turbulence 1 -4" in drawn["description"]
