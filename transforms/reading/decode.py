"""Decoding: published bytes as text, with the encoding that the bytes themselves give evidence of.

Known:  Hyndburn's £ is byte 0x9C (a DOS code page) in some months and 0xA3 (Windows) in others; Democracy Counts
        exports UTF-16 without a byte order mark; Salford's 2022-07 file starts with a UTF-8 mark encoded twice.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from transforms.domain.issue import Finding, Severity

NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "cp850": "the DOS code page 850",
    "mac-roman": "Mac Roman",
}
MARKS = (  # longest first: UTF-32's mark starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MARK_ENCODED_TWICE = "ï»¿".encode()
STRAY = "council-returns.stray-bytes"
SAMPLE = 4096
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_WINDOWS = "\x81\x8d\x8f\x90\x9d"  # bytes for which Windows-1252 has no sign
EVIDENCE = 20_000  # places with a byte beyond ASCII that are looked at


def _read_stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """Return bytes that an encoding does not know as Windows-1252, or as they are where that has no sign either."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray), error.end


codecs.register_error(STRAY, _read_stray_bytes)


@dataclass(frozen=True)
class Decoding:
    """How to turn bytes into text: the encoding, where the text starts, and whether other bytes are mixed in."""

    encoding: str
    start: int = 0
    is_mixed: bool = False
    is_encoded_twice: bool = False

    def lines(self, content: bytes) -> Iterator[str]:
        """Yield the physical lines with their ends as published: LF, CR and CRLF each end a line."""
        if self.is_encoded_twice:
            return io.StringIO(self.text(content), newline="")
        source = io.BytesIO(content)
        source.seek(self.start)
        return io.TextIOWrapper(source, encoding=self.encoding, errors=STRAY, newline="")

    def text(self, content: bytes) -> str:
        """Return the whole text."""
        text = content[self.start :].decode(self.encoding, STRAY)
        return _BEYOND_ASCII.sub(lambda run: _decoded_again(run[0]) or run[0], text) if self.is_encoded_twice else text

    def sample(self, content: bytes) -> str:
        """Return the first characters, enough to tell what kind of text it is."""
        return self.text(content[: self.start + 4 * SAMPLE])[:SAMPLE]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The guess, where the text is not plain UTF-8."""
        if self.is_encoded_twice:
            name = "UTF-8 that was encoded twice"
        elif self.encoding == "utf-8" and not self.is_mixed:
            return ()
        else:
            name = "a mixture of UTF-8 and Windows-1252" if self.is_mixed else NAMES[self.encoding]
        return (Finding("file-encoding-guessed", Severity.INFO, facts={"encoding": name}),)


def decode(content: bytes) -> Decoding:
    """Return the decoding that fits the bytes."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            start = len(mark)
            while encoding == "utf-8" and content.startswith((MARK_ENCODED_TWICE, codecs.BOM_UTF8), start):
                start += 3 if content.startswith(codecs.BOM_UTF8, start) else len(MARK_ENCODED_TWICE)
            if encoding == "utf-8" and not _is_utf8(content):
                return Decoding("utf-8", start, is_mixed=True)
            return _decode_utf8(content, start) if encoding == "utf-8" else Decoding(encoding, start)
    if encoding_ := _unmarked_utf16(content[:SAMPLE]):
        return Decoding(encoding_)
    if _is_utf8(content):
        return _decode_utf8(content, len(MARK_ENCODED_TWICE) if content.startswith(MARK_ENCODED_TWICE) else 0)
    return _decode_bytewise(content)


def _decode_utf8(content: bytes, start: int) -> Decoding:
    """Return the decoding of UTF-8, twice where all that is beyond ASCII is UTF-8 that was read as Windows-1252."""
    if content.isascii():
        return Decoding("utf-8", start)
    text = content[start:].decode("utf-8", "replace")
    runs = {run[0] for run in islice(_BEYOND_ASCII.finditer(text), EVIDENCE)}
    return Decoding("utf-8", start, is_encoded_twice=bool(runs) and all(map(_decoded_again, runs)))


def _decoded_again(run: str) -> str | None:
    """Return text that was read as Windows-1252 as the UTF-8 that it is, None where it is none."""
    try:
        content = b"".join(
            character.encode("latin-1") if character in _NOT_WINDOWS else character.encode("cp1252")
            for character in run
        )
        return content.decode("utf-8")
    except UnicodeError:
        return None


def _unmarked_utf16(start: bytes) -> str | None:
    """Return the UTF-16 order that English text without a mark is in: every other byte is zero."""
    pairs = len(start) // 2
    if pairs == 0:
        return None
    even, odd = start[0 : 2 * pairs : 2].count(0), start[1 : 2 * pairs : 2].count(0)
    if odd * 2 > pairs and even * 10 < pairs:
        return "utf-16-le"
    if even * 2 > pairs and odd * 10 < pairs:
        return "utf-16-be"
    return None


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for start in range(0, len(content), 1 << 20):
            decoder.decode(view[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode_bytewise(content: bytes) -> Decoding:
    """Return the one-byte encoding whose characteristic bytes appear where English text has them."""
    places = b"\n".join(sample[0] for sample in islice(re.finditer(rb".?[\x80-\xff]+.?", content), EVIDENCE))

    def evidence(pattern: bytes) -> int:
        return len(re.findall(pattern, places))

    sequences = evidence(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
    if sequences * 4 > evidence(rb"[\x80-\xff]"):  # half the bytes at least belong to good sequences of two or more
        return Decoding("utf-8", is_mixed=True)
    # £ before a figure, in brackets or alone; a vowel with an accent inside a word; dashes and quotation marks
    windows = evidence(rb"\xa3|[\x91-\x97\x85\xa0]|(?<=[A-Za-z])[\xe8-\xeb\xe0-\xe4](?=[a-z])")
    dos = evidence(rb"(?<![A-Za-z])\x9c|\x9c(?![A-Za-z])|[\x81\x8d\x8f\x90\x9d]|(?<=[a-z])[\x82\x8a](?=[a-z])|\xff")
    mac = evidence(
        rb"(?<=[A-Za-z])\xd5(?=[a-z])|(?<![A-Za-z])\xd2(?=[A-Za-z])|(?<=[a-z.])\xd3(?![A-Za-z])|(?<= )\xd0(?= )"
    )
    if dos > windows and dos > mac:
        return Decoding("cp850")
    if mac > evidence(rb"[\x91-\x97\x85]"):
        return Decoding("mac-roman")
    return Decoding("cp1252")
