"""Licences drawn as tables, and what the return makes of them."""

from collections.abc import Mapping
from datetime import date

from expectations.check_return import check_return
from tests.transforms.returns.drawn import Row, assemble, drawn, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.alcohol_licensing import RETURN

ADUR, ARUN, ANGLESEY, DEVON = "E07000223", "E07000224", "W06000001", "E10000008"
YEAR = parse_period("2025-26")
SHORT = {
    "case": "CaseReference", "dated": "CaseDate", "start": "LicenceStartDate", "end": "LicenceEndDate",
    "status": "StatusLabel", "kind": "ServiceTypeLabel", "alcohol": "AlcoholSupply", "on": "OnPremisesAlcoholSale",
    "off": "OffPremisesAlcoholSale", "late": "LateNightRefreshment", "hours": "OpeningHours", "decided": "DecisionDate",
    "extract": "ExtractDate", "of": "organisation_gss", "uri": "ServiceTypeURI", "status_uri": "StatusURI",
}  # fmt: skip
KINDS = {"P": "Premises licence", "C": "Club premises certificate", "T": "Temporary event notice"}
FLAGS = ("AlcoholSupply", "OnPremisesAlcoholSale", "OffPremisesAlcoholSale", "LateNightRefreshment")
Tables = Mapping[str, str]  # day of fetching: what was fetched


def rows(table: str) -> list[Row]:
    kinds = {name: kind for name, kind in RETURN.reads[0].columns.items() if kind == "day"}
    return [
        row
        | {name: row[name] == "yes" for name in FLAGS if name in row}
        | {"ServiceTypeLabel": KINDS.get(str(row.get("ServiceTypeLabel", "P")), row.get("ServiceTypeLabel"))}
        for row in drawn(table, SHORT, kinds)
    ]


def published(tables: Tables | Mapping[str, Tables]) -> list[SnapshotTable]:
    by_authority = tables if all(isinstance(one, Mapping) for one in tables.values()) else {ADUR: tables}
    return [
        snapshot(RETURN, gss, date.fromisoformat(day), rows(table))
        for gss, files in by_authority.items()
        for day, table in files.items()
    ]


def assembled(
    tables: Tables | Mapping[str, Tables], asked: list[str] | None = None, **switches: str
) -> AssembledReturn:
    snapshots = published(tables)
    everybody = asked or sorted({one.authority_gss for one in snapshots} | {ADUR})
    return check_return(assemble(RETURN, snapshots, everybody, YEAR, None, switches))


def cells(tables: Tables, *names: str, authority: str = ADUR, **switches: str) -> list[int | None]:
    found = assembled(tables, **switches).cells.to_pylist()
    values = {row["cell"]: row["value"] for row in found if row["authority"] == authority}
    return [None if values[f"ALN.{name}"] is None else int(values[f"ALN.{name}"]) for name in names]


def origin(tables: Tables, *names: str) -> list[str]:
    origins = {row["cell"]: row["origin"] for row in assembled(tables).cells.to_pylist() if row["authority"] == ADUR}
    return [origins[f"ALN.{name}"] for name in names]


def listed(tables: Tables, *reasons: str) -> list[tuple[str, str]]:
    return [
        (row["reason"], row["reference"] or row["detail"])
        for row in assembled(tables).exceptions.to_pylist()
        if row["reason"] in reasons
    ]


ISSUED = """
    case  status  dated       start       alcohol  on
    P/1   Issued  2010-01-01  2010-01-01  yes      yes
"""


def many(number: int, start: str, series: str = "P") -> str:
    lines = "\n".join(f"{series}/{n}  Issued  {start}  {start}  yes  yes" for n in range(number))
    return f"case  status  start  decided  alcohol  on\n{lines}"
