"""Willows: home exercises for patients of an osteopathic clinic."""

__version__ = "0.1.0"
"""The version of the app, as in pyproject.toml."""
