"""The layers of the packages stand as pyproject.toml declares them."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.mark.skipif(
    importlib.util.find_spec("importlinter") is None,
    reason="needs import-linter, which the extra `dev` installs",
)
def test_imports_keep_to_the_declared_layers() -> None:
    result = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken." in result.stdout


def test_scenarios_are_files_of_data_and_a_docstring() -> None:
    folder = ROOT / "scenarios"
    files = [
        path
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts and path.is_file()  # other processes write there
    ]
    assert {path.suffix for path in files} == {".toml", ".csv", ".py"}
    assert [path.name for path in files if path.suffix == ".py"] == ["__init__.py"]
    body = ast.parse((folder / "__init__.py").read_text(encoding="utf-8")).body
    assert ast.get_docstring(ast.Module(body, [])) is not None
    assert len(body) == 1
