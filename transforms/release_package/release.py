"""A release: what people agreed to publish of an assembled return, beside the files of the assembly itself.

Source: docs/specifications/return-package.md, section 1; docs/specifications/life-of-a-return.md, sections 3 and 4.
Known:  version 0 is a package that nobody has agreed to: for trying, and for a department that reproduces a return.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from transforms.domain.imputed_cell import ImputedCell

UNCONFIRMED, WITHOUT_DATA = "unconfirmed", "no-data"


@dataclass(frozen=True)
class PartConfirmation:
    """What an authority has said of its part of the return; `cells_sha256` is what it has seen, blank if not known.

    `state` is a state of its part; `cells_confirmed` and `cells_not_confirmed` count its cells.
    """

    authority: str
    state: str
    role: str
    confirmed_on: date | None
    cells_confirmed: int
    cells_not_confirmed: int
    cells_sha256: str = ""


@dataclass(frozen=True)
class ReleaseEntry:
    """The entry of the release in the audit trail."""

    number: int
    sha256: str


@dataclass(frozen=True)
class DeclaredCell:
    """What an authority has declared of a cell: `value` as it was written, a number or nil, and why and by whom.

    Where people accepted it in place of a figure, `replaces` is that figure as it was written.
    """

    authority: str
    cell: str
    value: str
    why: str = ""
    by: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Revision:
    """A cell that differs from the version before; `old` and `new` are as written, blank for no value.

    `records` are the references of the records that caused it, blanks between them.
    """

    authority: str
    cell: str
    old: str
    new: str
    why: str = ""
    records: str = ""


@dataclass(frozen=True)
class CellDispute:
    """A cell that goes out disputed: our value, the one that the authority sets beside it, blank for none, and why."""

    authority: str
    cell: str
    value: str
    declared: str
    why: str


@dataclass(frozen=True)
class CheckExplanation:
    """What an authority answered to a check that asks about its part."""

    authority: str
    check: str
    why: str


@dataclass(frozen=True)
class PackageRelease:
    """A version of a return of a period, `on` the day of its release.

    `revisions` are against the version before, whose receipt `supersedes` names; `sources` are the addresses that
    snapshots were fetched from, by authority, standard and SHA-256, as far as they are known.
    """

    version: int
    on: date
    audit_entry: ReleaseEntry | None = None
    supersedes: str = ""
    confirmations: tuple[PartConfirmation, ...] = ()
    declared: tuple[DeclaredCell, ...] = ()
    revisions: tuple[Revision, ...] = ()
    imputed: tuple[ImputedCell, ...] = ()
    sources: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    disputes: tuple[CellDispute, ...] = ()
    explanations: tuple[CheckExplanation, ...] = ()

    @property
    def label(self) -> str:
        """The version as it is written: v1, v2, …; v0 for a package that nobody has agreed to."""
        return f"v{self.version}"
