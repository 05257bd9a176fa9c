"""What personal data looks like: the patterns, and the words around a number or an address that decide what it is.

Source: the National Telephone Numbering Plan, https://www.ofcom.org.uk (mobile 07, geographic 01 and 02); National
        Insurance prefixes, https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
Known:  03, 08 and 09 numbers, shared mailboxes (`planning@…`) and the numbers of an office or a team are nobody's.
"""

import re

EMAIL = r"(?P<email>(?<![\w.%+'’-])(?P<local>[\w.%+'’-]{1,64})[@＠](?P<host>[\w-]{1,63}(?:\.[\w-]{1,63})+))"
DISGUISED = (
    r"(?P<spelt>(?<![\w+.-])(?P<spelt_local>[\w+-]{1,32}(?:\.[\w+-]{1,32}){0,3})\s?[\[(]\s?(?i:at)\s?[\])]\s?"
    r"(?P<spelt_host>[\w-]{1,63}(?:\.[\w-]{1,63})+))"
    r"|(?P<spaced>(?<![\w+.-])(?P<spaced_local>[\w+-]{1,32}(?:\.[\w+-]{1,32}){1,3})(?:\s{1,2}@\s{0,2}|@\s{1,2})"
    r"(?P<spaced_host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?i:uk|com|org|net|eu|ie)))\b"
)
_ABROAD = r"(?:\+|\b00)44\s?(?:\(\s?0\s?\)|0)?\s?"
_GAP = r"[\s.\-–]?"
MOBILE = (
    rf"(?P<mobile>(?<![\w/.+-])(?:{_ABROAD}|\(?0)7(?:\d{{3}}\)?{_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"|\d{{3}}\)?{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}|\d{{2}}\)?{_GAP}\d{{3}}{_GAP}\d{{4}}"
    rf"|\d{{2}}\)?{_GAP}\d{{4}}{_GAP}\d{{3}}|\d\)?{_GAP}\d{{4}}{_GAP}\d{{4}})(?![\w/]|[.,–-]\d))"
)
LANDLINE = (
    rf"(?P<landline>(?<![\w/.+-])(?:{_ABROAD}|\(?0)[12]\d{{1,4}}\)?[\s.\-–]{{0,2}}\d{{3,8}}(?:{_GAP}\d{{3,4}})?"
    r"(?![\w/]|[.,–-]\d))"
)
_PREFIX = r"(?:QQ|(?!(?i:BG|GB|NK|KN|TN|NT|ZZ))[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"  # QQ is the specimen's
_SIX = r"[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}"
INSURANCE = (
    rf"(?P<insurance>(?<![\w/-]){_PREFIX}{_SIX}[\s.-]?[A-D](?![\w/-]))"
    rf"|(?P<insured>(?i:\b(?:N\.?I\.?(?:N\.?O\.?)?|national\s+insurance)(?:\s+(?:no|num|number)\b\.?)?\s*[:#-]?\s*"
    rf"(?P<insured_number>{_PREFIX}{_SIX}(?:[\s.-]?[A-D])?))(?![\w/]))"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[\s./-]\d{1,2}[\s./-](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+\d{{2,4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?!\d)"
)
BIRTH = (
    r"(?P<birth>(?i:(?:\bd\.?\s?o\.?\s?b\b|\bdate\s+of\s+birth\b|\bbirth\s?date\b|\bborn\b)[^\d\n]{0,20}?"
    rf"(?P<birth_date>{_DATE})))"
)
_STREET = (
    r"(?i:street|st|road|rd|avenue|ave|lane|ln|drive|close|way|crescent|cres|court|gardens|gdns|terrace|place|grove"
    r"|hill|square|mews|walk|park|row|rise|view|green|parade)"
)
_POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_DOOR = r"(?:(?i:flat|apartment|apt|room)\s+\w{1,4},?\s+)?\d{1,4}[A-Za-z]?(?:-\d{1,4}[A-Za-z]?)?,?\s+"
_IN_STREET = rf"{_DOOR}(?:[A-Z][\w'’-]{{0,30}}\s+){{1,4}}{_STREET}\b\.?"
_TO_POSTCODE = rf"[^\n;|]{{0,60}}?{_POSTCODE}"
_TITLE = r"(?i:mr|mrs|ms|miss|mx|dr|rev|revd|prof)\b\.?"
_NAMED = rf"\b{_TITLE}(?:\s*(?:&|(?i:and))\s*{_TITLE})?\s+(?:[A-Z][\w'’.-]{{0,30}}\s+){{0,3}}[A-Z][\w'’-]{{0,30}}"
_BELONGS = (
    r"(?i:\b(?:home|private|residential|applicant(?:'?s)?|tenant(?:'?s)?|claimant(?:'?s)?|employee(?:'?s)?"
    r"|objector(?:'?s)?)\s+address\b(?:\s+(?:is|was))?\s*[:=-]?\s*)"
)
HOME = (
    rf"(?P<home>(?:{_BELONGS}|{_NAMED},?\s+(?i:(?:who\s+)?(?:lives|living|resides|residing)\s+at|of)\s+)"
    rf"(?P<home_address>{_IN_STREET}(?:{_TO_POSTCODE})?))"
    rf"|(?P<posted>(?:{_BELONGS}|{_NAMED}\s*(?:,|-)\s*(?=(?i:flat|apartment|apt)?[\s\w]{{0,6}}\d))"
    rf"(?P<posted_address>[^\n;|]{{3,80}}?{_POSTCODE}))"
)
LINK = r"(?P<link>\bhttps?://[^\s|\"<>]+)"

# What a text must have for a pattern to be looked for. RE2: it can't look behind, and its \s and \w are ASCII's.
_BLANK = r"[\s\p{Z}]"
_TITLED = r"\b(?:mr|mrs|ms|miss|mx|dr|rev|revd|prof)\b"
SUSPECT_EMAIL = "[@＠]"
SUSPECT_DISGUISED = rf"{_BLANK}@|@{_BLANK}|(?i:[\[(]{_BLANK}?at{_BLANK}?[\])])"
SUSPECT_TELEPHONE = (
    r"(?:\+|00)44[\s\p{Z}()0]{0,5}[127]|(?:^|[^\w/.+-])\(?07(?:[\s\p{Z}).–-]?\d){9}"
    r"|(?i:tel|phone|mob|cell|landline|fax|whatsapp|sms|call|contact|ring|text|\b[tmh]\s?:)[^@]*?0[12]\d"
)
SUSPECT_INSURANCE = (
    r"(?i:(?:^|[^a-z0-9_/-])[a-z]{2}(?:[\s\p{Z}.-]?\d{2}){3}[\s\p{Z}.-]?[a-d](?:$|[^a-z0-9_])"
    r"|insurance|\bn\.?i\b|nino)"
)
SUSPECT_BIRTH = rf"(?i:birth|\bborn\b|\bd\.?{_BLANK}?o\.?{_BLANK}?b\b)"
SUSPECT_HOME = (
    rf"(?i:{_TITLED}(?s:.*)(?:\bof\b|\bat\b|,|-)(?s:.*)\d)|(?i:\b(?:home|private|residential|applicant"
    rf"|tenant|claimant|employee|objector)(?:'?s)?{_BLANK}+address\b)"
)

_TELEPHONE_WORDS = r"tel|tele|telephone|phone|tel\.?\s?no|mobile|mob|cell|landline|fax|whatsapp|sms"
CALLS = re.compile(
    rf"(?i)(?:\b(?:{_TELEPHONE_WORDS})\b[^@\n]{{0,45}}|\b(?:call|contact|ring|text)\b[^\d+@]{{0,25}}"
    r"|(?<!\w)[tmh]\s?:\s?)$"
)
OFFICE = re.compile(
    r"(?i)\b(?:planning|council|team|office|department|dept|reception|switchboard|help\s?line|help\s?desk|hot\s?line"
    r"|enquir\w+|customer|services?|centre|bookings?|library|school|surgery)\b"
)
REFERENCE = re.compile(
    r"(?i)(?:\b(?:ref|reference|application|app|permission|order|invoice|inv|case|account|acc|a/c|document|doc|company"
    r"|transaction|trans|id|uprn|usrn|p\.?o|voucher|receipt|policy|claim|licence|license|permit|serial|meter|mpan|number"
    r"|num|no|code|plan|drawing|appeal|consent|condition|of)\b|#)[\s.:#-]*(?:(?:no|num|number|id)\b)?[\s.:#-]*$"
)
TRADES = re.compile(
    r"(?i)\b(?:ltd|limited|plc|llp|llc|cic|inc|t/a|trading|partners(?:hip)?|solicitors|surgery|practice|clinic|pharmacy"
    r"|school|academy|church|& co|and co|sons|services|garage|farm)\b"
)
NO_HOST = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "css", "js", "html", "csv", "xls", "xlsx"})
SHARED = frozenset(
    {
        *("planning", "info", "information", "enquiries", "enquiry", "contact", "contacts", "contactus"),
        *("customer", "customers", "services", "service", "development", "developmentcontrol"),
        *("developmentmanagement", "policy", "planningpolicy", "localplan", "ldf", "register", "brownfield"),
        *("admin", "office", "mail", "email", "hello", "council", "councils", "data", "opendata", "housing"),
        *("property", "estates", "licensing", "building", "control", "consultation", "consultations"),
        *("management", "dm", "dc", "spatial", "strategic", "team", "support", "web", "website", "webmaster"),
        *("press", "media", "sales", "reception", "general", "help", "helpdesk", "plans"),
        *("planningapplications", "applications", "regeneration", "environment", "legal", "highways", "trees"),
        *("conservation", "heritage", "business", "finance", "hr", "feedback", "complaints", "foi", "noreply"),
        *("accounts", "bookings", "booking", "clerk", "committee", "community", "communities", "dataprotection", "dpo"),
        *("democratic", "democracy", "elections", "engagement", "events", "funding", "grants", "gis"),
        *("invoices", "invoicing", "jobs", "leisure", "library", "libraries", "licences", "manager", "museum"),
        *("neighbourhood", "newsletter", "officer", "orders", "parking", "payments", "payroll", "procurement"),
        *("projects", "purchasing", "recycling", "reply", "research", "secretary", "schools", "security", "sport"),
        *("sports", "statistics", "streetscene", "studio", "tourism", "toilets", "transparency"),
        *("transport", "treasurer", "trustees", "visitor", "volunteer", "volunteering", "waste", "youth"),
    }
)
SHARED_ALONE = frozenset({"head", "parks", "street", "streets"})  # people are called so too
SHARED_STEMS = (
    *("planning", "enquir", "customer", "services", "developm", "consult", "council", "licensing", "property"),
    *("information", "communit", "conservation", "environment", "highways", "regeneration", "housing", "contact"),
    *("localplan", "brownfield", "procurement", "opendata", "dataprotection", "elections", "transparency"),
)
