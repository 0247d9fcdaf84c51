"""A study file as it is being read: its values, where they stand, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from sim.parameters import Section
from sim.scenario_files import Origin, Problem, ScenarioError
from sim.scenario_files.key_lines import KeyLines, KeyPath
from sim.scenario_files.problems import did_you_mean, dotted, nearest, spell

__all__ = ["Sheet"]

Part = TypeVar("Part", bound=Section)

_KIND_WORDS = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}


@dataclass
class Sheet:
    """The values of a study file, with a list of problems that grows as it is read.

    ``name`` is the file as the user knows it; ``folder`` is where paths in it start.
    """

    name: str
    folder: Path
    values: Mapping[str, Any]
    lines: KeyLines
    problems: list[Problem] = field(default_factory=list)

    @property
    def fewest_choices(self) -> int:
        """Fewest values of a factor: two, but one where cells are listed and may leave it out."""
        design = self.values.get("design")
        listed = isinstance(design, dict) and bool(design.get("cells"))
        return 1 if listed else 2

    def origin(self, path: KeyPath) -> Origin:
        """Return where a key stands, or the closest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return Origin(self.name, self.lines[path[:length]])
        return Origin(self.name, None)

    def complain(self, path: KeyPath, message: str, like: str | None = None) -> None:
        """Add a problem with the value at a path."""
        line = self.origin(path).line
        text = f"{message}{did_you_mean(like)}"
        self.problems.append(Problem(self.name, text, line, dotted(path), nearest=like))

    def refuse(self, path: KeyPath, found: object, allowed: str, like: str | None = None) -> None:
        """Add the problem that a value is not an allowed one."""
        self.complain(path, f"{dotted(path)} is {spell(found)}; allowed is {allowed}", like)

    def take(self, problems: Iterable[Problem]) -> None:
        """Add problems that were found elsewhere, each once."""
        self.problems += [problem for problem in problems if problem not in self.problems]

    def check(self, since: int = 0) -> None:
        """Raise all problems found so far, in the order of lines.

        Parameters
        ----------
        since
            Number of problems that do not stand in the way of reading on.

        Raises
        ------
        ScenarioError
            When there are more.
        """
        if len(self.problems) > since:
            unique = dict.fromkeys(self.problems)
            raise ScenarioError(
                sorted(unique, key=lambda item: (item.file != self.name, item.line or 0))
            )

    def known_keys(self, path: KeyPath, table: Mapping[str, Any], known: Sequence[str]) -> None:
        """Complain about keys of a table that mean nothing."""
        for key in table:
            if key not in known:
                like = nearest(key, known)
                full = dotted((*path, like)) if like else None
                here = (*path, key)
                self.complain(here, f"{dotted(here)} is not a key of a study", full)

    def text(self, key: str, default: str = "") -> str:
        """Return a text at the top of the file."""
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value
        self.refuse((key,), value, "text in quotes")
        return default

    def table(self, path: KeyPath, value: object) -> dict[str, Any]:
        """Return a table, or an empty one where there is none."""
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self.refuse(path, value, f"a table ([{dotted(path)}])")
        return {}

    def names(self, key: str, allowed: Sequence[str], kind: str) -> tuple[str, ...]:
        """Return a list of names at the top of the file, each of which must be an allowed one."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse((key,), value, f'a list of texts, such as ["{allowed[0]}"]')
            return ()
        for row, item in enumerate(value):
            if item not in allowed:
                message = f"{key} names {spell(item)}, which is not {kind}"
                self.complain((key, row), message, nearest(item, allowed))
            elif item in value[:row]:
                self.complain((key, row), f"{key} names {spell(item)} more than once")
        return tuple(value)

    def part(self, kind: type[Part], key: str) -> Part:
        """Return a table of the file as it is declared, or its defaults where it is wrong."""
        table = self.table((key,), self.values.get(key))
        try:
            return kind.model_validate(table, strict=True)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._complain_about(kind, key, detail)
        return kind()

    def _complain_about(self, kind: type[Section], key: str, detail: Any) -> None:
        path: KeyPath = (key, *detail["loc"])
        if detail["type"] == "extra_forbidden":
            like = nearest(str(path[-1]), kind.model_fields)
            full = dotted((*path[:-1], like)) if like else None
            self.complain(path, f"{dotted(path)} is not a key of a study", full)
            return
        field_name = str(path[1]) if len(path) > 1 else ""
        allowed = _allowed(kind.model_json_schema(), kind.model_fields.get(field_name), field_name)
        choices = detail.get("ctx", {}).get("expected", "").replace("'", "")
        like = nearest(str(detail["input"]), choices.replace(" or ", ", ").split(", "))
        if len(path) > 2:  # a row of a list of tables
            allowed = f"a table of values ([[{dotted(path[:2])}]])"
        self.refuse(path, detail["input"], choices or allowed, like if choices else None)


def _allowed(schema: Mapping[str, Any], declared: FieldInfo | None, name: str) -> str:
    """Say in words what a field may be, as its schema declares it."""
    if declared is None:
        return "a table"
    field_schema = schema["properties"][name]
    options = field_schema.get("anyOf", [field_schema])
    option = next(item for item in options if item.get("type") != "null")
    if option["type"] == "string":
        return "text in quotes"
    if option["type"] == "array":
        return f"a list of tables ([[design.{name}]])"
    words = _KIND_WORDS[option["type"]]
    if "exclusiveMinimum" in option:
        upper = f", {option['maximum']:g} at most" if "maximum" in option else ""
        return f"{words} above {option['exclusiveMinimum']:g}{upper}"
    if "minimum" in option:
        return f"{words}, {_plain(option['minimum'])} to {_plain(option['maximum'])}"
    return words


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:g}"
