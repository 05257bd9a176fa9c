"""Text comes out as it was written, whatever it was saved in, and a guess is said."""

import pytest

from transforms.reading.decode import decode

TEXT = "SiteReference,Notes\r\nA1,£1.50 – Café “new”\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_no_guess(encoding: str) -> None:
    content = TEXT.encode(encoding)
    decoding = decode(content)
    assert (decoding.encoding, decoding.text(content), decoding.findings) == ("utf-8", TEXT, ())


@pytest.mark.parametrize(
    ("written", "said"),
    [("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252")],
)
def test_other_encodings_are_read_and_said(written: str, said: str) -> None:
    content = TEXT.encode(written)
    decoding = decode(content)
    assert (decoding.encoding, decoding.text(content)) == (said, TEXT)
    assert [finding.code for finding in decoding.findings] == ["file-encoding-guessed"]


@pytest.mark.parametrize("written", ["cp437", "cp850"])
def test_the_pound_sign_of_a_dos_code_page_is_a_pound_sign(written: str) -> None:
    text = "Net Amount (£)\r\n£12.00,Café\r\n"
    assert decode(text.encode(written)).text(text.encode(written)) == text


def test_mac_quotation_marks_are_read() -> None:
    text = "Name\rThe council’s depot\rBishop’s Road\r"
    assert decode(text.encode("mac-roman")).text(text.encode("mac-roman")) == text


def test_a_mark_encoded_twice_is_no_part_of_the_first_header() -> None:
    content = "ï»¿Name,Amount\n".encode("utf-8-sig")
    assert decode(content).text(content) == "Name,Amount\n"


def test_one_stray_byte_does_not_spoil_a_utf8_file() -> None:
    content = "Café, naïve, £\n".encode() * 3 + b"\xa35\n"
    decoding = decode(content)
    assert decoding.text(content).endswith("£5\n")
    assert decoding.text(content).startswith("Café, naïve, £")
    assert decoding.findings[0].facts["encoding"] == "a mixture of UTF-8 and Windows-1252"


def test_bytes_that_no_encoding_knows_do_not_stop_the_reading() -> None:
    content = b"Name\n\xa3 \x81\n"
    assert len(decode(content).text(content)) == len(content)
