"""A field that most records of a file have; one finding about the column, not one per record."""

from dataclasses import dataclass

from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest

ALL = 100  # per cent


@dataclass(frozen=True)
class Covers(DeclaredRule):
    """At least `least_pct` of a file's usable records have `field`, or one of `others` that says the same."""

    field: str
    least_pct: float
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the rule."""
        return f"{self.field}.covered"

    @property
    def fields_in_words(self) -> str:
        """The fields of which a record has one."""
        return " or ".join((self.field, *self.others))

    @property
    def least_in_words(self) -> str:
        """How many records have one of them."""
        return "all" if self.least_pct == ALL else f"at least {self.least_pct:g} %"

    def reads(self) -> tuple[str, ...]:
        """Return the fields of which a record has one."""
        return (self.field, *self.others)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return none: no single record breaks the rule."""
        return ()

    def sentences(self) -> tuple[str, ...]:
        """Return what is true of good data."""
        if self.least_pct == ALL:
            return (f"Every record has {self.fields_in_words}.",)
        return (f"At least {self.least_pct:g} % of the records have {self.fields_in_words}.",)
