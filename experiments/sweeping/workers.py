"""Who does the work: threads, processes or a Dask cluster, all behind the same few words.

Each is a `concurrent.futures.Executor` underneath, and each gives the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from typing import Any, Protocol

from experiments.files import OutputError
from experiments.pairs import default_threads

__all__ = ["DaskWorkers", "ProcessWorkers", "ThreadWorkers", "Workers", "hire"]

_PATIENCE = "10s"


class Workers(Protocol):
    """Something that runs functions elsewhere, ``count`` of them at a time."""

    name: str

    @property
    def count(self) -> int:
        """How many functions run at a time."""
        ...

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Start a function and return its future."""
        ...

    def died(self, error: BaseException) -> bool:
        """Tell whether an error means that a worker died, and not that the work failed."""
        ...

    def recover(self) -> None:
        """Replace workers after some have died."""
        ...

    def dismiss(self) -> None:
        """Let running functions end and let all workers go."""
        ...


class _Pool:
    """What threads and processes have in common."""

    name = "threads"

    def __init__(self, count: int | None = None) -> None:
        self.count = count or default_threads()
        self._pool = self._open()

    def _open(self) -> Executor:
        return ThreadPoolExecutor(self.count, thread_name_prefix="sweep")

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return self._pool.submit(function, *arguments)

    def died(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def recover(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._open()

    def dismiss(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


class ThreadWorkers(_Pool):
    """Threads of this process; compiled rules release the interpreter lock."""


class ProcessWorkers(_Pool):
    """Processes of this machine, started afresh, so that they share nothing with this one."""

    name = "processes"

    def _open(self) -> Executor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(
            self.count, context, initializer=_become_worker, initargs=(os.getpid(),)
        )


def _become_worker(parent: int) -> None:
    """Leave Ctrl-C to the parent, and go when it has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="watch-parent").start()


class DaskWorkers:
    """Workers of a Dask cluster.

    Parameters
    ----------
    address
        Address of a scheduler, such as ``tcp://10.0.0.1:8786``, or "local" for a cluster of
        processes on this machine that ends with the study.
    count
        Workers of a local cluster.

    Raises
    ------
    OutputError
        When Dask is not installed or no scheduler answers.
    """

    name = "dask"

    def __init__(self, address: str, count: int | None = None) -> None:
        try:
            import distributed
        except ImportError:
            raise OutputError("Dask is not installed: pip install 'smbsim[dask]'") from None
        library: Any = distributed  # its functions carry no types
        self._cluster: Any = None
        if address == "local":
            self._cluster = library.LocalCluster(
                n_workers=count or default_threads(), threads_per_worker=1, dashboard_address=None
            )
        try:
            self._client: Any = library.Client(self._cluster or address, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise OutputError(f"no Dask scheduler answers at {address}: {error}") from None
        self._executor = self._client.get_executor(pure=False, retries=0)

    @property
    def count(self) -> int:
        """Threads of all workers of the cluster by now, at least one."""
        return max(1, sum(self._client.nthreads().values()))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Start a function somewhere on the cluster."""
        future: Future[Any] = self._executor.submit(function, *arguments)
        return future

    def died(self, error: BaseException) -> bool:
        """Tell whether Dask gave a task up because its workers died or the work was lost."""
        from distributed import CancelledError as Lost
        from distributed import KilledWorker

        return isinstance(error, KilledWorker | Lost | CancelledError)

    def recover(self) -> None:
        """Nothing to do: the scheduler hands work to the workers that are left."""

    def dismiss(self) -> None:
        """Disconnect, and end the local cluster."""
        self._executor.shutdown(wait=False)
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def hire(
    threads: int | None = None, processes: int | None = None, dask: str | None = None
) -> Workers:
    """Return the workers that were asked for: by default one thread per processor."""
    if dask is not None:
        return DaskWorkers(dask, processes or threads)
    return ThreadWorkers(threads) if processes is None else ProcessWorkers(processes)
