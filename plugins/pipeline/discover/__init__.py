"""Discovering: what catalogues list that looks like a dataset standard of ours, proposed to people."""
