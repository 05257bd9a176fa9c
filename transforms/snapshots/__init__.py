"""Snapshots: which file of a source is valid, whether its content changed, and which other records it refers to."""
