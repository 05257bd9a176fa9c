"""National datasets: whole, again and in parts, and built once for each state of the warehouse."""

import csv
import io
import os

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from plugins.portal.api import dataset_builder
from plugins.portal.views import national_datasets
from plugins.reading.limited_process import ProcessDied
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, Collecting
from tests.waiting import PATIENCE
from transforms.render.national import national_schema
from transforms.standards import STANDARDS, standard

pytestmark = pytest.mark.platform
DATASET = "/api/v1/datasets/planning_applications"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for datasets for as long as they take where the tests run."""
    monkeypatch.setattr(dataset_builder, "WAIT_SECONDS", PATIENCE)


def test_a_national_dataset_has_every_usable_record_with_where_it_is_from(
    visitor: TestClient, quarter: Collecting
) -> None:
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"{DATASET}.csv").text)))
    usable = quarter.ask("select sum(rows_usable) from checked c join in_use u on c.sha256 = u.in_use_sha256")
    assert len(rows) == usable[0][0] == 61
    assert {row["authority_gss"] for row in rows} == {ADUR, ARUN}
    first = next(row for row in rows if row["authority_gss"] == ADUR)
    assert first["authority"] == "Adur District Council"
    assert first["source_url"].endswith("/quarter/adur.csv")
    assert (first["licence"], first["fetched_on"], first["source_line"]) == ("OGL-UK-3.0", "2025-04-03", "2")


def test_a_file_that_did_not_change_keeps_its_day_so_that_the_dataset_stays_the_same(reader: TestClient) -> None:
    rows = csv.DictReader(io.StringIO(reader.get(f"{DATASET}.csv").text))
    days = {row["authority_gss"]: row["fetched_on"] for row in rows}
    assert (days[ARUN], days[ADUR]) == ("2025-04-02", "2025-04-09")


def test_a_national_dataset_is_the_same_as_parquet_with_dates_as_dates(visitor: TestClient) -> None:
    table = pq.read_table(io.BytesIO(visitor.get(f"{DATASET}.parquet").content))
    assert table.schema.equals(national_schema(standard("planning_applications")))
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"{DATASET}.csv").text)))
    assert table["CaseReference"].to_pylist() == [row["CaseReference"] for row in rows]
    assert [day.isoformat() for day in table["DecisionDate"].to_pylist()] == [row["DecisionDate"] for row in rows]


def test_a_download_is_not_fetched_twice_and_goes_on_where_it_broke_off(visitor: TestClient) -> None:
    whole = visitor.get(f"{DATASET}.csv")
    etag = whole.headers["ETag"]
    assert visitor.get(f"{DATASET}.csv", headers={"If-None-Match": etag}).status_code == 304
    for requested, expected in (
        ("bytes=0-9", whole.content[:10]),
        ("bytes=100-", whole.content[100:]),
        ("bytes=-7", whole.content[-7:]),
        ("bytes=5-999999999", whole.content[5:]),
        ("bytes=0-", whole.content),
    ):
        part = visitor.get(f"{DATASET}.csv", headers={"Range": requested, "If-Range": etag})
        assert part.status_code == 206
        assert part.content == expected
    assert visitor.get(f"{DATASET}.csv", headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200
    beyond = visitor.get(f"{DATASET}.csv", headers={"Range": "bytes=999999999-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.content)}"
    assert visitor.get(f"{DATASET}.csv", headers={"Range": "bytes=9-5"}).content == whole.content
    head = visitor.head(f"{DATASET}.csv", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(whole.content)))


def test_a_national_dataset_is_built_once_for_each_state_of_the_warehouse(
    visitor: TestClient, quarter: Collecting
) -> None:
    first = visitor.get(f"{DATASET}.parquet").content
    stored = quarter.deployment.archive.list_keys("datasets/")
    assert visitor.get(f"{DATASET}.parquet").content == first
    assert quarter.deployment.archive.list_keys("datasets/") == stored
    assert len(stored) == 2


def test_a_request_during_a_build_is_asked_to_retry_and_the_dataset_is_there_then(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset_builder, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(national_datasets, "LAYOUT", "one that was never made")
    for answer in (visitor.get(f"{DATASET}.csv"), visitor.get(f"{DATASET}.parquet")):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "try again" in answer.json()["detail"]
    maker = visitor.app.state.dataset_builder  # type: ignore[attr-defined]
    [begun] = maker._builds.values()
    begun.result(PATIENCE)
    assert visitor.get(f"{DATASET}.csv").status_code == 200


def test_a_failed_build_of_a_national_dataset_starts_again_on_the_next_request(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(national_datasets, "LAYOUT", "one whose maker dies")
    maker = visitor.app.state.dataset_builder  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setattr(dataset_builder, "build_dataset", dies)
        with pytest.raises(ProcessDied):
            visitor.get(f"{DATASET}.csv")
    assert not maker._builds
    assert visitor.get(f"{DATASET}.csv").status_code == 200


def dies(*_: object) -> None:
    """End the process that makes a dataset, as the system does where memory runs out."""
    os._exit(1)


def test_fields_for_personal_data_are_in_no_national_dataset() -> None:
    personal = [(declared, field) for declared in STANDARDS for field in declared.all_fields if field.is_personal]
    assert personal
    for declared, field in personal:
        assert not any(name.startswith(field.name) for name in national_schema(declared).names)
