"""The public page of released versions: nothing before two people agree, and everything that was agreed for ever."""

import re

import pytest

from plugins.portal.views.releases import ReleaseNote, load_release_note
from plugins.storage.warehouse.vintages import load_vintages
from tests.plugins.portal.reading import text_of
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ARUN, PERIOD, RETURN, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]


def test_everybody_sees_released_versions_and_who_confirmed_them(life: Life) -> None:
    page = f"/returns/{RETURN}/{PERIOD}/releases"
    life.confirm()
    assert "No version has been released yet" in life.client.get(page).text
    life.freeze_and_propose()
    assert "Adur" not in life.client.get(page).text
    agreement = f"/api/v1/rounds/{RETURN}/{PERIOD}/releases/1/agreement"
    life.assemble("2025-04-09", adur={"PS1.2": ("40", "computed")})
    assert life.post("second-releaser", agreement, {"why": ""}).status_code == 201
    shown = life.client.get(page).text
    assert re.search(
        r"Confirmed: 1 council</span>.*Adur District Council.*Not confirmed: 1 council</span>.*Arun", shown, re.S
    )
    assert life.propose().status_code == 201
    assert life.post("second-releaser", agreement.replace("/1/", "/2/"), {"why": ""}).status_code == 201
    withdrawal = agreement.replace("/1/agreement", "/2/withdrawal")
    assert life.post("second-releaser", withdrawal, {"why": "A wrong file"}).status_code == 201
    shown = life.client.get(page).text
    assert "It was withdrawn: A wrong file" in shown
    link = rf'/{ADUR}/PS1.2\?as-known=2025-04-09">Adur District Council, PS1.2</a></th>'
    assert re.search(rf"{link}<td[^>]*>31</td><td[^>]*>40</td>", shown)
    assert shown.index("Version 2") < shown.index("Version 1")
    assert life.client.get(f"/returns/{RETURN}/soon/releases").status_code == 404


def test_an_assembly_says_which_version_it_is_and_who_confirmed_it(life: Life) -> None:
    def note() -> ReleaseNote | None:
        with life.deployment.transaction() as connection:
            [vintage] = load_vintages(connection, RETURN, PERIOD)
        return load_release_note(life.deployment, vintage)

    life.confirm()
    life.freeze_and_propose()
    assert note() is None
    agreement = f"/api/v1/rounds/{RETURN}/{PERIOD}/releases/1/agreement"
    assert life.post("second-releaser", agreement, {"why": ""}).status_code == 201
    released = note()
    assert released is not None
    assert (released.release.version, released.confirmed, released.number_of_councils) == (1, 1, 2)
    assert [released.group_of(gss) for gss in (ADUR, ARUN, "E92000001")] == ["Confirmed", "Not confirmed", ""]
    page = text_of(life.client.get(f"/returns/{RETURN}/{PERIOD}/{ADUR}").text)
    assert "This is version 1, released on" in page
    assert "Adur District Council confirmed these figures." in page
    withdrawal = agreement.replace("agreement", "withdrawal")
    assert life.post("second-releaser", withdrawal, {"why": "A wrong file"}).status_code == 201
    page = text_of(life.client.get(f"/returns/{RETURN}/{PERIOD}/{ARUN}").text)
    assert "Withdrawn. This is version 1" in page
    assert "Arun District Council had not confirmed these figures." in page
    assert "It was withdrawn: A wrong file" in page
