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
    """The values that a field may hold, compared in any case with surrounding and repeated blanks folded.

    `also_read` are codes that the standard's list does not have and that we read all the same, saying so; after
    `note_mark` a cell may have a note, which is left out.
    """

    slug: str
    codes: tuple[Code, ...]
    also_read: tuple[Code, ...] = ()
    note_mark: str | None = None

    @property
    def readable(self) -> tuple[Code, ...]:
        """Every code that a cell is read as."""
        return (*self.codes, *self.also_read)

    @property
    def words(self) -> str:
        """The codes in a sentence; of a long list the first few, and where the others are."""
        codes = [code.code for code in self.codes]
        if len(codes) <= CODES_SHOWN:
            return ", ".join(codes)
        return f"{', '.join(codes[:CODES_OF_MANY])} … (all {len(codes)}: list {self.slug} in the data dictionary)"
