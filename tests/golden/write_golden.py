"""Write the golden numbers of this model version: ``python tests/golden/write_golden.py``.

A file that is there already is replaced only when its numbers stay, such as after a new outcome was
declared. Numbers that change take a new model version, named in ``sim/version.py`` and under
"Numbers" in the changelog.
"""

from __future__ import annotations

import json
import sys

from golden_numbers import changed_numbers, file_of, golden_numbers, golden_text, scenarios

from sim.version import MODEL_VERSION


def main() -> int:
    """Write the file, or say why not."""
    numbers = golden_numbers(scenarios())
    path = file_of(MODEL_VERSION)
    if path.exists():
        changed = changed_numbers(json.loads(path.read_text(encoding="utf-8"))["numbers"], numbers)
        if changed:
            print(
                f"{len(changed)} numbers differ from those of model version {MODEL_VERSION}, such "
                f"as {changed[0]}. If they are meant to, add a model version with its reason to "
                'MODEL_CHANGES in sim/version.py and the same sentence under "Numbers" in '
                "CHANGELOG.md, and run this again.",
                file=sys.stderr,
            )
            return 1
    path.write_text(golden_text(numbers), encoding="utf-8", newline="\n")
    print(f"wrote {path.name}: {len(numbers)} scenarios")
    return 0


if __name__ == "__main__":
    sys.exit(main())
