"""Reports to render: real and invented files, checked, with what their renderings need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from expectations.check import PublishedFile, check_files
from tests.plugins.command_line_inputs import case
from transforms.domain.report import Report
from transforms.domain.sheet import Sheet
from transforms.domain.standard import DatasetStandard
from transforms.domain.statutory_return import StatutoryReturn
from transforms.priorities import FixPriority, fix_priorities
from transforms.reading import read
from transforms.returns import RETURNS
from transforms.standardise import recogniser
from transforms.standards import standard

REAL = Path(__file__).parents[4] / "shared" / "data"
DAY = date(2026, 4, 30)


@dataclass(frozen=True)
class Checked:
    """A report, and what it is rendered with."""

    report: Report
    standard: DatasetStandard
    fix_priorities: tuple[FixPriority, ...]
    is_read: bool
    sheet: Sheet | None


def checked(
    content: bytes, slug: str, name: str = "a.csv", declared_returns: Sequence[StatutoryReturn] = RETURNS
) -> Checked:
    """Return what checking a file gives."""
    declared = standard(slug)
    report = check_files([PublishedFile(name, content, None, DAY)], declared)[0]
    edition = declared.edition(report.edition)
    returns = [one for one in declared_returns if slug in one.standards]
    sheet = read(content, name, recogniser(declared)).sheet
    return Checked(report, declared, fix_priorities(report, edition, returns), bool(returns), sheet)


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Return rows as CSV, every cell quoted."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in ([*rows[0]], *(row.values() for row in rows))]
    return "\n".join([*lines, ""]).encode()


def spoilt() -> bytes:
    """Return cases with findings of every severity, about the file, columns, rows and cells."""
    rows = [case(number) for number in range(1, 13)]
    rows[1] |= {"DecisionDate": "31/06/2024"}
    rows[2] |= {"CaseReference": "N/A"}
    rows[3] |= {"CaseURL": "=1+1"}
    rows[4] |= {"Decision": "Maybe", "CaseDate": "45425"}
    rows[5] |= {"CaseText": "Call jo.invented@example.com"}
    rows[6] |= {"CaseReference": rows[7]["CaseReference"]}
    rows = [row | {"Officer": "=cmd|' /C calc'!A0", "Contact": f"someone.{place}@example.com"}
            for place, row in enumerate(rows)]  # fmt: skip
    return as_csv(rows)


def one_case(**changes: str) -> bytes:
    """Return one case as a file."""
    return as_csv([case(1, **changes)])


INVENTED = {
    "spoilt cases": (spoilt(), "planning_applications"),
    "one clean case": (one_case(), "planning_applications"),
    "one case left out": (one_case(CaseReference=""), "planning_applications"),
    "a header alone": (b"CaseReference,CaseDate,Decision,CaseURL,ExtractDate\n", "planning_applications"),
    "a web page": (b"<!doctype html><title>Not found</title>", "brownfield_land"),
    "payments": (
        (
            "PaymentDate,BeneficiaryName,Amount,Purpose\n31/03/2026,A Ltd,\u00a31600.00,Repairs\n"
            "soon,B Ltd,700,Repairs\n\n31/03/2026,,700,\n"
        ).encode(),
        "spending_over_500",
    ),
}
PUBLISHED = {
    "brownfield_land": sorted((REAL / "brownfield_land" / "other-councils").glob("*"))[:3],
    "spending_over_500": sorted((REAL / "spending_over_500" / "as-published").glob("*.csv"))[:3],
    "public_toilets": sorted((REAL / "public_toilets" / "as-published").glob("*.csv"))[:2],
}
