"""A form with files as it arrives: never more of it stored or held than the limit."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from plugins.portal.upload_checks import receive
from tests.plugins.pipeline.steps.conftest import STANDARD, cases
from tests.plugins.portal.sent_files import queue_of, ready, send

LIMIT = 3_000_000


def test_no_more_than_the_limit_is_stored(sender: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "MAX_BYTES", LIMIT)
    home = queue_of(sender)._open_folder()
    before = set(home.iterdir())
    announced = sender.post("/check", files={"file": ("big.csv", b"a" * (LIMIT + 200_000))}, data={})
    assert announced.status_code == 413
    assert "must be 3 MB or smaller" in announced.text

    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'
        for _ in range(80):
            yield b"a" * 50_000
        yield b"\r\n--x--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    unannounced = sender.post("/check", content=pieces(), headers=kind)
    assert unannounced.status_code == 413
    assert set(home.iterdir()) <= before  # the folder of an earlier check may have been deleted meanwhile


def test_the_form_states_the_size_limit(sender: TestClient) -> None:
    assert "up to 100 MB" in sender.get("/check").text


def test_a_request_that_is_not_a_form_is_refused(sender: TestClient) -> None:
    assert sender.post("/check", content=b"nonsense").status_code == 400


def test_a_filter_of_any_length_is_not_cached(sender: TestClient) -> None:
    address = ready(sender, send(sender, cases(3), standard=STANDARD))
    answer = sender.post(address, data={"standard": "a" * (receive.MAX_FORM_BYTES + 1)})
    assert answer.status_code == 413


def test_a_form_that_is_cut_where_its_length_says_is_not_taken_for_whole(sender: TestClient) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + cases(3) + b"\r\n--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for cut in (len(form) - 3, len(form) - 9, len(form) // 2):
        answer = sender.post("/check", content=form[:cut], headers=kind)
        assert answer.status_code == 400
        assert "The whole file did not arrive" in answer.text
    assert sender.post("/check", content=form, headers=kind).status_code == 303
