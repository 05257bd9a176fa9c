"""Why data of a council is missing: from the state of its sources to the words of the page and of the letter."""

from datetime import UTC, date, datetime

import pytest

from plugins.portal.views.missing_data import missing_datasets
from plugins.storage.warehouse.source_status import SourceStatus
from transforms.domain.authority import Source
from transforms.standards import standard

ADUR, SLUG, OTHER = "E07000223", "planning_applications", "brownfield_land"
SINCE = date(2025, 3, 3)


def source(url: str = "https://adur.example/file.csv", slug: str = SLUG) -> dict[tuple[str, str], Source]:
    return {(slug, ADUR): Source(ADUR, slug, url, "csv", "", "expected", None, None)}


def status(state: str, reason: str | None, slug: str = SLUG) -> dict[tuple[str, str], SourceStatus]:
    in_use, since = (None if state == "none" else date(2025, 1, 9)), (SINCE if reason else None)
    at = datetime(2025, 4, 3, tzinfo=UTC)
    return {(slug, ADUR): SourceStatus(slug, ADUR, at.date(), "fetched", state, in_use, reason, since, "run", at)}


CASES = [
    ({}, {}, "no-source", "we do not know where it is published", "Please tell us where you publish"),
    (source(""), {}, "no-source", "we do not know where it is published", "Please tell us where you publish"),
    (source(), {}, "not-collected", "not collected yet", "We have not collected"),
    (source(), status("none", "unreachable"), "unreachable", "unreachable since 3 March 2025", "The address of"),
    (
        source(), status("last-valid", "shrunk"), "quarantined",
        "quarantined since 3 March 2025: the new file is much shorter and is waiting to be confirmed",
        "Your new file of",
    ),
    (
        source(), status("none", "no-usable-record"), "refused",
        "not usable since 3 March 2025: the file has no usable record", "We could not use your file of",
    ),
    (
        source(), status("current", None), "not-published",
        "not published yet: the file of 9 January 2025 has nothing for this period", "Please publish",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("register", "statuses", "reason", "words", "request_begins"), CASES)
def test_each_state_of_a_source_says_why_data_is_missing_and_what_to_ask_for(
    register: dict[tuple[str, str], Source],
    statuses: dict[tuple[str, str], SourceStatus],
    reason: str,
    words: str,
    request_begins: str,
) -> None:
    [dataset] = missing_datasets([SLUG], ADUR, register, statuses)
    assert (dataset.title, dataset.reason, dataset.words) == ("Planning applications", reason, words)
    assert dataset.request.startswith(request_begins)
    assert "Planning applications" in dataset.request
    assert dataset.request.endswith(".")


def test_a_dataset_with_a_file_is_not_to_blame_where_another_has_none() -> None:
    register = source() | source(slug=OTHER)
    statuses = status("current", None) | status("none", "unreachable", OTHER)
    titles = [dataset.title for dataset in missing_datasets([SLUG, OTHER], ADUR, register, statuses)]
    assert titles == [standard(OTHER).title]
