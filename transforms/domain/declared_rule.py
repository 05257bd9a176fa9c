"""Declared rules: what a dataset standard asks of several fields of a record, or of a whole file, as plain values."""

from dataclasses import dataclass

from transforms.domain.codelist import Codelist


@dataclass(frozen=True)
class InOrder:
    """`later` is not before `earlier`; rows without both are not tested."""

    earlier: str
    later: str


@dataclass(frozen=True)
class NotAfter:
    """`date` is not after `limit` (the extract date)."""

    date: str
    limit: str


@dataclass(frozen=True)
class Together:
    """`first` and `second` are both published or both blank."""

    first: str
    second: str


@dataclass(frozen=True)
class AtMost:
    """`lower`, or where it is blank `lower_else`, is not more than `upper`; both are used as published."""

    lower: str
    upper: str
    lower_else: str | None = None


@dataclass(frozen=True)
class PublishedWhen:
    """`field` is published wherever `when` is one of `codes`; with `unless`, wherever it is another.

    A record whose `when` is blank or can't be read is not tested.
    """

    field: str
    when: str
    codes: tuple[str, ...]
    unless: bool = False


@dataclass(frozen=True)
class OnlyWhen:
    """`field` is blank unless `when` is one of `codes`; a record whose `when` is blank is not tested."""

    field: str
    when: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Agrees:
    """`label` says in words what `uri` says; `codelist` has the URIs as codes, their words as labels and aliases.

    A label that is none of the list's words is a local one, which is allowed.
    """

    uri: str
    label: str
    codelist: Codelist


@dataclass(frozen=True)
class AddsUp:
    """`total` is the sum of `parts` without those that are `less`, to within `tolerance`; with `at_most`, no less.

    `total` is a field, or a number that the parts of every record make. Blank parts count nothing; a record with a
    blank total or without any part is not tested.
    """

    total: str | float
    parts: tuple[str, ...]
    tolerance: float = 1.0
    less: tuple[str, ...] = ()
    at_most: bool = False


@dataclass(frozen=True)
class Divides:
    """`quotient` is `dividend` divided by `divisor`, to within `tolerance`; without all three it is not tested."""

    quotient: str
    dividend: str
    divisor: str
    tolerance: float = 1.0


@dataclass(frozen=True)
class SmallNumber:
    """`field` is nought or at least `least`: a smaller number would single people or their homes out."""

    field: str
    least: int


@dataclass(frozen=True)
class RefersTo:
    """`field` is the `key` of a record that the same authority publishes under another standard."""

    field: str
    standard: str  # the slug
    key: str


@dataclass(frozen=True)
class Covers:
    """At least `least_pct` of a file's usable records have `field`, or one of `others` that says the same.

    One finding about the column, not one per record.
    """

    field: str
    least_pct: float
    others: tuple[str, ...] = ()


Rule = (
    InOrder
    | NotAfter
    | Together
    | AtMost
    | PublishedWhen
    | OnlyWhen
    | Agrees
    | AddsUp
    | Divides
    | SmallNumber
    | RefersTo
    | Covers
)
