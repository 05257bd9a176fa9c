"""Where packages go: who sees it, and which version arrived last."""

import pytest

from plugins.submissions.releases import record_delivery, record_package
from plugins.submissions.rounds import read_round
from tests.plugins.portal.example_sign_in import provider
from tests.plugins.portal.routes.signed_in import ROUND, life, send, sign_in_as
from tests.plugins.submissions.life import PERIOD, RETURN, Life

__all__ = ["life", "provider"]

pytestmark = pytest.mark.platform


def test_where_packages_go_is_for_the_data_team_auditors_and_administrators(life: Life) -> None:
    codes = {}
    for who in ("officer", "receiver", "nobody", "releaser", "auditor", "administrator"):
        sign_in_as(life, who)
        codes[who] = life.client.get("/work/destinations").status_code
    assert [who for who, code in codes.items() if code == 200] == ["releaser", "auditor", "administrator"]
    assert {code for code in codes.values() if code != 200} == {404}


def test_what_arrived_last_stands_beside_each_destination(life: Life) -> None:
    for who, act, form in (
        ("collector", "freeze", {"why": "Now"}),
        ("releaser", "propose", {"part:proposed": "On leave"}),
        ("second-releaser", "releases/1/agree", {}),
    ):
        sign_in_as(life, who)
        assert send(life, ROUND, act, **form).status_code == 303
    assert "Nothing yet" in life.client.get("/work/destinations").text
    with life.deployment.transaction() as connection:
        opened = read_round(connection, RETURN, PERIOD)
        record_package(connection, opened, 1, {"receipt": "0" * 64, "sha256": "0" * 64})
        record_delivery(connection, opened, 1, {"destination": "portal", "outcome": "in-portal"})
    assert "January to March 2025, version 1" in life.client.get("/work/destinations").text
