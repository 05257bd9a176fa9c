from pathlib import Path

import pytest

from examples.england import MAIN
from examples.real_files import RealFile, file_of_round, list_real_files, rounds_of
from transforms import registers

SHARED = Path(__file__).parents[3] / "shared" / "data"


def _list(folder: Path) -> dict[str, RealFile]:
    listed = list_real_files(folder, MAIN, registers.authority, registers.organisation)
    return {one.path.name: one for one in listed}


def _folder(tmp_path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_code_before_the_name_says_whose_file_it_is(tmp_path: Path) -> None:
    listed = _list(_folder(tmp_path, {"brownfield_land/as-published/DUD__92b2.csv": "SiteReference\n1\n"}))
    assert listed["DUD__92b2.csv"].authority_gss == "E08000027"
    assert listed["DUD__92b2.csv"].standard == "brownfield_land"


def test_a_name_among_the_words_says_it_too_before_a_neighbour_does(tmp_path: Path) -> None:
    named = "OrganisationURI\nhttp://opendatacommunities.org/id/district-council/winchester\n"
    files = {
        "brownfield_land/register.csv": named,
        "brownfield_land/merton_community.kml": "",
        "brownfield_land/x.csv": "",
    }
    listed = _list(_folder(tmp_path, files))
    found = {name: one.authority_gss for name, one in listed.items()}
    assert found == {"register.csv": "E07000094", "merton_community.kml": "E09000024", "x.csv": "E07000094"}


def test_otherwise_the_records_say_it(tmp_path: Path) -> None:
    text = "OrganisationURI\nhttp://opendatacommunities.org/id/district-council/winchester\n"
    assert _list(_folder(tmp_path, {"brownfield_land/register.csv": text}))["register.csv"].authority_gss == "E07000094"


def test_files_of_one_council_take_turns_and_the_last_stays(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {f"brownfield_land/DUD__{number}.csv": "" for number in range(3)})
    listed = tuple(_list(folder).values())
    online = [file_of_round(listed, "E08000027", "brownfield_land", day) for day in (-1, 0, 1, 2, 9)]
    assert [one.path.name[5] for one in online if one] == ["0", "0", "1", "2", "2"]
    assert rounds_of(listed) == 3


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("grants/x.csv", "“grants” is not collected this time"),
        ("bins/x.csv", "no standard “bins” is declared"),
        ("brownfield_land/fetch-log/log.csv", "a record of fetching, not a publication"),
        ("brownfield_land/x.csv", "neither its name nor its records say which council published it"),
        ("brownfield_land/DUD__x.png", "“.png” is not a format that councils publish data in"),
    ],
)
def test_a_file_that_nobody_can_collect_says_why(tmp_path: Path, name: str, reason: str) -> None:
    assert [one.reason for one in _list(_folder(tmp_path, {name: "text"})).values()] == [reason]


@pytest.mark.real_data
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the published files are not at {SHARED.name}/ beside the checkout")
def test_every_brownfield_register_beside_the_checkout_has_a_council() -> None:
    listed = [one for one in _list(SHARED / "brownfield_land").values() if one.standard == "brownfield_land"]
    assert len(listed) > 50
    assert {one.reason for one in listed} <= {"", "a record of fetching, not a publication"}
