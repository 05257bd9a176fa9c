"""Checking a file before it is published: received within limits, checked by one worker, reported for an hour.

receive.py    the form and its file, as they arrive
form.py       what was filled in, or what is wanting
recognise.py  which standard a file's columns speak of
work.py       what the worker does: the check, and the report written to the check's own folder
one_check.py  one check: its folder, how far it is, what came of it
turns.py      how many files a visitor may send, and all together
folders.py    where they are kept, and what processes that were killed have left
desk.py       what is checked next, and when what is kept is deleted
"""
