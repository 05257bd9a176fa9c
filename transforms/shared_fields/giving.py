"""The 360Giving Data Standard: code lists, and the fields that funder and recipient have in common.

Source: https://standard.threesixtygiving.org, schema 1.4 and its code lists
Unit:   dates YYYY-MM-DD; amounts in figures alone.
Known:  an organisation's identifier has the register before its number: GB-CHC-, GB-COH-, GB-LAE-; one that is on no
        register has the publisher's own prefix, 360G-.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from transforms.domain.codelist import Code, Codelist
from transforms.domain.standard import Field, FieldKind, Requirement
from transforms.shared_fields.transparency_code import CHARITY_NUMBER, COMPANY_NUMBER

MAY = Requirement.MAY
NO_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_SPELT = ("Organisation", "Organization")

_CURRENCIES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYR BZD CAD CDF "
    "CHF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GEL GGP GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP "
    "LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SPL SRD STD SVC SYP SZL "
    "THB TJS TMT TND TOP TRY TTD TVD TWD TZS UAH UGX USD UYU UZS VEF VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW "
    "ZWD "
)
_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS "
    "IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML "
    "MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN "
    "PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
)
CURRENCY = Codelist(
    "currency",
    (
        Code("GBP", "Pound sterling", aliases=("£", "Pounds", "Pounds sterling")),
        *(Code(word) for word in _CURRENCIES.split()),
    ),
)
COUNTRY_CODE = Codelist(
    "country_code",
    (Code("GB", "United Kingdom", aliases=("UK", "GBR")), *(Code(word) for word in _COUNTRIES.split())),
)
REGRANT_TYPE = Codelist(
    "regrant_type",
    (
        Code("FRG010", "Common regrant"),
        Code("FRG020", "Transfer to intermediary"),
        Code("FRG030", "Match funding"),
        Code("FRG040", "Funder collaboration"),
        Code("FRG050", "Fiscal sponsor"),
        Code("FRG060", "Endowment"),
        Code("FRG070", "Multipurpose"),
    ),
)
LOCATION_SCOPE = Codelist(
    "location_scope",
    (
        Code("GLS010", "Global"),
        Code("GLS020", "Supranational"),
        Code("GLS030", "National"),
        Code("GLS040", "Subnational region"),
        Code("GLS050", "Local authority"),
        Code("GLS060", "Local area"),
        Code("GLS099", "Undefined"),
    ),
)
_REASONS = (
    *("Financial Hardship", "Disability", "Health/Condition", "Mental Health", "Family breakup", "Violence or abuse"),
    *("Livelihood", "Homelessness", "Marginalised", "Emergency/crisis event", "Development opportunity"),
    "Social action",
)
GRANT_REASON = Codelist(
    "grant_to_individuals_reason",
    tuple(Code(f"GTIR{10 * number:03d}", label) for number, label in enumerate(_REASONS, start=1)),
)
GRANT_PURPOSE = r"GTIP(?:0[1-9]|1[0-7])0"  # 17 codes, from GTIP010 Unrestricted to GTIP170 Exceptional costs


def text(name: str, requirement: Requirement, description: str, title: str, *aliases: str) -> Field:
    """Return a field of free text."""
    return Field(name, FieldKind.TEXT, requirement, description, title=title, aliases=aliases)


def code(name: str, requirement: Requirement, codelist: Codelist, description: str, title: str) -> Field:
    """Return a field that holds one code of `codelist`."""
    return Field(
        name,
        FieldKind.CODE,
        requirement,
        description,
        title=title,
        codelist=codelist,
        example=codelist.codes[0].code,
    )


def money(name: str, requirement: Requirement, description: str, title: str, *aliases: str) -> Field:
    """Return a field that holds an amount in the grant's currency."""
    return Field(
        name, FieldKind.DECIMAL, requirement, description, title=title, aliases=aliases, minimum=0, example="2500"
    )


def day(
    name: str,
    requirement: Requirement,
    description: str,
    title: str,
    *aliases: str,
    partial: str | None = None,
    is_past: bool = False,
) -> Field:
    """Return a field that holds a day, or where `partial` says so a month or year."""
    return Field(
        name,
        FieldKind.DATE,
        requirement,
        description,
        title=title,
        aliases=aliases,
        partial=partial,
        is_past=is_past,
        example="2025-03-31",
    )


def organisation(
    path: str, title: str, owner: str, requirement: Requirement, words: Mapping[str, tuple[str, ...]] = NO_WORDS
) -> tuple[Field, ...]:
    """Return the fields of an organisation at `path`; its identifier and name at `requirement`, the others optional.

    Args:
        path: where the organisation stands in a grant.
        title: how titles of its columns begin.
        owner: what it is in the grant, for the descriptions.
        requirement: of its identifier and its name.
        words: other headings of a field, by its name.

    """
    fields = _fields(path, title, owner, requirement)
    return tuple(
        replace(field, aliases=(*field.aliases, *words.get(field.name.rpartition("/")[2], ()))) for field in fields
    )


def _fields(path: str, title: str, owner: str, requirement: Requirement) -> tuple[Field, ...]:
    charity = _of(path, "charityNumber", f"{title}:Charity Number", f"Charity number of {owner}")
    company = _of(path, "companyNumber", f"{title}:Company Number", f"Company number of {owner}")
    return (
        _of(path, "id", f"{title}:Identifier", f"Identifier of {owner}").requires(requirement),
        _of(path, "name", f"{title}:Name", f"Name of {owner}").requires(requirement),
        replace(charity, pattern=CHARITY_NUMBER, example="1012345"),
        replace(company, pattern=COMPANY_NUMBER, zero_filled=8, example="01234567"),
        _of(path, "streetAddress", f"{title}:Street Address", f"Street address of {owner}"),
        _of(path, "addressLocality", f"{title}:City", f"Town of {owner}"),
        _of(path, "addressRegion", f"{title}:County", f"County of {owner}"),
        _of(path, "addressCountry", f"{title}:Country", f"Country of {owner}"),
        _of(path, "postalCode", f"{title}:Postal Code", f"Postcode of {owner}", FieldKind.POSTCODE),
        _of(path, "description", f"{title}:Description", f"What {owner} does"),
        _of(path, "url", f"{title}:Web Address", f"Website of {owner}", FieldKind.URL),
    )


def _of(path: str, name: str, title: str, description: str, kind: FieldKind = FieldKind.TEXT) -> Field:
    """Return an optional field of an organisation, which some spell out in its title and others write without 0."""
    aliases = (f"{path.removesuffix('/0')}:{name}", *(title.replace("Org", word) for word in _SPELT))
    return Field(f"{path}/{name}", kind, MAY, description, title=title, aliases=aliases)
