"""How to repeat and to cite what a page shows, from the identity of its runs."""

from __future__ import annotations

from analysis.identity import RunIdentity
from analysis.pages import Source

__all__ = ["page_source"]


def page_source(identity: RunIdentity) -> Source:
    """Return the source of a page whose runs have one identity."""
    libraries = ", ".join(f"{name} {version}" for name, version in identity.libraries.items())
    return Source(
        command=identity.command,
        facts=(
            ("Scenario", identity.scenario),
            ("Seeds", f"{identity.seed} to {identity.seed + identity.pairs - 1}"),
            ("Firms per market, months", f"{identity.firms}, {identity.months}"),
            ("Share of firms treated", f"{100.0 * identity.treated_share:.3g} %"),
            ("Program and model sources", f"smbsim {identity.version}, {identity.sources_hash}"),
            ("Libraries", libraries),
            ("Date and wall-clock time", f"{identity.date}, {identity.wall_seconds:.0f} s"),
        ),
        citation=identity.citation,
        signature=identity.signature,
        version=identity.version,
    )
