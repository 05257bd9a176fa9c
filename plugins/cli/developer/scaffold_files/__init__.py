"""The scaffolds of a new dataset standard and of a new return: their modules, and tests that fail until it is done."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

CHECKOUT = Path(__file__).resolve().parents[4]
REGISTER = "transforms/standards/__init__.py"
PLACES = {
    "standard.txt": "transforms/standards/{slug}.py",
    "published.txt": "examples/published/{slug}.py",
    "test.txt": "tests/transforms/standards/test_{slug}.py",
}
RETURN_PLACES = {
    "return_init.txt": "transforms/returns/{slug}/__init__.py",
    "return_pages.txt": "transforms/returns/{slug}/pages.py",
    "return_records.txt": "transforms/returns/{slug}/records.py",
    "return_checks.txt": "transforms/returns/{slug}/checks.py",
    "return_words.txt": "transforms/returns/{slug}/words.py",
    "return_test.txt": "tests/transforms/returns/{slug}/test_{slug}.py",
}
SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class CanNotScaffold(ValueError):
    """Raised when a scaffold would overwrite something or make no sense; the text says what to change."""


def scaffold(slug: str, title: str, root: Path = CHECKOUT) -> list[Path]:
    """Write the modules of a new standard and its register row, and return the files written or changed.

    Args:
        slug: the standard's name, such as street_lights: plural, lower case, words joined by underscores.
        title: what people call it, such as "Street lights".
        root: the checkout.

    """
    written = _write(PLACES, slug, title, root)
    register = root / REGISTER
    register.write_text(_with_standard(register.read_text(encoding="utf-8"), slug), encoding="utf-8")
    return [*written, register]


def scaffold_return(slug: str, title: str, root: Path = CHECKOUT) -> list[Path]:
    """Write the folder of a new return and its failing tests, and return the files written.

    Args:
        slug: the return's name, such as parking_account_check.
        title: what people call it.
        root: the checkout.

    """
    return _write(RETURN_PLACES, slug, title, root)


def _write(places: Mapping[str, str], slug: str, title: str, root: Path) -> list[Path]:
    """Write the templates to their places; refuse a name that is not a slug, and a place that is taken."""
    if not SLUG.fullmatch(slug):
        raise CanNotScaffold(
            f"“{slug}” is not a slug; write lower-case words joined by underscores, such as street_lights"
        )
    written = {root / path_pattern.format(slug=slug): template for template, path_pattern in places.items()}
    if existing := [path for path in written if path.exists()]:
        raise CanNotScaffold(f"{existing[0].relative_to(root)} already exists; a scaffold overwrites nothing")
    words = {"slug": slug, "SLUG": slug.upper(), "title": title}
    for path, template in written.items():
        text = (files(__package__) / template).read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).substitute(words), encoding="utf-8")
    return list(written)


def _with_standard(text: str, slug: str) -> str:
    """Return the register with a row for the standard: its import in order, itself at the end."""
    name = slug.upper()
    lines = text.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("from transforms.standards."))
    last = max(number for number, line in enumerate(lines) if line.startswith("from transforms.standards."))
    imports = [*lines[first : last + 1], f"from transforms.standards.{slug} import {name}\n"]
    text = "".join([*lines[:first], *sorted(imports, key=lambda line: line.split()[1]), *lines[last + 1 :]])
    return text.replace("\n)\n", f"\n    {name},\n)\n", 1)
