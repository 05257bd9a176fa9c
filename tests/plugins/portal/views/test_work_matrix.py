"""The matrix of a round: what it can be filtered by, and which councils each filter shows."""

from plugins.portal.views.missing_data import MissingDataset, MissingReason
from plugins.portal.views.work import PartRow
from plugins.portal.views.work_matrix import MatrixFilter, MatrixRow, filter_choices
from transforms.rounds.machines import PartState
from transforms.rounds.part import Part

UNREACHABLE = MissingDataset("Planning applications", MissingReason.UNREACHABLE)


def council(name: str, state: PartState, *place: str, questions: int = 0, is_missing: bool = False) -> MatrixRow:
    part = Part(name, state, "", "", (), None, {}, {}, {}, {}, {})
    return MatrixRow(PartRow(name, name, part), *place, questions, (UNREACHABLE,) if is_missing else ())


MATRIX = [
    council("Adur", PartState.CONFIRMED, "England", "district", "South East", questions=2),
    council("Kent", PartState.NO_DATA, "England", "county", "South East", is_missing=True),
    council("Cardiff", PartState.PROPOSED, "Wales", "unitary", ""),
]


def names_shown(**query: str) -> list[str]:
    return [row.row.name for row in MatrixFilter.from_query(query).applied(MATRIX)]


def test_every_filter_shows_the_councils_that_it_names_and_together_those_that_all_name() -> None:
    assert names_shown() == ["Adur", "Kent", "Cardiff"]
    assert names_shown(nation="Wales") == ["Cardiff"]
    assert names_shown(authority_class="county") == ["Kent"]
    assert names_shown(region="South East") == ["Adur", "Kent"]
    assert names_shown(state="confirmed") == ["Adur"]
    assert names_shown(missing="unreachable") == ["Kent"]
    assert names_shown(questions="yes") == ["Adur"]
    assert names_shown(region="South East", state="no-data") == ["Kent"]
    assert names_shown(state="nonsense") == []


def test_a_filter_is_carried_in_the_address() -> None:
    assert MatrixFilter.from_query({"region": "South East", "state": "no-data", "page": "3"}).query == (
        "?region=South+East&state=no-data"
    )
    assert MatrixFilter().query == ""


def test_councils_can_be_filtered_by_what_tells_them_apart() -> None:
    assert {choice.name: [words for _, words in choice.values] for choice in filter_choices(MATRIX)} == {
        "nation": ["England", "Wales"],
        "authority_class": ["County councils", "District councils", "Unitary authorities"],
        "state": ["No data", "Proposed", "Confirmed"],
        "missing": ["Unreachable"],
        "questions": ["Not answered yet"],
    }
    assert filter_choices(MATRIX[:1]) == []
