"""A Dask scheduler and workers as processes of their own on the loopback, as on a cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

__all__ = ["Cluster", "cluster"]

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "300s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "300s",
}


class Cluster(NamedTuple):
    address: str
    workers: list[subprocess.Popen[bytes]]


def start(module: str, *arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **SETTINGS, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def cluster(folder: Path, count: int) -> Iterator[Cluster]:
    """Start a scheduler and so many workers; end all of them at the end."""
    file = folder / "scheduler.json"
    scheduler = start(
        "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
        "--scheduler-file", str(file), folder=folder,
    )  # fmt: skip
    started = [scheduler]
    try:
        address = address_in(file)
        workers = [
            start(
                "dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                "--local-directory", str(folder), folder=folder,
            )
            for _ in range(count)
        ]  # fmt: skip
        started += workers
        yield Cluster(address, workers)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def address_in(file: Path, seconds: float = 300.0) -> str:
    """Wait until a scheduler has written where it listens; at first the file may be half there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
        else:
            return address
    raise AssertionError(f"no scheduler wrote its address into {file}")
