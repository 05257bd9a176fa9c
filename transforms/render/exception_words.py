"""Exceptions in words: the detail of one, `derived=9 counted=8`, as people write it."""

import re
from datetime import date

from transforms.domain.period import day_in_words
from transforms.domain.statutory_return import StatutoryReturn
from transforms.standards import standard

PART = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")
NAMES = {
    "amount": "amount",
    "cells": "cells left blank",
    "counted": "as counted",
    "declared": "as declared",
    "department": "the department’s figure",
    "derived": "as worked out",
    "fetched": "file of",
    "published": "as published",
    "standard": "dataset",
}
# What is counted or added up, and so has commas between its thousands; a line, a month or a reference has none.
AMOUNTS = frozenset(
    {"amount", "before", "counted", "declared", "department", "derived", "net", "now", "published", "value"}
)
NUMBER = re.compile(r"-?\d{4,}(\.\d+)?")


def detail_in_words(definition: StatutoryReturn, detail: str) -> str:
    """Return the detail of an exception as people write it: “as worked out: 9, as counted: 8”."""
    parts = [(name, value) for name, value in PART.findall(detail)]
    return ", ".join(f"{_name(definition, name)}: {_value(definition, name, value)}" for name, value in parts) or detail


def _name(definition: StatutoryReturn, name: str) -> str:
    if name in NAMES:
        return NAMES[name]
    words = definition.words.columns.heading(name)
    return name.replace("_", " ") if words == name and name.islower() else words


def _value(definition: StatutoryReturn, name: str, value: str) -> str:
    if not value:
        return "none"
    if name == "cell":
        return next((cell.label for cell in definition.cells if cell.name == value), value)
    if name == "standard":
        return standard(value).title
    if name == "field":
        return value.replace("|", " or ")
    if name in AMOUNTS and NUMBER.fullmatch(value):
        whole, point, rest = value.partition(".")
        return f"{int(whole):,}{point}{rest}"
    try:
        return day_in_words(date.fromisoformat(value))
    except ValueError:
        return value
