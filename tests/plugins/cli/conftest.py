"""Commands run without a service on files of this machine, or against what was collected on real services."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plugins.cli.console import NotCarriedOut
from plugins.cli.main import app, main
from tests.plugins.command_line_inputs import ADUR, ARUN, case, snapshot, write_cases
from tests.plugins.pipeline.steps.conftest import collecting, deployment_settings, register

__all__ = ["collecting", "deployment_settings", "register"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def output_of() -> Callable[..., str]:
    """Run a command and return its output; a refusal is raised."""

    def run_command(*words: object) -> str:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if isinstance(result.exception, NotCarriedOut):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return run_command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command and return its exit status, standard output and standard error."""

    def run_command(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["council-returns", *map(str, words)])
        capfdbinary.readouterr()  # what steps logged in this process before the command
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), err.decode()

    return run_command


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_cases(tmp_path / "good.csv", [case(1), case(2)])


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    cases = [
        case(1),
        case(2, DecisionDate="31/06/2024"),
        case(2),
        case(3, CaseReference="N/A"),
        case(4, CaseURL="=1+1"),
    ]
    return write_cases(tmp_path / "spoilt.csv", cases)


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    root = tmp_path / "snapshots"
    undecided = {"Decision": "", "DecisionDate": "", "DecisionNoticeDate": "", "Status": "Registered"}
    write_cases(snapshot(root, ADUR, "2024-03-28"), [case(9, CaseDate="2024-03-04", **undecided)])
    write_cases(snapshot(root, ADUR, "2024-07-02"), [case(1), case(2), case(9, CaseDate="2024-03-04", **undecided)])
    page = snapshot(root, ARUN, "2024-07-02")
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>Not found</title>")
    return root
