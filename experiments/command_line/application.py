"""The commands of `smbsim` put together, and how every failure ends."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from experiments.command_line import (
    attributing,
    calibrating,
    classroom,
    comparing,
    differing,
    explaining,
    explaining_differences,
    looking_after,
    moving,
    reporting,
    running,
    scenario_files,
    sweeping,
    varying,
)
from experiments.command_line.exit_codes import (
    BAD_INPUT,
    EXIT_CODES_HELP,
    INTERRUPTED,
    OK,
    RUN_FAILED,
)

__all__ = ["application", "invoke", "main"]


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(invoke(sys.argv[1:]))


def _print_version(wanted: bool) -> None:
    if wanted:
        from sim.version import program

        typer.echo(program())
        raise typer.Exit(OK)


def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Technology adoption in small businesses: what misaligned investment costs, and why."""


def application() -> typer.Typer:
    """Build the application; help has frames only where a person reads it on a terminal."""
    app = typer.Typer(
        name="smbsim",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,
        epilog=EXIT_CODES_HELP,
    )
    app.callback()(_common)
    for command in (
        running.run,
        comparing.compare,
        sweeping.plan,
        sweeping.sweep,
        attributing.attribute,
        explaining_differences.explain,
        moving.moved,
        reporting.report,
        differing.diff,
        varying.robustness,
        calibrating.calibrate,
        calibrating.validate,
        scenario_files.check,
        scenario_files.new,
        explaining.params,
        explaining.schema,
        looking_after.reproduce,
        looking_after.doctor,
        classroom.classroom,
    ):
        app.command(epilog=EXIT_CODES_HELP)(command)
    return app


def invoke(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments and return the exit code."""
    try:
        result: Any = application()(list(arguments), prog_name="smbsim", standalone_mode=False)
        sys.stdout.flush()
        code = result if isinstance(result, int) else OK
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except (BrokenPipeError, SystemExit) as error:
        # Whoever read our output has seen enough. Python must not try to flush the rest. Typer
        # turns a pipe that breaks while a command still writes into an exit of its own.
        if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
            raise
        from experiments.command_line.terminal import read_by_nobody

        read_by_nobody(sys.stdout)
        return OK
    except Exception as error:
        code = _explain(error)
    if code == INTERRUPTED:
        print("Stopped.", file=sys.stderr)
    return code


def _explain(error: Exception) -> int:
    """Say on stderr what went wrong and return the exit code."""
    if hasattr(error, "show") and hasattr(error, "exit_code"):  # a wrong command line
        error.show()
        return BAD_INPUT
    from experiments.arms import ArmsError
    from experiments.files import OutputError
    from sim.scenario_files.problems import ScenarioError

    if isinstance(error, ScenarioError):
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return BAD_INPUT
    if isinstance(error, ArmsError | OutputError):
        from experiments.command_line.terminal import printable

        print(f"smbsim: {printable(str(error))}", file=sys.stderr)
        return BAD_INPUT
    traceback.print_exception(error, file=sys.stderr)
    print(
        "smbsim: the run failed inside the program, not because of your input. Please report the "
        "lines above.",
        file=sys.stderr,
    )
    return RUN_FAILED
