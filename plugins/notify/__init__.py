"""Notify: messages to people, by SMTP."""
