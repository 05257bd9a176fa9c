"""Verify: whether a package is whole, signed, and says the same in every one of its files.

Source: docs/specifications/return-package.md, section 2.
Known:  nothing but the package and the keys is needed: no network, no service.
"""

from transforms.release_package.verify.verdict import PackageVerdict
from transforms.release_package.verify.verify_package import verify_package

__all__ = ["PackageVerdict", "verify_package"]
