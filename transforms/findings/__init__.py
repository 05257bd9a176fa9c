"""Findings: issues as a table, followed from file to file, and what people said of them."""
