"""Fetching published files: where we may connect, how much we read, and when we try again."""
