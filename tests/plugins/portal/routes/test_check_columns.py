"""Columns of a checked file: the visitor says which is which field, and sees the report again at once."""

import re

from starlette.testclient import TestClient

from tests.plugins.pipeline.steps.conftest import cases
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.sent_files import folder_of, ready, send
from transforms.standardise import read_mapping

BROWNFIELD = "brownfield_land"
OWN_WORDS = (
    b"(a) Reference,SiteNameAddress,Hectares,Ownership of it,Extra,GeoX,GeoY,PlanningStatus\n"
    b"A1,1 High Street,0.5,mixed ownership,x,-0.27,50.83,permissioned\n"
    b"A2,2 High Street,0.5,mixed ownership,y,-0.27,50.83,permissioned\n"
)


def sent(sender: TestClient) -> str:
    return ready(sender, send(sender, OWN_WORDS, "sites.csv", standard=BROWNFIELD))


def numbers(sender: TestClient, address: str) -> dict[str, str]:
    """Return the name of the field of the form that each column has."""
    page = sender.get(f"{address}/columns").text
    return {
        part.split("</span>")[0].rpartition(">")[2]: part.split('"')[0]
        for part in page.split('<label class="govuk-label" for="')[1:]
    }


def test_the_report_begins_with_the_columns_and_asks_about_those_that_may_be_fields(sender: TestClient) -> None:
    page = text_of(sender.get(sent(sender)).text)
    assert "5 columns are read as fields of the standard; 3 columns are not read." in page
    assert "Is (a) Reference your SiteReference ? We ask because" in page
    assert page.index("Your columns") < page.index("Fix first")
    assert "Column not in the standard" not in page


def test_of_a_file_of_another_standard_the_page_says_only_that_and_which_it_looks_like(sender: TestClient) -> None:
    address = ready(sender, send(sender, cases(3), standard=BROWNFIELD))
    page = text_of(sender.get(address).text)
    assert page.count("Not a file of this standard critical") == 1
    assert "Planning applications" in page
    assert re.search(r"There are \d+ more kinds of finding, which may all come of that", page)
    assert "Check: included, but flagged" not in page
    assert "Your columns" not in page


def test_columns_that_the_visitor_names_are_read_and_the_report_is_there_again(sender: TestClient) -> None:
    address = sent(sender)
    names = numbers(sender, address)
    assert list(names) == ["(a) Reference", "Ownership of it", "Extra"]
    form = {names["(a) Reference"]: "SiteReference", names["Ownership of it"]: "OwnershipStatus", names["Extra"]: ""}
    answer = sender.post(f"{address}/columns", data=form)
    assert answer.status_code == 303
    again = ready(sender, answer.headers["location"])
    page = text_of(sender.get(again).text)
    assert "7 columns are read as fields of the standard; 1 column is not read." in page
    assert "“(a) Reference” is SiteReference; “Ownership of it” is OwnershipStatus" in page
    assert "5 columns are read" in text_of(sender.get(address).text)  # the first report stays as it is
    assert read_mapping(sender.get(f"{again}/columns.csv").content) == {
        "(a) Reference": "SiteReference",
        "Ownership of it": "OwnershipStatus",
        **{name: name for name in ("SiteNameAddress", "Hectares", "GeoX", "GeoY", "PlanningStatus")},
    }


def test_one_field_for_two_columns_is_refused_in_a_sentence(sender: TestClient) -> None:
    address = sent(sender)
    names = numbers(sender, address)
    form = dict.fromkeys((names["(a) Reference"], names["Extra"]), "SiteReference")
    answer = sender.post(f"{address}/columns", data=form)
    assert answer.status_code == 422
    assert "Select SiteReference for one column only" in text_of(answer.text)


def test_a_file_is_kept_for_its_columns_as_long_as_its_report_and_can_be_deleted_at_once(sender: TestClient) -> None:
    address = sent(sender)
    folder = folder_of(address)
    assert (folder / "stored").read_bytes() == OWN_WORDS
    assert "We keep your file with this report" in text_of(sender.get(address).text)
    assert sender.post(f"{address}/deletion").headers["location"] == "/check"
    assert not folder.exists()
    assert sender.get(address).status_code == 404
    assert sender.get(f"{address}/columns").status_code == 404
