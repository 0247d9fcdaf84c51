"""`smbsim moved`: which numbers two versions of the model do not share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.command_line.exit_codes import FINDINGS, OK
from experiments.command_line.options import Json

if TYPE_CHECKING:
    from analysis.movement import Movement
    from experiments.command_line.terminal import Terminal
    from experiments.kept_numbers import KeptNumbers

__all__ = ["moved"]

_HELP = "Folder that `smbsim compare --out` wrote, or a file of golden numbers."


def moved(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=_HELP)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, by the other version.")],
    every: Annotated[
        bool, typer.Option("--all", help="Show also what moved no further than noise.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Say which numbers moved between two versions of the model, beyond noise or by design.

    Both must come from the same scenario and seeds. The exit code is 1 when numbers differ although
    no change of the model version names the reason.
    """
    from analysis.movement import State, movements
    from experiments.command_line.terminal import Terminal
    from experiments.kept_numbers import read_numbers

    before, now = read_numbers(old), read_numbers(new)
    _require_same_job(before, now)
    found = movements(before.table, now.table)
    terminal = Terminal(as_json)
    named = _reasons(before.model_version, now.model_version)
    changed = [item for item in found if item.state is not State.SAME]
    if as_json:
        terminal.emit(_content(before, now, found, named))
    else:
        _show(terminal, before, now, found, named, every)
    differs = any(item.state not in (State.ADDED, State.GONE) for item in changed)
    return FINDINGS if differs and not named else OK


def _require_same_job(before: KeptNumbers, now: KeptNumbers) -> None:
    from experiments.files import OutputError
    from experiments.kept_numbers import different_settings

    problems = different_settings(before, now)
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise OutputError(f"the two are not the same job: {problems[0]}{more}")
    if not set(before.table["seed"]) & set(now.table["seed"]):
        raise OutputError(
            f"{before.source} and {now.source} share no seed, so luck cannot be told from change"
        )


def _reasons(old: str, new: str) -> dict[str, str]:
    """Return what the model versions after the older one, up to the newer one, changed."""
    from sim.version import MODEL_CHANGES

    versions = list(MODEL_CHANGES)
    if old == new or not {old, new} <= set(versions):
        return {}
    first, last = sorted((versions.index(old), versions.index(new)))
    return {version: MODEL_CHANGES[version] for version in versions[first + 1 : last + 1]}


def _version(numbers: KeptNumbers) -> str:
    return (
        f"model version {numbers.model_version} (smbsim {numbers.version}, sources "
        f"{numbers.sources_hash})"
    )


def _show(
    terminal: Terminal,
    before: KeptNumbers,
    now: KeptNumbers,
    found: list[Movement],
    named: dict[str, str],
    every: bool,
) -> None:
    """Print what moved, how many did, and why."""
    from analysis.movement import State
    from analysis.notation import counted

    terminal.say(f"Old: {_version(before)}")
    terminal.say(f"New: {_version(now)}")
    hidden = {State.SAME} if every else {State.SAME, State.NOISE}
    rows = [_row(item) for item in found if item.state not in hidden]
    if rows:
        columns = ("number", "old", "new", "change", "95 % interval", "state")
        terminal.table("", columns, rows, numbers=("old", "new", "change"))
    counts = {state: sum(item.state is state for item in found) for state in State}
    parts = [f"{count} {state}" for state, count in counts.items() if count]
    terminal.say(f"{len(found)} numbers: {', '.join(parts)}.")
    seeds = _seeds(before, now)
    terminal.say(
        f"Compared over the {counted(seeds['shared'], 'seed')} that both have, of {seeds['old']} "
        f"in the old and {seeds['new']} in the new."
    )
    for version, reason in named.items():
        terminal.say(f"By design, model version {version}: {reason}.")
    if not named and counts[State.MOVED] + counts[State.NOISE] + counts[State.UNKNOWN]:
        terminal.say(
            "No change of the model version says why: raise it in sim/version.py and name the "
            "reason, or find the mistake."
        )


def _seeds(before: KeptNumbers, now: KeptNumbers) -> dict[str, int]:
    """Count the seeds of both sides, and those that both have: only these can be compared."""
    old, new = set(before.table["seed"]), set(now.table["seed"])
    return {"shared": len(old & new), "old": len(old), "new": len(new)}


def _row(item: Movement) -> tuple[str, ...]:
    from analysis.notation import number

    interval = ""
    if item.change.has_interval:
        interval = f"{number(item.change.low)} to {number(item.change.high)}"
    values = (item.before, item.now, item.change.difference)
    texts = [number(value) if value == value else "" for value in values]
    return (item.number, *texts, interval, str(item.state))


def _finite(value: float) -> float | None:
    return value if value == value else None


def _content(
    before: KeptNumbers, now: KeptNumbers, found: list[Movement], named: dict[str, str]
) -> dict[str, Any]:
    sides = {
        side: {
            "source": str(numbers.source),
            "model_version": numbers.model_version,
            "version": numbers.version,
            "sources_hash": numbers.sources_hash,
        }
        for side, numbers in (("old", before), ("new", now))
    }
    rows = [
        {
            "number": item.number,
            "old": _finite(item.before),
            "new": _finite(item.now),
            "change": _finite(item.change.difference),
            "low": _finite(item.change.low),
            "high": _finite(item.change.high),
            "seeds": item.change.n,
            "state": str(item.state),
        }
        for item in found
    ]
    return {**sides, "seeds": _seeds(before, now), "by_design": named, "numbers": rows}
