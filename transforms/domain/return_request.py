"""What is requested of a return: which edition and period, as known when, of whom, with the switches set how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.domain.declared_figures import DeclaredFigures
from transforms.domain.department_figures import DepartmentFigures
from transforms.domain.looks import Declaration
from transforms.domain.period import Period
from transforms.domain.sightings import Sightings
from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class ReturnRequest:
    """One return, requested.

    `authorities` are in the order of their codes; `owing` those of them that owe the return, none where that is not
    asked: then all of them count. `as_known` is None for everything that is there. `is_complete` says
    that everybody who owes the return is requested and no switch is moved; `rules_versions` names the rules under which
    the snapshots were checked, none for the newest check of each; `receipts` the assemblies of other returns that it
    reads, none for the newest of each period.
    """

    definition: StatutoryReturn
    period: Period
    authorities: tuple[str, ...] = ()
    as_known: date | None = None
    switches: Mapping[str, str] = field(default_factory=dict)
    declared: DeclaredFigures = field(default_factory=DeclaredFigures)
    department: DepartmentFigures = field(default_factory=DepartmentFigures)
    is_complete: bool = False
    rules_versions: tuple[str, ...] = ()
    owing: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, str]:
        """Every switch of the definition with its value."""
        return self.definition.settings(self.switches)


@dataclass(frozen=True)
class ReadAssembly:
    """An assembly of another return, as a return that reads it is given it.

    `cells` is a table of authority, cell, value as written, and origin; `exceptions` one of authority, reason and
    detail. The receipt is blank where nobody asks for it. `load_inputs` gives what it was made of, for traces.
    """

    request: ReturnRequest
    cells: Any
    exceptions: Any
    load_inputs: "Callable[[], ReturnInputs]"
    receipt: str = ""


@dataclass(frozen=True)
class ReturnInputs:
    """What a return is derived from: the sightings of every standard that it reads, and what else it asks for.

    `assemblies` are those of the returns that it reads, by slug and period. Where the definition counts looks,
    `unchanged` are the answers that brought no new file, and `declarations` what authorities have said does not apply
    to them. `other_hashes` are the SHA-256 of what was read beside snapshots, by its name in the manifest.
    """

    sightings: Mapping[str, Sightings]
    assemblies: Mapping[tuple[str, str], ReadAssembly] = field(default_factory=dict)
    unchanged: Any = None  # Arrow: authority, standard, day, seen (the day of the file that the answer saw)
    declarations: Sequence[Declaration] = ()
    other_hashes: Mapping[str, str] = field(default_factory=dict)
