"""Whatever is declared is published by the example councils, each file one that the standard knows."""

from datetime import date

import pytest

from examples.england import England
from examples.published import publish, published_standards
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards import STANDARDS, standard

DAY = date(2026, 10, 5)
SLUGS = [one.slug for one in STANDARDS]


def test_every_standard_that_is_declared_is_published() -> None:
    assert sorted(published_standards()) == sorted(SLUGS)


@pytest.mark.law
@pytest.mark.parametrize("slug", SLUGS)
def test_a_file_holds_every_column_that_its_standard_requires_and_nothing_critical(england: England, slug: str) -> None:
    files = [
        PublishedFile(f"{council.gss}.csv", write_csv(publish(england, council, slug, DAY)), council.gss, DAY)
        for council in england.councils[:3]
    ]
    for report in check_files(files, standard(slug)):
        assert report.rows_usable == report.rows > 0
        assert "column-missing" not in report.issues["code"].to_pylist()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_day_is_the_same_file(england: England, slug: str) -> None:
    council = england.councils[0]
    assert publish(england, council, slug, DAY) == publish(england, council, slug, DAY)
