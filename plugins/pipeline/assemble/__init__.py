"""Assembling: from the tables that were known on a day to the files of a return, and back again."""
