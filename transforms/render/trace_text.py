"""A traced cell as text: the cell itself, how it comes by its value or why it has none, and the records behind it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.domain.measures import NotCollected
from transforms.domain.return_request import ReturnRequest
from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.registers import authorities
from transforms.render.derivations import derivation
from transforms.render.records import records_text

if TYPE_CHECKING:
    from transforms.assemble import TracedCell


def trace_text(request: ReturnRequest, cell: str, authority: str, traced: "TracedCell") -> str:
    """Return the cell in words and the records behind it as a table."""
    declared = request.definition.cell(cell)
    head = "\n".join(_head(request, declared, authority, traced))
    if traced.value is None and not len(traced.records):
        return f"{head}\n"
    return f"{head}\n\n{records_text(traced.records).decode()}"


def _head(request: ReturnRequest, cell: Cell, authority: str, traced: "TracedCell") -> Iterator[str]:
    definition = request.definition
    yield f"{cell.name}  {cell.label}"
    yield f"{_name(definition, authority)}, {definition.period_in_words(request.period)}"
    if definition.kind_in_words:
        yield f"{definition.kind_in_words}."
    if traced.value is None:
        yield f"No value ({traced.origin}): {_why(cell, traced)}"
    else:
        yield f"{traced.value} ({traced.origin})"
    rule = derivation(definition, cell, request.period)
    if cell.measure.is_collected:
        yield f"{rule.lead}{':' if rule.conditions or rule.plus else '.'}"
    yield from (f"  {condition}" for condition in rule.conditions)
    yield from (f"  + {name}" for name in rule.plus)
    yield from (f"  − {name}" for name in rule.minus)
    if rule.origin:
        yield rule.origin


def _why(cell: Cell, traced: "TracedCell") -> str:
    if traced.fields_missing:
        names = " and ".join(name.replace("|", " or ") for name in traced.fields_missing)
        return f"no file that is used has a column for {names}."
    if isinstance(cell.measure, NotCollected):
        return f"{cell.measure.reason}."
    return {
        "no-data": "no usable file reaches the period.",
        "not-derivable": "what is published does not give it.",
    }.get(traced.origin.value, "it was not declared.")


def _name(definition: StatutoryReturn, authority: str) -> str:
    area = next((total.name for total in definition.totals if total.gss == authority), None)
    if area:
        return f"{area} ({authority})"
    body = authorities().get(authority)
    return f"{body.name} ({authority})" if body else authority
