"""The life of a return on the command line: the same acts as through the API."""

from collections.abc import Callable

import pytest

from plugins.cli.console import NotCarriedOut
from tests.plugins.conftest import Site
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ARUN, PERIOD, RETURN, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
Output = Callable[..., str]
PART = (RETURN, "--period", PERIOD, "--authority", ADUR)
RELEASE = (RETURN, "--period", PERIOD, "--version", 1)
ROUND = (RETURN, "--period", PERIOD)


@pytest.fixture
def command(life: Life, site: Site, output_of: Output, monkeypatch: pytest.MonkeyPatch) -> Output:
    for variable, value in life.deployment.settings.environment().items():
        monkeypatch.setenv(variable, value)
    return output_of


def test_a_return_goes_all_the_way_by_commands(command: Output, life: Life) -> None:
    assert command("round", "list", "--by", "officer").startswith(f"{RETURN}/{PERIOD}: open, freezes 2025-05-1")
    shown = command("round", "show", *PART, "--by", "certifier")
    cells = shown.partition("cells ")[2].split("\n")[0]
    assert "PS1.2: 31 (computed, proposed)" in shown
    declared = command("declare", *PART, "--cell", "PS1.4", "--value", "nil", "--why", "None", "--by", "officer")
    assert declared == f"{RETURN}/{PERIOD}/{ADUR}: PS1.4 is declared.\n"
    with pytest.raises(NotCarriedOut, match=r"The cells have changed since.*: PS1\.4; their hash is"):
        command("confirm", *PART, "--cells", cells, "--by", "certifier")
    now = life.part()["cells_sha256"]
    with pytest.raises(NotCarriedOut, match="This is for who certifies this return: head of planning"):
        command("confirm", *PART, "--cells", now, "--by", "officer")
    confirmed = command("confirm", *PART, "--cells", now, "--except", "PS1.3=Not ours", "--by", "certifier")
    assert confirmed == f"{RETURN}/{PERIOD}/{ADUR}: confirmed.\n"
    command("dispute", *PART, "--cell", "PS1.2", "--why", "Two are missing", "--by", "certifier")
    chased = command("round", "chase", *ROUND, "--why", "The deadline is near", "--by", "collector")
    assert chased == f"{RETURN}/{PERIOD}: {ARUN} will be reminded.\n"
    days = ("--day", "chases=2025-04-20,2025-05-01", "--day", "closes=2028-01-31")
    changed = command("round", "change", *ROUND, *days, "--why", "Easter", "--by", "collector")
    assert changed == f"{RETURN}/{PERIOD}: chases 2025-04-20,2025-05-01, closes 2028-01-31.\n"
    command("round", "change", *ROUND, "--day", "chases=", "--why", "By hand", "--by", "collector")
    assert life.get("collector", f"/api/v1/rounds/{RETURN}/{PERIOD}").json()["days"]["chases"] == []
    frozen = command("round", "freeze", *ROUND, "--why", "Enough", "--by", "collector")
    assert frozen == f"{RETURN}/{PERIOD}: frozen.\n"
    with pytest.raises(NotCarriedOut, match=f"are answered in words first: {ADUR}, {ARUN}"):
        command("release", "propose", *ROUND, "--by", "releaser")
    answers = ("--answer", f"{ADUR}=They look into it", "--answer", "proposed=On leave")
    assert "v1: proposed" in command("release", "propose", *ROUND, *answers, "--by", "releaser")
    with pytest.raises(NotCarriedOut, match="You proposed this release"):
        command("release", "agree", *RELEASE, "--by", "releaser")
    assert "v1: released" in command("release", "agree", *RELEASE, "--by", "second-releaser")
    with pytest.raises(NotCarriedOut, match="nobody has agreed to it"):
        command("release", "build", RETURN, "--period", PERIOD, "--version", 2)
    receipt = f"{1:064x}"
    assert "acknowledged" in command("acknowledge", *RELEASE, "--receipt", receipt, "--by", "receiver")
    assert "v1: withdrawn" in command("withdraw", *RELEASE, "--why", "A wrong file", "--by", "second-releaser")
    story = command("audit", "show", "--subject", f"{RETURN}/{PERIOD}/{ADUR}")
    assert "Certifier disputed cells of" in story
    assert command("audit", "verify").startswith("The audit trail holds")


def test_roles_are_granted_and_ended_by_administrators_and_never_their_own(command: Output) -> None:
    why = ("--why", "New in post", "--by", "administrator")
    granted = command("people", "grant", "grace", "officer", "--scope", ARUN, *why)
    number = granted.split()[1].rstrip(":")
    assert f"{number}: officer of {ARUN}" in command("people", "list")
    assert "has ended" in command("people", "end", "grace", "--grant", number, *why)
    with pytest.raises(NotCarriedOut, match="has ended"):
        command("people", "end", "grace", "--grant", number, *why)
    for words, sentence in (
        (("grant", "administrator", "auditor", *why), "Nobody grants or ends a role of their own"),
        (("grant", "grace", "mayor", *why), "is no role; the roles are officer"),
        (("grant", "grace", "officer", "--scope", "E99999999", *why), "the scope of a role “officer” is"),
        (("grant", "grace", "officer", "--scope", ARUN, "--why", "x", "--by", "officer"), "There is nothing here"),
        (("grant", "grace", "officer", "--scope", ARUN, "--until", "2020-01-01", *why), "can't end before it begins"),
    ):
        with pytest.raises(NotCarriedOut, match=f"(?i){sentence}"):
            command("people", *words)
