"""Statements of the Transparency Code, assembled for tests from drawn files, attempts and declarations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import assemble, inputs_of
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.looks import Attempt, Declaration, answers_table, unchanged_answers
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.returns.transparency_code import RETURN as TRANSPARENCY_CODE

Published = Mapping[tuple[str, str], Sequence[tuple[date, bool, Sequence[Mapping[str, Any]]]]]


def request_for(year: int, known: date | None, bodies: Sequence[str]) -> ReturnRequest:
    """The statement of a year, as known on a day."""
    return ReturnRequest(TRANSPARENCY_CODE, financial_year(year), tuple(sorted(bodies)), known)


def sightings_of_statement(
    request: ReturnRequest,
    published: Published,
    attempts: Sequence[tuple[str, str, date, str]] = (),
    declared: Sequence[tuple[str, str, date | None, date | None]] = (),
) -> ReturnInputs:
    """What the statement is derived from."""
    files = [
        replace(snapshot(TRANSPARENCY_CODE, gss, day, rows, "2015", standard), is_open_format=is_open)
        for (gss, standard), of_standard in published.items()
        for day, is_open, rows in of_standard
    ]
    fetched = {key: [day for day, _, _ in of_standard] for key, of_standard in published.items()}
    return inputs_of(
        request,
        by_standard(files),
        unchanged=answers_table(unchanged_answers([Attempt(*one) for one in attempts], fetched)),
        declarations=[Declaration(*one, "") for one in declared],
    )


def assemble_statement(
    published: Published,
    attempts: Sequence[tuple[str, str, date, str]],
    declared: Sequence[tuple[str, str, date | None, date | None]],
    year: int,
    known: date | None,
    bodies: Sequence[str],
) -> AssembledReturn:
    """The statement of some bodies, assembled."""
    request = request_for(year, known, bodies)
    return assemble(request, sightings_of_statement(request, published, attempts, declared))


def cells_of(assembled: AssembledReturn, gss: str) -> dict[str, tuple[str | None, str]]:
    """Value and origin of every cell of an authority, or of England."""
    rows = assembled.cells.to_pylist()
    return {row["cell"]: (row["value"], row["origin"]) for row in rows if row["authority"] == gss}
