"""Schedules: when the pipeline runs, and when it tries again."""
