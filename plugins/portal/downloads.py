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
from plugins.storage.archive import ObjectInfo

KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RANGE = re.compile(r"(?i:bytes)=(\d{0,18})-(\d{0,18})")
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
    asked = _asked_range(request, kept)
    if asked is not None and not asked:
        return Response(status_code=OUT_OF_RANGE, headers=headers | {"Content-Range": f"bytes */{kept.size}"})
    given = asked or range(kept.size)
    if asked:
        headers["Content-Range"] = f"bytes {given.start}-{given.stop - 1}/{kept.size}"
    headers["Content-Length"] = str(len(given))
    kind = KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
    status = PARTIAL if asked else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    pieces = archive.stream(key, given.start, given.stop - 1) if given else iter(())
    return StreamingResponse(pieces, status, headers, kind)


def _asked_etags(headers: Mapping[str, str]) -> set[str]:
    """Return the ETags under which the reader has the object already."""
    return {one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")}


def _asked_range(request: Request, kept: ObjectInfo) -> range | None:
    """Return the bytes asked for, none where the object has none of them; None where the whole is, or nothing sensible.

    A range is for GET alone, and one that ends before it begins is passed over (RFC 9110, 14.2 and 14.1.1).
    """
    found = RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    is_other = request.headers.get("if-range", kept.etag) != kept.etag
    if request.method != "GET" or found is None or not any(found.groups()) or is_other:
        return None
    first, last = found.groups()
    if not first:
        return range(max(kept.size - int(last), 0), kept.size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, kept.size) if last else kept.size)
