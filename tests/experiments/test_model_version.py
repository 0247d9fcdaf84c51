from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sim.version

SOURCES = Path(sim.version.__file__).parent


@pytest.fixture
def hash_of_copy(tmp_path: Path) -> Callable[[], str]:
    """Copy some of the model's sources and return how to hash the copy as it then is."""
    for name in ("version.py", "outcomes.py", "parameters/market.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(SOURCES / name, tmp_path / name)

    def source_hash() -> str:
        spec = importlib.util.spec_from_file_location("copied_version", tmp_path / "version.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        result: str = module.source_hash()
        return result

    return source_hash


def test_any_change_of_the_sources_changes_the_hash(
    hash_of_copy: Callable[[], str], tmp_path: Path
) -> None:
    before = hash_of_copy()
    file = tmp_path / "parameters" / "market.py"
    file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    changed = hash_of_copy()
    file.rename(tmp_path / "parameters" / "market2.py")
    assert len({before, changed, hash_of_copy()}) == 3


def test_line_endings_and_data_files_do_not_change_the_hash(
    hash_of_copy: Callable[[], str], tmp_path: Path
) -> None:
    before = hash_of_copy()
    file = tmp_path / "outcomes.py"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "notes.txt").write_text("no source")
    assert hash_of_copy() == before
