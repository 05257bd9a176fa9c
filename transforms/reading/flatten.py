"""Flattening: a nested record as named texts, one column a leaf."""

from collections.abc import Iterator
from typing import Any


def flatten(record: dict[str, Any]) -> dict[str, str]:
    """Return nested values under paths such as `plannedDates/0/startDate`; a list of plain values is joined by pipes.

    An empty object or list is a blank under its own name.
    """
    return dict(_leaves(record, ""))


def as_text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    """Return a plain value as text: nothing for null, `true` and `false` for those."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _leaves(value: Any, name: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 (any JSON)
    if isinstance(value, dict) and (value or not name):
        for key, item in value.items():
            yield from _leaves(item, f"{name}/{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for position, item in enumerate(value):
            yield from _leaves(item, f"{name}/{position}")
    elif isinstance(value, dict):
        yield name, ""
    else:
        yield name, "|".join(map(as_text, value)) if isinstance(value, list) else as_text(value)
