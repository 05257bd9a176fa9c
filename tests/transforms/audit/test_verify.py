"""An audit trail holds, or the first entry that doesn't is named."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.audit import FIRST_PREVIOUS, AuditEntry, AuditHead, entry_hash, verify_trail
from transforms.audit.entry import time_text

START = datetime(2026, 11, 29, 1, 2, 3, 4, tzinfo=UTC)
PAGE = Path(__file__).parents[3] / "docs" / "specifications" / "audit-trail.md"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def trail(*whats: dict) -> list[AuditEntry]:
    """Return a trail of entries, one for each content."""
    entries: list[AuditEntry] = []
    previous = FIRST_PREVIOUS
    for number, what in enumerate(whats, 1):
        at = START + timedelta(seconds=number)
        values = (number, at, "person/1", "confirm-cells", "planning_matters/2025-Q1", what, "Because", previous)
        previous = entry_hash(*values)
        entries.append(AuditEntry(*values, previous))
    return entries


def recomputed(entry: AuditEntry) -> str:
    """Return the hash of an entry as the page tells another program to compute it."""
    members = {name: getattr(entry, name) for name in ("number", "by", "act", "subject", "what", "why", "previous")}
    members["at"] = time_text(entry.at)
    text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=4))
def test_any_content_is_hashed_as_the_page_says_and_the_trail_holds(whats: list[dict]) -> None:
    entries = trail(*whats)
    assert [recomputed(entry) for entry in entries] == [entry.hash for entry in entries]
    outcome = verify_trail(entries)
    assert (outcome.broken, outcome.head.number) == (None, len(whats))


def test_the_example_of_the_page_has_the_hash_that_it_names() -> None:
    entry = AuditEntry(
        1, START, "process/calendar", "open-round", "planning_matters/2025-Q1", {"opens": "2025-04-01"}, "",
        FIRST_PREVIOUS, "",
    )  # fmt: skip
    assert f"has the hash `{recomputed(entry)}`" in PAGE.read_text(encoding="utf-8")


CHANGES: dict[str, Callable[[AuditEntry], AuditEntry]] = {
    "its time": lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1)),
    "who": lambda entry: replace(entry, by="person/2"),
    "the act": lambda entry: replace(entry, act="dispute-cells"),
    "the subject": lambda entry: replace(entry, subject="planning_matters/2025-Q2"),
    "what": lambda entry: replace(entry, what={"cells": 3}),
    "why": lambda entry: replace(entry, why=""),
    "the hash before": lambda entry: replace(entry, previous=FIRST_PREVIOUS),
    "its own hash": lambda entry: replace(entry, hash=FIRST_PREVIOUS),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_entry_that_was_changed_is_the_first_that_does_not_hold(change: Callable[[AuditEntry], AuditEntry]) -> None:
    entries = trail({"cells": 1}, {"cells": 2}, {"cells": 4})
    entries[1] = change(entries[1])
    broken = verify_trail(entries).broken
    assert broken is not None
    assert broken.number == 2


def test_an_entry_changed_with_its_hash_breaks_the_next_one() -> None:
    entries = trail({"cells": 1}, {"cells": 2}, {"cells": 4})
    forged = replace(entries[1], what={"cells": 9})
    entries[1] = replace(forged, hash=recomputed(forged))
    broken = verify_trail(entries).broken
    assert broken is not None
    assert broken.number == 3


def test_a_gap_is_named_by_the_entry_after_it() -> None:
    first, _, third = trail({}, {}, {})
    broken = verify_trail([first, third]).broken
    assert broken is not None
    assert (broken.number, "after 1" in broken.reason) == (3, True)


def test_a_published_head_finds_a_tail_that_was_cut_off_or_made_anew() -> None:
    entries = trail({"cells": 1}, {"cells": 2})
    head = AuditHead(2, entries[1].hash)
    assert verify_trail(entries, head).broken is None
    for tail in (entries[:1], trail({"cells": 1}, {"cells": 7})):
        broken = verify_trail(tail, head).broken
        assert broken is not None
        assert broken.number == 2
