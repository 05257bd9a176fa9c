import pyarrow as pa
import pytest

from transforms.domain.standard import Code, Codelist
from transforms.standardise.parse_codes import parse_codes
from transforms.standardise.parsed import State

DECISION = Codelist(
    "decision",
    (
        Code("Approve", aliases=("Yes", "grant*")),
        Code("Refuse", aliases=("refus*",)),
        Code("Split", aliases=("granted in part*",)),
    ),
)


@pytest.mark.parametrize(
    ("text", "code", "state"),
    [
        (" approve ", "Approve", State.READ),
        ("YES", "Approve", State.READ),
        ("Granted  with conditions", "Approve", State.REPAIRED),
        ("GRANTED IN PART, refused in part", "Split", State.REPAIRED),
        ("Refusal", "Refuse", State.REPAIRED),
        ("Not granted", None, State.UNREADABLE),
        ("grant*", "Approve", State.REPAIRED),
        ("", None, State.BLANK),
        ("N/A", None, State.BLANK),
    ],
)
def test_a_text_names_a_code_by_its_words_or_by_how_it_begins(text: str, code: str | None, state: State) -> None:
    parsed = parse_codes(pa.array([text]), DECISION)
    assert (parsed.values.to_pylist(), parsed.states.tolist()) == ([code], [state])
