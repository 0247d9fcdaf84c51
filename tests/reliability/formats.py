"""Every kind of file that users hand to the program, and how the program takes it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from fake_model import FAKE_MODEL
from mutating import broken
from small_study import STUDY

from experiments.calibration.parameter_sets import read_ensemble
from experiments.classroom.settings import SettingError, read_json, read_setting
from experiments.comparison import Comparison, compare
from experiments.files import OutputError
from experiments.kept_numbers import read_numbers
from experiments.results import read_results, write_results
from experiments.studies import load_study
from experiments.sweeping import open_results, sweep
from sim.scenario_files import ScenarioError, load_scenario
from sim.scenario_files.shipped import shipped_folder

__all__ = ["FORMATS", "Format", "small_results"]


@dataclass(frozen=True)
class Format:
    """A kind of file.

    ``prepare`` writes into an empty folder what lies around the file and returns valid files, by
    the name under which each stands; ``take_in`` reads the folder. ``refusals`` are the errors
    whose message is written for the user. ``share`` of all inputs go to this kind.
    """

    name: str
    prepare: Callable[[Path], dict[str, list[bytes]]]
    take_in: Callable[[Path], object]
    refusals: tuple[type[Exception], ...]
    share: float


SCENARIO = """\
# A scenario
extends = "other.toml"
title = "Mine"
run = { months = 24, seed = 3 }
firms.count = 20

[market]
turbulence = 0.4

[policies.mine]
monitoring = 0.5
goal_clarity = 1

[mix]
aligned = 1
mine = 2

[[overrides]]
policy = "siloed"
function = "sales"
practices = { monitoring = 0.5 }
managers = { hype = 0.1 }

[comparison]
arms = ["mine", "aligned"]
"""
SAMPLED = """\
title = "Sampled"
arms = { a = { policy = "aligned" }, b = { scenario = "regimes/clear", set = {} } }
outcomes = ["npv"]
[set]
firms.count = 10
[design]
kind = "sobol"
size = 4
[factors]
market.turbulence = { low = 0, high = 1 }
culture = { sets = { open = { biases.managers.hype = 0 }, loud = {} } }
[replication]
half_width = 1000
cap = 10
"""
SETTING = b"""{"case": "shop", "seed": 7, "regime": "complex",
"arms": [{"policy": "aligned", "values": {"practices.monitoring": 0.5, "managers.hype": 1}},
{"policy": "misaligned", "values": {"employees.status_quo": 0}}],
"changes": [{"month": 12, "arm": 1, "key": "policy", "value": "aligned"},
{"month": 30, "arm": 0, "key": "practices.monitoring", "value": 0.25}]}"""
GOLDEN = b"""{"model_version": "1", "version": "0.1.0", "sources_hash": "0a1b", "seeds": [1, 2],
"numbers": {"default": {"aligned": {"npv": [1.5, null], "usage": [0.5, 0.25]}}}}"""


def _shipped(*names: str) -> list[bytes]:
    return [(shipped_folder() / f"{name}.toml").read_bytes() for name in names]


def _scenarios(folder: Path) -> dict[str, list[bytes]]:
    (folder / "other.toml").write_text('extends = "default"\n[market]\nturbulence = 0.1\n')
    shipped = _shipped("default", "shop_without_stock", "regimes/complex")
    return {"mine.toml": [SCENARIO.encode()] * 6 + shipped}


def _studies(folder: Path) -> dict[str, list[bytes]]:
    (folder / "other.toml").write_text('extends = "default"\n')
    small = STUDY.replace('"default"', '"other.toml"').encode()
    return {"mine.toml": [small] * 3 + [SAMPLED.encode()] * 3 + _shipped("studies/turbulence")}


def _take_in_study(folder: Path) -> object:
    study = load_study(folder / "mine.toml")
    return study.recipe.build(study.values(study.cells - 1))


def _links(folder: Path) -> dict[str, list[bytes]]:
    return {"link.json": [SETTING, b'{"case": "shop", "seed": 7}', b'{"regime": "clear"}']}


def _take_in_link(folder: Path) -> object:
    setting = read_setting(read_json((folder / "link.json").read_bytes()))
    return [setting.scenario(arm, 12) for arm in (0, 1)]


@contextmanager
def _model_of_a_few_lines() -> Iterator[None]:
    """Run on the small model of the tests; what is fuzzed here is files, not the market."""
    import experiments.comparison
    import experiments.sweeping.blocks

    with pytest.MonkeyPatch.context() as patch:
        for module in (experiments.comparison, experiments.sweeping.blocks):
            patch.setattr(module, "simulator", lambda: FAKE_MODEL)
        patch.setattr(Comparison, "report", lambda *_: None)
        patch.setattr(Comparison, "save_charts", lambda *_: [])
        yield


def small_results(folder: Path) -> tuple[Path, Path]:
    """Write results of a small comparison and of a small study; return both folders."""
    with _model_of_a_few_lines():
        sizes = ["firms.count=10", "run.months=3", "comparison.pairs=2"]
        write_results(compare(load_scenario("default", sizes), threads=1), folder / "comparison")
        (folder / "small.toml").write_text(STUDY.replace("pairs = 6", "pairs = 2"))
        sweep(load_study(folder / "small.toml"), folder / "study", threads=1)
    return folder / "comparison", folder / "study"


def _parts_of(folder: Path) -> dict[str, list[bytes]]:
    wanted = (".json", ".toml", ".parquet")
    return {
        path.relative_to(folder).as_posix(): [path.read_bytes()]
        for path in sorted(folder.rglob("*"))
        if path.suffix in wanted and path.name != "summary.json"
    }


def _comparisons(folder: Path) -> dict[str, list[bytes]]:
    kept = small_results(folder)[0]
    return {f"comparison/{name}": content for name, content in _parts_of(kept).items()}


def _sweeps(folder: Path) -> dict[str, list[bytes]]:
    kept = small_results(folder)[1]
    return {f"study/{name}": content for name, content in _parts_of(kept).items()}


def _take_in_comparison(folder: Path) -> object:
    kept = read_results(folder / "comparison")
    read_numbers(folder / "comparison")
    return kept.summary()


def _take_in_sweep(folder: Path) -> object:
    results = open_results(folder / "study")
    tables = (results.runs, results.series, results.design, results.sample, results.failures)
    return tables, results.summary(), results.replication(), results.identity, repr(results)


def _golden(folder: Path) -> dict[str, list[bytes]]:
    return {"golden.json": [GOLDEN]}


def _ensembles(folder: Path) -> dict[str, list[bytes]]:
    text = (
        b"# remark\nemployees.unexplained,projects.trouble_size,weight\n0.5,0.1,0.5\n0.2,0.3,0.5\n"
    )
    return {"ensemble.csv": [text]}


FORMATS: tuple[Format, ...] = (
    Format("scenario", _scenarios, lambda at: load_scenario(at / "mine.toml"),
           (ScenarioError,), 0.10),
    Format("study", _studies, _take_in_study, (ScenarioError,), 0.07),
    Format("shared link", _links, _take_in_link, (SettingError,), 0.4),
    Format("results of a comparison", _comparisons, _take_in_comparison, (OutputError,), 0.08),
    Format("results of a sweep", _sweeps, _take_in_sweep, (OutputError, ScenarioError), 0.05),
    Format("golden numbers", _golden, lambda at: read_numbers(at / "golden.json"),
           (OutputError,), 0.15),
    Format("ensemble", _ensembles, lambda at: read_ensemble(at / "ensemble.csv"),
           (OutputError,), 0.15),
)  # fmt: skip


def write_input(valid: dict[str, list[bytes]], folder: Path, random: Random) -> str:
    """Write one broken file and return its name; :func:`restore` puts the valid one back."""
    name = random.choice(sorted(valid))
    (folder / name).write_bytes(broken(valid[name], random))
    return name


def restore(valid: dict[str, list[bytes]], folder: Path, name: str) -> None:
    """Put the valid file back in the place of a broken one."""
    (folder / name).write_bytes(valid[name][0])
