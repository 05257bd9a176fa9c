"""Documents: what authorities publish that is collected and kept as it is, because it follows no dataset standard.

Source: Community Infrastructure Levy Regulations 2010 (SI 2010/948), regulation 121A, for the statements; they are
        summaries in the council's own form, whose figures the return `infrastructure_funding_statement` works out anew.
"""

FUNDING_STATEMENTS = "infrastructure_funding_statements"
DOCUMENTS = (FUNDING_STATEMENTS,)
