"""The quality of a release: how many of those that owe it answered."""

from dataclasses import replace
from datetime import date

from tests.transforms.release_package.package_contents import contents
from transforms.domain.origins import Origin
from transforms.registers import who_owes
from transforms.release_package.assembly import read_assembly
from transforms.release_package.cells import AuthorityCells, CellRow
from transforms.release_package.package_files import HeldFiles
from transforms.release_package.quality import measures
from transforms.release_package.release import PackageRelease, ReleaseEntry

RELEASE = PackageRelease(1, date(2026, 11, 29), ReleaseEntry(1, "ab" * 32), "")
NO_HOUSES = "E10000016"  # Kent County Council


def cells_of(authority: str, origin: Origin) -> AuthorityCells:
    return AuthorityCells(authority, (CellRow(authority, "HSC.dwellings", "", origin),), "0" * 64)


def test_the_response_rate_is_of_those_that_owe_the_return() -> None:
    payload = {name.removeprefix("data/"): text for name, text in contents().items() if name.startswith("data/")}
    assembly = read_assembly(HeldFiles(payload))
    owing = [body.gss for body in who_owes(assembly.definition.owed_by, date(2026, 11, 29))]
    assert NO_HOUSES not in owing
    groups = (
        *(cells_of(gss, Origin.COMPUTED) for gss in (*owing[:2], NO_HOUSES)),
        *(cells_of(gss, Origin.NO_DATA) for gss in owing[2:]),
    )
    rate = measures(replace(assembly, cells=groups), RELEASE)[0]
    assert rate.sentence.startswith(f"Authorities with data: 2 of {len(owing)} ")
