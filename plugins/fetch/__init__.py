"""Fetching one published file: where we may connect, how much we read, and when we try again."""
