import pyarrow as pa
import pytest

from transforms.standardise.number_words import reasons, repairs
from transforms.standardise.parse_numbers import parse_number

UNREAD = {
    "€12": "it is in another currency than pounds",
    "$12.50": "it is in another currency than pounds",
    "12 EUR": "it is in another currency than pounds",
    "USD 12": "it is in another currency than pounds",
    "--12": "it has two signs",
    "-(12)": "it has two signs",
    "££12": "it has two signs",
    "1,2345": "its commas are not where thousands are parted",
    "12,345,6.00": "its commas are not where thousands are parted",
    "0,27": "a comma stands where the decimal point belongs",
    "1.234,50": "a comma stands where the decimal point belongs",
    "£12k": "it is in thousands or millions, not written out",
    "12.50CR": "it says credit or debit instead of a sign",
    "12/13": "it holds more than one number",
    "free": "it holds no figure",
    "about 3": "",
}
READ = {
    "£1,234.50": "we read it without the currency and without commas between thousands",
    "12.50 GBP": "we read it without the currency",
    "(12.00)": "we read it with its brackets as a minus sign",
    "12.00-": "we read it with the sign in front",
    '"12"': "we read it without quotation marks",
    "1e3": "we read it with every digit written out",
    "410 m2": "we read it without the unit",
}


@pytest.mark.parametrize(("text", "reason"), UNREAD.items())
def test_an_amount_that_does_not_belong_is_not_read_and_says_why(text: str, reason: str) -> None:
    assert parse_number(text, ()) == (None, False)
    assert [words for words, _ in reasons(pa.array([text]))] == [reason]


@pytest.mark.parametrize(("text", "repair"), READ.items())
def test_a_number_that_is_read_after_a_change_says_which(text: str, repair: str) -> None:
    number, is_repaired = parse_number(text, ("m2",))
    assert number is not None
    assert is_repaired
    assert repairs(pa.array([text])) == repair


def test_every_text_has_one_reason() -> None:
    texts = [*UNREAD, *UNREAD]
    places = sorted(place for _, some in reasons(pa.array(texts)) for place in some)
    assert places == list(range(len(texts)))


def test_what_was_changed_in_a_column_is_said_in_one_sentence() -> None:
    assert repairs(pa.array(["£12", "(3)", "£12"])) == (
        "we read it without the currency and with its brackets as a minus sign"
    )
