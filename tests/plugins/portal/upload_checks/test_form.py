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
def test_a_form_that_wants_something_says_what(sender: TestClient, fields: dict[str, str], words: str) -> None:
    answer = sender.post("/check", data=fields, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert words in text_of(answer.text)
    assert answer.text.count("govuk-error-summary") > 0


def send_with(sender: TestClient, field: str, linked: bytes, **fields: str) -> Response:
    files = {"file": ("contributions.csv", CONTRIBUTIONS), field: ("agreements.csv", linked)}
    return sender.post("/check", data=fields, files=files)


def test_records_are_held_against_the_file_that_they_refer_to(sender: TestClient) -> None:
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


def test_a_linked_file_waits_with_one_whose_standard_is_to_be_chosen(sender: TestClient) -> None:
    address = ready(sender, send_with(sender, "linked-developer_agreements", AGREEMENTS).headers["location"])
    sender.post(address, data={"standard": CONTRIBUTED})
    assert "References compared with" in text_of(sender.get(ready(sender, address)).text)


def test_a_linked_file_that_is_no_table_or_not_referred_to_is_said_to_be_so(sender: TestClient) -> None:
    answer = send_with(sender, "linked-developer_agreements", b"", standard=CONTRIBUTED)
    address = ready(sender, answer.headers["location"])
    assert "The Developer agreements file that you sent with it can’t be read as a table" in sender.get(address).text
    assert not list(Path(tempfile.gettempdir()).glob(f"{NAME}*/{address.rpartition('/')[2]}"))
    answer = send_with(sender, "linked-developer_agreements", AGREEMENTS, standard=STANDARD)
    assert answer.status_code == 422
    assert "Planning applications records do not refer to Developer agreements" in text_of(answer.text)


def test_only_standards_that_refer_to_others_are_asked_for_linked_files(sender: TestClient) -> None:
    assert sender.get("/check").text.count("linked-") > 0
    assert "linked-" not in sender.get(f"/check?standard={STANDARD}").text
    page = sender.get("/check?standard=developer_agreement_transactions").text
    assert re.findall(r'name="(linked-\w+)"', page) == ["linked-developer_agreement_contributions"]
    assert re.search(r"<details[^>]* open", page)
