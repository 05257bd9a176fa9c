"""Where Airflow's pages lead: to the portal's page of the same standard or return."""

import runpy
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.local.platform.home import CHECKOUT
from plugins.portal.dag_pages import page_of
from plugins.settings import PORTAL
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

PLUGIN = str(CHECKOUT / "plugins" / "returns_plugin.py")


def plugin() -> Any:
    return runpy.run_path(PLUGIN)["ReturnsPlugin"]


def test_a_task_leads_to_the_page_of_what_its_dag_collects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PORTAL, "https://portal.example/")
    [link] = plugin().global_operator_extra_links
    task = SimpleNamespace(dag_id="collect__contracts", task_id="check_batch", run_id="r", map_index=3)
    assert link.get_link(None, ti_key=task) == "https://portal.example/standards/contracts"


def test_the_menu_and_every_dag_lead_to_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PORTAL, "https://portal.example")
    views = {view["destination"]: view["href"] for view in plugin().external_views}
    assert views == {"nav": "https://portal.example/", "dag": "https://portal.example/dags/{DAG_ID}"}


def test_nothing_leads_to_a_portal_whose_address_nobody_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PORTAL, raising=False)
    assert plugin().external_views == []
    assert plugin().global_operator_extra_links == []


def test_every_kind_of_dag_has_its_page() -> None:
    assert {page_of(f"collect__{one.slug}") for one in STANDARDS} == {f"/standards/{one.slug}" for one in STANDARDS}
    for kind in ("assemble", "freeze"):
        assert {page_of(f"{kind}__{one.slug}") for one in RETURNS} == {f"/returns/{one.slug}" for one in RETURNS}
    assert page_of("refresh_registers") == page_of("collect__moon_rocks") == "/collections"
