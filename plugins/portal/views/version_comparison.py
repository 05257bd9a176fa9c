"""Two versions of a return for a period, compared cell by cell: releases, and what is proposed now.

Known   a release is what its package holds, with what was declared; until that is built, what was assembled for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from plugins.pipeline.release.earlier_releases import load_packed_cells
from plugins.portal.cache import SizedCache
from plugins.portal.pages import day_in_words
from plugins.portal.views.assemblies import AREA_NAMES, authority_name
from plugins.portal.views.figures import Figure, as_public
from plugins.storage.archive import package_key
from plugins.submissions.assembly_cells import load_rows
from plugins.submissions.rounds import OpenedRound
from transforms.domain.origins import Origin
from transforms.domain.statutory_return import StatutoryReturn
from transforms.rounds.cell_rows import AuthorityRows, CellFigure, split_rows
from transforms.rounds.release import Release
from transforms.rounds.revisions import is_material, revised_figures

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

NOW = "now"
MEGABYTE = 1_000_000
ROWS_CACHE: SizedCache[Mapping[str, AuthorityRows]] = SizedCache(
    100 * MEGABYTE, lambda rows: 300 * sum(len(authority.lines) for authority in rows.values())
)
Figures = Mapping[str, Mapping[str, CellFigure]]  # by authority or area, and cell


@dataclass(frozen=True)
class ComparedVersion:
    """A version that can be compared: its name in the address, and in words."""

    name: str
    title: str
    release: Release | None = None  # None for what is proposed now


@dataclass(frozen=True)
class CellDifference:
    """A cell that differs; a figure is None where a version has no such row."""

    gss: str
    area: str
    cell: str
    label: str
    before: CellFigure | None
    after: CellFigure | None

    @property
    def change(self) -> str:
        """By how much the value moved, with its sign; blank where one of them is no number."""
        try:
            old, new = (Decimal(figure.value) for figure in (self.before, self.after) if figure and figure.value)
        except (ValueError, ArithmeticError):
            return ""
        return f"{new - old:+,f}" if new != old else "0"


@dataclass(frozen=True)
class VersionComparison:
    """What differs between two versions, and whether it passes the threshold of the return."""

    before: ComparedVersion
    after: ComparedVersion
    differences: Sequence[CellDifference]
    is_material: bool

    @property
    def areas(self) -> list[tuple[str, str]]:
        """The authorities and areas with a difference, by code and name."""
        return list(dict.fromkeys((difference.gss, difference.area) for difference in self.differences))

    def of_area(self, gss: str) -> Sequence[CellDifference]:
        """Return the differences of one authority or area; all of them where none is named."""
        return [difference for difference in self.differences if gss in ("", difference.gss)]


def compared_versions(opened: OpenedRound, releases: Iterable[Release], *, with_now: bool) -> list[ComparedVersion]:
    """Return the versions that can be compared, the oldest first; what is proposed now last, for who sees it."""
    versions = [
        ComparedVersion(str(release.version), _title(release), release) for release in releases if release.knowledge
    ]
    vintage = opened.round.knowledge
    if with_now and vintage is not None:
        versions.append(ComparedVersion(NOW, f"What is proposed now, as known on {day_in_words(vintage.as_known)}"))
    return versions


def compare(
    deployment: "Deployment", opened: OpenedRound, before: ComparedVersion, after: ComparedVersion, *, is_public: bool
) -> VersionComparison:
    """Return what differs between two versions; where the public asks, as the policy of the return shows them."""
    rows = [load_version(deployment, opened, version) for version in (before, after)]
    definition = opened.definition
    old, new = (
        public_figures_of(definition, version) if is_public else {gss: part.cells for gss, part in version.items()}
        for version in rows
    )
    labels = {cell.name: cell.label for cell in definition.cells}
    differences = [
        CellDifference(gss, authority_name(gss), cell, labels.get(cell, ""), earlier, later)
        for gss in sorted({*old, *new}, key=lambda gss: (gss not in AREA_NAMES, authority_name(gss)))
        for cell in dict.fromkeys((*new.get(gss, {}), *old.get(gss, {})))
        if (earlier := old.get(gss, {}).get(cell)) != (later := new.get(gss, {}).get(cell))
    ]
    return VersionComparison(before, after, differences, is_material(definition, revised_figures(*rows)))


def load_version(
    deployment: "Deployment", opened: OpenedRound, version: ComparedVersion
) -> Mapping[str, AuthorityRows]:
    """Return the rows of every authority and area in a version."""
    release = version.release
    vintage = release.knowledge if release else opened.round.knowledge
    if vintage is None:
        return {}
    if release is None or release.built is None:
        return load_rows(deployment.archive, vintage.prefix)
    key = package_key(opened.round.return_slug, opened.round.period, release.version)
    return ROWS_CACHE.get((deployment.archive, key), lambda: split_rows(load_packed_cells(deployment, key)))


def public_figures_of(definition: StatutoryReturn, rows: Mapping[str, AuthorityRows]) -> Figures:
    """Return the figures of a version as the public sees them."""
    if definition.disclosure is None:
        return {gss: part.cells for gss, part in rows.items()}
    figures = {
        gss: {name: Figure(figure.value or None, Origin(figure.origin)) for name, figure in part.cells.items()}
        for gss, part in rows.items()
    }
    return {
        gss: {
            name: CellFigure(figure.sign if figure.is_suppressed else figure.value or "", figure.origin)
            for name, figure in cells.items()
        }
        for gss, cells in as_public(definition, figures).items()
    }


def comparison_csv(differences: Sequence[CellDifference]) -> bytes:
    """Return differences as CSV: codes and names, both values and origins, and the change."""
    import pyarrow as pa

    from transforms.render.csv_text import csv_bytes

    rows = [
        {
            "authority": difference.gss, "name": difference.area, "cell": difference.cell, "label": difference.label,
            **{
                f"{name}_{part}": str(getattr(figure, part)) if figure else ""
                for name, figure in (("before", difference.before), ("after", difference.after))
                for part in ("value", "origin")
            },
            "change": difference.change.replace(",", ""),
        }
        for difference in differences
    ]  # fmt: skip
    names = (
        "authority", "name", "cell", "label", "before_value", "before_origin", "after_value", "after_origin", "change",
    )  # fmt: skip
    return csv_bytes(pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names])))


def _title(release: Release) -> str:
    state = "" if release.state == "released" else f", {release.state}"
    on = f", released on {day_in_words(release.agreed_on)}" if release.agreed_on else ""
    return f"Version {release.version}{on}{state}"
