"""A file that lacks a column says which cells of returns it leaves blank; one that has all says nothing."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from tests.expectations.conftest import as_csv
from tests.expectations.records import BY_EDITION
from transforms.domain.report import Report
from transforms.priorities.blank_cells import BlankCells, blank_cells
from transforms.render.report_words.cells_left_blank import blank_in_words
from transforms.render.report_words.verdict import Tone, verdict
from transforms.returns import RETURNS
from transforms.standards import standard

ADUR, EAST_SUSSEX = "E07000223", "E10000011"


def checked(slug: str, edition: str, *dropped: str, gss: str | None = ADUR) -> tuple[Report, Sequence[BlankCells]]:
    record = {name: text for name, text in BY_EDITION[slug, edition].items() if name not in dropped}
    file = PublishedFile("f.csv", as_csv([record]).encode(), gss, date(2026, 6, 30))
    report = check_files([file], standard(slug))[0]
    return report, blank_cells(report, [definition for definition in RETURNS if slug in definition.standards])


def needed() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for slug, edition in (("planning_applications", "2014"), ("brownfield_land", "2026")):
        for definition in RETURNS:
            if slug in definition.standards:
                for need in dict.fromkeys(need for cell in definition.cells for need in cell.needs):
                    yield slug, edition, need.fields


def test_a_file_with_every_column_leaves_nothing_blank() -> None:
    assert checked("planning_applications", "2014")[1] == ()


@pytest.mark.law
@pytest.mark.parametrize(("slug", "edition", "fields"), [*needed()], ids=str)
def test_whatever_a_cell_needs_it_is_blank_without(slug: str, edition: str, fields: tuple[str, ...]) -> None:
    _, blank_of_returns = checked(slug, edition, *fields, gss=None)
    needing = {
        cell.name
        for definition in RETURNS
        for cell in definition.cells
        if slug in definition.standards and any(set(need.fields) <= set(fields) for need in cell.needs)
    }
    assert needing
    assert needing <= {cell for blank in blank_of_returns for cell in blank.cells}


def test_a_cell_that_is_made_of_others_is_blank_with_them() -> None:
    _, (blank,) = checked("planning_applications", "2014", "DecisionType")
    assert set(blank.cells) == {"PS1.4a"}
    _, (blank,) = checked("planning_applications", "2014", "Decision")
    assert {"PS2.TOT.a", "PS1.4", "PS1.end"} <= set(blank.cells)


def test_an_alternative_is_enough() -> None:
    assert checked("planning_applications", "2014", "ClassificationURI", "ClassificationLabel")[1] == ()


def test_only_the_returns_that_an_authority_owes_count() -> None:
    def slugs(gss: str | None) -> set[str]:
        _, blank_of_returns = checked("planning_applications", "2014", "Decision", gss=gss)
        return {blank.definition.slug for blank in blank_of_returns}

    assert slugs(ADUR) == {"planning_matters"}
    assert slugs(EAST_SUSSEX) == {"county_matters"}
    assert slugs(None) == {"planning_matters", "county_matters"}


def test_a_file_that_leaves_cells_blank_is_not_ready_and_says_so() -> None:
    report, (blank,) = checked("planning_applications", "2014", "Decision", "DecisionType")
    words = blank_in_words(blank)
    assert words.endswith("; DecisionType.")
    assert " cells stay blank, because the file does not have these columns: " in words
    assert f"{len(blank.cells)} of {blank.total}" in words
    result = verdict(report, (), is_read=True, blank=[blank])
    assert result.tone is Tone.DOUBTFUL
    assert (
        result.sentence == "USABLE: the only record counts in returns, but cells of returns stay blank; nothing to fix."
    )
