"""What `make` refuses before it spends minutes on it."""

import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
SAID = "These files are not in git, so that no commit has them. Add them with git add, or delete them:\n"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def untracked(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["make", "--no-print-directory", "tracked"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, "".join(line for line in done.stderr.splitlines(keepends=True) if "***" not in line)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file of each folder, nothing of it in git yet."""
    shutil.copy(CHECKOUT / "Makefile", tmp_path)
    for name in ("dags/a.py", "plugins/cli/b.py", "transforms/c.py", "tests/test_d.py", "docs/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    return tmp_path


def test_a_file_of_the_product_that_is_not_in_git_is_refused_by_its_name(project: Path) -> None:
    git(project, "init")
    (project / ".gitignore").write_text("c.py\n")
    git(project, "add", "dags")
    assert untracked(project) == (2, SAID + "plugins/cli/b.py\ntests/test_d.py\n")
    git(project, "add", "-A")
    assert untracked(project) == (0, "")


def test_outside_a_checkout_nothing_is_said_of_git(project: Path) -> None:
    assert untracked(project) == (0, "")
    git(project.parent, "init")
    assert untracked(project) == (0, "")  # of which the project is a folder, perhaps an ignored one


def test_it_comes_before_everything_else_that_is_checked() -> None:
    dry = subprocess.run(["make", "-n", "check"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert dry.index("git ls-files") < dry.index("ruff check")
