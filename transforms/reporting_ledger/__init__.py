"""The reporting ledger: what councils no longer have to type, what is still asked of them, and what is asked twice."""
