"""An assembly of two invented councils, as `assemble` writes it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from plugins.cli.main import app
from tests.transforms.release_package.package_contents import SNAPSHOTS


@pytest.fixture(scope="session")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a housing stock check."""
    out = tmp_path_factory.mktemp("assembled") / "out"
    words = ["assemble", "housing_stock_check", "--period", "2025-03-31", "--from", str(SNAPSHOTS), "--out", str(out)]
    assert CliRunner().invoke(app, words).exit_code == 0
    return out
