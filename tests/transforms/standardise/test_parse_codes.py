import pyarrow as pa
import pytest

from transforms.domain.codelist import Code, Codelist
from transforms.standardise.parse_codes import parse_codes
from transforms.standardise.parsed_column import ParseState

DECISION = Codelist(
    "decision",
    (
        Code("Approve", aliases=("Yes", "grant*")),
        Code("Refuse", aliases=("refus*",)),
        Code("Split", aliases=("granted in part*",)),
    ),
)
LIST = Codelist("drinks", (Code("tea", aliases=("Char",)), Code("coffee"), Code("None", "Neither")))
ADDRESSES = Codelist("places", (Code("http://a.gov.uk/id/1", "One", aliases=("Uno",)),))


@pytest.mark.parametrize(
    ("text", "code", "state"),
    [
        (" approve ", "Approve", ParseState.READ),
        ("YES", "Approve", ParseState.READ),
        ("Granted  with conditions", "Approve", ParseState.REPAIRED),
        ("GRANTED IN PART, refused in part", "Split", ParseState.REPAIRED),
        ("Refusal", "Refuse", ParseState.REPAIRED),
        ("Not granted", None, ParseState.UNREADABLE),
        ("grant*", "Approve", ParseState.REPAIRED),
        ("", None, ParseState.BLANK),
        ("N/A", None, ParseState.BLANK),
    ],
)
def test_a_text_names_a_code_by_its_words_or_by_how_it_begins(text: str, code: str | None, state: ParseState) -> None:
    parsed = parse_codes(pa.array([text]), DECISION)
    assert (parsed.values.to_pylist(), parsed.states.tolist()) == ([code], [state])


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("tea|coffee", "tea|coffee", ParseState.READ),
        (" COFFEE | char ", "coffee|tea", ParseState.READ),
        ("tea|tea|", "tea", ParseState.READ),
        ("none", "None", ParseState.READ),
        ("tea|milk", "tea", ParseState.UNREADABLE),
        ("milk", None, ParseState.UNREADABLE),
        ("n/a|", None, ParseState.BLANK),
        ("", None, ParseState.BLANK),
    ],
)
def test_several_codes_in_a_cell_are_read_each_and_joined(text: str, value: str | None, state: ParseState) -> None:
    parsed = parse_codes(pa.array([text]), LIST, "|")
    assert (parsed.values[0].as_py(), parsed.states[0]) == (value, state)


@pytest.mark.parametrize("text", ["http://a.gov.uk/id/1", "https://a.gov.uk/id/1/", "HTTP://A.gov.uk/id/1", "uno"])
def test_an_address_of_a_list_is_read_with_or_without_its_ends(text: str) -> None:
    assert parse_codes(pa.array([text]), ADDRESSES).values.to_pylist() == ["http://a.gov.uk/id/1"]


def test_a_code_that_an_export_cut_short_is_read_where_it_can_be_one_only() -> None:
    codes = Codelist(
        "a", (Code("full planning permission"), Code("outline planning permission"), Code("outline consent"))
    )
    texts = ["full planning permis", "Outline planning per", "outline", "full plan", "planning permission"]
    parsed = parse_codes(pa.array(texts), codes)
    assert parsed.values.to_pylist() == ["full planning permission", "outline planning permission", None, None, None]
    assert list(parsed.states) == [ParseState.REPAIRED] * 2 + [ParseState.UNREADABLE] * 3


def test_an_address_outside_the_list_is_unreadable() -> None:
    parsed = parse_codes(pa.array(["http://a.gov.uk/id/2"]), ADDRESSES)
    assert (parsed.values[0].as_py(), parsed.states[0]) == (None, ParseState.UNREADABLE)


def test_a_long_list_is_cut_in_a_message_and_says_where_it_is() -> None:
    many = Codelist("many", tuple(Code(f"c{number}") for number in range(40)))
    assert many.words == "c0, c1, c2, c3, c4, c5 … (all 40: list many in the data dictionary)"
    assert LIST.words == "tea, coffee, None"
