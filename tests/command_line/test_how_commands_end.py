from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.command_line.exit_codes import EXIT_CODES_HELP

Smbsim = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
COMMANDS = (
    "run",
    "compare",
    "moved",
    "plan",
    "sweep",
    "check",
    "new",
    "params",
    "schema",
    "reproduce",
    "doctor",
)
HEAVY = (
    "altair", "mesa", "networkx", "numba", "numpy", "pandas", "pyarrow", "scipy", "sim.parameters",
    "tomlkit",
)  # fmt: skip

SLOW_COMPARISON = f"""
import os, sys, threading, time
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests" / "experiments")!r}]
from dataclasses import replace
from fake_model import FAKE_MODEL
import experiments.comparison, sim.compilation
from experiments.command_line.application import invoke
first = threading.Lock()
def advance(world, months):
    if first.acquire(blocking=False):  # one thread says it, in one piece
        os.write(1, b"running\\n")
    time.sleep(0.2)
experiments.comparison.simulator = lambda: replace(FAKE_MODEL, advance=advance)
sim.compilation.compilation_needed = lambda: False
sys.exit(invoke(["compare", "--firms", "10", "--months", "6", "--pairs", "1000"]))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_that_is_slow(command: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    result = python(
        "import sys\n"
        "from experiments.command_line.application import invoke\n"
        f"code = invoke({arguments})\n"
        f"print([name for name in {HEAVY} if name in sys.modules])\n"
        "sys.exit(code)"
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.rstrip().endswith("[]")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_explains_the_exit_codes(smbsim: Smbsim, command: str) -> None:
    result = smbsim(*([command] if command else []), "--help")
    assert result.code == 0
    assert " ".join(EXIT_CODES_HELP.split()) in " ".join(result.out.split())


def test_the_version_names_the_sources_of_the_model(smbsim: Smbsim) -> None:
    from sim.version import program

    result = smbsim("--version")
    assert result.out == f"{program()}\n"


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("compare", "--pairs", "many"), ("compare", "--nonsense"), ("new",)],
)
def test_a_wrong_command_line_ends_with_2(smbsim: Smbsim, arguments: tuple[str, ...]) -> None:
    result = smbsim(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert "Error" in result.err


def test_a_failure_inside_a_run_ends_with_3_and_says_whose_fault_it_is(
    smbsim: Smbsim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ArithmeticError("accounts do not balance")

    monkeypatch.setattr("experiments.comparison.run_pairs", fail)
    result = smbsim("compare", "--json", "--out", "here")
    assert result.code == 3
    assert result.out == ""
    assert "accounts do not balance" in result.err
    assert "not because of your input" in result.err
    assert list(Path("here").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_control_c_ends_with_130_and_one_word(unbuffered: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_COMPARISON],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "running\n"
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=300)
        finally:
            process.kill()
    assert process.returncode == 130
    assert err.strip().endswith("Stopped.")
    assert "Traceback" not in err


@pytest.mark.parametrize("unbuffered", ["", "1"])  # the pipe breaks at another place
@pytest.mark.parametrize("wanted", ["", "--json"])
def test_results_are_written_even_if_their_reader_leaves(
    unbuffered: str, wanted: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered}
    program = f"{sys.executable} -c 'from experiments.command_line import main; main()'"
    asked = f"compare --pairs 2 --firms 4 --months 6 --out here {wanted}"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program} {asked} | true"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert (tmp_path / "here" / "manifest.json").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])  # the pipe breaks at another place
def test_a_reader_that_leaves_early_is_no_failure(unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered}
    command = f"{sys.executable} -c 'from experiments.command_line import main; main()' params"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -1"],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
