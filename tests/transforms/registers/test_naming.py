"""The forms in which published files name their authority."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.registers import authorities, organisation

PUBLISHED = Path(__file__).parents[4] / "shared" / "data"
OPEN_DATA = "http://opendatacommunities.org"


@pytest.mark.parametrize(
    ("text", "gss"),
    [
        # addresses as registered, and as councils write them
        (f"{OPEN_DATA}/id/district-council/adur", "E07000223"),
        (f"{OPEN_DATA}/id/district-council/malvern-hills ", "E07000235"),
        (f"{OPEN_DATA}/id/district-council/adur/", "E07000223"),
        (f"{OPEN_DATA.upper()}/ID/District-Council/Adur", "E07000223"),
        ("https://opendatacommunities.org/doc/district-council/fylde", "E07000119"),
        ("opendatacommunities.org/id/district-council/fylde", "E07000119"),
        ("http://opendatacommu nities.org/id/district-council/ forest-of-dean", "E07000080"),
        (f"{OPEN_DATA}/id/london-borough-council/city-of-london", "E09000001"),
        (f"{OPEN_DATA}/id/national-park-authority/exmoor", "E26000002"),
        (f"{OPEN_DATA}/id/dev-corp/old-oak-and-park-royal", "E51000002"),
        (f"{OPEN_DATA}/id/geography/administration/nmd/E07000223", "E07000223"),
        (f"{OPEN_DATA}/id/geography/administration/md/e08000016", "E08000038"),
        (f"{OPEN_DATA}/atlas/resource?uri=http%3A%2F%2Fopendatacommunities.org%2Fid%2Fnmd%2FE07000202", "E07000202"),
        (f"{OPEN_DATA}/resource?uri=http%3A%2F%2Fopendatacommunities.org%2Fid%2Fdistrict-council%2Fadur", "E07000223"),
        ("http://statistics.data.gov.uk/id/statistical-geography/E07000223", "E07000223"),
        ("http://statistics.data.gov.uk/doc/local-authority/00DA", "E08000035"),
        ("http://statistics.data.gov.uk/doc/statistical-geography/E26000006", "E26000006"),
        ("https://www.planning.data.gov.uk/curie/local-authority:ADU", "E07000223"),
        # wrong class, one council
        (f"{OPEN_DATA}/id/borough-council/ashford ", "E07000105"),
        (f"{OPEN_DATA}/id/county-council/newcastle-upon-tyne", "E08000021"),
        (f"{OPEN_DATA}/id/district-council/molevalley", "E07000210"),
        (f"{OPEN_DATA}/doc/district-council/eppingforest", "E07000072"),
        (f"{OPEN_DATA}/id/unitary-authority/somerset", "E06000066"),
        (f"{OPEN_DATA}/id/districtcouncil/new-forest", "E07000091"),
        # several of one name: the address decides, else the one in being
        (f"{OPEN_DATA}/id/county-council/dorset", "E10000009"),
        (f"{OPEN_DATA}/id/unitary-authority/dorset", "E06000059"),
        (f"{OPEN_DATA}/id/district-council/dorset", "E06000059"),
        (f"{OPEN_DATA}/id/national-park-authority/new-forest", "E26000009"),
        (f"{OPEN_DATA}/id/district-council/new-forest", "E07000091"),
        # an address that is right for somebody else is believed
        (f"{OPEN_DATA}/id/county-council/nottinghamshire", "E10000024"),
        # compact references and codes
        ("local-authority:ADU", "E07000223"),
        ("local-authority-eng:ADU", "E07000223"),
        ("local-authority:CUA", "E06000063"),
        ("national-park-authority:Q72617890", "E26000004"),
        ("development-corporation:Q20648596", "E51000002"),
        ("ADU", "E07000223"),
        ("E07000223", "E07000223"),
        ("e07000223 ", "E07000223"),
        ("E60000281", "E07000223"),  # its local planning authority's area
        # names
        ("Adur", "E07000223"),
        ("ADUR DISTRICT COUNCIL", "E07000223"),
        ("adur dc", "E07000223"),
        ("Bath & North East Somerset Council", "E06000022"),
        ("bath and north-east somerset", "E06000022"),
        ("Bristol, City of", "E06000023"),
        ("City of Bristol", "E06000023"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("London Borough of Hackney", "E09000012"),
        ("The Royal Borough of Kensington and Chelsea", "E09000020"),
        ("City of London", "E09000001"),
        ("Kings Lynn & West Norfolk", "E07000146"),
        ("King’s Lynn and West Norfolk", "E07000146"),
        ("St. Albans", "E07000240"),
        ("County Durham", "E06000047"),
        ("Durham", "E06000047"),
        ("Ynys Môn", "W06000001"),
        ("Shepway District Council", "E07000112"),
        ("Northumberland", "E06000057"),
        ("Northumberland National Park", "E26000004"),
        ("The Broads Authority", "E26000007"),
        ("Hartlepool Development Corporation", "E51000007"),
        ("Hartlepool", "E06000001"),
        ("Buckinghamshire County Council", "E10000002"),
        ("Buckinghamshire", "E06000060"),
        ("Wycombe District Council", "E07000007"),  # ended, and still itself
    ],
)
def test_a_published_form_names_its_authority(text: str, gss: str) -> None:
    assert organisation(text) == gss


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "n/a",
        "Council",
        "City of",
        "England",
        "E92000001",
        "Adur and Worthing",  # two councils
        "E07000223 and E07000229",
        f"{OPEN_DATA}/id/london-borough-council/barking-and-dage",  # cut short: never guessed
        f"{OPEN_DATA}/id/geography/administration/lonb/e09000034",  # a code dragged down a column
        f"{OPEN_DATA}/id/district-councPile/fnydlidneg decision",  # two lines of a PDF in one
        f"{OPEN_DATA}/id/dev-corp/new-forest",
        f"{OPEN_DATA}/id/waste-authority/east-london",
        "http://id.esd.org.uk/service/1797",
        "https://planning.example/detail.asp?AltRef=07/0343&Name=Adur",
        "https://www.example.gov.uk/adur",
    ],
)
def test_what_names_no_authority_or_several_is_unknown(text: str) -> None:
    assert organisation(text) is None


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title, lambda text: f"  {text}\t"])
def test_every_name_and_address_of_the_register_comes_home(case: Callable[[str], str]) -> None:
    for body in authorities().values():
        if body.gss != "95Z":  # Belfast's old district has the name of the council that it became
            assert organisation(case(body.name)) == body.gss
            assert organisation(case(body.organisation_uri)) == (body.gss if body.organisation_uri else None)


@given(st.text(max_size=60))
def test_any_text_at_all_is_a_known_authority_or_none(text: str) -> None:
    assert organisation(text) in {None, *authorities()}


@pytest.mark.real_data
def test_names_in_the_published_planning_tables_are_known() -> None:
    path = PUBLISHED / "planning" / "p153.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["reference"]]
    for row in rows:
        assert organisation(re.sub(r"\d+$", "", row["name"])) == row["reference"]
        if row["organisation"]:
            assert organisation(row["organisation"]) == row["reference"]


@pytest.mark.real_data
def test_registers_of_brownfield_land_name_the_council_that_published_them() -> None:
    folder = PUBLISHED / "brownfield_land" / "other-councils"
    if not folder.exists():
        pytest.skip("brownfield_land/other-councils is not beside the checkout")
    named = re.compile(rb"https?://opendatacommunities\.org/[^,\"\r\n]*")
    read = 0
    for path in sorted(folder.glob("???__*.csv")):
        found = {organisation(text.decode("latin-1")) for text in named.findall(path.read_bytes())} - {None}
        if found:
            read += 1
            assert len(found) == 1
            body = authorities()[found.pop()]
            assert body.code == path.name[:3]
            assert body.in_being(date(2018, 1, 1))
    assert read >= 20
