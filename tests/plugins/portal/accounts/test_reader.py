"""Where unreleased returns are hidden, no public address shows one: pages, API, feeds, files, errors and lists."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import PUBLIC
from tests.plugins.portal.api.test_roles import private_routes
from tests.plugins.submissions.fixtures import private_life
from tests.plugins.submissions.life import ADUR, PERIOD, RETURN, ROUND, Life

pytestmark = pytest.mark.platform
__all__ = ["private_life"]
LISTS = (
    "/", "/returns", f"/returns/{RETURN}", f"/councils/{ADUR}", f"/councils/{ADUR}/feed.atom",
    "/standards/planning_applications/feed.atom", f"/coverage?return={RETURN}", "/ledger", f"/ledger/{ADUR}", "/status",
    "/collections", f"/api/v1/returns/{RETURN}/periods", "/api/v1/catalogue.jsonld", "/api/v1/ledger",
    f"/api/v1/ledger?authority={ADUR}&periods=all", f"/api/v1/councils/{ADUR}", f"/returns/{RETURN}/{PERIOD}/releases",
)  # fmt: skip
NAMES = {"slug": RETURN, "period": PERIOD, "gss": ADUR, "cell": "PS1.2", "name": "cells.csv", "name:path": "cells.csv"}
OWN = f"/api/v1/returns/{RETURN}/periods/{PERIOD}/{ADUR}"


def public_addresses(private_life: Life, receipt: str) -> Iterator[str]:
    """Yield an address of the invented assembly for every public route that has a return and a period."""
    private = {*private_routes(private_life)}
    for route in private_life.client.app.routes:  # type: ignore[attr-defined]
        if not isinstance(route, APIRoute) or ("GET", route.path) in private:
            continue
        if route.path.startswith(("/returns/{slug}/{period}", "/api/v1/returns/{slug}/periods/{period}")):
            address = route.path
            for name, value in {**NAMES, "receipt": receipt[:16]}.items():
                address = address.replace(f"{{{name}}}", value)
            yield f"{address}?reference=1"


def tells(text: str, receipt: str) -> bool:
    """Whether a text says that a period was assembled."""
    return receipt in text or f"/returns/{RETURN}/{PERIOD}/" in text or f"/returns/{RETURN}/{PERIOD}?" in text


def test_an_unreleased_return_is_at_no_address(private_life: Life) -> None:
    receipt = private_life.assemble("2025-04-04").receipt
    addresses = [*public_addresses(private_life, receipt)]
    assert len(addresses) >= 8
    for who in (None, "nobody", "receiver", "other-officer", "administrator"):
        for address in addresses:
            answer = private_life.get(who, address)
            is_releases = address.startswith(f"/returns/{RETURN}/{PERIOD}/releases?")  # the list, which is empty
            assert answer.status_code == (200 if is_releases else 404), (who, address)
            assert not tells(answer.text, receipt), (who, address)


def test_no_list_tells_of_an_unreleased_return(private_life: Life) -> None:
    receipt = private_life.assemble("2025-04-04").receipt
    for who in (None, "receiver", "other-officer"):
        for address in LISTS:
            answer = private_life.get(who, address)
            assert answer.status_code == 200, (who, address)
            assert not tells(answer.text, receipt), (who, address)


def test_what_is_hidden_answers_like_what_was_never_assembled(private_life: Life) -> None:
    hidden, missing = (private_life.get(None, f"/returns/{RETURN}/{period}") for period in (PERIOD, "2024-Q4"))
    words = "January to March 2025", "October to December 2024"
    assert hidden.text.replace(words[0], "").replace(PERIOD, "") == missing.text.replace(words[1], "").replace(
        "2024-Q4", ""
    )


def test_its_own_authority_and_the_data_team_see_it(private_life: Life) -> None:
    for who in ("officer", "certifier", "collector", "releaser", "auditor"):
        answer = private_life.get(who, OWN)
        assert [cell["value"] for cell in answer.json()["cells"]] == ["31", "2", None], who
        assert answer.headers["Cache-Control"] == "private, no-store"
    for who, seen in (("officer", 0), ("auditor", 1)):
        assert len(private_life.get(who, f"/api/v1/returns/{RETURN}/periods").json()) == seen
    assert private_life.get("officer", f"/api/v1/returns/{RETURN}/periods/{PERIOD}/E92000001").status_code == 404


def test_a_released_version_is_everybody_s_and_later_figures_are_not(private_life: Life) -> None:
    first = private_life.assemble("2025-04-04").receipt
    private_life.release()
    later = private_life.assemble("2025-05-04", adur={"PS1.2": ("99", "computed")}).receipt
    [vintage] = private_life.get(None, f"/api/v1/returns/{RETURN}/periods").json()
    assert vintage["receipt"] == first
    period = private_life.get(None, f"/api/v1/returns/{RETURN}/periods/{PERIOD}")
    assert later not in period.text
    assert private_life.get(None, OWN).json()["cells"][0]["value"] == "31"
    assert private_life.get(None, f"{OWN}?as-known=2025-05-04").json()["cells"][0]["value"] == "31"
    assert private_life.get("officer", OWN).json()["cells"][0]["value"] == "99"


def test_a_withdrawn_version_stays_readable_and_a_refused_one_never_was(
    private_life: Life,
) -> None:
    private_life.freeze_and_propose()
    assert private_life.post("second-releaser", f"{ROUND}/releases/1/refusal", {"why": "Not yet"}).status_code == 201
    assert private_life.get(None, OWN).status_code == 404
    assert private_life.propose().status_code == 201
    for act in ("agreement", "withdrawal"):
        assert private_life.post("second-releaser", f"{ROUND}/releases/1/{act}", {"why": "So"}).status_code == 201
    assert private_life.get(None, OWN).status_code == 200
    answer = private_life.client.get(OWN, headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.json()["status"]) == (401, 401)


def test_a_deployment_can_show_assemblies_to_everybody(private_life: Life) -> None:
    settings = replace(private_life.deployment.settings, unreleased=PUBLIC)
    with TestClient(create_application(settings), base_url="https://testserver") as client:
        assert client.get(OWN).status_code == 200
