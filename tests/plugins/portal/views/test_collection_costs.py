"""The cost of a collection: sizes and times in words, and on its page what the log of attempts adds up to."""

import pytest
from starlette.testclient import TestClient

from plugins.portal.views.collection_costs import seconds_in_words, size_in_words
from tests.plugins.pipeline.steps.conftest import ADUR, CRAWLEY, STANDARD, Collecting
from tests.plugins.portal.reading import rows_of, text_of


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9_960, "10 kB"), (999_400, "999 kB"),
     (999_500, "1.0 MB"), (34_400_000, "34 MB"), (2_500_000_000, "2.5 GB"), (10**16, "10,000 TB")],
)  # fmt: skip
def test_a_size_is_said_in_the_unit_that_fits(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0.0 seconds"), (0.42, "0.4 seconds"), (12.4, "12 seconds"), (59.6, "1 minute"), (61, "1 minute 1 second"),
     (200, "3 minutes 20 seconds"), (7200, "120 minutes")],
)  # fmt: skip
def test_a_time_is_said_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert seconds_in_words(seconds) == words


@pytest.mark.platform
def test_the_page_of_a_collection_says_what_each_council_and_the_whole_took(
    reader: TestClient, country: Collecting
) -> None:
    page = reader.get(f"/collections/{STANDARD}?sort=council").text
    assert "Last collection: 9 April 2025" in text_of(page)
    rows = {row["Council"]: row for row in rows_of(page)}
    assert {council.split()[0]: row["Outcome"] for council, row in rows.items()} == {
        "Adur": "New file", "Arun": "Unchanged", "Barnsley": "No file at the address",
        "Crawley": "No file at the address",
    }  # fmt: skip
    query = (
        "select count(*), coalesce(sum(size), 0)::bigint, sum(elapsed_ms) / 1000.0 from attempt"
        " where run_id = 'run-2025-04-09' and authority_gss = :gss"
    )
    for name, gss in (("Adur District Council", ADUR), ("Crawley Borough Council", CRAWLEY)):
        [(requests, size, seconds)] = country.ask(query, gss=gss)
        row = rows[name]
        assert (row["Requests"], row["Received"]) == (str(requests), size_in_words(size))
        assert row["Seconds"] == f"{float(seconds):.1f}"


@pytest.mark.platform
def test_earlier_collections_have_pages_of_their_own(reader: TestClient, country: Collecting) -> None:
    runs = rows_of(reader.get(f"/collections/{STANDARD}").text, 1)
    assert [(run["Day"], run["Asked"], run["New files"], run["Unchanged"], run["Failed"]) for run in runs] == [
        ("9 April 2025", "4", "1", "1", "2"),
        ("2 April 2025", "4", "3", "0", "1"),
    ]
    first = reader.get(f"/collections/{STANDARD}?run=run-2025-04-02").text
    assert "Collection of 2 April 2025" in text_of(first)
    [(requests,)] = country.ask("select count(*) from attempt where run_id = 'run-2025-04-02'")
    assert f"Requests {requests} Received" in text_of(first)


@pytest.mark.platform
def test_a_standard_that_was_never_collected_and_a_run_that_never_was(reader: TestClient) -> None:
    assert "It has never been collected" in reader.get("/collections/grants").text
    for path in ("/collections/nothing", f"/collections/{STANDARD}?run=nothing", f"/collections/{STANDARD}?run=%00"):
        assert reader.get(path).status_code == 404
