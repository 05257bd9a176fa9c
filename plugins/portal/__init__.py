"""The portal: what was found in published data and the returns assembled from it, for anybody to read.

It computes nothing: every page reads the warehouse and the archive through the modules of the pipeline.

application.py  the ASGI application: its routes, its errors, its headers
pages.py        templates, and the filters that all of them have
routes/         one module a noun: addresses, what is read, which template
views/          what pages show, read from the warehouse and the archive
report_pages.py the pages of one report, on a collected file or an uploaded one
upload_checks/  a file checked before it is published, and its report kept for an hour
worker.py       a separate process for work that would block the portal
cache.py        values that never change, kept in memory
api/            the same as data: JSON, feeds, a catalogue, whole datasets
templates/      server-rendered pages; every one works without JavaScript
static/         GOV.UK Frontend, and the little CSS and JavaScript of our own
"""
