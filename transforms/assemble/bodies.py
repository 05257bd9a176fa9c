"""Bodies: which of the authorities requested have cells, where a return gives none to those that do not owe it."""

from collections.abc import Iterator
from dataclasses import replace

from transforms.domain.return_request import ReturnRequest
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import authorities, is_member


def with_cells(request: ReturnRequest) -> ReturnRequest:
    """Return the request for the authorities that have cells."""
    definition = request.definition
    if not definition.not_owed:
        return request
    owing = tuple(gss for gss in request.authorities if _is_respondent(definition, gss))
    return replace(request, authorities=owing, owing=tuple(gss for gss in request.owing if gss in owing))


def without_cells(request: ReturnRequest) -> Iterator[tuple[str, str, str, str]]:
    """Yield the exception of every other authority requested."""
    has_cells = set(with_cells(request).authorities)
    for gss in request.authorities:
        if gss not in has_cells:
            yield gss, request.definition.not_owed, "", ""


def expect_cells(definition: StatutoryReturn, gss: str) -> None:
    """Raise LookupError, in words, for an authority, or a total area, that has no cells."""
    if not definition.not_owed or definition.total_area(gss):
        return
    if not _is_respondent(definition, gss):
        raise LookupError(f"{gss} has no cells of {definition.slug}, which only {definition.owed_by} owe")


def _is_respondent(definition: StatutoryReturn, gss: str) -> bool:
    body = authorities().get(gss)
    return body is not None and is_member(body, definition.owed_by)
