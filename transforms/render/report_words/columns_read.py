"""Columns read: which published column was read as which field, and what the unrecognised may be."""

from collections.abc import Iterator
from difflib import get_close_matches

from transforms.domain.standard import Requirement
from transforms.recognise import fits_another
from transforms.render.report_words.counts import on_one_line
from transforms.standardise.match_columns import key
from transforms.standardise.standardised import Standardised

ALIKE = 0.6  # of a name, to be a guess


def columns_in_words(read: Standardised) -> Iterator[str]:
    """Yield one sentence on the columns whose names are not the standard's, and one for each guess at another.

    Of a file that looks like another standard's there are no guesses.
    """
    renamed = [
        f"“{on_one_line(header)}” → {field}" for field, header in read.columns.items() if key(header) != key(field)
    ]
    if renamed:
        yield f"Columns read under other names: {'; '.join(renamed)}."
    if fits_another(read.header, read.standard):
        return
    expected_fields = [field for field in read.edition.fields if field.requirement is not Requirement.MAY]
    missing = [field for field in expected_fields if field.name not in read.columns]
    names = {key(name): field.name for field in missing for name in (field.name, field.title, *field.aliases) if name}
    for finding in read.findings:
        name = finding.column if finding.code == "column-unrecognised" else None
        for guess in get_close_matches(key(name), names, n=1, cutoff=ALIKE) if name else []:
            yield f"Is “{on_one_line(name or '')}” your {names[guess]}? Then say so with --columns."
