"""Versions compared on pages: the data team sees what is proposed now too, everybody what was released."""

import re
from html import unescape

import pytest

from tests.plugins.portal.example_sign_in import provider
from tests.plugins.portal.routes.signed_in import ROUND, life, send, sign_in_as
from tests.plugins.submissions.life import ADUR, PERIOD, RETURN, Life

__all__ = ["life", "provider"]

pytestmark = pytest.mark.platform
PUBLIC, WORK = f"/returns/{RETURN}/{PERIOD}/releases/comparison", f"{ROUND}/comparison"
HEADER = "authority,name,cell,label,before_value,before_origin,after_value,after_origin,change\n"
REVISED = f"{HEADER}{ADUR},Adur District Council,PS1.2,Received in the quarter,31,computed,40,computed,+9\n"


def release(life: Life, version: int) -> None:
    """Release a version, by two people."""
    sign_in_as(life, "releaser")
    assert send(life, ROUND, "propose", **{"part:proposed": "On leave"}).status_code == 303
    sign_in_as(life, "second-releaser")
    assert send(life, ROUND, f"releases/{version}/agree").status_code == 303


def sees(life: Life, address: str) -> dict[str, int]:
    statuses = {}
    for who in ("collector", "auditor", "receiver", "officer", "other-receiver"):
        sign_in_as(life, who)
        statuses[who] = life.client.get(address).status_code
    return statuses


def test_versions_are_compared_by_those_who_see_them(life: Life) -> None:
    assert life.client.get(PUBLIC).status_code == 404
    sign_in_as(life, "collector")
    assert "There are no two versions to compare yet." in life.client.get(WORK).text
    assert send(life, ROUND, "freeze", why="Now").status_code == 303
    life.assemble("2025-04-09", adur={"PS1.2": ("40", "computed")})
    release(life, 1)
    sign_in_as(life, "collector")
    assert "would revise 1 cell of what is released. That passes the threshold" in life.client.get(ROUND).text
    page = unescape(life.client.get(WORK).text)
    assert "1 cell of Adur District Council differs in value or origin. That passes the threshold" in page
    assert re.search(r">PS1\.2<.*>31<.*>40<.*>\+9<", page)
    assert life.client.get(f"{WORK}.csv?from=1&to=now").text == REVISED
    reverse = life.client.get(f"{WORK}.csv?from=now&to=1&authority={ADUR}").text
    assert reverse == REVISED.replace("31,computed,40,computed,+9", "40,computed,31,computed,-9")
    assert sees(life, WORK) == {
        "collector": 200, "auditor": 200, "receiver": 200, "officer": 404, "other-receiver": 404,
    }  # fmt: skip
    sign_in_as(life, "receiver")
    assert "no two versions" in life.client.get(WORK).text
    assert life.client.get(f"{WORK}?from=1&to=now").status_code == 200
    life.client.cookies.clear()
    assert "no two versions" in life.client.get(PUBLIC).text
    release(life, 2)
    life.client.cookies.clear()
    assert life.client.get(f"{PUBLIC}.csv").text == REVISED
    assert life.client.get(f"{PUBLIC}?from=1&to=now").status_code == 404
    assert "No cell differs" in life.client.get(f"{PUBLIC}?from=2&to=2").text
    sign_in_as(life, "receiver")
    assert life.client.get(f"{WORK}.csv").text == REVISED
    assert life.client.get(f"{WORK}.csv?from=2&to=now").status_code == 404
