"""Content digests: whether two publications say the same, whatever their volatile fields say.

Known   the order of the records counts: a file that is sorted otherwise is a new one.
"""

import hashlib
from typing import TYPE_CHECKING

from transforms.domain.standard import DatasetStandard

if TYPE_CHECKING:
    import pyarrow as pa


def content_sha256(content: bytes, name: str, standard: DatasetStandard) -> str | None:
    """Return a digest of the header and the records without the standard's volatile fields.

    None where the standard has no volatile field, or the file publishes none of them: its bytes say it all.
    """
    if not standard.volatile:
        return None
    import pyarrow as pa

    from transforms.reading import read
    from transforms.standardise.match_columns import match_columns, recogniser

    sheet = read(content, name, recogniser(standard)).sheet
    if sheet is None:
        return None
    positions = match_columns(sheet.header, standard, lambda _: True).positions
    volatile = {positions[field] for field in standard.volatile if field in positions}
    if not volatile:
        return None
    digest = hashlib.sha256("\x1f".join(sheet.header).encode())
    for position in range(len(sheet.header)):
        if position not in volatile:
            _add_column(digest, sheet.cells.column(position).cast(pa.large_string()).combine_chunks())
    return digest.hexdigest()


def _add_column(digest: "hashlib._Hash", column: "pa.Array") -> None:
    """Add the texts of one column of large strings: how long each is (-1 for a missing cell), then all of them."""
    import numpy as np
    import pyarrow.compute as pc

    digest.update(pc.fill_null(pc.binary_length(column), -1).to_numpy().tobytes())
    _, ends, texts = column.buffers()
    if texts is not None:
        positions = np.frombuffer(ends, np.int64)[column.offset : column.offset + len(column) + 1]
        digest.update(memoryview(texts)[positions[0] : positions[-1]])
