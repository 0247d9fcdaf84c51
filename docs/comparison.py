"""Draw the picture of the default comparison at the head of the README.

``python docs/comparison.py`` from the root of the project runs the comparison and writes
``docs/images/comparison.svg``, with the command that gives the same numbers below the chart.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from experiments import compare

PICTURE = Path(__file__).resolve().parent / "images" / "comparison.svg"
COMMAND = "smbsim compare default"


def main() -> None:
    """Run, draw and print the answer, which the text of the README quotes."""
    result = compare("default", command=COMMAND)
    with tempfile.TemporaryDirectory() as folder:
        drawn = {path.stem: path for path in result.save_charts(folder)}
        PICTURE.write_bytes(drawn["distribution"].read_bytes())
    print(result.answer())


if __name__ == "__main__":
    main()
