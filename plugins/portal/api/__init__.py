"""For machines: the facts of the pages as JSON, as feeds, as a catalogue and as whole datasets.

An address under /api/v1 keeps its meaning: fields may be added to an answer, none is taken away or renamed.

answers.py      what all answers have in common
description.py  what there is, in words and as OpenAPI
declared.py     standards, rules, issue codes and returns as declared
councils.py     councils, and how each of their datasets stands
reports.py      what was found in one file
assembled.py     returns by period: cells, indicators, exceptions and the records behind a cell
datasets.py     the national datasets, whole
making.py       how they are made while the portal goes on answering
catalogue.py    what can be had, as DCAT
feeds.py        what happened, as Atom
"""

from plugins.portal.api import assemblies, catalogue, councils, datasets, declarations, description, feeds, reports

FACTS = (declarations.router, councils.router, reports.router, assemblies.router, datasets.router, catalogue.router)
ROUTERS = (description.router_of(FACTS), *FACTS, feeds.router)
