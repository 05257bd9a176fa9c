import pyarrow as pa
import pytest

from transforms.standardise.blanks import withheld_mask


@pytest.mark.parametrize(
    "text",
    [
        "REDACTED PERSONAL DATA",
        "Redacted - Personal Information",
        "redacted",
        "DETAILS REDACTED",
        "Name redacted",
        "PQ Redacted - Personal Data",
        " REDACTED  COMMERCIAL CONFIDENTIALITY",
        "[Redacted]",
        "Supplier name withheld",
    ],
)
def test_a_cell_that_says_so_is_withheld(text: str) -> None:
    assert withheld_mask(pa.array([text])).to_pylist() == [True]


@pytest.mark.parametrize(
    "text", ["Redactive Publishing Ltd", "A Council v REDACTED PERSONAL DATA", "Data Ltd", "", "-"]
)
def test_a_name_that_only_sounds_like_it_is_not(text: str) -> None:
    assert withheld_mask(pa.array([text])).to_pylist() == [False]
