"""Collecting: from sources to standardised tables and findings, one batch of authorities at a time."""
