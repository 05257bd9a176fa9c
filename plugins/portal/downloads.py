"""Downloads: objects of the archive as they are, in pieces, with an ETag and by range.

Source: RFC 9110, sections 13 (conditions) and 14 (one range of bytes; of several asked for, the whole is given).
Known:  an object never changes after it is written, so that its ETag is strong and it may be kept for a year.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from fastapi import HTTPException, Request
from starlette.responses import Response, StreamingResponse

from plugins.portal import pages

KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
NOT_MODIFIED, PARTIAL, OUT_OF_RANGE = 304, 206, 416
FOR_A_YEAR = "public, max-age=31536000, immutable"
TO_BE_ASKED_AGAIN = "public, no-cache"


def give(request: Request, key: str, name: str, caching: str = FOR_A_YEAR) -> Response:
    """Return an object of the archive under a file name: whole, a range of it, or that it has not changed.

    Args:
        request: whose conditions and range count.
        key: of the object.
        name: of the file that is saved.
        caching: how long the answer at this address stays true.

    """
    archive = pages.here(request).archive
    kept = archive.describe(key)
    if kept is None:
        raise HTTPException(404, f"there is no file {name}")
    headers = {
        "ETag": kept.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": caching,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if {kept.etag, "*"} & _asked_etags(request.headers):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    first, last = _asked_range(request.headers, kept.etag, kept.size)
    if first > last and kept.size:
        return Response(status_code=OUT_OF_RANGE, headers=headers | {"Content-Range": f"bytes */{kept.size}"})
    is_part = last - first + 1 < kept.size
    if is_part:
        headers["Content-Range"] = f"bytes {first}-{last}/{kept.size}"
    headers["Content-Length"] = str(last - first + 1)
    kind = KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
    status = PARTIAL if is_part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    pieces = archive.stream(key, first, last) if kept.size else iter(())
    return StreamingResponse(pieces, status, headers, kind)


def _asked_etags(headers: Mapping[str, str]) -> set[str]:
    """Return the ETags under which the reader has the object already."""
    return {one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")}


def _asked_range(headers: Mapping[str, str], etag: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte asked for; the whole where nothing else is, first after last where none is."""
    found = RANGE.fullmatch(headers.get("range", "").replace(" ", ""))
    if found is None or not any(found.groups()) or headers.get("if-range", etag) != etag:
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return (size - min(int(last), size), size - 1) if int(last) else (size, size - 1)
    if int(first) >= size or (last and int(last) < int(first)):
        return size, size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
