"""Which open findings an explanation or a waiver is about, as the file is today; and writing it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority
from plugins.submissions.finding_explanations import (
    Subject,
    author_of,
    expect_explaining_officer,
    propose_explanation,
)
from plugins.submissions.refusals import InvalidInput

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment
    from transforms.findings.explanations import ExplanationKind
    from transforms.rounds.roles import Access

MOST_VALUES = 1000


@dataclass(frozen=True)
class FindingSelection:
    """Which open findings of a source are meant: by code and column, or by fingerprint."""

    standard: str
    authority_gss: str
    code: str | None = None
    column: str | None = None
    fingerprints: Sequence[str] = ()

    @property
    def source(self) -> tuple[str, str]:
        """The standard and the authority."""
        return self.standard, self.authority_gss


def explain_selection(
    connection: "Connection",
    deployment: "Deployment",
    access: "Access",
    kind: "ExplanationKind",
    selection: FindingSelection,
    why: str,
    period: tuple[date, date],
) -> tuple[int, int]:
    """Explain open findings, or ask for a waiver of them, for an officer of the authority.

    Args:
        connection: a transaction.
        deployment: where the findings are.
        access: who writes.
        kind: which of the two it is.
        selection: which findings.
        why: the reason, in a sentence for readers.
        period: today, and the last day on which it applies.

    Returns:
        The number of the explanation, and how many findings it is about.

    """
    expect_explaining_officer(access, selection.authority_gss, period[0])
    subject, count = selected_findings(deployment, selection)
    author = author_of(connection, access)
    return propose_explanation(connection, author, kind, selection.source, subject, why, period), count


def selected_findings(deployment: "Deployment", selection: FindingSelection) -> tuple[Subject, int]:
    """Return what is to be explained, as the values are today, and how many open findings that is.

    Raises:
        InvalidInput: where nothing is chosen, or no open finding is like it.

    """
    slug, gss = selection.standard, selection.authority_gss
    if bool(selection.code) == bool(selection.fingerprints) or (selection.column and not selection.code):
        raise InvalidInput(
            "choose findings either by a code (and a column), or by fingerprints", {"code": "Choose findings"}
        )
    sources = load_open_findings_of_authority(deployment, gss, slug)
    if not sources:
        raise InvalidInput(f"no file of {slug} has been collected from {gss} yet", {"standard": "Choose another one"})
    findings = sources[0][1]
    if not selection.fingerprints:
        return _findings_of_column(findings, selection)
    open_fingerprints = set(findings["fingerprint"].to_pylist())
    if unknown := [fingerprint for fingerprint in selection.fingerprints if fingerprint not in open_fingerprints]:
        raise InvalidInput(
            f"no open finding of {slug} from {gss} has the fingerprint {' or '.join(unknown)}",
            {"fingerprints": "Choose open findings"},
        )
    return list(dict.fromkeys(selection.fingerprints)), len(set(selection.fingerprints))


def _findings_of_column(findings: "pa.Table", selection: FindingSelection) -> tuple[Subject, int]:
    """Return the code, the column and its values of today, and how many open findings they are."""
    import pyarrow.compute as pc

    code, column = selection.code, selection.column or None
    codes, columns = (findings[name].cast("string") for name in ("code", "column"))
    is_in_column = pc.equal(columns, column) if column else pc.is_null(columns)
    selected = findings.filter(pc.fill_null(pc.and_(pc.equal(codes, code), is_in_column), False))
    if not selected.num_rows:
        where = f"in “{column}”" if column else "about the file"
        raise InvalidInput(
            f"{selection.standard} of {selection.authority_gss} has no open finding {code} {where}",
            {"code": "Choose a finding that is open"},
        )
    values = selected["value"].unique().to_pylist()
    if len(values) > MOST_VALUES:
        raise InvalidInput(
            f"“{column}” has {len(values):,} different values with {code}, too many for one explanation "
            f"(at most {MOST_VALUES:,}): the column should be fixed",
            {"column": "Fix the column"},
        )
    return (str(code), column, values), selected.num_rows
