"""The issue register: everything that can be found, who acts on it, and how to fix it."""

from collections.abc import Mapping

from transforms.domain.issue import IssueType
from transforms.render.reference import GENERATED, markdown_table


def issue_register(types: Mapping[str, IssueType]) -> str:
    """Return the issue register as Markdown."""
    rows = [
        (
            f"`{kind.code}`",
            f"{kind.severity}{' (critical on an essential field)' if kind.essential_is_critical else ''}",
            kind.responsibility,
            kind.dimension,
            kind.message,
            kind.fix,
        )
        for kind in types.values()
    ]
    table = markdown_table(("Code", "Severity", "Who acts", "Dimension", "What we say", "How to fix it"), rows)
    return f"""{GENERATED}
# Issue register

What we can find in published data. Codes are never renamed and never reused. `critical`: the record, file or column is
excluded from returns; `warning`: included and flagged, and a value that can't be read counts as blank; `info`:
included, and this is what we changed or inferred. Words in braces are filled in from the file.

{table}"""
