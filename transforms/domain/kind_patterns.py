"""Patterns: what a text of each kind of field looks like, as a regular expression and in words."""

from transforms.domain.standard import Field, FieldKind

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


def form_of(field: Field) -> tuple[str, str] | None:
    """Return the regular expression that the texts of `field` match and what it is in words; None where all will do."""
    if not field.pattern and (field.kind not in KIND_PATTERNS or field.codelist):
        return None
    pattern, words = KIND_PATTERNS.get(field.kind, ("", "the standard's form"))
    if field.pattern:
        pattern, words = field.pattern.removeprefix("^").removesuffix("$"), f"text of the form {field.example}"
    several = rf"(?:[{BLANK}]*\|[{BLANK}]*(?:{pattern})?)*" if field.separator else ""
    return rf"^(?:{pattern}){several}$", words
