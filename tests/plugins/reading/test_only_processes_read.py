"""Nothing in `plugins` reads a published file but the jobs of processes with limits."""

import ast
from pathlib import Path

PLUGINS = Path(__file__).parents[3] / "plugins"
JOBS = {PLUGINS / "reading" / "tasks.py", PLUGINS / "portal" / "upload_checks" / "worker_tasks.py"}
READERS = {
    "expectations.check": {"check_files", "standardise_files", "read_file"},
    "transforms.reading": {"read"},
    "transforms.reading.file_format": {"file_kind"},
    "transforms.reading.linked_tables": {"read_tables"},
    "transforms.recognise": {"candidates", "read_for_any"},
    "transforms.snapshots.content_digest": {"content_sha256"},
    "transforms.standardise": {"read_published"},
    "transforms.standardise.read_published": {"read_published"},
}


def readers_imported(path: Path) -> set[str]:
    """The functions that read a published file and that a module imports."""
    imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    return {
        f"{node.module}.{alias.name}"
        for node in imports
        for alias in node.names
        if alias.name in READERS.get(node.module or "", ())
    }


def test_only_the_jobs_of_processes_with_limits_read_published_files() -> None:
    modules = set(PLUGINS.rglob("*.py"))
    assert modules >= JOBS
    assert all(readers_imported(path) for path in JOBS)
    assert {path.name: readers_imported(path) for path in modules - JOBS if readers_imported(path)} == {}
