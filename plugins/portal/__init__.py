"""The portal: what has been found in published data and what is returned of it, for anybody to read.

It computes nothing: every page reads the warehouse and the archive through the modules of the pipeline.

application.py  the ASGI application: its routes, its errors, its headers
pages.py        templates and what all of them know
routes/         one module a noun: address, what is read, which template
shown/          what a page shows, read from the warehouse and the archive, whoever may see it
report_pages.py the pages of one report, collected or checked
checking/       a file checked before it is published, and its report kept for an hour
worker.py       a process for what would keep the portal from answering
kept.py         what was read once and never changes
machines/       the same for programs: JSON, feeds, a catalogue, whole datasets
templates/      server-rendered pages; every one works without JavaScript
static/         GOV.UK Frontend and the little of our own
"""
