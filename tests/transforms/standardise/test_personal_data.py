import pyarrow as pa
import pytest

from transforms.standardise.personal_data import MASK, Personal, mask, mask_texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to jo.bloggs@example.com soon", f"write to {MASK} soon"),
        ("mobile 07700 900123", f"mobile {MASK}"),
        ("+44 7700 900 123", MASK),
        ("Tel: 01273 263000", f"Tel: {MASK}"),
        ("NI QQ 12 34 56 C", "NI QQ 12 34 56 C"),
        ("NI AB 12 34 56 C", f"NI {MASK}"),
    ],
)
def test_personal_data_is_replaced_and_the_rest_stays(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "planning@adur-worthing.gov.uk",
        "planning.policy@example.gov.uk",
        "AWDM/0770/25 and 07/00900/FUL",
        "UPRN 100061891234",
        "grid 512345 105432",
        "01273 263000",
        "SWDP43/3 @ £250,000",
        "2025-03-31 07:30:00",
    ],
)
def test_references_figures_and_shared_mailboxes_stay(text: str) -> None:
    assert mask(text) == text


def test_a_column_without_any_is_not_copied() -> None:
    assert mask_texts(pa.array(["a", None, "planning@example.gov.uk"])) is None


@pytest.mark.parametrize("repeated", [1, 50])
def test_a_column_is_masked_alike_whether_its_texts_repeat_or_not(repeated: int) -> None:
    column = pa.array(["a", None, "jo.bloggs@example.com"] * repeated)
    masked = mask_texts(column)
    assert masked is not None
    assert masked.texts.to_pylist() == ["a", None, MASK] * repeated


def test_an_address_is_searched_for_mail_addresses_alone() -> None:
    column = pa.array(["https://a.gov.uk/07700900123", "https://a.gov.uk/?to=jo.bloggs@example.com"])
    masked = mask_texts(column, Personal.EMAIL)
    assert masked is not None
    assert masked.texts.to_pylist() == ["https://a.gov.uk/07700900123", f"https://a.gov.uk/?to={MASK}"]
