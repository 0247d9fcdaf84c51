"""What the files of a study say about themselves, the same however often it was gone on with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from experiments.studies import Study
from experiments.studies.writing import resolved_study, toml_text
from experiments.table_identity import COMMAND, MODEL, SIGNATURE
from sim.parameters import Scenario
from sim.version import MODEL_VERSION, PACKAGE_VERSION, source_hash

__all__ = ["REPEAT", "file_identity"]

REPEAT = "smbsim sweep study.toml"
"""The command that runs the study which lies in every folder of results, and in its files."""

_WORDS = ("title", "question", "description", "outcomes")
_LONGEST = 100_000


def file_identity(study: Study) -> Mapping[str, str]:
    """Return what made a file of a study, and how to make it again from that file alone.

    A study may be gone on with by another command, under other words, at another time and with more
    pairs, and its files are still to be the same bytes. So none of these is in here: ``command`` is
    the one that runs ``study``, the text of a study file, where it is not too long to be in every
    file; ``study_hash`` (SHA-256 of that text) tells two studies apart in any case.
    """
    content = {key: value for key, value in resolved_study(study).items() if key not in _WORDS}
    if not study.replication.sequential:
        del content["replication"]
    text = toml_text(content)
    seed = Scenario.model_validate(study.recipe.worlds[0]).run.seed
    made = f"smbsim {PACKAGE_VERSION} (model sources {source_hash()}), seed {seed}"
    return {
        SIGNATURE: f"{made}: {REPEAT}",
        MODEL: MODEL_VERSION,
        COMMAND: REPEAT,
        "study_hash": hashlib.sha256(text.encode()).hexdigest(),
        **({"study": text} if len(text) <= _LONGEST else {}),
    }
