"""Pages about what is declared: standards, fields, rules, issue codes and returns."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import openpyxl
import pytest
from starlette.testclient import TestClient

from plugins.portal.addresses_in_text import split_addresses
from plugins.portal.application import create_application
from plugins.portal.routes.rules import rules_of
from plugins.settings import Settings, Store
from transforms.domain.issue import ISSUE_TYPES
from transforms.domain.standard import DatasetStandard
from transforms.example_record import example_value, fields_to_fill
from transforms.render.report_words.counts import counted
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

NOWHERE = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing"))


@pytest.fixture(scope="module")
def visitor() -> Iterator[TestClient]:
    """A reader of the portal of a deployment whose services are down."""
    with TestClient(create_application(NOWHERE)) as client:
        yield client


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_a_standard_shows_every_field_with_its_meaning(visitor: TestClient, standard: DatasetStandard) -> None:
    page = visitor.get(f"/standards/{standard.slug}")
    assert page.status_code == 200
    words = text_of(page.text)
    for field in standard.all_fields:
        assert field.name in words
        assert " ".join(field.description.split()) in words


def test_the_template_has_the_columns_of_the_edition_in_order(visitor: TestClient) -> None:
    for standard in STANDARDS:
        for edition in standard.editions:
            template = visitor.get(f"/standards/{standard.slug}/{edition.name}/template.csv").text
            names = [field.name for field in fields_to_fill(standard, edition)]
            assert next(csv.reader(io.StringIO(template))) == names
            schema = json.loads(visitor.get(f"/standards/{standard.slug}/{edition.name}/schema.json").text)
            assert [field["name"] for field in schema["fields"]] == [field.name for field in edition.fields]


def test_every_rule_has_an_address_that_says_its_sentence(visitor: TestClient) -> None:
    addresses = re.findall(r'href="(/rules/public_toilets/[^"]+)"', visitor.get("/rules/public_toilets").text)
    assert len(addresses) > 30
    for address in addresses[:12]:
        assert visitor.get(address).status_code == 200


def test_every_issue_code_says_how_to_fix_it(visitor: TestClient) -> None:
    for code, kind in ISSUE_TYPES.items():
        assert " ".join(kind.fix.split()) in text_of(visitor.get(f"/issue-codes/{code}").text)


def test_a_return_shows_every_cell_of_its_form(visitor: TestClient) -> None:
    for definition in RETURNS:
        words = visitor.get(f"/returns/{definition.slug}").text
        cells = {cell for page in definition.pages for line in page.lines for cell in line.cells if cell}
        assert cells
        assert all(cell in words for cell in cells)


def test_a_missing_page_explains_and_offers_links(visitor: TestClient) -> None:
    for address in ("/nowhere", "/standards/moon_rocks", "/rules/public_toilets/none", "/returns/none"):
        page = visitor.get(address)
        assert page.status_code == 404
        assert "Page not found" in page.text
        assert 'href="/councils"' in page.text


def test_no_page_runs_or_loads_anything_from_elsewhere(visitor: TestClient) -> None:
    page = visitor.get("/")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="https?://', page.text.partition("</head>")[0])


def test_a_standard_links_to_a_template_workbook(visitor: TestClient) -> None:
    address = "/standards/brownfield_land/2026/template.xlsx"
    answer = visitor.get(address)
    assert answer.headers["content-disposition"] == 'attachment; filename="brownfield_land-2026.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]["A1"].value == "OrganisationURI"
    assert f'href="{address}"' in visitor.get("/standards/brownfield_land").text
    assert visitor.get("/standards/brownfield_land/1066/template.xlsx").status_code == 404


def test_a_template_has_no_column_that_would_make_it_another_edition(visitor: TestClient) -> None:
    header = next(csv.reader(io.StringIO(visitor.get("/standards/grants/1.4/template.csv").text)))
    assert "recipientIndividual/id" not in header


def test_every_field_has_its_code_list_or_an_example_and_its_source(visitor: TestClient) -> None:
    for standard in STANDARDS:
        page = text_of(visitor.get(f"/standards/{standard.slug}").text)
        for field in standard.all_fields:
            if field.codelist:
                assert f"one of {counted(len(field.codelist.codes), 'value')} of {field.name}" in page
            else:
                assert " ".join(example_value(field).split()) in page
    words = text_of(visitor.get("/standards/contracts/fields/ContractReference").text)
    assert "must be filled in: a record can’t be counted without it" in words
    assert "Local Government Transparency Code 2015" in words


def test_a_page_or_download_answers_to_head_alone(visitor: TestClient) -> None:
    for address in ("/standards", "/standards/grants/1.4/template.xlsx", "/api/v1/standards", "/about/privacy"):
        answer = visitor.head(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (
            200, visitor.get(address).headers["Content-Type"]
        )  # fmt: skip
    assert visitor.head("/standards/moon_rocks").status_code == 404


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("", "contact the team that runs this service."),
        ("data@example.gov.uk", '<a class="govuk-link" href="mailto:data@example.gov.uk">data@example.gov.uk</a>'),
        ("https://example.gov.uk/ask", '<a class="govuk-link" href="https://example.gov.uk/ask">'),
        ("<b>Room 1</b>", "&lt;b&gt;Room 1&lt;/b&gt;"),
    ],
)
def test_statements_name_whom_to_contact(contact: str, expected: str) -> None:
    with TestClient(create_application(replace(NOWHERE, contact=contact))) as client:
        assert expected in client.get("/about/privacy").text
        assert expected.removeprefix("contact ").rstrip(".") in client.get("/about/accessibility").text


def test_a_source_leads_to_its_address_and_nothing_else_does(visitor: TestClient) -> None:
    page = visitor.get("/standards/brownfield_land").text
    address = "https://www.planning.data.gov.uk/guidance/specifications/brownfield-land"
    assert f'SI 2017/403; <a class="govuk-link govuk-!-text-break-word" href="{address}">{address}</a>' in page
    assert split_addresses('a <b>, javascript:x; http://a.uk/"b') == [
        ("a <b>, javascript:x; ", False), ("http://a.uk/", True), ('"b', False),
    ]  # fmt: skip


def test_a_rule_says_how_to_fix_its_own_field(visitor: TestClient) -> None:
    words = text_of(visitor.get("/rules/brownfield_land/Hectares.in_range").text)
    assert "Check “Hectares” and its unit: area of the site in hectares, to two decimals." in words


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_braces_on_a_rule_are_explained(visitor: TestClient, standard: DatasetStandard) -> None:
    for name in rules_of(standard):
        words = text_of(visitor.get(f"/rules/{standard.slug}/{name}").text)
        assert "{" not in words or "The words in braces are replaced with details from the file." in words


def test_an_unreadable_address_gets_a_page_that_explains_and_offers_links(visitor: TestClient) -> None:
    page = visitor.get("/returns/planning_matters/2025-Q1", params={"version": "first"})
    assert page.status_code == 422
    assert "<title>Sorry, we can’t do that – Council returns</title>" in " ".join(page.text.split())
    assert "There is a problem with version: check what you entered." in text_of(page.text)
    assert '<a class="govuk-link" href="/">home page</a>' in page.text


@pytest.mark.parametrize(
    "address", ["/returns", "/returns/parking_account_check", "/returns/parking_account_check/cells/PKG.61.fees"]
)
def test_every_page_of_a_reconciliation_says_that_it_is_no_return(visitor: TestClient, address: str) -> None:
    page = visitor.get(address).text
    assert "A reconciliation of published data with a department&#39;s figures, not a return." in page
    assert "This return has not been assembled" not in page
