"""Verifying a package on a page: the words of the command, the limits of checks, and nothing left behind."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from plugins.portal.routes import verify
from plugins.portal.upload_checks import receive
from tests.plugins.portal.sent_files import queue_of
from tests.transforms.release_package.package_contents import RELEASED, contents, kept_keys, wrong, zipped

WHOLE = RELEASED.read_bytes()


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deployment's keys are those that signed the packages beside the tests; its archive is away."""
    monkeypatch.setattr(verify, "load_key_register", lambda _: kept_keys())


def send(sender: TestClient, content: bytes, name: str = "package.zip") -> httpx.Response:
    return sender.post("/verify", files={"package": (name, content, "application/zip")})


def left_behind(sender: TestClient) -> list[Path]:
    """Return the files that lie among those of the checks, each of which has a folder of its own."""
    return [path for path in queue_of(sender)._open_folder().iterdir() if path.is_file()]


def lines(page: str) -> dict[str, tuple[str, str]]:
    """Return the verdict and the sentence of each check."""
    rows = re.findall(r'<th scope="row">([^<]+)</th><td><strong[^>]*>(\w+)</strong></td><td[^>]*>(.*?)</td>', page)
    return {check: (verdict, unescape(words)) for check, verdict, words in rows}


def test_a_whole_package_holds_in_every_check_and_nothing_of_it_is_left(sender: TestClient) -> None:
    answer = send(sender, WHOLE, "../../<b>.zip")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "All of the package holds" in answer.text
    assert [*lines(answer.text)] == ["bag", "signature", "receipt", "tables", "cells", "totals", "confirmations"]
    assert {verdict for verdict, _ in lines(answer.text).values()} == {"Holds"}
    assert "&lt;b&gt;.zip" in answer.text
    assert left_behind(sender) == []


def test_what_is_wrong_is_said_in_the_words_of_the_command(sender: TestClient) -> None:
    files = contents()
    files["data/cells.csv"] = files["data/cells.csv"].replace(b"1", b"2", 1)
    answer = send(sender, zipped(files))
    assert "Something is wrong with the package" in answer.text
    said = {check: words for check, (verdict, words) in lines(answer.text).items() if verdict == "Wrong"}
    assert said == {check: "<br>".join(verdict.wrong) for check, verdict in wrong(files).items()}
    assert said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is no zip."),
        (b"hello", "it is no zip."),
        (WHOLE[:3000], "the zip is truncated or damaged"),
        (WHOLE + b"x", "the zip is truncated or damaged"),
    ],
    ids=["nothing", "no zip", "truncated", "longer"],
)
def test_what_is_no_package_is_said_in_one_sentence(sender: TestClient, content: bytes, sentence: str) -> None:
    answer = send(sender, content)
    assert (answer.status_code, sentence in unescape(answer.text)) == (200, True)
    assert left_behind(sender) == []


def test_a_form_without_a_package_or_with_too_large_a_one_is_answered_beside_the_field(
    sender: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = sender.post("/verify", files={"package": ("", b"")})
    assert (empty.status_code, "Select a package" in empty.text) == (422, True)
    assert sender.post("/verify", content=b"no form").status_code == 400
    monkeypatch.setattr(receive, "MAX_BYTES", 1_000)
    monkeypatch.setattr(receive, "MAX_FORM_BYTES", 1_000)
    large = send(sender, WHOLE)
    assert (large.status_code, "must be" in large.text) == (413, True)


def test_a_visitor_verifies_as_often_as_they_may_check_files(
    sender: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = queue_of(sender)
    monkeypatch.setattr(queue.rate_limits, "hourly", 0)
    send(sender, b"once more")
    refused = send(sender, WHOLE)
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)


def test_the_page_says_what_becomes_of_the_package(sender: TestClient) -> None:
    page = sender.get("/verify").text
    assert "We delete it as soon as we have read it, and keep nothing of it." in page
    assert "When you verify a package" in sender.get("/about/privacy").text
