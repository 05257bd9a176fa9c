"""Choices: saying which of several tables was read."""

from collections.abc import Sequence

from transforms.domain.issue import Finding, Severity

MOST_NAMED = 5


def chosen_sheet(kind: str, read: Sequence[str], others: Sequence[str], reason: str = "") -> list[Finding]:
    """Return the finding that says which worksheet, layer or file was read, none where there was no choice."""
    if not others:
        return []
    facts = {"kind": kind, "name": _named(read), "others": _named(others), "reason": reason}
    return [Finding("sheet-chosen", Severity.INFO, values=[_named(read)], facts=facts)]


def joined_sheets(kind: str, names: Sequence[str]) -> list[Finding]:
    """Return the finding that says that several worksheets, layers or files were read as one, none for one of them."""
    facts = {"kind": kind, "names": _named(names)}
    return [Finding("sheets-joined", Severity.INFO, facts=facts)] if len(names) > 1 else []


def _named(names: Sequence[str]) -> str:
    """Return names in quotation marks, the first few of many."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(f"“{name}”" for name in names[:MOST_NAMED]) + more
