"""The published fields that the rule of a cell reads, each with its page, whichever standard it is of."""

from collections.abc import Mapping
from dataclasses import dataclass

from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.render.derivations import Derivation
from transforms.standards import standard

MOST_NAMED = 3  # datasets, in a sentence


@dataclass(frozen=True)
class UsedField:
    """A field by name; `address` is blank where no standard that the return reads has it, since it is worked out."""

    name: str
    address: str


@dataclass(frozen=True)
class FieldsUsed:
    """The fields behind each value that the rule of a cell reads, and the titles of the datasets that have them."""

    datasets: tuple[str, ...]
    by_value: Mapping[str, tuple[UsedField, ...]]


def fields_used(definition: StatutoryReturn, cell: Cell, derivation: Derivation) -> FieldsUsed:
    """Return the fields behind a cell; a name that several standards have is of the first that the cell is made of.

    Fields of other standards that the return reads are left out, and so is a value that no field is behind.
    """
    declared = [standard(slug) for slug in cell.standards or definition.all_standards]
    owners = {field.name: owner for owner in reversed(declared) for field in owner.all_fields}
    elsewhere = {field.name for slug in definition.all_standards for field in standard(slug).all_fields} - owners.keys()
    by_value = {
        value: tuple(
            UsedField(name, f"/standards/{owners[name].slug}/fields/{name}" if name in owners else "")
            for name in names
            if name not in elsewhere
        )
        for value, names in (derivation.fields or {}).items()
    }
    by_value = {value: fields for value, fields in by_value.items() if fields}
    used = {owners[field.name].slug for fields in by_value.values() for field in fields if field.address}
    return FieldsUsed(tuple(owner.title for owner in declared if owner.slug in used), by_value)


def datasets_in_words(definition: StatutoryReturn) -> str:
    """Return what the datasets that a return reads are called in a sentence; several may be read, any one missing."""
    titles = [standard(slug).title for slug in definition.all_standards]
    if len(titles) > MOST_NAMED:
        return f"the {len(titles)} datasets that it is made from"
    *others, last = titles
    return f"{', '.join(others)} or {last}" if others else last
