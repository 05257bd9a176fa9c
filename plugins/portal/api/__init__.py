"""The API: the facts of the pages as JSON, as feeds, as a catalogue and as whole datasets.

An address under /api/v1 keeps its meaning: fields may be added to a response, none is removed or renamed.

responses.py        what all responses have in common
description.py      the description of the API, as a page and as OpenAPI
declarations.py     standards, rules, issue codes and returns as declared
councils.py         councils, and the state of each of their datasets
reports.py          the report on one file, its findings, and what changed since the previous file
assemblies.py       returns by period: cells, indicators, exceptions and the records behind a cell
indicators.py       figures by which authorities are compared
reporting_ledger.py how the forms are filled, and what is asked for more than once
datasets.py         whole national datasets
dataset_builder.py  how they are built while the portal goes on responding
catalogue.py        everything that can be downloaded, as DCAT
feeds.py            news, as Atom
freshness.py        which sources gave new files as often as promised, as JSON and as a feed
atom.py             what all feeds have in common
audit.py            the audit trail
people.py           people and their roles
rounds.py           rounds, and freezing one
parts.py            an authority's part of a round
releases.py         releases of a round
explanations.py     explanations of findings and waivers, and what is decided about them
source_acts.py      quarantined files accepted or refused, a source collected now
round_facts.py      what these give
visible.py          what a caller sees, settled before a body is looked at
acts.py             one transaction for an act, its entry and its answer
problems.py         what is wrong with a request (RFC 9457)
signing_keys.py     the public keys that sign packages
"""

from plugins.portal.api import (
    assemblies,
    audit,
    catalogue,
    councils,
    datasets,
    declarations,
    description,
    explanations,
    feeds,
    freshness,
    indicators,
    parts,
    people,
    releases,
    reporting_ledger,
    reports,
    rounds,
    signing_keys,
    source_acts,
)

DATA_ROUTERS = (
    declarations.router,
    councils.router,
    reports.router,
    assemblies.router,
    indicators.router,
    reporting_ledger.router,
    datasets.router,
    catalogue.router,
    freshness.router,
    rounds.router,
    parts.router,
    releases.router,
    releases.package_router,
    audit.router,
    people.router,
    explanations.router,
    source_acts.router,
)
ROUTERS = (
    description.create_router(DATA_ROUTERS),
    *DATA_ROUTERS,
    feeds.router,
    freshness.feed_router,  # /freshness/feed.atom before /freshness/{slug}
    audit.feed_router,
    signing_keys.router,
)
