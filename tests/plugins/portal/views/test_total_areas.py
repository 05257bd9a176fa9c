"""A return with several totals: each is named, adds up its own authorities, and is none of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.portal.routes.cells import summands
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.figures import Figure
from plugins.portal.views.national import count_filled_cells, list_authority_indicators
from transforms.domain.origins import Origin
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns.alcohol_licensing import RETURN

ADUR, ANGLESEY = "E07000223", "W06000001"
CODES = (ADUR, ANGLESEY, "E92000001", "W92000004", "K04000001")
CELL = "ALN.prem.total"


@dataclass(frozen=True, eq=False)
class Figures:
    """What the files of an assembly say."""

    cells: Mapping[str, Mapping[str, Figure]] = field(
        default_factory=lambda: {gss: {CELL: Figure("1", Origin.COMPUTED)} for gss in CODES}
    )
    indicators: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: {gss: {"on_and_off_share_pct": 50.0} for gss in CODES}
    )
    exceptions: tuple[object, ...] = ()


@dataclass(frozen=True)
class Assembly:
    """An assembly of the licensing return."""

    figures: Any = field(default_factory=Figures)
    definition: StatutoryReturn = RETURN


def test_a_total_area_is_named_and_is_no_authority() -> None:
    assembly: Any = Assembly()
    assert authority_name("K04000001") == "England and Wales"
    assert authority_name("W92000004") == "Wales"
    names = {authority_name(gss) for gss in (ADUR, ANGLESEY)}
    assert {row.name for row in count_filled_cells(assembly)} == names
    assert {row.name for row in list_authority_indicators(assembly)} == names


def test_each_total_adds_up_the_authorities_of_its_own() -> None:
    assembly: Any = Assembly()
    added = {area.gss: {row.gss for row in summands(assembly, area, CELL)} for area in RETURN.totals}
    assert added == {"E92000001": {ADUR}, "W92000004": {ANGLESEY}, "K04000001": {ADUR, ANGLESEY}}
