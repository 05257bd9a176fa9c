"""The reading record: what came of reading published files, kind by kind; it names no council and no person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.render.reference import markdown_table

NO_STANDARD = "(no standard of ours)"
MOST_REASONS = 4


@dataclass(frozen=True)
class FileRead:
    """What came of one file; `left_out` counts the records that a critical issue keeps out, by the issue's code."""

    standard: str
    kind: str
    refusal: str | None
    rows: int
    usable: int
    left_out: Counter[str] = field(default_factory=Counter)


def reading_record(files: Sequence[FileRead], as_at: str) -> str:
    """Return the page, in Markdown."""
    groups: dict[tuple[str, str], list[FileRead]] = {}
    for file in sorted(files, key=lambda file: (file.standard.startswith("("), file.standard, file.kind)):
        groups.setdefault((file.standard, file.kind), []).append(file)
    heading = (
        "Standard",
        "Kind of file",
        "Files",
        "Read",
        "Rows in",
        "Rows usable",
        "Left out, and why",
        "Refused, and why",
    )
    rows = [_row(standard, kind, members) for (standard, kind), members in groups.items()]
    return "\n".join(
        [
            "<!-- Written by `council-returns reading-record --from DIR`; run it again, don't edit this page. -->\n",
            "# Reading record\n",
            f"What came of reading {len(files):,} files as councils and others published them, as at {as_at}. A row is",
            "left out for a critical issue and counted under each that it has; a file of no standard is read",
            "as a table and checked against nothing. The files themselves are not part of the project.\n",
            markdown_table(heading, [*rows, _row("all", "", files)]),
        ]
    )


def _row(standard: str, kind: str, members: Sequence[FileRead]) -> tuple[str, ...]:
    is_checked = not standard.startswith("(")
    checked = [file for file in members if not file.standard.startswith("(")]
    refusals = Counter(file.refusal for file in members if file.refusal)
    left_out = sum((file.left_out for file in members), Counter[str]())
    return (
        f"`{standard}`" if is_checked and standard != "all" else standard,
        kind,
        f"{len(members):,}",
        f"{len(members) - refusals.total():,}",
        f"{sum(file.rows for file in members):,}",
        f"{sum(file.usable for file in checked):,} of {sum(file.rows for file in checked):,}" if is_checked else "",
        ", ".join(f"`{code}` {count:,}" for code, count in left_out.most_common(MOST_REASONS)),
        "; ".join(f"{reason}{f' ({count})' if count > 1 else ''}" for reason, count in refusals.most_common())
        if standard != "all"
        else f"{refusals.total():,}",
    )
