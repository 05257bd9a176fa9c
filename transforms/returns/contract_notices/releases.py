"""Release packages of the Open Contracting Data Standard: the current contracts of each authority.

Source: docs/specifications/contract-notices.md, section 5; https://standard.open-contracting.org/1.1/en/schema/
Unit:   pounds net of VAT, as published; days with the time and zone that the standard asks for.
Known:  one release for each open contracting identifier, with an award and a contract for each contract under it; a
        blank is left out, and nothing is said that was not published. A council is named by its code of the register
        of local authorities (GB-LAE), a body that has none by its Wikidata item.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.records import Bools, Ints, RecordTable
from transforms.registers.bodies import authorities
from transforms.returns.contract_notices.register_cells import CURRENT
from transforms.returns.contract_notices.release_suppliers import supplier_party

VERSION = "1.1"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CURRENCY = "GBP"
SUPPLIER = ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber", "SupplierName")
ENCODER = json.JSONEncoder(ensure_ascii=False)
Json = dict[str, Any]


def release_packages(assembled: AssembledReturn, contract_mask: Bools) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the release package of each authority that is wanted and has a current contract, release by release."""
    contracts = Contracts(assembled.records.tables["contracts"], assembled.records.tables["suppliers"])
    for position, gss in enumerate(assembled.authorities):
        current = contracts.current_of(position) if contract_mask[position] else []
        if current:
            yield f"releases/{gss}.json", _package(gss, current, assembled.switches)


@dataclass(frozen=True)
class Contract:
    """One contract as a release shows it: its facts, the facts of its suppliers, and its place in its reference."""

    reference: str
    position: int
    facts: Mapping[str, Any]
    suppliers: tuple[Mapping[str, str | None], ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Contracts:
    """The current contracts of every authority, out of the tables of records."""

    table: RecordTable
    rows: RecordTable  # of the register, each a supplier of a contract

    @cached_property
    def _current(self) -> Ints:
        return np.flatnonzero(self.table.mask(CURRENT))

    @cached_property
    def _row_bounds(self) -> tuple[Ints, Ints]:
        """The rows in the order of their contracts, and where those of each contract begin."""
        of_row = self.rows.column("contract")
        order = np.argsort(of_row, kind="stable")
        return order, np.searchsorted(of_row[order], np.arange(len(self.table) + 1))

    @cached_property
    def _texts(self) -> dict[str, list[str | None]]:
        """Per row, what it says of the supplier and of what is bought."""
        return {name: self.rows.column(name).texts() for name in (*SUPPLIER, "CPVCode")}

    def current_of(self, authority: int) -> list[Contract]:
        """Return the current contracts of an authority, in the order of its register."""
        positions = self._current[self.table.authority[self._current] == authority]
        facts = self._facts(positions)
        return [self._contract(position, fact) for position, fact in zip(positions.tolist(), facts, strict=True)]

    def _facts(self, positions: Ints) -> list[Json]:
        columns = {
            name: self.table.column(name).take(positions).texts() for name in ("identifier", "title", "description")
        }
        columns |= {name: self.table.column(name)[positions].tolist() for name in ("StartDate", "EndDate", "as_known")}
        columns["value"] = self.table.column("value").take(pa.array(positions)).to_pylist()
        columns["reference"] = self.table.reference.take(pa.array(positions)).to_pylist()
        columns["place"] = self.table.column("place_of_reference")[positions].tolist()
        files = self.table.sightings.files
        columns["fetched"] = [
            files[file].fetched for file in self.table.sightings.file[self.table.row[positions]].tolist()
        ]
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def _contract(self, position: int, facts: Json) -> Contract:
        order, starts = self._row_bounds
        rows = order[starts[position] : starts[position + 1]].tolist()
        suppliers = tuple({name: self._texts[name][row] for name in SUPPLIER} for row in rows)
        cells = [cell for row in rows if (cell := self._texts["CPVCode"][row])]
        codes = dict.fromkeys(code.strip().partition("-")[0] for cell in cells for code in cell.split("|"))
        return Contract(facts["reference"], facts["place"], facts, suppliers, tuple(code for code in codes if code))


def _package(gss: str, contracts: list[Contract], settings: Mapping[str, str]) -> Iterator[bytes]:
    """Yield a release package, a line for each release."""
    name, scheme, code = _publisher(gss)
    head = {
        "uri": settings["release_address"] + gss,
        "version": VERSION,
        "publishedDate": _at(contracts[0].facts["as_known"]),
        "publisher": {"name": name, "scheme": scheme, "uid": code},
        "license": LICENCE,
    }
    yield ENCODER.encode(head)[:-1].encode() + b', "releases": [\n'
    by_ocid: dict[str, list[Contract]] = {}
    for contract in contracts:
        by_ocid.setdefault(_ocid(contract, settings), []).append(contract)
    for number, (ocid, together) in enumerate(by_ocid.items()):
        yield (b",\n" if number else b"") + ENCODER.encode(_release(gss, ocid, together)).encode()
    yield b"\n]}\n"


def _ocid(contract: Contract, settings: Mapping[str, str]) -> str:
    """Return the open contracting identifier: that of the platform, else one of the council's own reference."""
    published = contract.facts["identifier"]
    return published.lower() if published else settings["ocid_prefix"] + contract.reference


def _publisher(gss: str) -> tuple[str, str, str]:
    """Return what an authority is called, and its code in the list of a scheme."""
    body = authorities()[gss]
    if re.fullmatch(r"Q\d+", body.code):
        return body.name, "XI-WIKIDATA", body.code
    return (body.name, "GB-LAE", body.code) if body.code else (body.name, "GSS", gss)


def _release(gss: str, ocid: str, contracts: list[Contract]) -> Json:
    """Return the release of one open contracting identifier."""
    name, scheme, code = _publisher(gss)
    buyer = {"id": f"{scheme}-{code}", "name": name}
    identifier = {"scheme": scheme, "id": code, "legalName": name}
    parties: dict[str, Json] = {buyer["id"]: buyer | {"identifier": identifier, "roles": ["buyer"]}}
    awards, agreements = [], []
    ids: set[str] = set()
    for contract in contracts:
        suppliers = [party for row in contract.suppliers if (party := supplier_party(gss, row))]
        for party in suppliers:
            parties.setdefault(party["id"], party | {"roles": ["supplier"]})
        award, agreement = _award_and_contract(_id(contract, ids), contract, suppliers)
        awards.append(award)
        agreements.append(agreement)
    facts = contracts[0].facts
    return {
        "ocid": ocid,
        "id": f"{ocid}-{facts['as_known'].isoformat()}",
        "date": _at(facts["fetched"]),
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "parties": list(parties.values()),
        "buyer": buyer,
        "awards": awards,
        "contracts": agreements,
    }


def _id(contract: Contract, used_ids: set[str]) -> str:
    """Return what a contract is called in its release, a further one of its reference with its number; note it."""
    position = contract.position
    while (name := contract.reference if position == 1 else f"{contract.reference}-{position}") in used_ids:
        position += 1
    used_ids.add(name)
    return name


def _award_and_contract(name: str, contract: Contract, suppliers: list[Json]) -> tuple[Json, Json]:
    """Return the award of a contract, with its suppliers and what is bought, and the contract itself."""
    facts = contract.facts
    period = _filled({"startDate": _at(facts["StartDate"]), "endDate": _at(facts["EndDate"], "23:59:59")})
    words = {"title": facts["title"], "description": facts["description"]}
    value = None if facts["value"] is None else {"amount": _number(facts["value"]), "currency": CURRENCY}
    references = {party["id"]: _filled({"id": party["id"], "name": party.get("name")}) for party in suppliers}
    items = [
        {"id": str(position), "classification": {"scheme": "CPV", "id": code}}
        for position, code in enumerate(contract.codes, start=1)
    ]
    award = {"value": value, "suppliers": list(references.values()), "items": items, "contractPeriod": period}
    return (
        _filled({"id": name, **words, **award}),
        _filled({"id": name, "awardID": name, **words, "value": value, "period": period}),
    )


def _filled(fields: Json) -> Json:
    """Return fields without those that hold nothing."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _at(day: date | None, time: str = "00:00:00") -> str | None:
    return None if day is None else f"{day.isoformat()}T{time}Z"


def _number(value: Decimal) -> int | float:
    """Return an amount as a number of JSON; pounds and pence below 90 billion come out as they were."""
    return int(value) if value == value.to_integral_value() else float(value)
