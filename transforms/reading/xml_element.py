"""Elements: a small part of an XML document held in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Element:
    """An element by its local name, with the line on which it starts."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own text, without blanks around it."""
        return "".join(self.texts).strip()

    def first(self, name: str) -> "Element":
        """Return the first child called `name`, an empty one where there is none."""
        return next((child for child in self.children if child.name == name), Element(name))

    def all_of(self, *names: str) -> Iterator["Element"]:
        """Yield the elements called one of `names` at any depth."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.all_of(*names)
