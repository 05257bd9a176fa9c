"""A destination in an S3 bucket: objects are written on condition that none of their name is there."""

import io
from dataclasses import dataclass

from plugins.storage.archive import Archive
from plugins.submissions.delivery.delivered_files import DeliveredFile, sha256_of_pieces


@dataclass(frozen=True)
class S3Folder:
    """A prefix of a bucket."""

    bucket: Archive
    prefix: str

    def sha256_of(self, name: str) -> str | None:
        """Return the SHA-256 of an object that is there, None where none is."""
        key = self._key(name)
        info = self.bucket.describe(key)
        if info is None:
            return None
        return sha256_of_pieces(self.bucket.stream(key, 0, info.size - 1) if info.size else ())

    def put(self, file: DeliveredFile) -> None:
        """Write an object whole, unless one of its name is there."""
        content_type = "application/zip" if file.path else "text/plain"
        if file.path is None:
            self.bucket.save(self._key(file.name), io.BytesIO(file.content), content_type)
            return
        with file.path.open("rb") as content:
            self.bucket.save(self._key(file.name), content, content_type)

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}".lstrip("/")
