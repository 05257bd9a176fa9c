"""Reference pages, written from the declarations: no field, issue or cell is described twice."""

from collections.abc import Sequence

GENERATED = "<!-- Written by `council-returns docs` from the declarations; change those, not this page. -->\n"
INDEX = "README.md"  # what a folder shows


def markdown_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; bars and line breaks in a cell are written so that they stay in it."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(_in_cell(text) for text in line) + " |" for line in lines) + "\n"


def _in_cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
