"""The form on which a visitor says what to check, and the files that the first one refers to."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from plugins.portal.upload_checks.folders import NAME
from tests.plugins.pipeline.steps.conftest import STANDARD
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.sent_files import folder_of, ready, send

CONTRIBUTED = "developer_agreement_contributions"
AGREEMENTS = b"reference,entry-date\nAG-1,2026-01-05\n"
CONTRIBUTIONS = (
    b"reference,developer-agreement,purpose,amount,entry-date\n"
    b"C-1,AG-1,education,100,2026-01-05\nC-2,AG-2,education,100,2026-01-05\n"
)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Select a file, or enter the address of one"),
        ({"address": "file:///etc/passwd"}, "Enter an address that starts with"),
        ({"address": "http://x.example/a.csv", "authority": "Nowhere-on-Sea"}, "No council has this name"),
        ({"address": "http://x.example/a.csv", "standard": "moon_rocks"}, "Select a standard from the list"),
    ],
)
def test_an_incomplete_form_says_what_is_missing(sender: TestClient, fields: dict[str, str], words: str) -> None:
    answer = sender.post("/check", data=fields, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert words in text_of(answer.text)
    assert answer.text.count("govuk-error-summary") > 0


def send_with(sender: TestClient, field: str, linked: bytes, **fields: str) -> Response:
    files = {"file": ("contributions.csv", CONTRIBUTIONS), field: ("agreements.csv", linked)}
    return sender.post("/check", data=fields, files=files)


def test_references_are_checked_against_the_second_file(sender: TestClient) -> None:
    address = send_with(sender, "linked-developer_agreements", AGREEMENTS, standard=CONTRIBUTED).headers["location"]
    page = text_of(sender.get(ready(sender, address)).text)
    assert "References compared with Developer agreements agreements.csv" in page
    report = json.loads(sender.get(f"{address}/report.json").content)
    [outcome] = [outcome for outcome in report["outcomes"] if "refers_to" in outcome["rule"]]
    assert (outcome["outcome"], outcome["failed"]) == ("failed", 1)
    assert not [file.name for file in folder_of(address).iterdir() if file.name.startswith("linked")]
    alone = json.loads(
        sender.get(ready(sender, send(sender, CONTRIBUTIONS, standard=CONTRIBUTED)) + "/report.json").content
    )
    [outcome] = [outcome for outcome in alone["outcomes"] if "refers_to" in outcome["rule"]]
    assert outcome["outcome"] == "not-applicable"


def test_a_second_file_waits_until_the_standard_of_the_first_is_selected(sender: TestClient) -> None:
    address = ready(sender, send_with(sender, "linked-developer_agreements", AGREEMENTS).headers["location"])
    sender.post(address, data={"standard": CONTRIBUTED})
    assert "References compared with" in text_of(sender.get(ready(sender, address)).text)


def test_a_second_file_without_a_table_or_references_to_it_is_refused_with_a_sentence(sender: TestClient) -> None:
    answer = send_with(sender, "linked-developer_agreements", b"", standard=CONTRIBUTED)
    address = ready(sender, answer.headers["location"])
    assert "The Developer agreements file that you sent with it can’t be read as a table" in sender.get(address).text
    assert not list(Path(tempfile.gettempdir()).glob(f"{NAME}*/{address.rpartition('/')[2]}"))
    answer = send_with(sender, "linked-developer_agreements", AGREEMENTS, standard=STANDARD)
    assert answer.status_code == 422
    assert "Planning applications records do not refer to Developer agreements" in text_of(answer.text)


def test_only_standards_with_foreign_keys_offer_a_second_file(sender: TestClient) -> None:
    assert sender.get("/check").text.count("linked-") > 0
    assert "linked-" not in sender.get(f"/check?standard={STANDARD}").text
    page = sender.get("/check?standard=developer_agreement_transactions").text
    assert re.findall(r'name="(linked-\w+)"', page) == ["linked-developer_agreement_contributions"]
    assert re.search(r"<details[^>]* open", page)
