"""Fitting uncertain parameters to facts from outside, and what comes of it: an ensemble."""
