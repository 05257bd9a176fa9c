"""The zip of a package: whatever is in it that should not be is said in a sentence, and nothing is unpacked."""

import io
import stat
import warnings
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.release_package.package_contents import RELEASED, contents, kept_keys, zipped
from transforms.release_package import zip_checks, zip_file
from transforms.release_package.package_files import whole
from transforms.release_package.verify import verify_package
from transforms.release_package.zip_checks import NotAPackage, open_zip, wrong_names
from transforms.release_package.zip_file import write_zip

FILES, ZIP = contents(), RELEASED.read_bytes()
FOLDER = "housing_stock_check-2025-03-31-v2"


def refusal(content: bytes) -> str:
    with pytest.raises(NotAPackage) as raised:
        open_zip(io.BytesIO(content))
    return str(raised.value)


def entry(name: str, **facts: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    for fact, value in facts.items():
        setattr(info, fact, value)
    return info


def zip_of(*entries: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    sink = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(sink, "w") as archive:  # of a name that is twice
        for info in entries:
            archive.writestr(info, content)
    return sink.getvalue()


def test_the_same_files_give_the_same_zip_as_an_earlier_version_made() -> None:
    sink = io.BytesIO()
    order = [info.filename.partition("/")[2] for info in zipfile.ZipFile(RELEASED).infolist()]
    write_zip(sink, FOLDER, ((name, [FILES[name][:5], FILES[name][5:]]) for name in order))
    assert sink.getvalue() == ZIP


def test_a_file_of_more_than_the_limit_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_file, "LARGEST_FILE", 10)
    with pytest.raises(ValueError, match="data/x has more than 2 GB"):
        write_zip(io.BytesIO(), FOLDER, [("data/x", [b"12345678", b"901"])])


def test_the_files_of_a_zip_are_named_as_in_its_folder() -> None:
    files = open_zip(io.BytesIO(ZIP))
    assert {name: whole(files, name) for name in files.names} == FILES


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_package_zipped_again_by_somebody_is_a_package_still(compression: int) -> None:
    files = open_zip(io.BytesIO(zipped(FILES, "renamed", compression)))
    assert [verdict.line for verdict in verify_package(files, kept_keys()) if verdict.wrong] == []


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0), st.integers(1, 255))
def test_any_changed_byte_of_the_zip_itself_is_found_out(place: int, change: int) -> None:
    content = bytearray(ZIP)
    content[place % len(ZIP)] ^= change
    assert is_refused(bytes(content))


def test_a_changed_byte_where_the_zip_describes_itself_is_found_out() -> None:
    for place in (*range(60), *range(-260, 0)):
        content = bytearray(ZIP)
        content[place] ^= 1
        assert is_refused(bytes(content)), place


def is_refused(content: bytes) -> bool:
    try:
        files = open_zip(io.BytesIO(content))
    except NotAPackage:
        return True
    return any(verdict.wrong for verdict in verify_package(files, kept_keys()))


@pytest.mark.parametrize("length", [len(ZIP) - 1, len(ZIP) // 2, 100, 4, 0])
def test_a_truncated_zip_is_said_to_be_one(length: int) -> None:
    assert "truncated or damaged" in refusal(ZIP[:length])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zip_of(entry("a/x"), entry("../x")), "leads out of the folder"),
        (zip_of(entry("a/../../x")), "leads out of the folder"),
        (zip_of(entry("/etc/passwd")), "leads out of the folder"),
        (zip_of(entry("a/b\\..\\x")), "leads out of the folder"),
        (zip_of(entry("C:/x")), "leads out of the folder"),
        (zip_of(entry("a/x\x1b[2J")), "can't be shown"),
        (zip_of(entry("a/x"), entry("a/x")), "is there 2 times"),
        (zip_of(entry("a/cells.csv"), entry("a/Cells.csv")), "different case"),
        (zip_of(entry("a/caf\u00e9"), entry("a/cafe\u0301")), "different case or form"),
        (zip_of(entry("a/x", external_attr=(stat.S_IFLNK | 0o777) << 16)), "is a link"),
        (zip_of(entry("a/x", external_attr=(stat.S_IFIFO | 0o644) << 16)), "is no file"),
        (zip_of(entry("a/x", compress_type=zipfile.ZIP_BZIP2)), "packed in a way"),
        (zip_of(entry("a/x"), entry("b/x")), "one folder"),
        (zip_of(entry("x")), "one folder"),
        (b"junk" + zip_of(entry("a/x")), "belong to nothing"),
        (zip_of(entry("a/x")) + b"junk", "truncated or damaged"),
    ],
)
def test_what_a_zip_may_not_hold_is_said(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_name_that_is_not_in_utf_8_is_refused() -> None:
    content = zip_of(entry("a/cafe")).replace(b"a/cafe", b"a/caf\xe9")
    assert "not in UTF-8" in refusal(content)


def test_a_zip_that_swells_beyond_its_size_and_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zip_of(entry("a/x", compress_type=zipfile.ZIP_DEFLATED), content=bytes(1_000_000))
    monkeypatch.setattr(zip_checks, "MOST_BYTES", 500_000)
    assert "more than 20 times its size and 2 GB" in refusal(bomb)
    monkeypatch.setattr(zip_checks, "MOST_BYTES", 2_000_000)
    assert open_zip(io.BytesIO(bomb)).names == ("x",)


def test_the_limits_are_those_of_the_specification() -> None:
    assert (zip_checks.MOST_TIMES, zip_checks.MOST_BYTES) == (20, 2 * 1024**3)


@pytest.mark.parametrize("names", [["data/cells.csv", "bagit.txt"], ["data/", "data/a b.csv"]])
def test_ordinary_names_are_fine(names: Sequence[str]) -> None:
    assert list(wrong_names(names)) == []
