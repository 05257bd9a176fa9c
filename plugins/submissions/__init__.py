"""Submissions: packages of released returns, the keys that sign them, and their delivery."""
