"""What is wrong with a scenario file, in sentences that name the file, the line and the key."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Problem", "ScenarioError", "did_you_mean", "dotted", "nearest", "spell"]

_LONGEST_FOUND = 60
_LONGEST_MESSAGE = 2_000


@dataclass(frozen=True)
class Problem:
    """One problem.

    ``file`` is the file as the user knows it, or "--set"; ``line`` counts from 1; ``key`` is the
    dotted name; ``found`` and ``allowed`` are in words; ``nearest`` is the valid name most like
    the one that was found. What does not apply is None, or empty. ``message`` says all of it but
    the place.
    """

    file: str
    message: str
    line: int | None = None
    key: str = ""
    found: str | None = None
    allowed: str | None = None
    nearest: str | None = None

    def __post_init__(self) -> None:
        # Names from a file may hold anything, even commands to the terminal they are shown on.
        object.__setattr__(self, "message", _of_a_length_to_read(_printable(self.message)))
        object.__setattr__(self, "file", _printable(self.file))

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields and the whole sentence (``text``) as plain data for JSON."""
        return {**asdict(self), "text": str(self)}


class ScenarioError(ValueError):
    """A scenario cannot be used; ``problems`` lists everything that is wrong with it.

    Parameters
    ----------
    problems
        The problems, in the order in which they should be read.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _of_a_length_to_read(text: str) -> str:
    """Leave out the middle of a sentence that quotes a name of thousands of letters."""
    if len(text) <= _LONGEST_MESSAGE:
        return text
    half = _LONGEST_MESSAGE // 2
    return f"{text[:half]} [...] {text[-half:]}"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def dotted(path: Sequence[str | int]) -> str:
    """Spell a path as in a file: ``policies."my own".buying``, ``case.systems[0].usage``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        bare = part != "" and all(c.isascii() and (c.isalnum() or c in "_-") for c in part)
        text += ("." if text else "") + (part if bare else spell(part))
    return text


def spell(value: object) -> str:
    """Spell a value that was found as TOML does, shortened where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, str):
        text = value if len(value) <= _LONGEST_FOUND else value[: _LONGEST_FOUND - 3] + "..."
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _printable(escaped) + '"'
    try:
        text = str(value)
    except ValueError:  # Python refuses to spell whole numbers of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 3] + "..."


def nearest(name: str, candidates: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the candidate most like ``name``, whatever its case, or None where none is like it."""
    plain = {candidate.lower().replace("-", "_"): candidate for candidate in candidates}
    wanted = name[:200].lower().replace("-", "_").replace(" ", "_")
    found = difflib.get_close_matches(wanted, list(plain), n=1, cutoff=cutoff)
    return plain[found[0]] if found else None


def did_you_mean(name: str | None) -> str:
    """Return "; did you mean NAME?", or nothing where there is no such name."""
    return f"; did you mean {name}?" if name else ""
