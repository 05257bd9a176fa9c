"""Cleaned tables: the records that the statement was made of as three files of the open standard.

Source: docs/specifications/infrastructure-funding-statement.md, section 7.
Grain:  one line for each row that counts today, by authority and reference; equal rows as often as they count.
Known:  a council that published badly can publish its lines of these instead: fields under the standard's names and in
        its order, dates and numbers in one way of writing, codes of the lists, references without blanks around. What
        can't be read is blank, and stays for the council to fill in. The organisation is the authority that published
        the file. They are for programs: text stands as published, also where a spreadsheet would run it.
        A table without a line says that there is nothing: not so where all rows of a council lack a reference.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.record_file import RecordFile
from transforms.domain.records import Records, RecordTable
from transforms.registers.bodies import authorities
from transforms.returns.infrastructure_funding_statement.vocabulary import CLEANED_FILES
from transforms.standards import standard


def cleaned_tables(records: Records) -> Iterator[RecordFile]:
    """Yield the three files."""
    for slug, name in CLEANED_FILES.items():
        fields = [field.name for field in standard(slug).editions[-1].fields]
        yield _cleaned(name, records.tables[slug], records.authorities, fields)


def _cleaned(name: str, records: RecordTable, codes: tuple[str, ...], fields: list[str]) -> RecordFile:
    """Return the fields of the records as text, by authority, reference and place in the files."""
    keys = pa.table({"authority": records.authority, "reference": records.reference, "row": records.row})
    order = pc.sort_indices(keys, [(key, "ascending") for key in keys.column_names])
    published = records.sightings.table.take(pa.array(records.column("latest_row")).take(order))
    owners = pa.array(records.authority).take(order)
    organisations = pa.array([_organisation(gss) for gss in codes], pa.string())
    columns = {field: _trimmed(published.column(field)) for field in fields if field in published.column_names}
    columns |= {"reference": records.reference.take(order), "organisation": organisations.take(owners)}
    rows = pa.table({field: columns[field] for field in fields})
    return RecordFile(name, rows, pa.array(codes, pa.string()).take(owners))


def _organisation(gss: str) -> str:
    """Return an authority as the open standard names organisations: local-authority:BST."""
    body = authorities().get(gss)
    if body is None or not body.code:
        return ""
    return body.code.replace("_", ":", 1) if "_" in body.code else f"local-authority:{body.code}"


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return words without blanks around them; days and numbers as they are."""
    return pc.utf8_trim_whitespace(column) if pa.types.is_string(column.type) else column
