"""A verdict: what one check of a package came to, in a line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PackageVerdict:
    """The name of a check, and what is wrong, a sentence each; nothing is where it holds, as `holds` says."""

    check: str
    holds: str
    wrong: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The verdict as one line."""
        if not self.wrong:
            return f"ok     {self.check}: {self.holds}"
        more = f" (and {len(self.wrong) - 1:,} more)" if len(self.wrong) > 1 else ""
        return f"WRONG  {self.check}: {' '.join(self.wrong[0].split())}{more}"
