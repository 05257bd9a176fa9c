"""What the engine itself lists among the exceptions of any return, with a sentence each."""

ENGINE_REASONS = {
    "balance": "The stock at the end as derived, beside the stock as counted",
    "no-data": "No usable file is known for the period",
    "field-missing": "A field that cells need is not published",
    "declared-differs": "The council has declared another figure than its data give",
}
