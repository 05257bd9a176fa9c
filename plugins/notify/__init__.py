"""Notify: messages to people, by SMTP or GOV.UK Notify, and the report of a run that failed or is late."""
