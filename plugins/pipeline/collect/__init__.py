"""Collecting: from sources to standardised tables and findings, a batch of authorities at a time."""
