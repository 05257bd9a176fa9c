"""The scaffold of a new dataset standard: its module, its examples, its failing tests and its register row."""

import re
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
    if not SLUG.fullmatch(slug):
        raise CanNotScaffold(
            f"“{slug}” is no slug; write lower-case words joined by underscores, such as street_lights"
        )
    written = {root / place.format(slug=slug): template for template, place in PLACES.items()}
    if taken := [path for path in written if path.exists()]:
        raise CanNotScaffold(f"{taken[0].relative_to(root)} is there already; a scaffold overwrites nothing")
    words = {"slug": slug, "SLUG": slug.upper(), "title": title}
    for path, template in written.items():
        text = (files(__package__) / template).read_text(encoding="utf-8")
        path.write_text(Template(text).substitute(words), encoding="utf-8")
    register = root / REGISTER
    register.write_text(_registered(register.read_text(encoding="utf-8"), slug), encoding="utf-8")
    return [*written, register]


def _registered(text: str, slug: str) -> str:
    """Return the register with a row for the standard: its import in order, itself at the end."""
    name = slug.upper()
    lines = text.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("from transforms.standards."))
    last = max(number for number, line in enumerate(lines) if line.startswith("from transforms.standards."))
    imports = [*lines[first : last + 1], f"from transforms.standards.{slug} import {name}\n"]
    text = "".join([*lines[:first], *sorted(imports, key=lambda line: line.split()[1]), *lines[last + 1 :]])
    return text.replace("\n)\n", f"\n    {name},\n)\n", 1)
