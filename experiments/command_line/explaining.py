"""`smbsim params` and `smbsim schema`: what a scenario file may say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.command_line.exit_codes import BAD_INPUT
from experiments.command_line.options import Json

if TYPE_CHECKING:
    from sim.catalogue import Entry

__all__ = ["params", "schema"]


def params(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILTER", help="Show only parameters in which all these words occur."
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """List the parameters: name, default, range, unit, neutral value, source, meaning."""
    from experiments.command_line.terminal import Terminal
    from sim.catalogue import entries

    terminal = Terminal(as_json)
    wanted = [word.lower() for word in words or []]
    found = [entry for entry in entries() if all(word in _text(entry) for word in wanted)]
    if as_json:
        terminal.emit({"parameters": [_plain(entry) for entry in found]})
    elif found:
        columns = ("name", "default", "range", "unit", "neutral", "source", "meaning")
        rows = [_row(entry) for entry in found]
        terminal.table("", columns, rows)
    if not found:
        terminal.note(f"No parameter has {' and '.join(wanted)} in its name, meaning or source.")
        return BAD_INPUT
    return 0


def schema(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the schema into this file."),
    ] = None,
    study: Annotated[bool, typer.Option("--study", help="The schema of study files.")] = False,
) -> None:
    """Print a JSON Schema of scenario or study files, for editors to complete and check them."""
    import json

    from experiments.files import replaced_at_once

    content = _study_schema() if study else _scenario_schema()
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    with replaced_at_once(out) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    kind = "study" if study else "scenario"
    typer.echo(f"{out} is written. In a {kind} file, begin with: #:schema {out.name}", err=True)


def _scenario_schema() -> dict[str, Any]:
    from sim.scenario_files import scenario_schema

    return scenario_schema()


def _study_schema() -> dict[str, Any]:
    from experiments.studies.schema import study_schema

    return study_schema()


def _text(entry: Entry) -> str:
    return f"{entry.name} {entry.meaning} {entry.source} {entry.unit}".lower()


def _row(entry: Entry) -> tuple[str, ...]:
    return (
        entry.name,
        _value(entry.default),
        entry.range,
        entry.unit,
        _value(entry.neutral),
        entry.source,
        entry.meaning,
    )


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "default": entry.default,
        "low": entry.low,
        "high": entry.high,
        "choices": list(entry.choices),
        "unit": entry.unit,
        "neutral": entry.neutral,
        "source": entry.source,
        "meaning": entry.meaning,
    }
