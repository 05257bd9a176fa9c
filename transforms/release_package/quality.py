"""The quality of a release: who answered, how its cells came about, what was confirmed, imputed and revised."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from transforms.domain.origins import Origin
from transforms.registers import who_owes
from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.cells import AuthorityCells
from transforms.release_package.release import PackageRelease
from transforms.release_package.tables import table_csv

COLUMNS = ("measure", "number", "out_of", "per_cent")


@dataclass(frozen=True)
class QualityMeasure:
    """One measure of quality: a count out of another, and what it says in words; None where it is of nothing."""

    name: str
    words: str
    number: int
    out_of: int | None = None

    @property
    def per_cent(self) -> str:
        """The share with one decimal, blank where there is none."""
        return f"{100 * self.number / self.out_of:.1f}" if self.out_of else ""

    @property
    def sentence(self) -> str:
        """The measure as a line for a person."""
        if self.out_of is None:
            return f"{self.words}: {self.number:,}"
        share = f" ({self.per_cent} per cent)" if self.per_cent else ""
        return f"{self.words}: {self.number:,} of {self.out_of:,}{share}"


def measures(assembly: AssemblyFiles, release: PackageRelease) -> tuple[QualityMeasure, ...]:
    """Return every measure of quality; those of cells are over the authorities, total areas left out."""
    owing = _owing(assembly)
    with_data = [group for group in owing if group.has_data]
    origins = Counter(row.origin for group in assembly.authorities for row in group.rows)
    cells = sum(origins.values())
    confirmed = sum(confirmation.cells_confirmed for confirmation in release.confirmations)
    names = {group.authority for group in assembly.authorities}
    imputed = sum(figure.authority in names for figure in release.imputed)
    return (
        QualityMeasure("response_rate", "Authorities with data", len(with_data), len(owing)),
        QualityMeasure("computed", "Cells computed from published records", origins[Origin.COMPUTED], cells),
        QualityMeasure("inferred", "Cells computed with an assumption", origins[Origin.INFERRED], cells),
        QualityMeasure("declared", "Cells that the authority has declared", origins[Origin.DECLARED], cells),
        QualityMeasure("not_derivable", "Cells that no published field holds", origins[Origin.NOT_DERIVABLE], cells),
        QualityMeasure("no_data", "Cells of authorities without a usable file", origins[Origin.NO_DATA], cells),
        QualityMeasure("confirmed", "Cells that the authority has confirmed", confirmed, cells),
        QualityMeasure("imputed", "Cells with an imputed figure", imputed, cells),
        QualityMeasure("revisions", "Cells that differ from the version before", len(release.revisions)),
    )


def _owing(assembly: AssemblyFiles) -> list[AuthorityCells]:
    """Return the authorities that owe the return, by the register of the day as known or the last of its period."""
    as_known = assembly.manifest["as_known"]
    day = date.fromisoformat(as_known) if as_known else assembly.period.last
    owing = {body.gss for body in who_owes(assembly.definition.owed_by, day)}
    return [group for group in assembly.authorities if group.authority in owing]


def quality_csv(measured: tuple[QualityMeasure, ...]) -> bytes:
    """Return the measures as a table."""
    rows = ((m.name, str(m.number), "" if m.out_of is None else str(m.out_of), m.per_cent) for m in measured)
    return table_csv(COLUMNS, rows)


def quality_text(measured: tuple[QualityMeasure, ...], title: str) -> bytes:
    """Return the measures for a person."""
    lines = [f"Quality of {title}", "", *(measure.sentence for measure in measured)]
    return ("\n".join(lines) + "\n").encode()
