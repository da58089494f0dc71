"""Measures what Willows promises, each figure against a named reference in the same run."""
