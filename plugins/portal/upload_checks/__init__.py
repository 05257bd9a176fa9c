"""Checks of uploaded files: a file is received within limits, checked by one worker, and its report kept for an hour.

receive.py       the form and its file, as they arrive
form.py          what a visitor filled in, or what is missing
fetch_address.py the file at an address that a visitor gave
worker_tasks.py  what a process does: the check, with its report written to the check's own folder
checker.py       these processes, and what becomes of a file that ends one
upload_check.py  one check: its folder, the stage it has reached, its result
rate_limits.py   how many files one visitor may send, and all visitors together
folders.py       where the files are, and what processes that were killed have left
queue.py         what is checked next, and when files and reports are deleted
"""
