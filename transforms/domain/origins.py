"""Origins: how we come by a cell, and the rules by which a definition says so for each authority."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from transforms.domain.conditions.base import Bools

    Ranks = NDArray[np.int8]


class Origin(StrEnum):
    """How we come by a cell, weakest first. Only the last three have a value."""

    NO_DATA = "no-data"  # no usable snapshot
    NOT_DERIVABLE = "not-derivable"  # no published field holds it
    DECLARED = "declared"  # the council has said it
    INFERRED = "inferred"
    COMPUTED = "computed"

    @property
    def in_words(self) -> str:
        """Its name as people write it: not derivable."""
        return self.value.replace("-", " ")


WEAKEST_FIRST = tuple(Origin)
RANK = {origin: rank for rank, origin in enumerate(WEAKEST_FIRST)}
WITH_VALUE = (Origin.DECLARED, Origin.INFERRED, Origin.COMPUTED)
# What stands beside a figure, or in its place; after the Government Analysis Function's guidance on symbols in tables.
MARKERS = {Origin.DECLARED: "[d]", Origin.INFERRED: "[e]", Origin.NOT_DERIVABLE: "[z]", Origin.NO_DATA: "[x]"}


class OriginFacts(Protocol):
    """What the records of a return say of each authority."""

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities requested."""
        ...

    @property
    def switches(self) -> Mapping[str, str]:
        """Every switch with its value."""
        ...

    @property
    def facts(self) -> Mapping[str, "Bools"]:
        """By name, one yes or no per authority."""
        ...

    @property
    def origins(self) -> Mapping[str, "Ranks"]:
        """By name, one origin per authority, as its rank."""
        ...


class OriginRule(ABC):
    """How the origin of a cell is settled for each authority."""

    is_final: ClassVar[bool] = False  # whether it says itself where there is no data, or not all was seen

    @abstractmethod
    def ranks(self, records: OriginFacts) -> "Ranks":
        """Return the rank of the origin per authority."""

    def in_words(self, facts: Mapping[str, str], choices: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the rule as a sentence; blank where it is the same for everybody.

        Args:
            facts: clauses that say what is known of an authority, by the name of the fact.
            choices: what each switch decides.

        """
        return ""

    def explained(self, facts: Mapping[str, str], switches: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return why a cell is assumed or blank, in sentences for facts and switches; blank if it does not say."""
        return ""


@dataclass(frozen=True)
class Always(OriginRule):
    """The same origin for everybody."""

    origin: Origin

    def ranks(self, records: OriginFacts) -> "Ranks":
        """Return the origin for every authority."""
        import numpy as np

        return np.full(len(records.authorities), RANK[self.origin], dtype=np.int8)


@dataclass(frozen=True)
class ByFact(OriginRule):
    """It depends on what is known of the authority: a fact that the records carry."""

    fact: str
    if_true: Origin
    if_false: Origin

    def ranks(self, records: OriginFacts) -> "Ranks":
        """Return the origin that follows from the fact."""
        import numpy as np

        return np.where(records.facts[self.fact], RANK[self.if_true], RANK[self.if_false]).astype(np.int8)

    def in_words(self, facts: Mapping[str, str], choices: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return both origins and the fact."""
        fact = facts.get(self.fact, self.fact.replace("_", " "))
        return f"It is {self.if_true.in_words} where {fact}, and otherwise {self.if_false.in_words}."

    def explained(self, facts: Mapping[str, str], switches: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the sentence for the fact."""
        return facts.get(self.fact, f"It depends on whether the authority is {self.fact.replace('_', ' ')}.")


@dataclass(frozen=True)
class BySwitch(OriginRule):
    """It depends on how a switch is set."""

    switch: str
    origins: tuple[tuple[str, Origin], ...]

    def ranks(self, records: OriginFacts) -> "Ranks":
        """Return the origin that follows from the switch."""
        import numpy as np

        origin = dict(self.origins)[records.switches[self.switch]]
        return np.full(len(records.authorities), RANK[origin], dtype=np.int8)

    def in_words(self, facts: Mapping[str, str], choices: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the origin for each value of the switch."""
        ways = ", and ".join(f"{origin.in_words} where the choice is “{value}”" for value, origin in self.origins)
        return f"{choices.get(self.switch, self.switch)} is a choice: it is {ways}."

    def explained(self, facts: Mapping[str, str], switches: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the sentence for the switch."""
        return switches.get(self.switch, f"It depends on the return's choice {self.switch}.")


@dataclass(frozen=True)
class AsDerived(OriginRule):
    """The derivation of the records says it for each authority, under a name; `sentence` says by what."""

    name: str
    sentence: str

    is_final: ClassVar[bool] = True

    def ranks(self, records: OriginFacts) -> "Ranks":
        """Return the origins that the records carry."""
        return records.origins[self.name].copy()

    def in_words(self, facts: Mapping[str, str], choices: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the sentence."""
        return self.sentence

    def explained(self, facts: Mapping[str, str], switches: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the sentence."""
        return self.sentence


COMPUTED = Always(Origin.COMPUTED)
INFERRED = Always(Origin.INFERRED)
NOT_DERIVABLE = Always(Origin.NOT_DERIVABLE)
