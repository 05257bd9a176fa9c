"""Developments: the kinds of planning application that councils decide, and how many of each England decides.

Source: MHCLG live tables on planning application statistics, year to September 2024 (decisions per PS2 row) and
        2024 Q3 (agreements, speed, grants); class rates are fitted to them. The kinds outside PS2 are in proportion.
Unit:   decisions a year in England.
Known:  the LGA standard has no concept for Q07 (major public service infrastructure); councils can say it by label only.
"""

from dataclasses import dataclass

MAJOR, MINOR, OTHER, UNCOUNTED, PRIOR = "major", "minor", "other", "uncounted", "prior"


@dataclass(frozen=True)
class Development:
    """One kind of application: its code in each vocabulary, its yearly number in England and what is proposed."""

    code: str  # the Q code, blank where councils publish none
    concept: str  # end of the ClassificationURI
    label: str
    size: str
    decisions: int
    granted: float
    service: int  # end of the ServiceTypeURI
    suffix: str  # end of the council's own reference
    proposal: str

    @property
    def statutory_days(self) -> int:
        """Days that the law allows for the decision."""
        return 70 if self.code == "Q07" else 91 if self.size == MAJOR else 56


@dataclass(frozen=True)
class Pace:
    """How fast one class is decided: fitted to the published shares in time, with and without agreements."""

    agreed: float  # share decided under an agreement to take longer
    agreed_in_time: float
    statutory_in_time: float  # of the rest
    extension_days: float  # mean
    overrun_days: float  # mean


PACES = {
    MAJOR: Pace(0.76, 0.92, 0.83, 150, 120),
    MINOR: Pace(0.50, 0.92, 0.82, 75, 60),
    OTHER: Pace(0.337, 0.92, 0.905, 45, 45),
    UNCOUNTED: Pace(0.05, 0.9, 0.85, 30, 30),
    PRIOR: Pace(0.05, 0.9, 0.97, 20, 14),
}

SERVICES = {
    485: "Residential planning applications",
    487: "Full planning applications",
    508: "Tree preservation orders",
    512: "Conservation area planning",
    514: "Listed building consent",
    1082: "Advertisement control",
    1712: "Lawful development certificate existing use",
    1730: "Outline planning consent",
    1731: "Reserved matters",
    1732: "Lawful development certificate proposed use",
    1733: "Prior notification of development",
    1734: "Discharge of planning conditions",
    1735: "Removal/variation of conditions",
    1736: "Conservation area tree works notification",
    1738: "EIA screening",
    1739: "Non-material amendments",
}

DEVELOPMENTS = (
    Development(
        "Q01",
        "6001",
        "Major dwellings",
        MAJOR,
        4705,
        0.86,
        487,
        "MAJ",
        "Erection of {n} dwellings with access and landscaping",
    ),
    Development(
        "Q02",
        "6002",
        "Major offices, R&D, light industry",
        MAJOR,
        350,
        0.92,
        487,
        "MAJ",
        "Erection of a {n}00 square metre office building",
    ),
    Development(
        "Q03",
        "6003",
        "Major general industry, storage, warehousing",
        MAJOR,
        880,
        0.93,
        487,
        "MAJ",
        "Erection of {n} industrial units with yard and parking",
    ),
    Development(
        "Q04",
        "6004",
        "Major retail and service",
        MAJOR,
        304,
        0.91,
        487,
        "MAJ",
        "Erection of a food store with parking for {n} cars",
    ),
    Development(
        "Q05",
        "6005",
        "Major traveller caravan pitches",
        MAJOR,
        44,
        0.55,
        487,
        "MAJ",
        "Use of land for {n} caravan pitches",
    ),
    Development(
        "Q06",
        "6006",
        "Major: all other major developments",
        MAJOR,
        4157,
        0.92,
        1735,
        "MAJ",
        "Variation of condition {n} of an outline permission",
    ),
    Development(
        "Q07",
        "",
        "Major public service infrastructure",
        MAJOR,
        97,
        0.98,
        487,
        "PSI",
        "Erection of a two storey school block with {n} classrooms",
    ),
    Development(
        "Q13",
        "6007",
        "Minor dwellings",
        MINOR,
        38460,
        0.72,
        487,
        "FUL",
        "Erection of a detached dwelling and garage on plot {n}",
    ),
    Development(
        "Q14",
        "6008",
        "Minor offices, R&D, light industry",
        MINOR,
        1159,
        0.91,
        487,
        "FUL",
        "Extension of the workshop by {n} square metres",
    ),
    Development(
        "Q15",
        "6009",
        "Minor general industry, storage, warehousing",
        MINOR,
        1686,
        0.91,
        487,
        "FUL",
        "Siting of {n} storage containers",
    ),
    Development(
        "Q16",
        "6010",
        "Minor retail and service",
        MINOR,
        3036,
        0.89,
        487,
        "FUL",
        "New shop front and canopy at unit {n}",
    ),
    Development(
        "Q17",
        "6011",
        "Minor traveller caravan pitches",
        MINOR,
        260,
        0.55,
        487,
        "FUL",
        "Change of use of land for the siting of a caravan, plot {n}",
    ),
    Development(
        "Q18",
        "6012",
        "Minor: all other minor developments",
        MINOR,
        48413,
        0.86,
        487,
        "FUL",
        "Installation of {n} air source heat pumps and plant",
    ),
    Development(
        "Q20",
        "6013",
        "Other: change of use",
        OTHER,
        15399,
        0.80,
        487,
        "COU",
        "Change of use of the ground floor to a café with {n} covers",
    ),
    Development(
        "Q21",
        "6014",
        "Other: householder developments",
        OTHER,
        163951,
        0.90,
        485,
        "HSE",
        "Single storey rear extension, {n} rooflights and alterations",
    ),
    Development(
        "Q22",
        "6015",
        "Other: advertisements",
        OTHER,
        12226,
        0.86,
        1082,
        "ADV",
        "Display of {n} internally illuminated fascia signs",
    ),
    Development(
        "Q23",
        "6016",
        "Other: listed building consents (alter/extend)",
        OTHER,
        25904,
        0.92,
        514,
        "LBC",
        "Replacement of {n} sash windows and repairs to the roof",
    ),
    Development(
        "Q24",
        "6017",
        "Other: listed building consents (demolish)",
        OTHER,
        276,
        0.9,
        514,
        "LBD",
        "Demolition of outbuilding {n}",
    ),
    Development(
        "Q25",
        "6018",
        "Other: relevant demolition in conservation area",
        OTHER,
        85,
        0.9,
        512,
        "CAD",
        "Demolition of the boundary wall, {n} metres",
    ),
    Development(
        "Q26",
        "6031",
        "Certificates of lawful development",
        UNCOUNTED,
        18000,
        0.88,
        1732,
        "LDC",
        "Certificate for a loft conversion with {n} dormers",
    ),
    Development(
        "Q30", "6019", "Trees", UNCOUNTED, 34000, 0.95, 508, "TPO", "Crown reduction of {n} trees by two metres"
    ),
    Development(
        "Q30", "6019", "Trees", UNCOUNTED, 12000, 0.98, 1736, "TCA", "Felling of {n} conifers in the conservation area"
    ),
    Development("", "", "", UNCOUNTED, 38000, 0.97, 1734, "DOC", "Discharge of condition {n} (materials)"),
    Development("", "", "", UNCOUNTED, 9000, 0.93, 1739, "NMA", "Amendment of the approved drawings, {n} windows"),
    Development(
        "Q51",
        "6030",
        "EIA screening",
        UNCOUNTED,
        900,
        0.9,
        1738,
        "SCR",
        "Screening opinion for a solar farm of {n} hectares",
    ),
    Development(
        "Q31",
        "6020",
        "Prior approvals (forestry, agriculture, telecoms)",
        PRIOR,
        8000,
        0.8,
        1733,
        "AGN",
        "Agricultural building of {n} metres",
    ),
    Development(
        "Q32",
        "6021",
        "Prior approvals (householder, schools, office)",
        PRIOR,
        19000,
        0.8,
        1733,
        "PAH",
        "Larger householder extension, depth {n} metres",
    ),
)

RECEIVED_PER_DECISION = 1.05  # received in 2024 Q3 against what left: decided, withdrawn, called in or turned away
DELEGATED = 0.9616
SPLIT = 0.003
LEAVES_UNDECIDED = 0.07
