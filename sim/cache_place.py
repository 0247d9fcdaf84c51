"""Where on this computer things are kept that can be made again."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["cache_place"]


def cache_place() -> Path:
    """Return the folder for things that can be made again; it need not exist.

    ``SMBSIM_CACHE`` names another place than the user's cache folder.
    """
    base = os.environ.get("SMBSIM_CACHE")
    return Path(base) if base else user_cache_path("smbsim")
