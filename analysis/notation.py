"""How numbers are written: significant digits, signs, percentages, estimates with intervals."""

from __future__ import annotations

import math
from typing import NamedTuple

from analysis.breakdown import Share
from analysis.statistics import Estimate

__all__ = [
    "NO_INTERVAL",
    "EstimateText",
    "counted",
    "level",
    "limits",
    "number",
    "number_at",
    "outcome_label",
    "p_value",
    "percent",
    "rounding_place",
    "share_interval",
    "shown_unit",
    "write_estimate",
]

MINUS = "\u2212"
UNDEFINED = "\u2013"
NO_INTERVAL = "no interval"
FINEST_PLACE = -4


def number(value: float, digits: int = 3, signed: bool = False) -> str:
    """Write a number with that many significant digits, at most four decimals.

    What is not finite is written as a dash.

    Examples
    --------
    >>> number(41234.5), number(0.04567), number(12.0, signed=True)
    ('41,200', '0.0457', '+12.0')
    """
    if not math.isfinite(value):
        return UNDEFINED
    if value == 0.0:
        return "0"
    return number_at(value, max(FINEST_PLACE, _magnitude(value) - digits + 1), signed)


def number_at(value: float, place: int, signed: bool = False) -> str:
    """Write a number rounded to a decimal place: 2 for hundreds, -1 for tenths.

    Examples
    --------
    >>> number_at(41234.5, 2), number_at(0.25, -1, signed=True), number_at(-3.0, 2)
    ('41,200', '+0.2', '0')
    """
    if not math.isfinite(value):
        return UNDEFINED
    rounded = round(value, -place)
    text = f"{abs(rounded):,.{max(0, -place)}f}"
    if rounded == 0.0:
        return text
    return f"{MINUS if rounded < 0.0 else '+' if signed else ''}{text}"


def counted(count: int, name: str) -> str:
    """Write how many there are of something, with its name in the singular or the plural.

    Examples
    --------
    >>> counted(1, "cell"), counted(1000, "cell")
    ('1 cell', '1,000 cells')
    """
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value)))


def percent(share: float) -> str:
    """Write a share as a percentage without decimals, but never round to 0 or 100 falsely.

    Examples
    --------
    >>> percent(0.914), percent(1.0), percent(0.999)
    ('91 %', '100 %', 'over 99 %')
    """
    if not math.isfinite(share):
        return UNDEFINED
    if 0.995 <= share < 1.0:
        return "over 99 %"
    if 0.0 < share < 0.005:
        return "under 1 %"
    return f"{100.0 * share:.0f} %"


def p_value(p: float) -> str:
    """Write a p value with two significant digits, small ones as below 0.001.

    Examples
    --------
    >>> p_value(0.0004), p_value(0.0312), p_value(1.0)
    ('< 0.001', '0.031', '1')
    """
    if not math.isfinite(p):
        return UNDEFINED
    return "< 0.001" if p < 0.001 else f"{p:.2g}"


def limits(low: float, high: float, digits: int = 3) -> str:
    """Write the limits of an interval, or say that there is none.

    Examples
    --------
    >>> limits(12.0, 34.5), limits(float("nan"), float("nan"))
    ('12.0 to 34.5', 'no interval')
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return NO_INTERVAL
    return f"{number(low, digits)} to {number(high, digits)}"


def level(value: float) -> str:
    """Write a value that somebody chose, such as a factor's: as given, to four digits at most.

    Examples
    --------
    >>> level(2.0 / 3.0), level(0.00398107), level(0.5), level(12_345.0)
    ('0.6667', '0.003981', '0.5', '12,345')
    """
    text = f"{value:,.0f}" if abs(value) >= 10_000.0 and value == round(value) else f"{value:.4g}"
    return text.replace("-", MINUS)


def share_interval(share: Share) -> str:
    """Write the limits of a share in percent, or say that there is no interval."""
    if math.isnan(share.low):
        return NO_INTERVAL
    return f"{percent(share.low)} to {percent(share.high)}"


def shown_unit(unit: str, difference: bool = False) -> str:
    """Return the unit as printed: shares in percent, their differences in percentage points."""
    if unit != "share":
        return unit
    return "% points" if difference else "%"


class EstimateText(NamedTuple):
    """An estimate as text; all numbers are rounded to the same place.

    ``size`` is the difference without sign, ``signed`` with it, ``interval`` the limits
    (``"12 to 34"``), ``full`` the signed difference and the interval in brackets.
    """

    size: str
    signed: str
    interval: str
    full: str

    @property
    def limits(self) -> str:
        """The interval with its name, or that there is none."""
        return self.interval if self.interval == NO_INTERVAL else f"95 % interval {self.interval}"


def write_estimate(estimate: Estimate, unit: str = "EUR") -> EstimateText:
    """Write a difference and its interval in the unit that `shown_unit` names."""
    scale = 100.0 if unit == "share" else 1.0
    place = rounding_place(estimate, unit)
    signed = number_at(scale * estimate.difference, place, signed=True)
    ends = NO_INTERVAL
    if estimate.has_interval:
        low = number_at(scale * estimate.low, place)
        ends = f"{low} to {number_at(scale * estimate.high, place)}"
    size = number_at(abs(scale * estimate.difference), place)
    return EstimateText(size, signed, ends, f"{signed} ({ends})")


def rounding_place(estimate: Estimate, unit: str = "EUR") -> int:
    """Return the decimal place to which an estimate deserves to be written.

    Three significant digits of its largest number, or two of the width of its interval where that
    is finer.
    """
    scale = 100.0 if unit == "share" else 1.0
    values = [
        abs(scale * value)
        for value in (estimate.difference, estimate.low, estimate.high)
        if math.isfinite(value)
    ]
    largest = max(values, default=0.0)
    if largest == 0.0:
        return 0
    places = [_magnitude(largest) - 2]
    width = scale * (estimate.high - estimate.low)
    if width > 0.0:
        places.append(_magnitude(width) - 1)
    return max(FINEST_PLACE, min(places))


def outcome_label(name: str) -> str:
    """Write the name of an outcome or series for people.

    Examples
    --------
    >>> outcome_label("npv"), outcome_label("roi_true"), outcome_label("time_to_value")
    ('NPV', 'ROI true', 'Time to value')
    """
    words = [word.upper() if word in ("npv", "roi") else word for word in name.split("_")]
    words[0] = words[0][0].upper() + words[0][1:]
    return " ".join(words)
