"""The scaffold: a standard that works at once, and tests that fail until its author has done the work."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from plugins.cli.developer.scaffold_files import CHECKOUT, CanNotScaffold, scaffold

FOLDERS = ("transforms", "expectations", "examples", "tests/examples/published", "tests/transforms/standards")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a standard touches."""
    for folder in FOLDERS:
        shutil.copytree(CHECKOUT / folder, tmp_path / folder)  # with byte code, which saves seconds
    for name in ("tests/examples/conftest.py", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    return tmp_path


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=checkout, env={"PYTHONPATH": "."}, capture_output=True, text=True)


def test_a_new_standard_is_declared_published_and_read_and_its_tests_fail(checkout: Path) -> None:
    written = scaffold("street_lights", "Street lights", checkout)
    assert [path.relative_to(checkout).as_posix() for path in written] == [
        "transforms/standards/street_lights.py",
        "examples/published/street_lights.py",
        "tests/transforms/standards/test_street_lights.py",
        "transforms/standards/__init__.py",
    ]
    every, own = "tests/examples/published/test_every_standard.py", "tests/transforms/standards/test_street_lights.py"
    read = run(checkout, "pytest", "-q", "-rA", "-p", "no:cacheprovider", "-k", "street_lights", every, own)
    outcomes = Counter(re.findall(r"^(PASSED|FAILED|ERROR) ([\w/.]+)", read.stdout, re.MULTILINE))
    assert outcomes == {("PASSED", every): 2, ("FAILED", own): 3}, read.stdout
    assert run(checkout, "ruff", "format", "--check", *map(str, written)).returncode == 0
    assert run(checkout, "ruff", "check", *map(str, written)).returncode == 0


def test_nothing_is_overwritten(checkout: Path) -> None:
    before = (checkout / "transforms/standards/__init__.py").read_text()
    with pytest.raises(CanNotScaffold, match=r"public_toilets\.py already exists"):
        scaffold("public_toilets", "Public toilets", checkout)
    assert (checkout / "transforms/standards/__init__.py").read_text() == before


@pytest.mark.parametrize("slug", ["Street Lights", "street-lights", "_lights", "../lights", ""])
def test_a_slug_is_words_joined_by_underscores(slug: str, tmp_path: Path) -> None:
    with pytest.raises(CanNotScaffold, match="not a slug"):
        scaffold(slug, "Street lights", tmp_path)
