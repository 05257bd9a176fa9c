"""The lists that the URIs of an application are from: what kind of application it is, and of what development.

Source: docs/specifications/facts-planning.md, section 2: both lists are the LGA's, in its guidance of 2014,
        https://schemas.opendata.esd.org.uk/planningapplications
Known:  the list has no entry for Q07, major public service infrastructure, which came in 2021. Words of an authority's
        own are allowed beside a URI.
"""

from transforms.domain.codelist import Code, Codelist

SERVICE_TYPES = Codelist(
    "planning_service_type",
    tuple(
        Code(f"http://id.esd.org.uk/service/{number}", label)
        for number, label in (
            (1082, "Advertisement control"),
            (487, "Full planning applications"),
            (512, "Conservation area planning"),
            (1736, "Conservation area tree works notification"),
            (1734, "Discharge of planning conditions"),
            (1738, "EIA screening"),
            (1712, "LDC existing use"),
            (1732, "LDC proposed use"),
            (514, "Listed building consent"),
            (1730, "Outline planning consent"),
            (1740, "Minor material amendments"),
            (1739, "Non-material amendments"),
            (1737, "Pre-application advice"),
            (1731, "Reserved matters"),
            (1733, "Prior notification of development"),
            (1735, "Removal/variation of conditions"),
            (485, "Residential planning applications"),
            (508, "Tree preservation orders"),
        )
    ),
)
CLASSIFICATIONS = Codelist(
    "planning_classification",
    tuple(
        Code(
            f"http://opendatacommunities.org/def/concept/planning/application/6000/{number}",
            label,
            aliases=(f"Q{row}", f"Q{row:02d}") if row < 10 else (f"Q{row}",),
        )
        for number, row, label in (
            (6001, 1, "Major dwellings"),
            (6002, 2, "Major offices, R&D, light industry"),
            (6003, 3, "Major general industry, storage, warehousing"),
            (6004, 4, "Major retail and service"),
            (6005, 5, "Major traveller caravan pitches"),
            (6006, 6, "Major: all other major developments"),
            (6007, 13, "Minor dwellings"),
            (6008, 14, "Minor offices, R&D, light industry"),
            (6009, 15, "Minor general industry, storage, warehousing"),
            (6010, 16, "Minor retail and service"),
            (6011, 17, "Minor traveller caravan pitches"),
            (6012, 18, "Minor: all other minor developments"),
            (6013, 20, "Other: change of use"),
            (6014, 21, "Other: householder developments"),
            (6015, 22, "Other: advertisements"),
            (6016, 23, "Other: listed building consents (alter/extend)"),
            (6017, 24, "Other: listed building consents (demolish)"),
            (6018, 25, "Other: relevant demolition in conservation area"),
            (6019, 30, "Trees"),
            (6020, 31, "Prior approvals (forestry, agriculture, telecoms)"),
            (6021, 32, "Prior approvals (householder, schools, office)"),
            (6022, 33, "High hedges"),
            (6023, 60, "Minerals (CPS 1–9 and 13–22)"),
            (6024, 41, "Oil and gas (CPS lines 10–12)"),
            (6025, 42, "Waste (CPS 30–43)"),
            (6026, 43, "County other (CPS 50)"),
            (6027, 44, "Prior approvals (minerals)"),
            (6028, 45, "Prior approvals (sewage)"),
            (6029, 50, "EIA scoping"),
            (6030, 51, "EIA screening"),
            (6031, 26, "Certificates of lawful development"),
            (6032, 27, "Notifications"),
        )
    ),
)
