"""Whether the receipt, the tables, the totals and the confirmations of a package are what its files give."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from transforms.domain.statutory_return import StatutoryReturn
from transforms.release_package import bag
from transforms.release_package.assembly import differences, read_manifest
from transforms.release_package.cells import AuthorityCells, CellRow
from transforms.release_package.csv_schema import METADATA, wrong_in_csvs
from transforms.release_package.package_files import Files, Payload, whole
from transforms.release_package.release import UNCONFIRMED, WITHOUT_DATA
from transforms.release_package.tables import CONFIRMATION_COLUMNS, IMPUTED_COLUMNS

IMPUTED = "imputed.csv"


def wrong_in_receipt(package: Files) -> Iterator[str]:
    """Yield what is wrong with the receipt, recomputed from manifest.json, and with what bag-info.txt says of it."""
    manifest = read_manifest(Payload(package))
    facts = bag.parse_info(whole(package, bag.INFO))
    if facts.get("Receipt") != manifest["receipt"]:
        yield "bag-info.txt names another receipt than manifest.json gives"
    identifier, _, version = facts.get("External-Identifier", "").rpartition("/")
    if identifier != f"{manifest['return']}/{manifest['period']}" or not version.removeprefix("v").isdecimal():
        stated = facts.get("External-Identifier", "nothing")
        yield f"bag-info.txt says that this is {stated}, and manifest.json {manifest['return']}/{manifest['period']}"
    yield from differences(manifest, Payload(package))


def wrong_in_tables(package: Files) -> Iterator[str]:
    """Yield what is wrong in the CSVs by their CSVW metadata."""
    payload = Payload(package)
    if METADATA not in payload.names:
        yield f"{METADATA} is missing"
        return
    yield from wrong_in_csvs(payload, whole(payload, METADATA))


def wrong_in_totals(cells: Sequence[AuthorityCells], definition: StatutoryReturn) -> Iterator[str]:
    """Yield the cells of total areas that are not the sum over the authorities that have a value."""
    by_authority = {group.authority: {row.cell: row for row in group.rows} for group in cells}
    for area in definition.totals:
        totals = by_authority.get(area.gss, {})
        members = {
            gss: rows
            for gss, rows in by_authority.items()
            if definition.total_area(gss) is None and gss.startswith(area.gss_prefixes)
        }
        for cell in definition.cells:
            if row := totals.get(cell.name):
                without = cell.total_without or None
                parts = [rows[cell.name] for gss, rows in members.items() if not (without and gss.startswith(without))]
                yield from _wrong_in_total(row, parts if cell.has_total else [], area.name)


def _wrong_in_total(row: CellRow, parts: Sequence[CellRow], area: str) -> Iterator[str]:
    values = [Decimal(part.value) for part in parts if part.value]
    total = sum(values, Decimal(0)) if values else None
    if (total is None) != (not row.value) or (total is not None and total != Decimal(row.value)):
        in_words = "blank" if total is None else f"{total:f}"
        yield f"{row.cell} of {area} is {row.value or 'blank'}, and its authorities give {in_words}"


def wrong_in_imputed(package: Files, cells: Sequence[AuthorityCells], definition: StatutoryReturn) -> Iterator[str]:
    """Yield the imputed figures that stand over a reported one, and the totals that are not the sum with them."""
    payload = Payload(package)
    if IMPUTED not in payload.names:
        return
    stated = {(row.authority, row.cell): row.value for group in cells for row in group.rows}
    rows = _read_table(payload, IMPUTED, IMPUTED_COLUMNS)
    for row in rows:
        key, area = (row["authority"], row["cell"]), definition.total_area(row["authority"])
        if stated.get(key) != row["value"]:
            yield f"{key[1]} of {key[0]} is “{row['value']}” in {IMPUTED}, and not in cells.csv"
        elif area is None and row["value"]:
            yield f"{key[1]} of {key[0]} is imputed although it has a value"
        elif area is not None:
            parts = [
                Decimal(part["imputed"])
                for part in rows
                if part["cell"] == key[1]
                and definition.total_area(part["authority"]) is None
                and part["authority"].startswith(area.gss_prefixes)
                and not part["authority"].startswith(definition.cell(key[1]).total_without or ("-",))
            ]
            if Decimal(row["imputed"]) != sum(parts, Decimal(row["value"] or 0)):
                yield f"{key[1]} of {area.name} with imputed figures is not what these give"


def wrong_in_confirmations(
    package: Files, cells: Sequence[AuthorityCells], definition: StatutoryReturn
) -> Iterator[str]:
    """Yield the confirmations that do not match the cells."""
    rows = _confirmations(package)
    groups = {group.authority: group for group in cells if definition.total_area(group.authority) is None}
    for authority in sorted(groups.keys() ^ rows.keys()):
        is_there = authority in groups
        yield f"{authority} has " + (
            "no row in confirmations.csv" if is_there else "a row in confirmations.csv, and no cells"
        )
    for authority in sorted(groups.keys() & rows.keys()):
        row, group = rows[authority], groups[authority]
        if row["cells_sha256"] != group.sha256:
            yield f"the cells of {authority} are not those in confirmations.csv: their SHA-256 differs"
        counted = int(row["cells_confirmed"]) + int(row["cells_not_confirmed"])
        if counted != len(group.rows):
            yield f"{authority} has {len(group.rows)} cells, and confirmations.csv counts {counted}"
        if row["state"] in (UNCONFIRMED, WITHOUT_DATA) and int(row["cells_confirmed"]):
            yield f"{authority} has confirmed cells in confirmations.csv, where it is {row['state']}"


def _confirmations(package: Files) -> Mapping[str, Mapping[str, str]]:
    rows = _read_table(Payload(package), "confirmations.csv", CONFIRMATION_COLUMNS)
    return {row["authority"]: row for row in rows}


def _read_table(payload: Payload, name: str, columns: Sequence[str]) -> Sequence[Mapping[str, str]]:
    """Return the rows of a small table; raise ValueError, in a sentence, where it has other columns."""
    reader = csv.DictReader(io.StringIO(whole(payload, name).decode("utf-8"), newline=""))
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise ValueError(f"{name} does not have the columns that it should")
    return list(reader)
