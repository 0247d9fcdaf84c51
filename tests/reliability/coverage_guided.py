"""Search for broken files by coverage: keep those that reach new lines, and break them further.

    pip install atheris
    python tests/reliability/coverage_guided.py --format scenario --seconds 120

Valid files of the format are the first ones tried. Ends with another code than 0 and keeps the file
when anything but a clear refusal is raised, or when one file takes more than 20 seconds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "experiments"), str(HERE.parents[1])]

READERS = [
    "sim.scenario_files", "experiments.studies", "experiments.classroom.settings",
    "experiments.results", "experiments.kept_files", "experiments.kept_numbers",
    "experiments.calibration.parameter_sets", "experiments.sweeping", "tomllib",
]  # fmt: skip
"""What reads files: only lines of these count as new."""

with atheris.instrument_imports(include=READERS):
    from formats import FORMATS, Format


def fuzz(kind: Format, seconds: int) -> None:
    """Hand files to the program until the time is over; does not return."""
    with TemporaryDirectory() as place:
        folder = Path(place, "files")
        corpus = Path(place, "corpus")
        folder.mkdir()
        corpus.mkdir()
        valid = kind.prepare(folder)
        names = sorted(valid)
        for number, name in enumerate(names):
            (folder / name).write_bytes(valid[name][0])
            for copy, content in enumerate(valid[name]):
                (corpus / f"{number}-{copy}").write_bytes(bytes([number]) + content)

        def take_in(data: bytes) -> None:
            name = names[data[0] % len(names)] if data else names[0]
            (folder / name).write_bytes(data[1:])
            try:
                kind.take_in(folder)
            except kind.refusals as error:
                if not str(error).strip() or not str(error).replace("\n", "").isprintable():
                    raise AssertionError("a refusal that cannot be read") from error
            finally:
                (folder / name).write_bytes(valid[name][0])

        limits = [
            f"-max_total_time={seconds}",
            "-timeout=20",
            "-max_len=20000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *limits, str(corpus)], take_in)
        atheris.Fuzz()


def main() -> None:
    """Read the command line and search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--format", choices=[item.name for item in FORMATS], default="scenario")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    fuzz(next(item for item in FORMATS if item.name == options.format), options.seconds)


if __name__ == "__main__":
    main()
