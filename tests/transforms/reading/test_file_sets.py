"""A file set is an archive of the exact files, the same bytes for the same set."""

import hashlib
import io
import zipfile
from datetime import date

import pytest

from transforms.domain.file_set import FileSet, MissingFile, SetFile
from transforms.reading.file_sets import COMMENT, is_file_set, pack, unpack

APRIL, MAY = b"a,b\r\n1,2\r\n", b"\xef\xbb\xbfa;b\n3;4"


def set_file(content: bytes, name: str = "spend.csv", published: date = date(2025, 5, 1)) -> SetFile:
    return SetFile(name, f"https://a.gov.uk/{name}", hashlib.sha256(content).hexdigest(), published)


FILE_SET = FileSet(
    (set_file(APRIL), set_file(MAY)), (MissingFile("https://a.gov.uk/june.csv", "answered 404", has_copy=False),)
)
CONTENTS = {hashlib.sha256(content).hexdigest(): content for content in (APRIL, MAY)}


def test_a_set_comes_back_as_it_was_put_together() -> None:
    packed = pack(FILE_SET, CONTENTS)
    assert is_file_set(packed)
    assert packed == pack(FILE_SET, CONTENTS)
    assert unpack(packed, 10_000) == (FILE_SET, [APRIL, MAY])


def test_any_program_opens_a_set_though_two_files_have_one_name() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(FILE_SET, CONTENTS))) as packed:
        assert packed.namelist() == ["files.json", "001-spend.csv", "002-spend.csv"]
        assert packed.read("002-spend.csv") == MAY


def test_an_archive_that_a_council_published_is_no_set() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("spend.csv", APRIL)
    assert not is_file_set(buffer.getvalue())
    assert not is_file_set(b"a,b\n" + COMMENT)


def test_a_set_beyond_the_limit_is_not_unpacked() -> None:
    assert unpack(pack(FILE_SET, CONTENTS), 10) is None


def test_an_archive_that_only_looks_like_a_set_is_an_error_for_the_caller() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.comment = COMMENT
        packed.writestr("spend.csv", APRIL)
    with pytest.raises(KeyError):
        unpack(buffer.getvalue(), 10_000)
