"""Whether several sources of an authority are one table, or the newest alone counts."""


def is_document(slug: str) -> bool:
    """Return whether what is published follows no dataset standard, and is kept as it is."""
    from transforms.registers.documents import DOCUMENTS

    return slug in DOCUMENTS


def comes_in_parts(slug: str) -> bool:
    """Return whether what is published under a standard comes in parts; documents, which have no standard, do not."""
    from transforms.standards import standard

    return not is_document(slug) and standard(slug).comes_in_parts
