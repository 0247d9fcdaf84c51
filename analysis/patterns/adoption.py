"""Adoption over years and by size of firm: public statistics, and the ensemble beside them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import StringIO

import pandas as pd

__all__ = ["TECHNOLOGIES", "adoption_statistics", "summarise_adoption"]

TECHNOLOGIES = {
    "crm": "CRM",
    "erp": "ERP (three departments linked)",
    "cloud": "cloud services (any system)",
    "ai": "artificial intelligence (assistants)",
}
"""What is compared, with the words for it: of the source, and of the model where they differ."""


@cache
def adoption_statistics() -> pd.DataFrame:
    """Return the public series: technology, size, year, share of enterprises and source."""
    text = resources.files("analysis.patterns").joinpath("adoption.csv").read_text("utf-8")
    return pd.read_csv(StringIO(text), comment="#")


def summarise_adoption(observed: pd.DataFrame) -> pd.DataFrame:
    """Summarise what an ensemble's firms have, over its members.

    Parameters
    ----------
    observed
        One row per member, technology, size and year after the fork: ``firms`` and how many of them
        are ``users``.

    Returns
    -------
    pandas.DataFrame
        Per technology, size and year: median, low and high (middle 80 %) of members' shares, and
        the number of firms counted. Members without a firm of a size are left out.
    """
    known = observed[observed["firms"] > 0]
    shares = known.assign(share=known["users"] / known["firms"])
    groups = shares.groupby(["technology", "size", "year"], sort=True)
    parts = {"low": 0.1, "median": 0.5, "high": 0.9}
    table = pd.DataFrame({name: groups["share"].quantile(part) for name, part in parts.items()})
    return table.assign(firms=groups["firms"].sum()).reset_index()
