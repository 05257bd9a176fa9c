"""Whether several sources of an authority are one table, or the newest alone counts."""


def comes_in_parts(slug: str) -> bool:
    """Return whether what is published under a standard comes in parts; documents, which have no standard, do not."""
    from transforms.registers.documents import DOCUMENTS
    from transforms.standards import standard

    return slug not in DOCUMENTS and standard(slug).comes_in_parts
