"""Reading for tests, and the table of what came of every real file."""

import pytest

from tests.transforms.reading.small_standard import Opened, Table, Tabulate, recognise, rows_of
from transforms.reading import read

RECORD: list[tuple[str, str]] = []


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


@pytest.fixture
def reading_record() -> list[tuple[str, str]]:
    """What came of every real file, printed at the end of the run."""
    return RECORD


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if RECORD:
        terminalreporter.section("What came of every published file")
        for name, outcome in RECORD:
            terminalreporter.write_line(f"{name}: {outcome}")
