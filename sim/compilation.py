"""Compilation of rules: one decorator, one cache folder, one switch.

A rule is an ordinary function over tables, written as a loop. :func:`rule` compiles it with Numba,
releasing the interpreter lock, and keeps the result on disk. Numba does not notice that a function
*called* by a cached one has changed, so the folder is keyed by a hash of all sources of ``sim`` and
of the versions that matter. With ``NUMBA_DISABLE_JIT=1`` the same source runs as ordinary Python.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
import numpy as np
from numba.core.types import Integer, int64, unliteral

from sim.cache_place import cache_place

__all__ = [
    "COMPILED",
    "allocating_rule",
    "cache_folder",
    "compilation_needed",
    "rule",
    "source_digest",
]

Function = TypeVar("Function", bound=Callable[..., Any])

_SETTINGS: Any = numba.config

COMPILED: bool = not _SETTINGS.DISABLE_JIT
"""Whether rules are compiled; False under ``NUMBA_DISABLE_JIT=1``."""


# Parameters reach rules as a table at run time; its columns are part of the compiled signature.
_READ_AT_RUN_TIME = ("parameters", "scenario_files")


@lru_cache(maxsize=1)
def source_digest() -> str:
    """Hash the sources of ``sim`` and the versions that decide what is compiled."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        if path.parent.name in _READ_AT_RUN_TIME:
            continue
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    for version in (numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(version.encode())
    digest.update(platform.python_version().encode())
    digest.update(os.environ.get("NUMBA_BOUNDSCHECK", "").encode())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def cache_folder() -> Path | None:
    """Return the folder that keeps compiled rules, or None where none can be written."""
    folder = cache_place() / source_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def compilation_needed() -> bool:
    """Tell whether the first run will have to compile, which takes a while."""
    folder = cache_folder()
    return COMPILED and (folder is None or not any(folder.rglob("*run_months*.nbi")))


def rule(function: Function) -> Function:
    """Compile a rule, or leave it as it is when compilation is off.

    Division by zero gives infinity as in NumPy; no fast-math, no automatic parallelism, so that the
    bits are those of the plain source. Nobody frees a table while a rule works on it, so references
    are not counted: counting costs as much as the arithmetic, at each column that is read.
    """
    return _compiled(function, counted=False)


def allocating_rule(function: Function) -> Function:
    """Compile a rule that makes arrays of its own, as :func:`rule` does with all others.

    Its references are counted, so that what it made is freed.
    """
    return _compiled(function, counted=True)


def _compiled(function: Function, counted: bool) -> Function:
    if not COMPILED:
        return function
    folder = cache_folder()
    previous = _SETTINGS.CACHE_DIR
    _SETTINGS.CACHE_DIR = str(folder) if folder else ""
    try:
        options: dict[str, Any] = {
            "nogil": True,
            "error_model": "numpy",
            "no_cfunc_wrapper": True,
            "_nrt": counted,
            "cache": folder is not None,
        }
        compiled = numba.njit(**options)(function)
    finally:
        _SETTINGS.CACHE_DIR = previous
    _compile_once_for_all_integers(compiled)
    return cast(Function, compiled)


def _compile_once_for_all_integers(compiled: Any) -> None:
    """Let calls with the constants 1 and 2, or with a narrower column, share one compilation.

    Numba compiles a callee anew for every literal integer and every width of integers it is called
    with, which would more than double the time to compile the model.
    """
    original = compiled.get_call_template

    def general(arguments: Any, keywords: Any) -> Any:
        plain = tuple(_general_type(kind) for kind in arguments)
        return original(plain, {name: _general_type(kind) for name, kind in keywords.items()})

    compiled.get_call_template = general


def _general_type(kind: Any) -> Any:
    """Return the type that an argument is passed as."""
    strip: Any = unliteral
    widest: Any = int64
    plain = strip(kind)
    whole = isinstance(plain, Integer)
    narrow = whole and plain.signed and plain.bitwidth < widest.bitwidth
    return widest if narrow else plain
