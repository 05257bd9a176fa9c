"""The data dictionary: every dataset standard, edition, field and code list, as declared."""

import re
from collections.abc import Sequence

from transforms.domain.listing import listed
from transforms.domain.rules import DeclaredRule
from transforms.domain.standard import DatasetStandard, Edition, Field
from transforms.render.reference import GENERATED, INDEX, markdown_table


def data_dictionary(standards: Sequence[DatasetStandard]) -> dict[str, str]:
    """Return the data dictionary as pages of Markdown by file name: an index, and one for each standard."""
    pages = {f"{standard.slug}.md": GENERATED + _page(standard) for standard in standards}
    rows = [
        (
            f"[{standard.title}]({standard.slug}.md)",
            ", ".join(edition.name for edition in standard.editions),
            f"{len(standard.all_fields)}",
            standard.frequency,
        )
        for standard in standards
    ]
    index = f"""{GENERATED}
# Data dictionary

What councils publish, as we read it. *Must*, *should* and *may* are the standards' own words about publishing a field;
a record can't be counted or keyed without an *essential* one. Headers are matched in any case, whatever the blanks and
punctuation, to a field's name, its title or another header listed. Published machine-readably in
[schemas/](../schemas/).

{markdown_table(("Dataset", "Editions", "Fields", "Published"), rows)}"""
    return {INDEX: index, **pages}


def _page(standard: DatasetStandard) -> str:
    rules = "".join(f"- {sentence}\n" for rule in standard.rules for sentence in _sentences(rule))
    editions = "\n".join(_edition(edition) for edition in standard.editions)
    return f"""
# {standard.title} (`{standard.slug}`)

{standard.source}

Published {standard.frequency}. Version {standard.version} of our declaration. {standard.licence_note}

{_known_by(standard)} All that is checked: [rules](../rules/{standard.slug}.md).

Rules over several fields:

{rules or "- none" + chr(10)}
{editions}
{_codelists(standard)}"""


def _known_by(standard: DatasetStandard) -> str:
    """Return what tells two records of a standard apart."""
    if not standard.key:
        return "Two records may be alike: nothing tells them apart."
    key = f"A record is known by {listed(_quoted(standard.key))}."
    shared = standard.shared_key
    if shared is None:
        return key
    alike = "each counts" if shared.equal_rows_stay else "the latest counts"
    same, other = listed(_quoted(shared.fields)), listed(_quoted(shared.differ_in), "or")
    return (
        f"{key} Rows that share {same} and differ in {other} are records of their own; of rows that agree in all of "
        f"these {alike}."
    )


def _sentences(rule: DeclaredRule) -> list[str]:
    """Return what a rule says is true of good data, the names of fields as code."""
    names = re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(rule.reads(), key=len, reverse=True))
    )
    return [names.sub(lambda name: f"`{name[0]}`", sentence) for sentence in rule.sentences()]


def _quoted(names: Sequence[str]) -> list[str]:
    return [f"`{name}`" for name in names]


def _edition(edition: Edition) -> str:
    rows = [
        (
            f"`{field.name}`",
            field.title,
            field.kind,
            f"{field.requirement}{', essential' if field.is_essential else ''}",
            field.description,
            _bounds(field),
            ", ".join(field.aliases),
        )
        for field in edition.fields
    ]
    sign = f"Recognised by its `{edition.recognised_by}` column.\n\n" if edition.recognised_by else ""
    heading = ("Field", "Title", "Kind", "Requirement", "Meaning", "Permitted", "Other headers")
    return f"## {edition.name} edition\n\n{sign}{_linked(edition)}{markdown_table(heading, rows)}"


def _linked(edition: Edition) -> str:
    """Return how the tables of an edition hang together, nothing for an edition of one table."""
    linkage = edition.linkage
    if linkage is None:
        return ""
    links = "; ".join(f"`{table.name}` by its `{table.column}` = `{table.refers_to}`" for table in linkage.tables)
    derived_list = ", ".join(f"“{name}”" for name in dict.fromkeys(derived.name for derived in linkage.derived))
    return (
        f"A record is a row of `{linkage.main}`. Linked to it: {links}. Published together in an archive or a JSON "
        f"document; a column of a linked table is called `<table>.<column>` here. Made of others: {derived_list}.\n\n"
    )


def _bounds(field: Field) -> str:
    words = []
    if field.codelist:
        words.append(f"list {field.codelist.slug}")
    if field.minimum is not None:
        words.append(f"at least {field.minimum:g}")
    if field.maximum is not None:
        words.append(f"at most {field.maximum:g}")
    if field.max_length is not None:
        words.append(f"{field.max_length} characters")
    if field.pattern:
        words.append(f"pattern `{field.pattern}`")
    if field.separator:
        words.append(f"several, split on `{field.separator}`")
    return "; ".join(words)


def _codelists(standard: DatasetStandard) -> str:
    lists = {field.codelist.slug: field.codelist for field in standard.all_fields if field.codelist}
    pages = []
    for edition in standard.editions:
        lists |= {field.codelist.slug: field.codelist for field in edition.fields if field.codelist}
    for slug, codelist in sorted(lists.items()):
        rows = [(code.code, code.label, ", ".join(code.aliases)) for code in codelist.codes]
        rows += [
            (code.code, f"{code.label}; not in the standard's list, read all the same", ", ".join(code.aliases))
            for code in codelist.also_read
        ]
        pages.append(f"## List `{slug}`\n\n{markdown_table(('Code', 'Meaning', 'Also published as'), rows)}")
    return "\n".join(pages)
