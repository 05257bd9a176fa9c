"""Downloads: objects of the archive byte for byte, streamed, with an ETag and ranges.

Source: RFC 9110, sections 13 (conditions) and 14 (one range of bytes; a request for several gets the whole).
Known:  an object never changes once it is written, so its ETag is strong and it may be cached for a year.
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
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RANGE = re.compile(r"(?i:bytes)=(\d{0,18})-(\d{0,18})")
NOT_MODIFIED, PARTIAL, OUT_OF_RANGE = 304, 206, 416
ONE_YEAR = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"


def download(request: Request, key: str, name: str, caching: str = ONE_YEAR) -> Response:
    """Return an object of the archive under a file name: the whole, a range, or 304 where the reader has it.

    Args:
        request: the request with its conditions and range.
        key: of the object in the archive.
        name: under which the reader saves it.
        caching: the Cache-Control of this address.

    """
    archive = pages.deployment_of(request).archive
    stored = archive.describe(key)
    if stored is None:
        raise HTTPException(404, f"there is no file {name}")
    headers = {
        "ETag": stored.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": caching,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if {stored.etag, "*"} & _known_etags(request.headers):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    requested = _requested_range(request, stored)
    if requested is not None and not requested:
        return Response(status_code=OUT_OF_RANGE, headers=headers | {"Content-Range": f"bytes */{stored.size}"})
    span = requested or range(stored.size)
    if requested:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{stored.size}"
    headers["Content-Length"] = str(len(span))
    kind = KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
    status = PARTIAL if requested else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    pieces = archive.stream(key, span.start, span.stop - 1) if span else iter(())
    return StreamingResponse(pieces, status, headers, kind)


def _known_etags(headers: Mapping[str, str]) -> set[str]:
    """Return the ETags of the copies that the reader has."""
    return {etag.strip().removeprefix("W/") for etag in headers.get("if-none-match", "").split(",")}


def _requested_range(request: Request, stored: ObjectInfo) -> range | None:
    """Return the requested bytes, empty where the object has none of them; None where the whole is to be sent.

    Only GET has ranges, and one that ends before it begins is ignored (RFC 9110, 14.2 and 14.1.1).
    """
    match = RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    is_other = request.headers.get("if-range", stored.etag) != stored.etag
    if request.method != "GET" or match is None or not any(match.groups()) or is_other:
        return None
    first, last = match.groups()
    if not first:
        return range(max(stored.size - int(last), 0), stored.size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, stored.size) if last else stored.size)
