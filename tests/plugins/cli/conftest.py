"""Commands run against what was collected on real services."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from plugins.cli.console import NotCarriedOut
from plugins.cli.main import app
from tests.plugins.pipeline.steps.conftest import collecting, deployment_settings, register

__all__ = ["collecting", "deployment_settings", "register"]


@pytest.fixture
def said() -> Callable[..., str]:
    """Run a command and return its words; a refusal is raised."""

    def run(*words: object) -> str:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if isinstance(result.exception, NotCarriedOut):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return run
