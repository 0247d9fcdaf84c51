"""A study as it was resolved, spelled as a study file that stands on its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.studies.factors import Factor
from experiments.studies.study import Study

__all__ = ["resolved_study", "study_text", "toml_text"]


def resolved_study(study: Study) -> dict[str, Any]:
    """Return the study as plain data: whole scenarios in place of names, ranges in place of stars.

    Read again, it gives the same cells.
    """
    arms = {
        arm.name: {
            "policy": arm.policy or False,
            **({"scenario": dict(study.recipe.worlds[arm.world])} if arm.world else {}),
        }
        for arm in study.recipe.arms
    }
    content: dict[str, Any] = {
        "title": study.title,
        "question": study.question,
        "description": study.description,
        "outcomes": list(study.outcomes),
        "series": list(study.series),
        "design": study.design.model_dump(exclude_none=True, exclude_defaults=False),
        "replication": _replication(study),
        "factors": {factor.name: _factor(factor) for factor in study.factors},
        "arms": arms,
        "scenario": dict(study.recipe.worlds[0]),
    }
    if study.design.kind == "list":
        content["design"]["cells"] = [
            {
                factor.name: value
                for factor, value in zip(study.factors, values, strict=True)
                if not factor.leaves(value)
            }
            for values in study.all_values()
        ]
    return {key: value for key, value in content.items() if value not in ("", [], {})}


def study_text(study: Study) -> str:
    """Return the resolved study as TOML."""
    header = "# The study as it was resolved; `smbsim sweep` runs it as it stands.\n"
    return header + toml_text(resolved_study(study))


def toml_text(content: Mapping[str, Any]) -> str:
    """Return plain data, such as those of a resolved study, as TOML."""
    import tomlkit

    return tomlkit.dumps(_plain(content))


def _replication(study: Study) -> dict[str, Any]:
    rule = study.replication
    if not rule.sequential:
        return {"pairs": rule.pairs}
    return rule.model_dump(exclude_none=True)


def _factor(factor: Factor) -> dict[str, Any]:
    if factor.arm is not None:
        return {"choices": list(factor.labels)}
    if factor.labels:
        single = all(list(change) == [factor.name] for change in factor.changes)
        if single:
            return {"choices": list(factor.labels)}
        pairs = zip(factor.labels, factor.changes, strict=True)
        return {"sets": {str(label): dict(change) for label, change in pairs}}
    content: dict[str, Any] = {"low": factor.low, "high": factor.high}
    if factor.log:
        content["scale"] = "log"
    if factor.levels is not None:
        content["levels"] = factor.levels
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
