"""Which row of a form a case belongs to, from the development codes and the kind of service that were published.

Source: docs/specifications/facts-planning.md, sections 2 (the LGA's classifications) and 3 (labels of PS2's rows).
Known:  Q07, major public service infrastructure, has no address in the list; only a label can say it. Two labels of the
        list differ in their bracketed remark alone (Q23 and Q24); without it, either is meant.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

ADDRESSES_AND_LABELS = 1 << 14  # published ones, of which the same few are met again and again
MAJOR = ("Q01", "Q02", "Q03", "Q04", "Q05", "Q06", "Q07")
MINOR = ("Q13", "Q14", "Q15", "Q16", "Q17", "Q18")
OTHER = ("Q20", "Q21", "Q22", "Q23", "Q24", "Q25")
COUNTED = MAJOR + MINOR + OTHER  # largest class first, then the lowest number
ALL_OTHER = frozenset({"Q06", "Q18"})  # "all other developments": real only where nothing says more
NEVER_COUNTED = ("Q26", "Q27", "Q30", "Q31", "Q32", "Q33", "Q41", "Q42", "Q43", "Q44", "Q45", "Q50", "Q51", "Q60")
PRIOR_APPROVALS = frozenset({"Q31", "Q32"})

# Number at the end of the address, code, label of the LGA list.
LISTED = (
    ("6001", "Q01", "Major dwellings"),
    ("6002", "Q02", "Major offices, R&D, light industry"),
    ("6003", "Q03", "Major general industry, storage, warehousing"),
    ("6004", "Q04", "Major retail and service"),
    ("6005", "Q05", "Major traveller caravan pitches"),
    ("6006", "Q06", "Major: all other major developments"),
    ("6007", "Q13", "Minor dwellings"),
    ("6008", "Q14", "Minor offices, R&D, light industry"),
    ("6009", "Q15", "Minor general industry, storage, warehousing"),
    ("6010", "Q16", "Minor retail and service"),
    ("6011", "Q17", "Minor traveller caravan pitches"),
    ("6012", "Q18", "Minor: all other minor developments"),
    ("6013", "Q20", "Other: change of use"),
    ("6014", "Q21", "Other: householder developments"),
    ("6015", "Q22", "Other: advertisements"),
    ("6016", "Q23", "Other: listed building consents (alter/extend)"),
    ("6017", "Q24", "Other: listed building consents (demolish)"),
    ("6018", "Q25", "Other: relevant demolition in conservation area"),
    ("6019", "Q30", "Trees"),
    ("6020", "Q31", "Prior approvals (forestry, agriculture, telecoms)"),
    ("6021", "Q32", "Prior approvals (householder, schools, office)"),
    ("6022", "Q33", "High hedges"),
    ("6023", "Q60", "Minerals (CPS 1–9 and 13–22)"),
    ("6024", "Q41", "Oil and gas (CPS lines 10–12)"),
    ("6025", "Q42", "Waste (CPS 30–43)"),
    ("6026", "Q43", "County other (CPS 50)"),
    ("6027", "Q44", "Prior approvals (minerals)"),
    ("6028", "Q45", "Prior approvals (sewage)"),
    ("6029", "Q50", "EIA scoping"),
    ("6030", "Q51", "EIA screening"),
    ("6031", "Q26", "Certificates of lawful development"),
    ("6032", "Q27", "Notifications"),
)
ROW_LABELS = (
    ("Q01", "Dwellings (major)"),
    ("Q02", "Offices, R&D, light industry (major)"),
    ("Q03", "General industry, storage, warehousing (major)"),
    ("Q04", "Retail and services (major)"),
    ("Q05", "Traveller caravan pitches (major)"),
    ("Q06", "All other developments (major)"),
    ("Q07", "Major public service infrastructure"),
    ("Q13", "Dwellings (minor)"),
    ("Q14", "Offices, R&D, light industry (minor)"),
    ("Q15", "General industry, storage, warehousing (minor)"),
    ("Q16", "Retail and services (minor)"),
    ("Q17", "Traveller caravan pitches (minor)"),
    ("Q18", "All other developments (minor)"),
    ("Q20", "Change of use"),
    ("Q21", "Householder developments"),
    ("Q22", "Advertisements"),
    ("Q23", "Listed building consents to alter/extend"),
    ("Q24", "Listed building consents to demolish"),
    ("Q25", "Relevant demolition in a conservation area"),
    ("Q26", "Certificates of lawful development"),
    ("Q27", "Notifications"),
)

ROW_BY_SERVICE = {"1082": "Q22", "514": "Q23", "512": "Q25"}
NEVER_COUNTED_SERVICES = frozenset({"1712", "1732", "1733", "1734", "1736", "1737", "1738", "1739", "508"})
PRIOR_NOTIFICATION = "1733"


@dataclass(frozen=True)
class Classification:
    """What the published codes say of a case: its row of the form, if any, and why it should be looked at."""

    row: str | None
    codes: tuple[str, ...]
    is_multi_class: bool = False
    is_unclassified: bool = False
    is_prior_approval: bool = False


Text = str | None


@dataclass(frozen=True)
class FormRows:
    """How a form sorts cases into its rows, and within how many days the law wants each row decided.

    `classify` is given the published classification addresses, classification labels and service type address.
    """

    classify: Callable[[Text, Text, Text], Classification]
    statutory_days: Mapping[str, int]  # by row, in the form's order

    @property
    def names(self) -> tuple[str, ...]:
        """The rows in the form's order."""
        return tuple(self.statutory_days)


def classify(uris: Text, labels: Text, service_uri: Text) -> Classification:
    """Return which row of PS2 `uris`, `labels` and the service type say; the first rule that matches wins."""
    codes = development_codes(uris, labels)
    counted = [code for code in COUNTED if code in codes]
    specific = [code for code in counted if code not in ALL_OTHER] or counted
    service = _number_at_end(service_uri)
    if specific:
        return Classification(specific[0], codes, is_multi_class=len(specific) > 1)
    if codes:
        return Classification(None, codes, is_prior_approval=not PRIOR_APPROVALS.isdisjoint(codes))
    if service in ROW_BY_SERVICE:
        return Classification(ROW_BY_SERVICE[service], codes)
    if service in NEVER_COUNTED_SERVICES:
        return Classification(None, codes, is_prior_approval=service == PRIOR_NOTIFICATION)
    return Classification(None, codes, is_unclassified=True)


@lru_cache(ADDRESSES_AND_LABELS)
def development_codes(uris: Text, labels: Text) -> tuple[str, ...]:
    """Return the development codes that the two fields hold, each once, in the order of their numbers."""
    codes: set[str] = set()
    for address in (uris or "").split("|"):
        codes.update(CODES_BY_NUMBER.get(address.strip().rpartition("/")[2], ()))
    for label in (labels or "").split("|"):
        codes.update(CODES_BY_LABEL.get(_folded(label), ()))
    return tuple(sorted(codes))


def application_types(text: str) -> frozenset[str]:
    """Return the codes of the draft of 2026 that a field holds, joined by a pipe, a comma or a semicolon."""
    return frozenset(code.strip().casefold() for code in re.split(r"[|;,]", text))


@lru_cache(ADDRESSES_AND_LABELS)
def _number_at_end(address: str | None) -> str | None:
    match = re.search(r"(\d+)/?\s*$", address or "")
    return match[1].lstrip("0") if match else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().replace("–", "-")


def _codes_by_label() -> dict[str, tuple[str, ...]]:
    """Return every way of writing a code, folded, with the codes that it may mean."""
    meanings: dict[str, set[str]] = {}
    for code in (*COUNTED, *NEVER_COUNTED):
        for written in (code, f"Q{int(code[1:])}"):
            meanings.setdefault(_folded(written), set()).add(code)
    for _, code, label in LISTED:
        for written in (label, re.sub(r"\s*\([^)]*\)$", "", label)):
            meanings.setdefault(_folded(written), set()).add(code)
    for code, label in ROW_LABELS:
        meanings.setdefault(_folded(label), set()).add(code)
    return {written: tuple(sorted(codes)) for written, codes in meanings.items()}


CODES_BY_NUMBER = {number: (code,) for number, code, _ in LISTED}
CODES_BY_LABEL = _codes_by_label()
PS2_ROWS = FormRows(classify, dict.fromkeys(COUNTED, 56) | dict.fromkeys(MAJOR, 91) | {"Q07": 70})
