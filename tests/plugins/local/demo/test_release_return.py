"""The example people of a demonstration bring a round to its end, by the same acts as anybody."""

from datetime import date

import pytest

from plugins.local.demo.release_return import ExampleRound, _councils_act, _data_team_acts
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ARUN, PERIOD, ROUND, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]


def test_example_people_confirm_dispute_declare_and_release(life: Life) -> None:
    acted = ExampleRound(life.deployment, PERIOD, date(2025, 5, 1))
    sentences = [*_councils_act(acted, [ADUR, ARUN]), *_data_team_acts(acted)]
    assert sentences[0] == f"{ADUR}: PS1.4 is declared by officer, and 3 cells are confirmed by certifier"
    assert sentences[1] == f"{ARUN}: PS1.2 is disputed by other-certifier"
    assert sentences[-1] == "version 1 is proposed by releaser and agreed to by second-releaser"
    made = life.get("auditor", ROUND).json()
    assert (made["state"], [part["state"] for part in made["authorities"]]) == ("released", ["confirmed", "disputed"])
