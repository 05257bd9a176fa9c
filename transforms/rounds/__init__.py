"""Rounds: the life of a return as pure functions of the entries of the audit trail.

machines.py     the states of a round, a part and a release, and which acts lead from one to another, as data
diagrams.py     the same drawn, for the documents
deadlines.py    working days, and when a department wants a return
round_days.py   the days of a round, from its definition
round.py        a round, from its entries
cell_rows.py    an authority's rows of cells.csv, their hash, and what declaring a value makes of them
part.py         an authority's part of a round, from its entries
release.py      the releases of a round, from their entries
roles.py        roles, grants, and who may do what
"""
