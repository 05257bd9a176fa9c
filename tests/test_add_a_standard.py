"""The page that walks through adding a standard says what is so."""

import re
from pathlib import Path

from transforms.domain.rules import DeclaredRule
from transforms.standards.trade_union_facility_time import TRADE_UNION_FACILITY_TIME

CHECKOUT = Path(__file__).parents[1]
PAGE = (CHECKOUT / "docs/add-a-standard.md").read_text(encoding="utf-8")
SLUG = TRADE_UNION_FACILITY_TIME.slug
MODULES = (CHECKOUT / f"transforms/standards/{SLUG}.py", CHECKOUT / f"examples/published/{SLUG}.py")


def test_every_line_of_code_on_the_page_is_a_line_of_the_standard() -> None:
    sources = {line.strip() for module in MODULES for line in module.read_text(encoding="utf-8").splitlines()}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    lines = {line.strip() for block in blocks for line in block.splitlines()} - {"", "..."}
    assert len(lines) > 15
    assert lines - sources == set()


def test_every_kind_of_rule_is_named() -> None:
    assert [kind.__name__ for kind in DeclaredRule.__subclasses__() if f"`{kind.__name__}`" not in PAGE] == []


def test_every_file_and_link_is_there() -> None:
    named = re.findall(r"`((?:transforms|examples|tests)/[\w/]+(?:\.\w+|/))`", PAGE)
    linked = [link.removeprefix("../") for link in re.findall(r"\]\((\.\./[^)]+)\)", PAGE)]
    assert len(named) > 4
    assert [path for path in (*named, *linked) if not (CHECKOUT / path).exists()] == []


def test_the_columns_are_counted_and_every_test_that_is_quoted_is_one() -> None:
    assert len(TRADE_UNION_FACILITY_TIME.all_fields) == 10
    assert "a row a year, ten columns" in PAGE
    tests = (CHECKOUT / f"tests/transforms/standards/test_{SLUG}.py").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"`(test_\w+)`", PAGE) if f"def {name}(" not in tests] == []
