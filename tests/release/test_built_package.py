"""Wheel and sdist hold what they should, and work when installed elsewhere.

Slow, and needs the package registry that pip is set to use: ``pytest -m release``. The Pythons to
install on are named, with commas, in ``RELEASE_PYTHONS``; by default it is this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sim.scenario_files import shipped_scenarios

pytestmark = pytest.mark.release

ROOT = Path(__file__).parents[2]
PYTHONS = os.environ.get("RELEASE_PYTHONS", sys.executable).split(",")
SMALL = ("--firms", "10", "--months", "6", "--pairs", "2", "--set", "run.warmup=6", "--quiet")


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command outside the repository, warnings as errors, and return what it printed."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    result = subprocess.run(
        [str(word) for word in command], cwd=folder, env={**clean, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def build(source: Path, out: Path, *kinds: str) -> None:
    run(
        sys.executable, "-m", "uv", "build", "--quiet", "--out-dir", out, *kinds, source,
        folder=out.parent,
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("uv", reason="needs the dev extra")
    out = tmp_path_factory.mktemp("built") / "dist"
    out.mkdir()
    build(ROOT, out, "--sdist", "--wheel")
    return out


def wheel_of(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


def files_of(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_wheel_holds_model_scenarios_and_templates_and_no_tests(built: Path) -> None:
    files = files_of(wheel_of(built))
    assert {f"scenarios/{name}.toml" for name in shipped_scenarios()} <= files
    templates = ROOT / "analysis" / "templates"
    assert {f"analysis/templates/{path.name}" for path in templates.iterdir()} <= files
    assert {name.split("/")[0] for name in files} == {"sim", "scenarios", "experiments", "analysis"}


def test_wheel_holds_every_source_and_data_file_of_its_packages(built: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "sim", "scenarios", "experiments", "analysis"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert set(listed.split()) - files_of(wheel_of(built)) == set()


def test_wheel_from_the_sdist_is_the_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    out = tmp_path / "again"
    out.mkdir()
    build(source, out, "--wheel")
    assert files_of(wheel_of(out)) == files_of(wheel_of(built))
    for name in ("tests/golden/model_1.json", "docs/odd.md", "mkdocs.yml", "CHANGELOG.md"):
        assert (source / name).is_file()


@pytest.mark.parametrize("python", PYTHONS, ids=lambda path: Path(path).name)
def test_installed_package_works_in_an_empty_folder(
    python: str, built: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    uv = (sys.executable, "-m", "uv")
    run(*uv, "venv", "--quiet", "--python", python, environment, folder=tmp_path)
    own = environment / ("Scripts" if os.name == "nt" else "bin")
    into = ("--quiet", "--python", own / "python")
    run(*uv, "pip", "install", *into, wheel_of(built), folder=tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    strict = {"PYTHONWARNINGS": "error"}
    where = "import sim, sys; print(sim.__file__)"
    assert str(environment) in run(own / "python", "-c", where, folder=empty)
    smbsim = own / "smbsim"
    assert run(smbsim, "--version", folder=empty, **strict).startswith("smbsim ")
    # The case's story and a report: scenarios, templates and charts are all there.
    case = ("--months", "6", "--set", "run.warmup=6", "--quiet")
    run(smbsim, "run", "shop_without_stock", *case, folder=empty, **strict)
    run(smbsim, "compare", *SMALL, "--out", "results", folder=empty, **strict)
    assert (empty / "results" / "report.html").stat().st_size > 10_000
    manifest = json.loads((empty / "results" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["identity"]["model_version"]
    run(smbsim, "moved", "results", "results", folder=empty, **strict)
