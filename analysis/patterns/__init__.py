"""Patterns: what is known from outside, and the same quantities in the model."""

from analysis.patterns.definitions import OBSERVED, PATTERNS, pattern_values
from analysis.patterns.facts import CALIBRATE, VALIDATE, Fact, facts

__all__ = ["CALIBRATE", "OBSERVED", "PATTERNS", "VALIDATE", "Fact", "facts", "pattern_values"]
