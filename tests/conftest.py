"""How tests behave everywhere. Hypothesis has no deadline (machines differ in speed) and, in
continuous integration, the same examples each time, so that a red run can be repeated."""

import os

import pytest
from hypothesis import settings

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the long tests first."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
