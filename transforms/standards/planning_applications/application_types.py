"""Types of application of the draft of 2026, in the words of the LGA's lists.

Source: planning-application-type list of https://github.com/digital-land/planning-application-data-specification;
        docs/specifications/facts-planning.md, sections 2 (the LGA's services) and 10 (rows of PS2).
Known:  full, outline, reserved matters and section 73 applications say nothing of the kind of development, so only a
        council's own column `ps-code` puts them into a row of PS2. Permission in principle has no row at all.
"""

from itertools import chain

# Code, label, number of the LGA's service, PS2 code where the type alone decides it. Of several types of one
# application the first in this order gives the service: what needs a `ps-code` before what does not.
TYPES = (
    ("full", "Full planning permission", "487", None),
    ("outline", "Outline planning permission", "1730", None),
    ("outline-some", "Outline planning permission, some matters reserved", "1730", None),
    ("outline-all", "Outline planning permission, all matters reserved", "1730", None),
    ("reserved-matters", "Reserved matters", "1731", None),
    ("s73", "Removal or variation of conditions", "1735", None),
    ("psi-app", "Public service infrastructure", None, "Q07"),
    ("change-of-use", "Change of use", None, "Q20"),
    ("hh", "Householder planning permission", "485", "Q21"),
    ("advertising", "Consent to display advertisements", "1082", None),
    ("lbc", "Listed building consent", "514", None),
    ("demolition-con-area", "Relevant demolition in a conservation area", "512", None),
    ("ldc", "Lawful development certificate", "1712", None),
    ("ldc-existing-use", "Lawful development certificate, existing use", "1712", None),
    ("ldc-prospective-use", "Lawful development certificate, proposed use", "1732", None),
    ("ldc-proposed-work-lb", "Lawful development certificate, proposed work to a listed building", "1732", None),
    ("approval-condition", "Approval of details required by a condition", "1734", None),
    ("non-material-amendment", "Non-material amendment", "1739", None),
    ("consent-under-tpo", "Consent under a tree preservation order", "508", None),
    ("notice-trees-in-con-area", "Notice of works to trees in a conservation area", "1736", None),
    ("hedgerow-removal", "Hedgerow removal notice", None, "Q27"),
    ("waste-dev", "Waste development", None, "Q42"),
    ("extraction-oil-gas", "Extraction of oil and gas", None, "Q41"),
    ("mineral-extraction", "Mineral extraction", None, "Q60"),
    ("mineral-app", "Minerals", None, "Q60"),
    ("romp", "Review of old mineral permissions", None, "Q60"),
    ("pip", "Permission in principle", None, None),
    ("technical-details-consent", "Technical details consent", None, None),
    ("reg-3", "Regulation 3: the council's own development", None, None),
    ("reg-4", "Regulation 4: on the council's own land", None, None),
)
PRIOR_APPROVALS = (
    *("prior-approval", "pa-extension", "pa-storey", "pa-demo-building", "cho-agri-to-dwh", "cho-commercial-to-dwh"),
    *("cho-commercial-to-mixed", "cho-sui-to-dwh", "cho-agri-to-flexcom", "cho-agri-to-school", "cho-comm-to-school"),
    *("cho-amusements-to-dwh", "pa-flats-de-blocks", "pa-flats-de-comm", "pa-flats-terr-comm", "pa-flats-de-dwh"),
    *("pa-flats-terr-dwh", "pa-demo-replace-dwh", "pa-ecomms-network", "pa-build-agri-forest", "pa-road-agri-forest"),
)
_SERVICE = "http://id.esd.org.uk/service/"

LABELS = tuple(
    chain(((code, label) for code, label, _, _ in TYPES), ((code, "Prior approval") for code in PRIOR_APPROVALS))
)
SERVICES = tuple(
    chain(
        ((code, _SERVICE + number) for code, _, number, _ in TYPES if number),
        ((code, _SERVICE + "1733") for code in PRIOR_APPROVALS),
    )
)
PS2_CODES = tuple((code, ps2) for code, _, _, ps2 in TYPES if ps2)
