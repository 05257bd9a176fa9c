"""The fields that the rule of a cell reads: each with the page of the standard that has it."""

import re

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.portal.views.fields_used import datasets_in_words, fields_used
from tests.plugins.portal.sent_files import NOWHERE
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.derivations import derivation
from transforms.returns import RETURNS, statutory_return
from transforms.standards import standard


@pytest.mark.parametrize("definition", RETURNS, ids=lambda definition: definition.slug)
def test_every_field_of_a_cell_is_linked_to_a_standard_that_has_it(definition: StatutoryReturn) -> None:
    addresses = set()
    for cell in definition.cells:
        for fields in fields_used(definition, cell, derivation(definition, cell)).by_value.values():
            addresses |= {(field.address, field.name) for field in fields if field.address}
    for address, name in addresses:
        slug = address.split("/")[2]
        assert slug in definition.all_standards
        assert name in {field.name for field in standard(slug).all_fields}
        assert address == f"/standards/{slug}/fields/{name}"
    assert addresses or not definition.standards  # one that reads other returns alone


@pytest.mark.parametrize("definition", RETURNS, ids=lambda definition: definition.slug)
def test_no_link_on_the_page_of_a_cell_is_dead(definition: StatutoryReturn) -> None:
    with TestClient(create_application(NOWHERE)) as client:
        links = set()
        for cell in definition.cells[::9]:
            page = client.get(f"/returns/{definition.slug}/cells/{cell.name}")
            links |= set(re.findall(r'href="(/(?:standards|returns)/[^"#?]+)"', page.text))
        assert {link for link in links if client.get(link).status_code == 404} == set()


def test_the_datasets_of_a_return_are_named_up_to_three() -> None:
    assert datasets_in_words(statutory_return("planning_matters")) == "Planning applications"
    assert datasets_in_words(statutory_return("contract_notices")) == "Contracts or Spending over £500"
    assert datasets_in_words(statutory_return("transparency_code")) == "the 12 datasets that it is made from"
