"""The cells as SDMX: data as SDMX-CSV 2.0, and the structure that it names as an SDMX-JSON 2.0 structure message.

Source: https://github.com/sdmx-twg/sdmx-csv and https://github.com/sdmx-twg/sdmx-json (SDMX 3.0); observation and
        confidentiality statuses after the cross-domain code lists CL_OBS_STATUS and CL_CONF_STATUS, https://sdmx.org
Known:  the names of cells have dots, which no code of a code list may have, and a dimension can't be of a value list;
        so CELL is a text, and the value list VL_CELL says what each is.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from transforms.domain.imputed_cell import ImputedCell
from transforms.domain.origins import Origin
from transforms.domain.period import FinancialYear, Period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.cells import CellRow
from transforms.release_package.release import PackageRelease
from transforms.release_package.tables import table_csv

AGENCY, VERSION = "COUNCIL_RETURNS", "1.0"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
DIMENSIONS = ("REF_AREA", "TIME_PERIOD", "CELL")
COLUMNS = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION"),
    *DIMENSIONS,
    *("OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "ORIGIN"),
)
CONCEPTS = {
    "REF_AREA": "Authority, or total area, by GSS code",
    "TIME_PERIOD": "Period that the return is about",
    "CELL": "Cell of the form, as the value list VL_CELL describes it",
    "OBS_VALUE": "Figure",
    "OBS_STATUS": "Observation status",
    "CONF_STATUS": "Confidentiality status",
    "ORIGIN": "How we come by the figure",
    "IMPUTED": "Figure that stands in for a missing one; of a total area, the total with such figures",
}
OBS_STATUS = {
    Origin.COMPUTED: "A",
    Origin.DECLARED: "A",
    Origin.INFERRED: "E",
    Origin.NOT_DERIVABLE: "L",
    Origin.NO_DATA: "O",
}
STATUSES = {
    "A": "Normal value",
    "E": "Estimated value",
    "L": "Missing value; data exist but were not collected",
    "O": "Missing value",
}
FREE = "F"
ORIGINS = {
    Origin.COMPUTED: "Computed from published records",
    Origin.INFERRED: "Computed with an assumption",
    Origin.DECLARED: "Stated by the authority",
    Origin.NOT_DERIVABLE: "No published field holds it",
    Origin.NO_DATA: "No usable file is known",
}


def structure_id(definition: StatutoryReturn) -> str:
    """Return the identifier of the data structure of a return's edition, as SDMX writes it."""
    return f"{AGENCY}:{_identifier(definition)}({VERSION})"


def time_period(period: Period) -> str:
    """Return a period as SDMX writes it: a quarter and a day as we do, a financial year as a range of a year."""
    return f"{period.first.isoformat()}/P1Y" if isinstance(period, FinancialYear) else str(period)


def sdmx_csv(assembly: AssemblyFiles, release: PackageRelease) -> bytes:
    """Return every cell as SDMX-CSV 2.0; with imputed figures in a column of their own, where there are any."""
    imputed = {(figure.authority, figure.cell): figure for figure in release.imputed}
    structure, period = structure_id(assembly.definition), time_period(assembly.period)
    columns = (*COLUMNS, "IMPUTED") if imputed else COLUMNS
    rows = (
        (
            "datastructure",
            structure,
            "I",
            row.authority,
            period,
            row.cell,
            *_observation(row),
            *_imputed_figure(row, imputed),
        )
        for group in assembly.cells
        for row in group.rows
    )
    return table_csv(columns, rows)


def sdmx_structure(assembly: AssemblyFiles, release: PackageRelease) -> bytes:
    """Return the structure message: concepts, code lists, the cells as a value list, and the data structure."""
    definition = assembly.definition
    concepts = [name for name in CONCEPTS if name != "IMPUTED" or release.imputed]
    has_days = any(cell.is_day for cell in definition.cells)
    components = _components(concepts, "String" if has_days else "Decimal")
    message = {
        "meta": {
            "schema": SCHEMA,
            "id": f"{assembly.form}-{release.label}",
            "prepared": f"{release.on.isoformat()}T00:00:00Z",
            "sender": {"id": AGENCY},
        },
        "data": {
            "conceptSchemes": [_artefact("CONCEPTS", "Concepts", concepts=list(_items(CONCEPTS, concepts)))],
            "codelists": [
                _artefact("CL_AREA", "Authorities and total areas", codes=list(_areas(assembly))),
                _artefact("CL_OBS_STATUS", "Observation statuses", codes=list(_items(STATUSES, STATUSES))),
                _artefact("CL_CONF_STATUS", "Confidentiality statuses", codes=[{"id": FREE, "name": "Free"}]),
                _artefact("CL_ORIGIN", "Origins", codes=list(_items(ORIGINS, ORIGINS))),
            ],
            "valueLists": [_artefact("VL_CELL", f"Cells of {definition.title}", valueItems=list(_cells(definition)))],
            "dataStructures": [
                _artefact(_identifier(definition), definition.title, dataStructureComponents=components)
            ],
        },
    }
    return (json.dumps(message, ensure_ascii=False, indent=1) + "\n").encode()


def _identifier(definition: StatutoryReturn) -> str:
    return f"{definition.slug.upper()}_{definition.edition}"


def _observation(row: CellRow) -> tuple[str, str, str, str]:
    return row.value, OBS_STATUS[Origin(row.origin)], FREE, row.origin


def _imputed_figure(row: CellRow, imputed: "dict[tuple[str, str], ImputedCell]") -> tuple[str, ...]:
    if not imputed:
        return ()
    figure = imputed.get((row.authority, row.cell))
    return (figure.imputed if figure else "",)


def _artefact(identifier: str, name: str, **content: object) -> dict[str, object]:
    return {"id": identifier, "agencyID": AGENCY, "version": VERSION, "name": name, **content}


def _items(names: "dict[Any, str]", identifiers: Collection[Any]) -> Iterator[dict[str, str]]:
    for identifier in identifiers:
        yield {"id": str(identifier), "name": names[identifier]}


def _areas(assembly: AssemblyFiles) -> Iterator[dict[str, str]]:
    from transforms.registers import authorities

    names = {gss: body.name for gss, body in authorities().items()}
    names |= {area.gss: area.name for area in assembly.definition.totals}
    for group in assembly.cells:
        yield {"id": group.authority, "name": names.get(group.authority, group.authority)}


def _cells(definition: StatutoryReturn) -> Iterator[dict[str, str]]:
    for cell in definition.cells:
        yield {"id": cell.name, "name": cell.label}


def _components(concepts: Iterable[str], value_type: str) -> dict[str, object]:
    attributes = [name for name in concepts if name not in (*DIMENSIONS, "OBS_VALUE")]
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [
                _component("REF_AREA", _enumerated("CL_AREA"), position=0),
                _component("CELL", {"format": {"dataType": "String"}}, position=2),
            ],
            "timeDimension": _component("TIME_PERIOD", {"format": {"dataType": "ObservationalTimePeriod"}}),
        },
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [_component("OBS_VALUE", {"format": {"dataType": value_type}}, usage="optional")],
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [_attribute(name) for name in attributes],
        },
    }


def _component(name: str, representation: object, **more: object) -> dict[str, object]:
    concept = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CONCEPTS({VERSION}).{name}"
    return {"id": name, "conceptIdentity": concept, "localRepresentation": representation, **more}


def _attribute(name: str) -> dict[str, object]:
    is_figure = name == "IMPUTED"
    representation = {"format": {"dataType": "Decimal"}} if is_figure else _enumerated(f"CL_{name}")
    relation = {"attributeRelationship": {"observation": {}}, "measureRelationship": ["OBS_VALUE"]}
    return _component(name, representation, usage="optional" if is_figure else "mandatory", **relation)


def _enumerated(identifier: str) -> dict[str, str]:
    return {"enumeration": f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:{identifier}({VERSION})"}
