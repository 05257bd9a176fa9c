"""Why something is an exception, and what to do about it: for every reason of every return."""

import pytest

from transforms.domain.reasons import ENGINE_REASONS, Reason
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import RETURNS

EDITIONS = [edition for definition in RETURNS for edition in definition.editions]
REASONS = [
    *(pytest.param(reason, id=f"{edition.slug} {edition.edition} {reason.name}") for edition in EDITIONS
      for reason in edition.reasons),
    *(pytest.param(reason, id=f"the engine {reason.name}") for reason in ENGINE_REASONS),
]  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_says_what_is_so_and_what_to_do(reason: Reason) -> None:
    assert reason.sentence[0].isupper()
    assert not reason.sentence.endswith(".")
    assert len(reason.sentence.split()) > 2
    assert reason.fix[0].isupper()
    assert reason.fix.endswith(".")


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"{edition.slug} {edition.edition}")
def test_every_reason_of_a_check_is_declared_with_what_to_do(edition: StatutoryReturn) -> None:
    assert {check.reason for check in edition.checks} <= {reason.name for reason in edition.reasons}


def test_a_reason_that_is_no_more_stands_for_itself() -> None:
    assert EDITIONS[0].reason("gone-long-ago") == Reason("gone-long-ago", "gone-long-ago", fix="")
    assert EDITIONS[0].reason("declared-differs").fix
