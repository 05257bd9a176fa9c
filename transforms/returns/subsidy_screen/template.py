"""The template of the UK subsidy database: its 26 columns, A to Z, and what a published grant can fill of them.

Source: the bulk upload template of the subsidy database, sheet “Upload Template”; facts on it in
        docs/specifications/reconciliations.md, section 4.
Known:  a grant fills title, description, amount, recipient, its number, the authority and the day; the instrument and
        the region follow with an assumption. Whether it is a subsidy at all, under which scheme, for what objective, to
        an organisation of what size and in what sector, no field says: these stay blank.
"""

COLUMNS = (
    *("SC Number", "Title", "AP Number", "Standalone"),
    "Subsidies or Schemes of Interest (SSoI) or Subsidies or Schemes of Particular Interest (SSoPI)",
    *("Specific Policy Objective", "Description", "Public Authority URL", "Public Authority URL Description"),
    *("Legal Basis", "Services of Public Economic Interest (SPEI)", "Objective", "Objective Other"),
    *("Instrument", "Instrument Other", "Full Range", "Full Exact", "ID Type", "ID", "Beneficiary", "Size of Org"),
    *("GA Name", "Legal Granting Date", "Goods Services", "Region", "Sector"),
)
INSTRUMENT = "Direct Grant"
CHARITY, COMPANY = "Charity Number", "Company Registration Number"
STATE = "to be decided by the council"
SCREEN = ("authority", "period", "award", "due", "state", *COLUMNS)
