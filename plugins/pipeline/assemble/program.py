"""The program as a hash: what decides a figure beside the files that are read and the request."""

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("transforms", "expectations")  # with the registers and code lists, which are CSV files in them
SUFFIXES = {".py", ".csv"}
LIBRARIES = ("numpy", "pyarrow", "pandas", "great_expectations")


@cache
def program_hash() -> str:
    """Return the SHA-256 of the modules and registers that return figures, and of the versions of what they use."""
    root = Path(__file__).parents[3]
    digest = hashlib.sha256(f"{sys.version_info[:2]} {[version(name) for name in LIBRARIES]}".encode())
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in SUFFIXES:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root)} {len(content)}\n".encode())
                digest.update(content)
    return digest.hexdigest()
