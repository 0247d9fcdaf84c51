"""Which scenario files ship, and which file a name or a path stands for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from sim.scenario_files.problems import Problem, ScenarioError, did_you_mean, nearest, spell

__all__ = [
    "STUDIES",
    "display_name",
    "find_extended",
    "find_scenario",
    "shipped_folder",
    "shipped_scenarios",
]

STUDIES = "studies"
"""Folder below the shipped scenarios whose files are no scenarios but questions about them."""


@cache
def shipped_folder() -> Path:
    """Return the folder of the scenario files that ship."""
    return Path(str(files("scenarios").joinpath("default.toml"))).resolve().parent


@cache
def shipped_scenarios() -> tuple[str, ...]:
    """Return the bare names of the scenario files that ship, such as "regimes/complex"."""
    folder = shipped_folder()
    found = (path.relative_to(folder).with_suffix("") for path in folder.rglob("*.toml"))
    return tuple(sorted(name.as_posix() for name in found if name.parts[0] != STUDIES))


def display_name(path: Path) -> str:
    """Return a file's name as the user knows it: short where it ships or lies below this folder."""
    if path.is_relative_to(shipped_folder()):
        return (Path("scenarios") / path.relative_to(shipped_folder())).as_posix()
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def find_scenario(name_or_path: str | Path) -> Path:
    """Return the file that a path, or the bare name of a scenario that ships, stands for.

    Raises
    ------
    ScenarioError
        When there is no such file, with the most similar name.
    """
    text = str(name_or_path)
    if not text.strip():
        raise ScenarioError([Problem("SCENARIO", "the name of the scenario is empty")])
    if text in shipped_scenarios():
        return shipped_folder() / f"{text}.toml"
    try:
        path = Path(text).expanduser().resolve()
        if path.exists():
            return path
    except (OSError, RuntimeError, ValueError) as error:
        message = f"this is not the name of a file ({getattr(error, 'strerror', None) or error})"
        raise ScenarioError([Problem(spell(text), message)]) from None
    like = nearest(text.removesuffix(".toml"), shipped_scenarios())
    message = f"there is no such file, nor does a scenario of this name ship{did_you_mean(like)}"
    raise ScenarioError([Problem(text, message, found=text, nearest=like)])


def find_extended(name: str, extending: Path) -> Path | str:
    """Return the file that ``extends = name`` in the file ``extending`` stands for, or a reason.

    A name that ends in ``.toml`` is a path relative to the extending file, which must stay in that
    file's folder (or be a file that ships); any other name is a scenario that ships.
    """
    if not name.endswith(".toml"):
        if name in shipped_scenarios():
            return shipped_folder() / f"{name}.toml"
        like = nearest(name, shipped_scenarios())
        if f"{name}.toml" in _files_beside(extending):
            like = f'"{name}.toml"'
        return f"no scenario named {spell(name)} ships{did_you_mean(like)}"
    folder = extending.parent.resolve()
    try:
        path = (folder / name).resolve()
        exists = path.is_file()
    except (OSError, RuntimeError, ValueError):
        return f"{spell(name)} is not the name of a file"
    if not (path.is_relative_to(folder) or path.is_relative_to(shipped_folder())):
        return f"{spell(name)} leads out of this file's folder; only files in it can be extended"
    return path if exists else f"there is no file {spell(name)} in this file's folder"


def _files_beside(path: Path) -> set[str]:
    try:
        return {other.name for other in path.parent.glob("*.toml")}
    except OSError:
        return set()
