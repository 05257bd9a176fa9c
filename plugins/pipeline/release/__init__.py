"""Release: the package of a version that people agreed to, built once from what was known then."""
