"""Contracts.

Every contract, framework agreement, commissioned activity, purchase order and legally enforceable agreement worth
£5,000 or more, quarterly.
Source: Local Government Transparency Code 2015, paragraphs 32 to 34; LGA "Transparency guidance: spending and
        procurement" v1.3 and schema "Contracts", https://schemas.opendata.esd.org.uk
Unit:   pounds, net of recoverable VAT: the whole value where FixedCost is true, an estimated year's where it is not.
Grain:  a supplier's contract: one reference stands on a row for each supplier of a framework and each of its lots.
Known:  the schema asks for a charity number of every supplier; it exists for charities only. ContractReference is the
        council's own; OpenContractingID puts a prefix before it that makes it unique in the world. Lots and call-offs
        share a reference and differ in title or days: each is a contract of its own.
"""

from transforms.domain.rules import InOrder
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.transparency_code import (
    CHARITY,
    COMPANY,
    CPV_CODE,
    CPV_LABEL,
    LICENCE_NOTE,
    MAY,
    MUST,
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    PROCLASS_CODE,
    PROCLASS_LABEL,
    SERVICE_CATEGORY_LABEL,
    SERVICE_CATEGORY_URI,
    SHOULD,
    day,
    flag,
    money,
    text,
)
from transforms.standards.contracts.code_lists import CONTRACT_TYPE, PROCESS_TYPE, VCSE_TYPE


def link(name: str, description: str, *aliases: str, title: str) -> Field:
    """Return an optional web address."""
    return Field(name, FieldKind.URL, MAY, description, title=title, aliases=aliases)


FIELDS = (
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    text(
        "ContractReference",
        MUST,
        "The authority's own reference of the contract",
        *("Contract ref", "Contract ref no", "Contract register reference", "Unique reference", "Contract number"),
        *("Contract no", "Contract ID", "Contract register ID", "Reference number", "Reference", "Ref no", "Ref"),
        title="Contract reference number",
    ).essential(),
    Field(
        "OpenContractingID",
        FieldKind.TEXT,
        MAY,
        "The contract's identifier in the Open Contracting Data Standard",
        title="Open contracting ID",
        aliases=("OCID",),
        pattern=r"^[Oo][Cc][Dd][Ss]-[A-Za-z0-9]{6}-?.+$",
        example="ocds-b5fd17-C2025/014",
    ),
    text(
        "ContractTitle",
        MUST,
        "Title of the contract",
        *("Title of agreement", "Agreement title", "Contract / agreement title", "Contract title / description"),
        *("Contract name", "Title"),
        title="Contract title",
    ),
    Field(
        "ContractType",
        FieldKind.CODE,
        MAY,
        "Kind of contract",
        title="Contract type",
        aliases=("Type of contract", "Agreement type"),
        codelist=CONTRACT_TYPE,
        example="Framework agreement",
    ),
    text(
        "OrganisationalUnit",
        MUST,
        "The part of the authority that the contract is for",
        *("Department responsible", "Local authority department responsible", "Directorate", "Directorate name"),
        *("Department", "Department name", "Service area", "Service", "Division", "Business unit"),
        title="Local authority department",
    ),
    SERVICE_CATEGORY_LABEL.requires(MAY),
    SERVICE_CATEGORY_URI.requires(MAY),
    text(
        "Description",
        MUST,
        "The goods or services that are provided",
        *("Contract description", "Description of goods or services", "Description of the goods and/or services"),
        *("Goods and/or services", "Summary", "Details", "Scope", "Purpose"),
        title="Description of the goods and/or services being provided",
    ),
    text(
        "ProcurementCategory",
        MAY,
        "The authority's own category of what is bought",
        *("Category", "Category name", "Council category"),
        title="Procurement category",
    ),
    CPV_LABEL,
    CPV_CODE,
    PROCLASS_LABEL,
    PROCLASS_CODE,
    day("StartDate", MUST, "First day of the contract", *("Contract start date", "Start"), title="Start date"),
    day(
        "EndDate",
        MUST,
        "Last day of the contract",
        *("Contract end date", "Current expiry date", "Expiry date", "Contract expiry date"),
        *("Contract expiry", "End"),
        title="End date",
    ),
    day(
        "ReviewDate",
        MUST,
        "Day on which the contract is reviewed",
        *("Contract review date", "Next review date", "Review"),
        title="Review date",
    ),
    day(
        "LastExtensionDate",
        MAY,
        "Last day to which the contract can be extended",
        *("Extension date", "Contract extension date", "Final expiry date", "Maximum extension date"),
        title="Last extension date",
    ),
    money(
        "ContractValue",
        MUST,
        "The contract's whole value, or an estimate of a year's",
        *("Total contract value", "Sum to be paid over the length of the contract", "Whole life value"),
        *("Lifetime value", "Total contract value (including extensions)", "Value of contract", "Total value"),
        *("Contract value £", "Estimated contract value", "Contract amount", "Estimated annual value"),
        *("Annual value", "Value", "Amount"),
        title="Contract value",
        minimum=0,
    ).telling("contract-value"),
    flag(
        "FixedCost",
        MAY,
        "Whether ContractValue is the whole value, and not an estimate of a year's",
        "Is fixed cost",
        title="Fixed cost",
    ),
    money(
        "IrrecoverableVAT",
        MUST,
        "VAT that the authority can't recover",
        *("Irrecoverable VAT amount", "Value of the VAT that cannot be recovered", "Non-recoverable VAT"),
        title="VAT that cannot be recovered",
        minimum=0,
    ),
    text(
        "SupplierName",
        MUST,
        "Who provides the goods or services; withheld where it would give away personal data",
        *("Supplier", "Supplier company name", "Supplier(s)", "Suppliers", "Supplier name and details"),
        *("Awarded supplier", "Successful supplier", "Supplier awarded", "Contractor", "Contractor name"),
        *("Provider", "Provider name", "Vendor", "Vendor name", "Company name", "Company"),
        title="Supplier name",
    ),
    COMPANY,
    CHARITY.requires(SHOULD),
    text(
        "OtherSupplierID",
        MAY,
        "Any other number of the supplier",
        *("Supplier ID", "Supplier number", "Supplier code", "Supplier reference"),
        title="Other supplier identifier",
    ),
    flag(
        "SMESupplier",
        MUST,
        "Whether the supplier is a small or medium-sized enterprise: fewer than 250 employees",
        *("SME", "Is SME", "Small or medium enterprise", "Supplier is SME", "SME status"),
        title="SME supplier",
    ),
    flag(
        "VCSESupplier",
        MUST,
        "Whether the supplier is a voluntary or community organisation or a social enterprise",
        *("VCSE", "VCSO", "VCS", "Is VCSE", "Voluntary or community sector"),
        *("Voluntary or community sector organisation", "VCSE status", "Supplier is VCSE"),
        title="VCSE supplier",
    ),
    Field(
        "VCSESupplierType",
        FieldKind.CODE,
        MAY,
        "Kind of voluntary or community organisation",
        title="VCSE supplier type",
        codelist=VCSE_TYPE,
        example="Voluntary sector",
    ),
    Field(
        "ContactName",
        FieldKind.TEXT,
        MAY,
        "Whom to ask about the contract",
        title="Contact name",
        aliases=("Contract manager", "Contact officer", "Contact"),
        is_personal=True,
        is_redactable=True,
    ),
    Field("ContactEmail", FieldKind.EMAIL, MAY, "Where to ask", title="Contact email", aliases=("Email", "E-mail")),
    link("ContactURL", "Page through which to ask", title="Contact web address"),
    Field(
        "ProcessType",
        FieldKind.CODE,
        MUST,
        "How the supplier was found",
        title="Process type",
        aliases=(
            "Process used",
            "Procurement process",
            "Procurement route",
            "Procurement method",
            "Invitation to quote or tender",
            "Procedure type",
            "Tender process",
        ),
        codelist=PROCESS_TYPE,
        example="Invitation to quote",
    ),
    link("TenderDocumentURL", "The invitation to tender or quote", title="Tender document web address"),
    link("ContractDocumentURL", "The contract itself", "Contract URL", title="Contract document web address"),
    link("PerformanceInformationURL", "How the contract performs", title="Performance information web address"),
    text("AreaServedLabel", MAY, "Area that the contract serves", "Area served", title="Area served label"),
    Field("AreaServedURI", FieldKind.URI, MAY, "The area as a statistics.data.gov.uk URI", title="Area served URI"),
)

CONTRACTS = DatasetStandard(
    slug="contracts",
    title="Contracts",
    source="Local Government Transparency Code 2015, paragraphs 32 to 34; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="quarterly",
    editions=(Edition("2015", FIELDS),),
    key=("ContractReference", "ContractTitle", "SupplierName", "StartDate", "EndDate"),
    shared_key=SharedKey(("ContractReference",), ("ContractTitle", "StartDate", "EndDate"), folded=("ContractTitle",)),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(InOrder("StartDate", "EndDate"), InOrder("StartDate", "ReviewDate")),
)
