"""Reading for tests."""

import pytest

from tests.transforms.reading.small_standard import Opened, Table, Tabulate, recognise, rows_of
from transforms.reading import read


@pytest.fixture
def opened() -> Opened:
    """Read bytes against a small standard."""
    return lambda content: read(content, "file", recognise)


@pytest.fixture
def table(
    opened: Opened,
) -> Tabulate:
    """Read bytes as header, rows and physical lines."""

    def tabulate(content: bytes) -> Table:
        sheet = opened(content).sheet
        assert sheet is not None
        return sheet.header, rows_of(sheet), list(map(int, sheet.lines))

    return tabulate
