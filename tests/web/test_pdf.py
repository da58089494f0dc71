"""What travels of the libraries makes the very PDF that all of them make."""

import pytest

from tests.web.conftest import CACHE
from web.errors import BuildError
from web.packages import browser_packages
from web.pdf import LIBRARIES, printed_by_a_pdf, taken_by_a_pdf, unpacked


@pytest.fixture(scope="module")
def libraries() -> dict[str, bytes]:
    packages = browser_packages(CACHE)
    return {name: source for name, source in packages.items() if name.startswith(LIBRARIES)}


def test_a_part_of_the_libraries_makes_the_same_pdf(libraries: dict[str, bytes]) -> None:
    part = taken_by_a_pdf(libraries)
    assert sum(map(len, part.values())) < sum(map(len, libraries.values())) / 2
    with unpacked(libraries) as whole, unpacked(part) as small:
        assert printed_by_a_pdf(whole)[0] == printed_by_a_pdf(small)[0]


def test_a_library_that_has_changed_stops_the_build(libraries: dict[str, bytes]) -> None:
    without = {name: source for name, source in libraries.items() if name != "fpdf/svg.py"}
    with pytest.raises(BuildError, match=r"fpdf/svg\.py is no longer there"):
        taken_by_a_pdf(without)
    broken = {**libraries, "fpdf/fpdf.py": b"raise ImportError('too new')"}
    with pytest.raises(BuildError, match="too new"):
        taken_by_a_pdf(broken)
