"""A small England that every test of the examples may visit."""

from datetime import date

import pytest

from examples.england import England, found_england
from transforms.registers import planning_authorities

OPENED = date(2026, 10, 5)


@pytest.fixture(scope="session")
def england() -> England:
    return found_england(planning_authorities(OPENED), seed=1, number=12, scale=0.25, opened=OPENED, fault_share=0)
