"""The market as a plain Mesa model: the same rules, an object per agent, written for reading.

``PlainMarket`` in :mod:`plain_market.model` is the place to begin. See ``docs/docking.md``.
"""
