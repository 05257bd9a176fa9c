"""Code lists: the words that a field may hold."""

from dataclasses import dataclass

CODES_SHOWN = 16  # a longer list is cut in messages
CODES_OF_MANY = 6


@dataclass(frozen=True)
class Code:
    """One entry of a code list; `aliases` are other published words for the same thing."""

    code: str
    label: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codelist:
    """The values that a field may hold, compared in any case with surrounding and repeated blanks folded."""

    slug: str
    codes: tuple[Code, ...]

    @property
    def words(self) -> str:
        """The codes in a sentence; of a long list the first few, and where the others are."""
        codes = [code.code for code in self.codes]
        if len(codes) <= CODES_SHOWN:
            return ", ".join(codes)
        return f"{', '.join(codes[:CODES_OF_MANY])} … (all {len(codes)}: list {self.slug} in the data dictionary)"
