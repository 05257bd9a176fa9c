"""Checking a file before it is published: received within limits, checked by one worker, reported for an hour.

receive.py    the form and its file, as they arrive
recognise.py  which standard a file's columns speak of
work.py       what the worker does: the check, and the report written to the check's own folder
one_check.py  one check: its folder, how far it is, what came of it
desk.py       whose turn it is, and when what is kept is deleted
"""
