"""Shared fields: those that the dataset standards of one body have in common, so that each is worded once."""
