"""Whether all is well: installation, machine, limits, and the model's own invariants."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from experiments.pairs import default_threads

__all__ = ["Finding", "examine"]

_OLDEST_PYTHON = (3, 11)
_LEAST_MEMORY = 1.0
_LEAST_DISK = 1.0
_LEAST_FILES = 256
_GIGABYTE = 1e9
_ROUNDING = 1e-6
_MONTHS = 24
_LOWER_BOUND = re.compile(r"^([A-Za-z0-9_.-]+)\s*(?:\[[^\]]*\])?\s*[^;]*?>=\s*([0-9.]+)")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was found, whether it is well, and else the remedy."""

    topic: str
    found: str
    well: bool = True
    remedy: str = ""

    def sentence(self) -> str:
        """Say it on a line."""
        mark = "ok     " if self.well else "amiss  "
        return f"{mark}{self.topic}: {self.found}" + (f". {self.remedy}" if self.remedy else "")

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data for JSON."""
        return asdict(self)


def examine(scenario: str | None = None) -> Iterator[Finding]:
    """Look at everything, one finding at a time.

    Parameters
    ----------
    scenario
        Name or path of a scenario on which the invariants of the model are checked, too.

    Raises
    ------
    ScenarioError
        When the scenario cannot be used.
    """
    if scenario is not None:
        from sim.scenario_files import load_scenario

        loaded = load_scenario(scenario)
    yield _python()
    yield from _libraries()
    yield from _compiler()
    yield from _machine()
    if scenario is not None:
        yield from _invariants(loaded.scenario, loaded.source)


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info[:2] >= _OLDEST_PYTHON:
        return Finding("Python", found)
    return Finding("Python", found, False, "Install Python 3.11 or newer.")


def _libraries() -> Iterator[Finding]:
    """Compare what is installed with what the package asks for."""
    from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash

    yield Finding(
        "smbsim", f"{PACKAGE_VERSION} (model version {MODEL_VERSION}, sources {source_hash()})"
    )
    try:
        wanted = metadata.requires("smbsim") or []
    except metadata.PackageNotFoundError:
        yield Finding("libraries", "smbsim is not installed", False, "Run: pip install .")
        return
    missing: list[str] = []
    for line in wanted:
        bound = _LOWER_BOUND.match(line)
        if bound is None or "extra ==" in line:
            continue
        name, lowest = bound.groups()
        installed = _installed(name)
        if installed is None or _parts(installed) < _parts(lowest):
            missing.append(f"{name} {installed or 'is missing'} (needs {lowest} or newer)")
    if missing:
        remedy = "Run: pip install --upgrade smbsim, or pip install -r requirements.lock"
        yield Finding("libraries", ", ".join(missing), False, remedy)
    else:
        yield Finding("libraries", "all there, new enough")
    dask = _installed("distributed")
    yield Finding("Dask", dask or "not installed; only needed for clusters: smbsim[dask]")


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _compiler() -> Iterator[Finding]:
    from sim.compilation import COMPILED, cache_folder, compilation_needed

    if not COMPILED:
        remedy = "Runs are a hundred times slower; unset NUMBA_DISABLE_JIT."
        yield Finding("compilation", "switched off", False, remedy)
        return
    folder = cache_folder()
    if folder is None:
        remedy = "Rules are compiled anew in each process; set SMBSIM_CACHE to a writable folder."
        yield Finding("compiled rules", "no folder to keep them in", False, remedy)
    else:
        state = "compiled at the first run" if compilation_needed() else "there"
        yield Finding("compiled rules", f"{state}, in {folder}")


def _machine() -> Iterator[Finding]:
    import psutil

    yield Finding("processors", f"{default_threads()} of {os.cpu_count()} for this process")
    memory = psutil.virtual_memory().available / _GIGABYTE
    well = memory >= _LEAST_MEMORY
    remedy = "" if well else "Close other programs, or use fewer --threads."
    yield Finding("free memory", f"{memory:.1f} GB", well, remedy)
    disk = shutil.disk_usage(Path.cwd()).free / _GIGABYTE
    well = disk >= _LEAST_DISK
    remedy = "" if well else "Make room, or write results elsewhere with --out."
    yield Finding("free disk here", f"{disk:.1f} GB", well, remedy)
    well = os.access(Path.cwd(), os.W_OK)
    remedy = "" if well else "Go to another folder, or write results elsewhere with --out."
    found = "can be written" if well else "cannot be written"
    yield Finding("this folder", found, well, remedy)
    yield from _open_files()


def _open_files() -> Iterator[Finding]:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    well = limit >= _LEAST_FILES or limit < 0
    remedy = "" if well else f"Raise it: ulimit -n {_LEAST_FILES}"
    yield Finding("open files", "no limit" if limit < 0 else f"{limit} allowed", well, remedy)


def _invariants(scenario: Any, source: str) -> Iterator[Finding]:
    """Run the scenario for a while and check what must hold in every run."""
    from sim.simulation import advance, firm_outcomes, fork, prepare

    share = scenario.comparison.treated or 1.0
    months = min(_MONTHS, scenario.run.months)
    seed = scenario.run.seed
    start = prepare(scenario, seed)
    worlds = [fork(start, scenario, scenario.comparison.arms[0], share) for _ in range(2)]
    worlds.append(fork(prepare(scenario, seed), scenario, scenario.comparison.arms[0], share))
    for world in worlds:
        advance(world, months)
    ran = f"{source}, {months} months"
    remedy = "This is a defect of the model: please report it with the scenario."

    def finding(topic: str, broken: bool, found: str) -> Finding:
        return Finding(topic, found if broken else f"so it is ({ran})", not broken,
                       remedy if broken else "")  # fmt: skip

    outcomes = [firm_outcomes(world) for world in worlds]
    rest = np.abs(worlds[0].ledger.balance.sum(axis=1)).max()
    yield finding("accounts add up to the cent", rest != 0, f"{rest} cents are over")
    channels = sum(outcomes[0][name] for name in outcomes[0] if name.startswith("channel_"))
    gap = float(np.abs(channels - outcomes[0]["npv"]).max())
    scale = max(1.0, float(np.abs(outcomes[0]["npv"]).max()))
    broken = gap > _ROUNDING * scale
    yield finding("channels add up to the net present value", broken, f"{gap:g} EUR are over")
    finite = all(np.isfinite(outcomes[0][name]).all() for name in ("npv", "revenue", "profit"))
    yield finding("money is finite", not finite, "some values are not finite")
    usage = outcomes[0]["usage"]
    defined = usage[np.isfinite(usage)]
    outside = bool(((defined < 0) | (defined > 1)).any())
    yield finding("shares lie between 0 and 1", outside, "usage does not")
    same = _same_bits(outcomes[0], outcomes[1])
    yield finding("equal arms differ by exactly nothing", not same, "they differ")
    same = _same_bits(outcomes[0], outcomes[2])
    yield finding("the same seed gives the same bits", not same, "it does not")


def _same_bits(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[name].tobytes() == other[name].tobytes() for name in one)
