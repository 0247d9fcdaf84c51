"""Results in plain words, the same on the console and in the report."""

from __future__ import annotations

from analysis.identity import RunIdentity
from analysis.notation import percent, write_estimate
from analysis.summary import ComparisonSummary

__all__ = [
    "answer_sentence",
    "duration",
    "durations",
    "months_after_the_fork",
    "size_of_market",
    "treated",
]


def duration(months: int) -> str:
    """Write a number of months in words of years where they are whole.

    Examples
    --------
    >>> duration(120), duration(12), duration(30)
    ('10 years', '1 year', '30 months')
    """
    if months % 12:
        return f"{months} months" if months != 1 else "1 month"
    return f"{months // 12} years" if months != 12 else "1 year"


def durations(identity: RunIdentity) -> str:
    """Write how long runs are, from the shortest to the longest where they differ.

    Examples
    --------
    >>> durations(identity)  # doctest: +SKIP
    '1 to 10 years'
    """
    low, high = (int(months) for months in identity.extent("months"))
    if low == high:
        return duration(low)
    if low % 12 or high % 12:
        return f"{low} to {high} months"
    return f"{low // 12} to {high // 12} years"


def size_of_market(identity: RunIdentity) -> str:
    """Write how many firms a market has, such as "10 firms" or "20 to 80 firms"."""
    return f"{_range(identity, 'firms')} firms"


def months_after_the_fork(identity: RunIdentity) -> str:
    """Write how many months runs have after the fork, such as "12 to 120 months"."""
    return f"{_range(identity, 'months')} months after the fork"


def treated(identity: RunIdentity) -> str:
    """Write the share of firms that is treated, such as "20 %" or "10 to 100 %"."""
    low, high = (percent(share) for share in identity.extent("treated_share"))
    return low if low == high else f"{low.removesuffix(' %')} to {high}"


def _range(identity: RunIdentity, name: str) -> str:
    low, high = (f"{value:.0f}" for value in identity.extent(name))
    return low if low == high else f"{low} to {high}"


def answer_sentence(summary: ComparisonSummary) -> str:
    """Answer the comparison's question in one sentence, with its interval.

    The wording follows the interval: it says so when the first arm does not pay, when the
    interval covers zero, and when a single pair allows no interval.

    Parameters
    ----------
    summary
        Result of `analysis.comparison.summarise`; the first two arms are answered about.
    """
    contrast = summary.main
    first, second = contrast.first, contrast.second
    estimate = contrast.headline.per_firm
    text = write_estimate(estimate)
    length = duration(summary.identity.months)
    time = f"{length} after the fork"
    worth = f"EUR {text.size} of net present value per firm"
    if estimate.n == 0:
        return "No pair has a net present value in both arms, so there is no answer."
    if estimate.difference == 0.0 and (estimate.method == "exact" or estimate.n == 1):
        return f"Nothing differs: {time}, {first} and {second} gave the same net present value."
    if not estimate.has_interval:
        side = "ahead of" if estimate.difference > 0.0 else "behind"
        return (
            f"One pair of runs is an example, not an estimate: {time}, {first} is {worth} {side} "
            f"{second}, and how far luck alone would move this cannot be said."
        )
    limits = f"95 % interval {text.interval}; {estimate.n} pairs"
    if not estimate.excludes_zero:
        return (
            f"These {estimate.n} pairs do not show which pays: {time}, {first} and {second} differ "
            f"by EUR {text.signed} of net present value per firm ({limits}), and the interval "
            "covers zero."
        )
    if estimate.difference < 0.0:
        return (
            f"Here {first} does not pay: {time}, a firm has EUR {text.size} less net present value "
            f"than under {second} (difference {text.signed}, {limits})."
        )
    per_year = write_estimate(contrast.headline.per_employee_year).size
    return (
        f"Choosing {second} instead of {first} costs {worth} within {length} ({limits}), which is "
        f"EUR {per_year} per employee and year; {percent(contrast.headline.worse.share)} of the "
        "treated firms are worse off."
    )
