"""Files with secrets in them: only the account that writes one reads it, from its first byte on."""

from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user reads, whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_text(text)
    partial.replace(path)
