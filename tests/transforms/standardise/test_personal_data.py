from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.reading import read
from transforms.standardise.mask_columns import find_beside
from transforms.standardise.personal_data import MASK, Personal, find, in_words, mask, mask_texts

DATA = Path(__file__).parents[4] / "shared" / "data"
PERSONAL = [
    ("write to jo.bloggs@example.com soon", f"write to {MASK} soon"),
    ("Jo Bloggs <J.O'Bloggs@example.co.uk>.", f"Jo Bloggs <{MASK}>."),
    ("josé@example.com", MASK),
    ("jo.parks@example.gov.uk", MASK),
    ("jo.bloggs @ example.co.uk", MASK),
    ("jo.bloggs[at]example.org", MASK),
    ("see https://example.gov.uk/?to=jo.bloggs@example.com", f"see https://example.gov.uk/?to={MASK}"),
    ("mobile 07700 900123", f"mobile {MASK}"),
    ("+44 7700 900 123", MASK),
    ("+44 (0)7700 900123", MASK),
    ("0044 7700 900123", MASK),
    ("0770 090 0123", MASK),
    ("07700 90 01 23", MASK),
    ("07700\u00a0900123", MASK),
    ("Tel: 01273 263000", f"Tel: {MASK}"),
    ("Tel no. (01273) 263000 or 020 7946 0123", f"Tel no. {MASK} or {MASK}"),
    ("Ring Jo on 0161-496-0123", f"Ring Jo on {MASK}"),
    ("+44 1273 263000", MASK),
    ("ref for the agent, mobile number 07700 900123", f"ref for the agent, mobile number {MASK}"),
    ("NI AB 12 34 56 C", f"NI {MASK}"),
    ("AB123456C", MASK),
    ("NI QQ 12 34 56 C", f"NI {MASK}"),
    ("tel:+44(0)1273 263000", f"tel:{MASK}"),
    ("tel 0044 1273 263000", f"tel {MASK}"),
    ("National Insurance number: ab123456", f"National Insurance number: {MASK}"),
    ("born on 3rd March 1980", f"born on {MASK}"),
    ("DOB 12/05/1980, Worthing", f"DOB {MASK}, Worthing"),
    ("d.o.b. 12.5.80", f"d.o.b. {MASK}"),
    ("Date of birth: 1980-05-12", f"Date of birth: {MASK}"),
    ("Mr J Bloggs of 12 High Street", f"Mr J Bloggs of {MASK}"),
    ("MRS J BLOGGS, 12 HIGH STREET, WORTHING BN11 1AA", f"MRS J BLOGGS, {MASK}"),
    ("Dr Jo Bloggs who lives at Flat 2, 12 High Street, Adur", f"Dr Jo Bloggs who lives at {MASK}, Adur"),
    ("home address: Rose Cottage, Adur BN43 6EL", f"home address: {MASK}"),
]
NOBODYS = [
    "BG 12 34 56 C",
    "planning@adur-worthing.gov.uk",
    "planning.policy@example.gov.uk",
    "planningcomments@example.gov.uk",
    "CustomerServices2@example.gov.uk",
    "rosebuilders@rosebuilders.co.uk",
    "parks@example.gov.uk",
    "parish.clerk@example.gov.uk",
    "logo@2x.png",
    "SWDP43/3 @ £250,000",
    "Open to all @ www.example.com",
    "https://www.google.com/maps/@51.5,-0.12",
    "https://example.gov.uk/case?id=07700900123",
    "AWDM/0770/25 and 07/00900/FUL",
    "07700900123/FUL",
    "Ref 07700900123",
    "Invoice no. 07700900123",
    "UPRN 100061891234",
    "100061891234",
    "grid 512345 105432",
    "0.07700900123, -1.07700900123",
    "01273 263000",
    "01423500534 Rental 01/02/2024",
    "Call the planning team on 01273 263000",
    "Tel: 0300 123 4567",
    "2025-03-31 07:30:00",
    "Gas bill, call of 01.02.24-28.02.24",
    "application AB123456C",
    "Discharge of condition AB123456C",
    "2025/AB123456C",
    "born in 1809; rebuilt 12/05/1980",
    "decided 12/05/2025",
    "Erection of a dwelling at 12 High Street, Worthing BN11 1AA",
    "12 High Street, Worthing BN11 1AA",
    "Mr Kebab, 12 High Street, Worthing",
    "Mr J Bloggs t/a Bloggs Roofing, 12 High Street, Worthing BN11 1AA",
    "Dr J Bloggs and Partners, The Surgery, 1 Hill Road, Worthing BN11 1AA",
    "Jo Bloggs",
    "Mr and Mrs Bloggs",
]


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_personal_data_is_replaced_and_the_rest_stays(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", NOBODYS)
def test_references_figures_names_and_shared_mailboxes_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_a_column_is_searched_as_closely_as_a_text(text: str, masked: str) -> None:
    found = mask_texts(pa.array([text, "nothing", None]))
    assert found is not None
    assert found.texts.to_pylist() == [masked, "nothing", None]
    assert found.kinds.tolist()[1:] == [0, 0]


@given(st.text(alphabet="07 1239()+-./:@[]atAB,telMrDOBorn1980", max_size=60))
@example("tel\n012345678901")
@example("Mr A\u00a0B, 1 A Road, A1 1AA")
def test_what_makes_the_search_quick_hides_nothing_from_it(text: str) -> None:
    found = mask_texts(pa.array([text]))
    assert (found.texts[0].as_py() if found else text) == mask(text)


@given(st.lists(st.sampled_from([text for text, _ in PERSONAL] + NOBODYS), max_size=3).map("; ".join))
def test_nothing_personal_is_left_after_masking(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(
    st.from_regex(r"[A-Z]{2,4}/\d{4}/\d{2}|\d{2}/\d{5}/[A-Z]{3}|\d{12}|\d{6} \d{6}|20\d\d-\d\d-\d\d", fullmatch=True)
)
def test_references_property_numbers_coordinates_and_days_are_never_personal(text: str) -> None:
    assert mask(text) == text


def test_a_column_without_any_is_not_copied() -> None:
    assert mask_texts(pa.array(["a", None, "planning@example.gov.uk"])) is None


@pytest.mark.parametrize("repeated", [1, 50])
def test_a_column_is_masked_alike_whether_its_texts_repeat_or_not(repeated: int) -> None:
    masked = mask_texts(pa.array(["a", None, "jo.bloggs@example.com"] * repeated))
    assert masked is not None
    assert masked.texts.to_pylist() == ["a", None, MASK] * repeated
    assert masked.kinds.tolist() == [0, 0, Personal.EMAIL] * repeated


def test_an_address_is_searched_for_mail_addresses_alone() -> None:
    column = pa.array(["https://a.gov.uk/07700900123", "https://a.gov.uk/?to=jo.bloggs@example.com"])
    masked = mask_texts(column, Personal.EMAIL)
    assert masked is not None
    assert masked.texts.to_pylist() == ["https://a.gov.uk/07700900123", f"https://a.gov.uk/?to={MASK}"]


def test_what_is_found_is_said_in_words() -> None:
    kinds = {one.kind for one in find("jo.bloggs@example.com, DOB 1/2/1980, AB 12 34 56 C")}
    assert in_words(sum(kinds)) == "an e-mail address, a National Insurance number and a date of birth"


def test_a_long_word_costs_no_time() -> None:
    assert mask("0123456789abcdef@" * 20_000) is not None


@pytest.mark.real_data
def test_of_all_published_files_only_registers_of_toilets_say_whom_to_ring() -> None:
    paths = [path for path in sorted(DATA.rglob("*")) if path.is_file() and path.parent != DATA]
    if not paths:
        pytest.skip("no published files beside the checkout")
    counts: dict[tuple[str, object], int] = {}
    for path in paths:
        sheet = read(path.read_bytes(), path.name, lambda _: 0).sheet
        for finding in find_beside(sheet, {}, np.arange(sheet.cells.num_rows)) if sheet else ():
            kind = (path.relative_to(DATA).parts[0], finding.facts["kinds"])
            counts[kind] = counts.get(kind, 0) + finding.count
    print(counts)
    assert {folder for folder, _ in counts} == {"public_toilets"}
    assert {kinds for _, kinds in counts} == {"an e-mail address", "a telephone number"}
