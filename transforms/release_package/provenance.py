"""Where the cells come from, as PROV-JSON: cells ← standardised tables ← snapshots ← sources; agents; the run.

Source: https://www.w3.org/submissions/prov-json/
Known:  a file can hold records of other authorities too, so that cells.csv as a whole derives from every table; which
        published rows a cell was made of, `council-returns trace` says.
"""

import json
from collections.abc import Mapping
from typing import Any

from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.release import PackageRelease

PREFIXES = {"cr": "urn:council-returns:", "prov": "http://www.w3.org/ns/prov#"}
RETURN, CELLS, RUN, PROGRAM = "cr:return", "cr:cells.csv", "cr:run", "cr:program"


class _Record:
    """A PROV document in the making: elements by identifier, relations numbered by their kind."""

    def __init__(self) -> None:
        self.content: dict[str, dict[str, Any]] = {"prefix": dict(PREFIXES)}

    def add(self, kind: str, identifier: str, **attributes: object) -> str:
        """Add an entity, activity or agent, and return its identifier."""
        named = {_attribute(name): value for name, value in attributes.items() if value not in (None, "")}
        self.content.setdefault(kind, {}).setdefault(identifier, named)
        return identifier

    def relate(self, kind: str, **ends: str) -> None:
        """Add a relation between elements."""
        relations = self.content.setdefault(kind, {})
        relations[f"_:{kind}{len(relations) + 1}"] = {f"prov:{name}": end for name, end in ends.items()}


def provenance_json(assembly: AssemblyFiles, release: PackageRelease) -> bytes:
    """Return the lineage of a package as a PROV-JSON document."""
    record, manifest = _Record(), assembly.manifest
    _add_run(record, assembly, release)
    tables: dict[str, list[str]] = {}
    for used in manifest["inputs"]:
        if "standard" in used:
            tables.setdefault(used["authority"], []).append(_add_table(record, used, release))
    others = [_add_assembly(record, used) for used in manifest["inputs"] if "return" in used]
    declared = [_add_declared(record, manifest)] if "declared" in manifest else []
    for origin in [*(table for group in tables.values() for table in group), *others, *declared]:
        record.relate("wasDerivedFrom", generatedEntity=CELLS, usedEntity=origin)
        record.relate("used", activity=RUN, entity=origin)
    _add_cells(record, assembly, tables, [*others, *declared])
    _add_confirmations(record, release)
    return (json.dumps(record.content, ensure_ascii=False, indent=1) + "\n").encode()


def _attribute(name: str) -> str:
    return f"prov:{name}" if name in ("type", "label", "location") else f"cr:{name}"


def _add_run(record: _Record, assembly: AssemblyFiles, release: PackageRelease) -> None:
    manifest = assembly.manifest
    record.add("agent", PROGRAM, type="prov:SoftwareAgent", label="council-returns", version=_program(manifest))
    record.add("activity", RUN, label="assemble", receipt=assembly.receipt, as_known=manifest["as_known"])
    record.relate("wasAssociatedWith", activity=RUN, agent=PROGRAM)
    label = f"{assembly.definition.slug} {assembly.period} {release.label}"
    record.add("entity", RETURN, label=label, receipt=assembly.receipt, released_on=release.on.isoformat())
    record.add("entity", CELLS, label="every cell of the return")
    record.relate("wasGeneratedBy", entity=CELLS, activity=RUN)
    record.relate("wasDerivedFrom", generatedEntity=RETURN, usedEntity=CELLS)


def _program(manifest: Mapping[str, Any]) -> str:
    return str(manifest["versions"].get("program", ""))


def _add_table(record: _Record, used: Mapping[str, str], release: PackageRelease) -> str:
    """Add a standardised table, its snapshot, and the source that this was fetched from; return the table."""
    authority, standard, sha256 = used["authority"], used["standard"], used["sha256"]
    address = release.sources.get((authority, standard, sha256))
    source = record.add(
        "entity", f"cr:source/{authority}/{standard}", label=f"{standard} of {authority}", location=address
    )
    snapshot = record.add("entity", f"cr:snapshot/{sha256}", label="the exact bytes that were published", sha256=sha256)
    table = record.add(
        "entity",
        f"cr:standardised/{authority}/{standard}/{used['fetched']}/{sha256}",
        label=f"{standard} of {authority}, standardised",
        fetched=used["fetched"],
    )
    publisher = record.add("agent", f"cr:authority/{authority}", type="prov:Organization")
    record.relate("wasDerivedFrom", generatedEntity=table, usedEntity=snapshot)
    record.relate("wasDerivedFrom", generatedEntity=snapshot, usedEntity=source)
    record.relate("wasAttributedTo", entity=source, agent=publisher)
    return table


def _add_assembly(record: _Record, used: Mapping[str, str]) -> str:
    label = f"{used['return']} {used['period']}, assembled"
    return record.add("entity", f"cr:assembly/{used['receipt']}", label=label, receipt=used["receipt"])


def _add_declared(record: _Record, manifest: Mapping[str, Any]) -> str:
    sha256 = manifest["declared"]["sha256"]
    return record.add("entity", f"cr:declared/{sha256}", label="the figures that councils declared", sha256=sha256)


def _add_cells(record: _Record, assembly: AssemblyFiles, tables: Mapping[str, list[str]], others: list[str]) -> None:
    areas = {area.gss: area for area in assembly.definition.totals}
    for group in assembly.cells:
        cells = record.add(
            "entity", f"cr:cells/{group.authority}", label=f"the cells of {group.authority}", sha256=group.sha256
        )
        record.relate("hadMember", collection=CELLS, entity=cells)
        if area := areas.get(group.authority):
            origins = [
                f"cr:cells/{part.authority}"
                for part in assembly.authorities
                if part.authority.startswith(area.gss_prefixes)
            ]
        else:
            origins = [*tables.get(group.authority, ()), *others]
        for origin in origins:
            record.relate("wasDerivedFrom", generatedEntity=cells, usedEntity=origin)


def _add_confirmations(record: _Record, release: PackageRelease) -> None:
    for confirmation in release.confirmations:
        if confirmation.confirmed_on is None:
            continue
        authority = confirmation.authority
        act = record.add(
            "activity",
            f"cr:confirmation/{authority}",
            label=f"{confirmation.state} by the {confirmation.role}" if confirmation.role else confirmation.state,
            confirmed_on=confirmation.confirmed_on.isoformat(),
        )
        body = record.add("agent", f"cr:authority/{authority}", type="prov:Organization")
        record.relate("wasAssociatedWith", activity=act, agent=body)
        record.relate("used", activity=act, entity=f"cr:cells/{authority}")
