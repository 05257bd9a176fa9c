"""What the folder of a platform has to have before anything is started in it."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from plugins.local.platform import lifecycle
from plugins.local.platform.faults import NoRoom
from plugins.local.platform.home import Home


def test_on_a_full_disk_nothing_is_started_and_a_sentence_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=7_900_000))
    home = Home(tmp_path / "platform")
    with pytest.raises(NoRoom) as refusal:
        lifecycle.up(home)
    assert str(refusal.value) == (
        f"The disk of {home.root} is full (7 MB left): free at least 200 MB, and start again. "
        "Nothing is lost: what was interrupted goes on."
    )
    assert sorted(path.name for path in home.root.iterdir()) == ["lock"]
