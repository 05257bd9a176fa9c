from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.standardise import Standardised, standardise
from transforms.standardise.personal_data import MASK
from transforms.standards import standard

EMAIL = "jo.bloggs@example.com"
FIELDS = ("SiteReference", "SiteNameAddress", "SiteplanURL", "Hectares", "Notes")


def standardised(
    rows: Sequence[Sequence[str]], header: Sequence[str] = FIELDS, findings: Sequence[Finding] = ()
) -> Standardised:
    columns = {str(place): pa.array([row[place] for row in rows], pa.string()) for place in range(len(header))}
    lines, widths = np.arange(2, len(rows) + 2), np.full(len(rows), len(header))
    reading = Reading(Sheet(tuple(header), 1, pa.table(columns), lines, widths), "utf-8", tuple(findings))
    return standardise(reading, standard("brownfield_land"), None, date(2026, 6, 30))


def everything(done: Standardised) -> str:
    """Return all that is kept of a file, as one text."""
    kept = (done.table, *done.published.values(), *done.words.values())
    findings = [(one.column, one.facts, list(one.values or ())) for one in done.findings]
    return str([*(one.to_pylist() for one in kept), dict(done.columns), findings])


def personal(done: Standardised) -> list[Finding]:
    return [finding for finding in done.findings if finding.code == "personal-data-found"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_mail_address_is_masked_in_every_kind_of_field(field: str) -> None:
    row = {"SiteReference": "1", "SiteNameAddress": "A", "SiteplanURL": "https://a.gov.uk", "Hectares": "1"}
    row |= {"Notes": "", field: f"for {EMAIL}"}
    done = standardised([[row[name] for name in FIELDS]])
    assert EMAIL not in everything(done)
    assert done.published[field].to_pylist() == [f"for {MASK}"]
    assert [(one.column, list(one.rows)) for one in personal(done)] == [(field, [0])]


def test_a_finding_says_what_kinds_of_personal_data_its_cells_hold() -> None:
    notes = [EMAIL, f"{EMAIL} or 07700 900123", "DOB 1/2/1980", "none"]
    done = standardised([[str(place), "A", "", "1", note] for place, note in enumerate(notes)])
    kinds = {tuple(one.rows): one.facts["kinds"] for one in personal(done)}
    assert kinds == {
        (0,): "an e-mail address",
        (1,): "an e-mail address and a telephone number",
        (2,): "a date of birth",
    }


def test_the_address_of_a_site_is_in_its_place() -> None:
    address = "Mr J Bloggs, 12 High Street, Worthing BN11 1AA"
    assert personal(standardised([["1", address, "", "1", ""]])) == []
    assert len(personal(standardised([["1", "A", "", "1", address]]))) == 1


def test_a_reference_that_looks_like_a_telephone_number_keys_its_record() -> None:
    done = standardised([["07700900123", "A", "", "1", ""], ["AB123456C", "A", "", "1", ""]])
    assert done.table["SiteReference"].to_pylist() == ["07700900123", "AB123456C"]
    assert personal(done) == []


@pytest.mark.parametrize(
    ("header", "cell", "count"),
    [
        ("Officer", EMAIL, 1),
        ("applicant_phone", "01273 263000", 1),
        ("ContactNumber", "(01273) 263000", 1),
        ("Customer services telephone", "01273 263000", 0),
        ("Switchboard", "01273 263000", 0),
        ("DateOfBirth", "12/05/1980", 1),
        ("DOB", "1980-05-12", 1),
        ("Decision date", "12/05/1980", 0),
        ("NI number", "ab 12 34 56 c", 1),
        ("Home address", "12 High Street, Worthing", 1),
        ("Address", "12 High Street, Worthing BN11 1AA", 0),
        ("Invoice number", "07700900123", 0),
        ("Invoice No.", "JX123456C", 0),
        ("invoice_no", "JX123456C", 0),
        ("Order No", "JX123456C", 0),
        ("Contact No.", "07700900123", 1),
        ("WhatsApp No.", "07700900123", 1),
        ("NI No.", "JX123456C", 1),
        ("No.", "JX123456C", 1),
    ],
)
def test_a_column_beside_the_standards_is_searched_in_the_light_of_its_header(
    header: str, cell: str, count: int
) -> None:
    done = standardised([["1", "A", "", "1", "", cell]], (*FIELDS, header))
    assert [one.column for one in personal(done)] == [header] * count
    assert [list(one.lines) for one in personal(done)] == [[2]] * count
    assert not count or cell not in everything(done)
    assert done.table.num_rows == 1
    assert all(one.rows is None and one.severity is Severity.CRITICAL for one in personal(done))


def test_a_header_cell_is_masked_and_found_on_its_line() -> None:
    done = standardised([["1", "A", "", "1", "", "x"]], (*FIELDS, f"Ask {EMAIL}"))
    assert EMAIL not in everything(done)
    assert [(one.column, one.lines) for one in personal(done)] == [(f"Ask {MASK}", [1])]


def test_what_reading_found_is_masked_in_its_texts_and_facts() -> None:
    title = Finding("header-displaced", Severity.INFO, lines=[1], values=[f"By {EMAIL}"], facts={"example": EMAIL})
    done = standardised([["1", "A", "", "1", ""]], findings=[title])
    assert done.findings[0].values == [f"By {MASK}"]
    assert EMAIL not in everything(done)


def test_total_rows_are_not_records_and_leave_nothing_behind() -> None:
    done = standardised([["1", "A", "", "1", ""], ["", "Total", "", "1", EMAIL]])
    assert done.table.num_rows == 1
    assert EMAIL not in everything(done)
