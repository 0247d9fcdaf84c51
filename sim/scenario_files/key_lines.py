"""The line of each key in a TOML text, so that a message can point at it."""

from __future__ import annotations

from tomlkit import parse
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Item, Table

__all__ = ["KeyLines", "KeyPath", "key_lines"]

KeyPath = tuple[str | int, ...]
KeyLines = dict[KeyPath, int]


def key_lines(text: str) -> KeyLines:
    """Map the path of each key and list element to its line, counted from 1.

    The values themselves are read by the standard library; the style-preserving parser is asked
    only where things stand. A text that it cannot read has no lines, which is no error.
    """
    lines: KeyLines = {}
    try:
        _walk(parse(text), (), 1, lines)
    except (TOMLKitError, RecursionError):
        return {}
    return lines


def _walk(container: Container, path: KeyPath, line: int, lines: KeyLines) -> int:
    """Record the keys of a container that starts at ``line``; return the line where it ends."""
    for key, item in container.body:
        if key is None:
            line += item.as_string().count("\n")
            continue
        here = (*path, key.key)
        if isinstance(item, AoT):
            for row, table in enumerate(item.body):
                line = _walk_table(table, (*here, row), line, lines)
                lines.setdefault(here, lines[(*here, row)])
        elif isinstance(item, Table) and (key.is_dotted() or item.is_super_table()):
            lines.setdefault(here, line)
            line = _walk(item.value, here, line, lines)
        elif isinstance(item, Table):
            line = _walk_table(item, here, line, lines)
        else:
            line = _walk_value(item, here, line, lines)
    return line


def _walk_table(table: Table, path: KeyPath, line: int, lines: KeyLines) -> int:
    """Record a table with a header of its own."""
    line += table.trivia.indent.count("\n")
    lines[path] = line
    line += table.trivia.trail.count("\n")
    return _walk(table.value, path, line, lines)


def _walk_value(item: Item, path: KeyPath, line: int, lines: KeyLines) -> int:
    """Record a value, and the keys and elements inside it."""
    line += item.trivia.indent.count("\n")
    lines[path] = line
    text = item.as_string()
    if isinstance(item, InlineTable):
        _walk(item.value, path, line, lines)
    elif isinstance(item, Array):
        start = 0
        for row, element in enumerate(item):
            start = text.find(element.as_string(), start)
            _walk_value(element, (*path, row), line + text.count("\n", 0, start), lines)
            start += len(element.as_string())
    return line + text.count("\n") + item.trivia.trail.count("\n")
