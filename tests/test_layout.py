"""The shape of the repository: what stands where, under which names, and how long it may be."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from transforms.returns import RETURNS

CHECKOUT = Path(__file__).parents[1]
PACKAGES = ("dags", "plugins", "expectations", "transforms")
TOP_LEVEL = {
    *PACKAGES,
    *("benchmarks", "deploy", "docs", "examples", "tests"),
    *("docker-compose.yml", "docker-compose.worker.yml", "Dockerfile", "Caddyfile"),
    *("pyproject.toml", "requirements.lock", "requirements-production.lock"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "GLOSSARY.md", "LICENSE", "Makefile", "README.md", "action.yml"),
}
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc"}
STANDARD_LIBRARY_TRAPS = {"types", "logging", "calendar", "errors"}  # Airflow once loaded plugins by bare name
PRONOUNS = {"beside", "apart", "one", "whose", "here", "who", "which", "how", "some", "place"}
PARTICIPLES = {"told", "shown", "kept", "found", "said", "known", "chosen", "made", "given", "heard", "asking"}
PARTICIPLES |= {"wanted", "asked", "taken", "held"}
IN_A_CODE_LIST = {"secured", "returned", "gone"}  # refused but for a constant, which stands for that very word
REPLACED = re.compile(r"\b(?:mend(?:s|ed|ing)?|knowings?|held back|last good|rehearsals?|nought|whence)\b", re.I)
LONGEST_DAG = 60
LONGEST_MODULE = 300
LONGEST_README = 120


def tracked() -> list[Path]:
    """Every file that belongs to the project, new ones included, ignored ones not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := CHECKOUT / name).exists()]


def modules(*folders: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(CHECKOUT).parts[0] in folders]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def named(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("package", [*PACKAGES, "examples"])
def test_a_package_of_a_common_name_is_the_one_in_this_checkout(package: str) -> None:
    assert Path(importlib.import_module(package).__file__ or "").parent == CHECKOUT / package


def test_nothing_else_stands_at_the_top() -> None:
    found = {path.relative_to(CHECKOUT).parts[0] for path in tracked()}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


def test_only_returns_stand_among_the_returns() -> None:
    """What several returns are made of is in `transforms/return_parts`, what one is made of in its own folder."""
    folder = CHECKOUT / "transforms" / "returns"
    entries = {path.relative_to(folder).parts[0] for path in tracked() if path.is_relative_to(folder)}
    declared = {name for name in entries if (folder / name / "__init__.py").exists()}
    assert entries - declared == {"__init__.py"}
    assert declared == {definition.slug for definition in RETURNS}


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in modules(*PACKAGES, "examples")}
    without = [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()]
    assert [
        name for name in without if not name.startswith("plugins/storage/migrations")
    ] == []  # Alembic runs those as scripts


def test_no_module_is_a_drawer() -> None:
    assert [named(path) for path in modules(*PACKAGES, "examples", "benchmarks", "tests") if drawers(path)] == []


def drawers(path: Path) -> set[str]:
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return {*parts} & DRAWERS


def test_a_value_is_named_by_what_it_is_and_not_by_a_pronoun_or_participle() -> None:
    """No module, class, function, parameter or variable is called `one`, `found`, `known`, `made` or the like."""
    refused = PRONOUNS | PARTICIPLES
    for path in modules(*PACKAGES, "benchmarks", "examples"):
        assert path.stem not in refused
        bound = {name.strip("_") for name in names_bound(path)}
        assert not {name.casefold() for name in bound} & refused, named(path)
        assert not bound & IN_A_CODE_LIST, named(path)


def test_no_class_name_stands_for_two_things() -> None:
    """A class is named so that an import, a traceback or a search leads to it alone."""
    homes: dict[str, list[str]] = {}
    for path in modules(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(named(path))
    assert len(homes) > 100  # else nothing was looked at
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def names_bound(path: Path) -> set[str]:
    """The names that a module gives to classes, functions, parameters and variables."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.name
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        else node.arg
        if isinstance(node, ast.arg)
        else node.id
        for node in tree
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.arg)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    }


def test_code_and_pages_use_the_words_that_were_decided() -> None:
    """Fix, quarantined, last valid file, vintage, zero: the words of the glossary, not those that it replaces."""
    texts = [path for path in tracked() if path.suffix in {".py", ".html", ".txt"} and is_product(path)]
    assert len(texts) > 500  # else nothing was looked at
    assert {named(path): hits for path in texts if (hits := REPLACED.findall(path.read_text(encoding="utf-8")))} == {}


def is_product(path: Path) -> bool:
    return path.relative_to(CHECKOUT).parts[0] in {*PACKAGES, "benchmarks", "examples"}


def test_no_plugin_takes_the_name_of_a_standard_module() -> None:
    traps = STANDARD_LIBRARY_TRAPS | set(sys.stdlib_module_names) - {"platform"}
    assert [named(path) for path in (CHECKOUT / "plugins").glob("*.py") if path.stem in traps - {"__init__"}] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        named(path)
        for path in modules(*PACKAGES, "examples", "benchmarks")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_a_dag_file_reads_as_a_table_of_contents() -> None:
    assert {named(path): length(path) for path in modules("dags") if length(path) > LONGEST_DAG} == {}


def test_a_module_can_be_read_in_one_sitting() -> None:
    assert {named(path): length(path) for path in modules(*PACKAGES) if length(path) > LONGEST_MODULE} == {}


def test_a_module_of_tests_can_be_read_in_one_sitting() -> None:
    tests = [path for path in modules("tests") if path.name.startswith("test_")]
    assert {named(path): length(path) for path in tests if length(path) > LONGEST_MODULE} == {}


def test_dags_import_no_frames_and_no_rules() -> None:
    heavy = {"pandas", "pyarrow", "numpy", "great_expectations", "sqlalchemy", "boto3", "httpx"}
    assert {named(path): found for path in modules("dags") if (found := imported(path) & heavy)} == {}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def test_only_registers_open_files_in_transforms() -> None:
    openers = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen", "now", "today"}
    found = {
        named(path): called
        for path in modules("transforms")
        if path.parent.name != "registers" and (called := calls(path) & openers)
    }
    assert found == {}


def calls(path: Path) -> set[str]:
    """The bare and attribute names that a module calls, without methods of archives and workbooks held in memory."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                names.add(function.id)
            elif isinstance(function, ast.Attribute) and function.attr != "open":
                names.add(function.attr)
    return names


def test_tests_stand_where_the_code_stands() -> None:
    strays = [
        named(path)
        for path in modules("tests")
        if path.name.startswith("test_")
        and path.parent != CHECKOUT / "tests"
        and not (CHECKOUT / path.parent.relative_to(CHECKOUT / "tests")).is_dir()
    ]
    assert strays == []


def test_the_readme_can_be_read_in_one_sitting() -> None:
    readme = CHECKOUT / "README.md"
    assert readme.exists()
    assert length(readme) <= LONGEST_README
