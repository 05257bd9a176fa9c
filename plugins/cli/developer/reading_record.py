"""The results of reading: every file of a folder read, and checked if its folder says which standard it follows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.domain.report import Report
    from transforms.domain.standard import DatasetStandard
    from transforms.render.reference.reading_record import FileRead

AS_AT = date(2026, 1, 1)  # fixed, so that the same files give the same page
CODE_OF_TRANSPARENCY = (
    "contracts", "land_and_building_assets", "parking_account", "parking_spaces", "social_housing_asset_value",
    "senior_salary_counts", "pay_multiples", "counter_fraud", "trade_union_facility_time",
)  # fmt: skip
STANDARDS_OF_FOLDER = {
    "developer_contributions": (
        "developer_agreements", "developer_agreement_contributions", "developer_agreement_transactions",
    ),
    "transparency": CODE_OF_TRANSPARENCY,
}  # fmt: skip
NOT_PUBLISHED = ("fetch-log",)  # folders about publishing rather than of publications
FILES_AT_ONCE = 40
LEAST_RECOGNISED = 2


def record_folder(folder: Path) -> str:
    """Return the page about every file below `folder`."""
    from transforms.render.reference.reading_record import reading_record

    by_standard: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        by_standard[standard_of(path, folder) or ""].append(path)
    files: list[FileRead] = []
    for slug, paths in sorted(by_standard.items()):
        for start in range(0, len(paths), FILES_AT_ONCE):
            piece = paths[start : start + FILES_AT_ONCE]
            files += _check_files(slug, piece) if slug else map(_read_file, piece)
    return reading_record(files, AS_AT.isoformat())


def standard_of(path: Path, folder: Path) -> str | None:
    """Return the standard of a file by its folder and, where that is of several, by the columns that it has."""
    from plugins.reading.read_files import count_recognised

    parts = path.relative_to(folder).parts
    is_about_a_table = path.name.endswith("metadata.json")
    if len(parts) == 1 or is_about_a_table or any(part in NOT_PUBLISHED for part in parts):
        return None
    candidates = _declared_standards(STANDARDS_OF_FOLDER.get(parts[0], (parts[0],)))
    if len(candidates) < 2:
        return candidates[0].slug if candidates else None
    counts = count_recognised(path.read_bytes(), path.name, candidates)
    most_columns = max(counts)
    return candidates[counts.index(most_columns)].slug if most_columns >= LEAST_RECOGNISED else None


def _declared_standards(slugs: Sequence[str]) -> "list[DatasetStandard]":
    from transforms.standards import STANDARDS

    return [standard for standard in STANDARDS if standard.slug in slugs]


def _check_files(slug: str, paths: Sequence[Path]) -> "Iterator[FileRead]":
    from expectations.check import PublishedFile
    from plugins.reading.read_files import check_files
    from transforms.standards import standard

    files = [PublishedFile(path.name, path.read_bytes(), None, AS_AT) for path in paths]
    for file, report in zip(files, check_files(files, standard(slug)), strict=True):
        yield _checked_file(file.content, report)


def _checked_file(content: bytes, report: "Report") -> "FileRead":
    import pyarrow.compute as pc

    from plugins.reading.read_files import kind_of_file
    from transforms.render.reference.reading_record import FileRead

    critical = report.issues.filter(pc.equal(report.issues["severity"], "critical"))
    refusals = [] if report.header_line else critical["message"].to_pylist()
    counted = Counter[str]() if refusals else Counter(critical["code"].to_pylist())
    refusal = refusals[0] if refusals else None
    return FileRead(report.standard, kind_of_file(content), refusal, report.rows, report.rows_usable, counted)


def _read_file(path: Path) -> "FileRead":
    """Return the result of reading a file that is checked against no standard."""
    from plugins.reading.read_files import describe_file
    from transforms.render.reference.reading_record import NO_STANDARD, FileRead

    file = describe_file(path.read_bytes(), path.name)
    return FileRead(NO_STANDARD, file.kind, file.refusal and f"The file is {file.refusal}", file.rows, file.rows)
