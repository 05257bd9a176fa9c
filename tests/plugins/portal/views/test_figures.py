"""The public view of an assembly whose return declares a disclosure policy: what is hidden is nowhere to be had."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from plugins.portal.views import figures as views
from plugins.portal.views.figures import AssemblyFigures
from tests.transforms.release_package.package_contents import contents
from transforms.domain.disclosure_policy import DisclosurePolicy
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import statutory_return

ADUR, ARUN, ENGLAND = "E07000223", "E07000224", "E92000001"
PREFIX = "returns/housing_stock_check/2025-03-31/as-known-2025-06-30/x"
HOMES, VALUE = "HSC.dwellings", "HSC.euv_sh"


@dataclass(frozen=True)
class Files:
    """An archive with the files of one assembly."""

    held: Mapping[str, bytes]

    def load(self, key: str) -> bytes:
        return self.held[key.removeprefix(f"{PREFIX}/")]


@pytest.fixture
def archive() -> Files:
    return Files({name.removeprefix("data/"): content for name, content in contents().items()})


def declared(monkeypatch: pytest.MonkeyPatch, policy: DisclosurePolicy | None) -> None:
    definition: StatutoryReturn = replace(statutory_return("housing_stock_check"), disclosure=policy)
    monkeypatch.setattr(views, "statutory_return", lambda _: definition)


def test_without_a_policy_everything_is_shown_and_can_be_fetched(
    archive: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(monkeypatch, None)
    figures = AssemblyFigures(archive, PREFIX)  # type: ignore[arg-type]
    assert (figures.cells[ARUN][HOMES].value, figures.cells[ENGLAND][HOMES].value) == ("12", "112")
    assert [output["file"] for output in figures.public_outputs] == [
        *("cells.csv", "exceptions.csv", "housing_stock_check-2025-03-31.xlsx", "issues.csv"),
    ]


def test_a_small_figure_and_what_gives_it_away_are_marked_and_no_file_holds_them(
    archive: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(monkeypatch, DisclosurePolicy(threshold=20, rounding_base=10, cells=(HOMES,)))
    figures = AssemblyFigures(archive, PREFIX)  # type: ignore[arg-type]
    hidden = [figures.cells[gss][HOMES] for gss in (ADUR, ARUN)]
    assert [(figure.value, figure.sign, figure.is_suppressed) for figure in hidden] == [(None, "[c]", True)] * 2
    assert figures.cells[ENGLAND][HOMES].value == "110"
    assert figures.cells[ARUN][VALUE].value == "600000.00"
    assert [output["file"] for output in figures.public_outputs] == ["issues.csv"]
