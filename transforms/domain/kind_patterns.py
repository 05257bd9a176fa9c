"""Patterns: what a text of each kind of field looks like, as a regular expression and in words."""

from transforms.domain.standard import FieldKind

# Every blank by itself: `\s` means fewer in pyarrow than in Python, so pandas would try text by text instead.
BLANK = "".join(filter(str.isspace, map(chr, range(0x3001))))
_URL = rf"https?://[^{BLANK}|/?#]+[^{BLANK}|]*"
_URI = rf"[A-Za-z][A-Za-z0-9+.-]*:[^{BLANK}|]+"
KIND_PATTERNS = {
    FieldKind.URL: (_URL, "a web address that starts with http:// or https://"),
    FieldKind.URI: (_URI, "an identifier that starts with http:// or the like"),
    FieldKind.UPRN: (r"\d{1,12}", "up to twelve digits"),
    FieldKind.POSTCODE: (r"(?:[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}|[Gg][Ii][Rr] ?0[Aa]{2})", "a full UK postcode"),
    FieldKind.EMAIL: (rf"[^@{BLANK}|]+@[^@{BLANK}|]+\.[^@{BLANK}|]+", "an e-mail address"),
}
