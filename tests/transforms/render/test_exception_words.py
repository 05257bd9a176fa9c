"""The detail of an exception as people write it."""

import pytest

from transforms.render.exception_words import detail_in_words
from transforms.returns import statutory_return

PLANNING = statutory_return("planning_matters")


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("derived=1234 counted=8", "as worked out: 1,234, as counted: 8"),
        ("decision_date=2025-10-21", "day of the decision: 21 October 2025"),
        ("PermissionDate= PlanningStatus=not permissioned", "PermissionDate: none, PlanningStatus: not permissioned"),
        ("field=Decision|Status cells=12", "field: Decision or Status, cells left blank: 12"),
        ("cell=PS1.2 now=10 before=20000.50", "cell: Received in the quarter, now: 10, before: 20,000.50"),
        ("line=12345", "line: 12345"),
        ("", ""),
        ("2025-03", "2025-03"),
    ],
)
def test_a_detail_is_in_the_words_of_the_return(detail: str, words: str) -> None:
    assert detail_in_words(PLANNING, detail) == words
