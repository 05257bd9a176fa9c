"""Records of the licensing return: licences on the last day, cases, applications, notices, and licences that are gone.

Grain:  `records`: one per premises licence and club certificate with a state on the last day of the year. `cases`: one
        per case in the snapshot of that day. `applications` and `notices`: one per case in any snapshot. `pending`: one
        per premises case in the snapshot that shows what is undecided. `gone`: one per licence that disappeared.
Source: docs/specifications/alcohol-licensing.md
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from transforms.domain.measures import RECORDS
from transforms.domain.origins import RANK, AsDerived, Origin
from transforms.domain.period import financial_year
from transforms.domain.records import Records
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.returns.alcohol_licensing.applications import Applications
from transforms.returns.alcohol_licensing.history import history
from transforms.returns.alcohol_licensing.knowledge import Knowledge
from transforms.returns.alcohol_licensing.licences import Licences
from transforms.returns.alcohol_licensing.needs import APPLICATIONS, CASES, GONE, NOTICES, PENDING, STANDARD
from transforms.returns.alcohol_licensing.tables import Tables
from transforms.returns.alcohol_licensing.workings import COMPARED, YEARS_BETWEEN


def derive_licences(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return what was licensed by every authority requested, out of all its snapshots."""
    applications = Applications(history(inputs.sightings[STANDARD], request.authorities))
    earlier = financial_year(request.period.first.year - YEARS_BETWEEN)
    records = _records(applications, request)
    return replace(records, figures=_computed(_records(applications, replace(request, period=earlier))))


def _records(applications: Applications, request: ReturnRequest) -> Records:
    """Return the records of one year."""
    is_counted = request.settings["suspended_in_force"] == "yes"
    licences = Licences(applications.history, request.period, suspended_in_force=is_counted)
    tables = Tables(licences, applications, request)
    knowledge = Knowledge(licences, applications, request)
    stock = tables.of_licences()
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={
            RECORDS: stock,
            CASES: tables.of_cases(),
            APPLICATIONS: tables.of_applications(),
            NOTICES: tables.of_notices(),
            PENDING: tables.of_pending(),
            GONE: tables.of_gone(),
        },
        facts=knowledge.facts(),
        fields={STANDARD: knowledge.fields()},
        origins=knowledge.origins(knowledge.hours_known(stock)),
        exceptions=knowledge.exceptions(stock),
    )


def _computed(records: Records) -> Mapping[str, NDArray[Any]]:
    """Return the figures of a year that the checks compare, None where they are not computed."""
    figures = {}
    for name, cell in COMPARED.items():
        if not isinstance(cell.origin, AsDerived):
            raise TypeError(f"{cell.name} does not say how it is come by for each authority")
        is_computed = records.origins[cell.origin.name] == RANK[Origin.COMPUTED]
        values = cell.measure.value(records, {}).astype(object)
        values[~is_computed] = None
        figures[name] = values
    return figures
