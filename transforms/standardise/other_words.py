"""Other words: a header that names a required field in words of its own, found by what they mean and what stands below.

Known:  “Total (excludes VAT)” is the net amount; “Total” alone may be with VAT, and “Amount incl VAT” is.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from transforms.domain.issue import Finding, Severity
from transforms.domain.standard import Field, FieldKind

_SAME = {
    **dict.fromkeys(
        ("excludes", "excluding", "exclusive", "excluded", "excl", "exc", "without", "minus", "less"), "ex"
    ),
    **dict.fromkeys(("includes", "including", "inclusive", "included", "incl", "with", "plus", "gross"), "inc"),
    **dict.fromkeys(("paid", "payment", "payments", "pay"), "pay"),
    **dict.fromkeys(("ref", "refs", "references"), "reference"),
    **dict.fromkeys(("no", "num", "nr", "numbers"), "number"),
    **dict.fromkeys(("dt", "dates", "day"), "date"),
    **dict.fromkeys(("app", "appl", "applications"), "application"),
    **dict.fromkeys(("amt", "amounts", "total", "totals", "value", "sum", "spend", "cost", "price"), "amount"),
}
_SAY_NOTHING = frozenset({"of", "the", "in", "for", "a", "an", "and", "to", "on", "gbp", "pounds", "sterling", "local"})
FEWEST = 2  # words that mean something

Holds = Callable[[int, Field], bool]


def match_other_words(
    header: Sequence[str], fields: Sequence[Field], unrecognised: Sequence[int], holds: Holds
) -> tuple[dict[str, int], list[Finding]]:
    """Return the columns that name a required field in other words, and what to say of them.

    Args:
        header: the names of all columns.
        fields: the required fields that no column names.
        unrecognised: the columns that name no field.
        holds: whether the values of a column are of a field's kind.

    """
    positions: dict[str, int] = {}
    findings = []
    for field in fields:
        places = [position for position in unrecognised if _means(header[position], field) and holds(position, field)]
        if len(places) == 1:
            positions[field.name] = places[0]
            findings.append(_read(header[places[0]], field))
        elif places:
            names = " and ".join(f"“{header[position]}”" for position in places)
            facts = {"field": field.name, "columns": names}
            findings.append(Finding("column-ambiguous", Severity.WARNING, column=header[places[0]], facts=facts))
    return positions, findings


def _read(name: str, field: Field) -> Finding:
    why = "it says that VAT is left out" if field.kind is FieldKind.DECIMAL else "its words mean the same"
    facts = {"field": field.name, "reason": f"{why}, its values are of that kind, and no other column's words say so"}
    return Finding("column-in-other-words", Severity.INFO, column=name, field=field.name, facts=facts)


def _means(name: str, field: Field) -> bool:
    """Return whether a header means what one of the names of a field does; of an amount, that VAT is left out."""
    words = words_of(name)
    if len(words) < FEWEST or "inc" in words:
        return False
    if field.kind is FieldKind.DECIMAL and not ("vat" in words and words & {"ex", "net"}):
        return False
    return words in _meanings(field)


@lru_cache(maxsize=256)
def _meanings(field: Field) -> frozenset[frozenset[str]]:
    return frozenset(words_of(name) for name in (field.name, field.title, *field.aliases) if name)


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name that mean something, of each that means the same one."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.findall(r"[a-z]+", parted.casefold())
    return frozenset(_SAME.get(word, word) for word in words) - _SAY_NOTHING
