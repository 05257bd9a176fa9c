"""When things run: one file per kind of run, each a table of contents."""
