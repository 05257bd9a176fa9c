"""What a module or a page cites can be found: pages and sections are in the repository, addresses are well-formed."""

import ast
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.test_layout import CHECKOUT, modules, named, tracked
from transforms.standards import STANDARDS

# A `Source:` reaches to the next heading of the docstring, or to its next paragraph.
SOURCE = re.compile(r"^Source:\s(.*?)(?=^\S|\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"\b[a-z]+://[^\s`)>\]]*[^\s`)>\].,;:!?]")
PAGE = re.compile(r"(?<![\w/.])(?:[\w.-]+/)*[\w.-]+\.(?:md|csv|py|yml|toml)\b")
# What stands behind a page: `, section 1.5`, `, sections 2 (of what) and 3`, `, "A heading"`, `§3`.
CITED = re.compile(r"^,?\s(?:sections?\s|§)(\d.*)|^,\s\"([^\"]+)\"", re.DOTALL)
NUMBERS = re.compile(r"^(\d+(?:\.\d+)?)(?:\s\([^)]*\))?(?:(?:,|\sand)\s(?=\d))?")
# An instrument or a publication of others: the year, the number or the version by which it can be found.
INSTRUMENT = re.compile(r"\b(?:19|20)\d\d\b|\bRFC \d+|\bECMA-\d+|\b\d+\.\d+\b|\bversion \d")
LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`[^`]*`")


def sources() -> list[tuple[str, str]]:
    """Every `Source:` of a docstring, after the name of its module."""
    found = []
    for path in modules("dags", "plugins", "expectations", "transforms", "examples", "benchmarks"):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found += [(named(path), " ".join(source.split())) for source in SOURCE.findall(docstring)]
    return found


def documents() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def faults(text: str, *folders: Path) -> list[str]:
    """What of the pages, sections, headings and addresses that a text cites is not there, seen from some folders."""
    wrong = [f"no address: {address}" for address in ADDRESS.findall(text) if not is_address(address)]
    without = ADDRESS.sub("", text)
    for page in PAGE.finditer(without):
        if path := next((folder / page[0] for folder in folders if (folder / page[0]).exists()), None):
            wrong += missing_parts(path, without[page.end() :])
        else:
            wrong.append(f"no such page: {page[0]}")
    return wrong


def missing_parts(path: Path, behind: str) -> list[str]:
    """What the words behind a page's name cite of it and is not there."""
    return [f"{path.name} has no {part}" for part in cited(behind) if not has_part(path, part)]


def is_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and re.fullmatch(r"[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?", parts.netloc) is not None


def cited(behind: str) -> list[str]:
    """The sections, or the heading, that the words behind a page's name cite."""
    if not (match := CITED.match(behind)):
        return []
    if match[2]:
        return [match[2]]
    sections, rest = [], match[1]
    while number := NUMBERS.match(rest):
        sections.append(number[1])
        rest = rest[number.end() :]
    return sections


def has_part(path: Path, part: str) -> bool:
    """Whether a page has a heading, a numbered section, or an item of one."""
    headings = re.split(r"^#+ +", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    titles = {heading.partition("\n")[0]: heading for heading in headings}
    if not part[0].isdigit():
        return part in titles or f"**{part}.**" in path.read_text(encoding="utf-8")
    section, _, item = part.partition(".")
    text = next((text for title, text in titles.items() if re.match(rf"{section}[.\s]", title)), None)
    return text is not None and (not item or re.search(rf"^{item}\. ", text, re.MULTILINE) is not None)


def test_what_cannot_be_found_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Page\n\n## 1. First\n\n1. Item.\n\n## Codes\n")
    assert faults('page.md, section 1.1; page.md, "Codes"; https://www.gov.uk/guidance, RFC 9110', tmp_path) == []
    assert faults("page.md, section 2", tmp_path) == ["page.md has no 2"]
    assert faults("page.md, sections 1 (of it) and 3", tmp_path) == ["page.md has no 3"]
    assert faults("page.md §1.2", tmp_path) == ["page.md has no 1.2"]
    assert faults('page.md, "Words"', tmp_path) == ["page.md has no Words"]
    assert faults("specification other.md, section 1", tmp_path) == ["no such page: other.md"]
    assert faults("http://www.gov.uk", tmp_path) == ["no address: http://www.gov.uk"]
    assert faults("https://gov/guidance", tmp_path) == ["no address: https://gov/guidance"]


def test_what_a_module_cites_can_be_found() -> None:
    """From the top of the repository, or beside the module."""
    beside = {name: (CHECKOUT / name).parent for name, _ in sources()}
    assert {name: wrong for name, source in sources() if (wrong := faults(source, CHECKOUT, beside[name]))} == {}


def test_a_source_says_where_to_look() -> None:
    """By an address, a page of the repository, or the year or number of an instrument."""
    vague = {
        name: source
        for name, source in sources()
        if not (ADDRESS.search(source) or PAGE.search(source) or INSTRUMENT.search(source))
    }
    assert vague == {}


def test_every_standard_and_return_has_a_source() -> None:
    folders = [path for path in (CHECKOUT / "transforms/returns").iterdir() if path.is_dir()]  # others are shared parts
    declarations = [*(CHECKOUT / "transforms/standards").iterdir(), *folders]
    cited_by = {name for name, _ in sources()}
    silent = [
        name
        for path in declarations
        if (name := named(path / "__init__.py" if path.is_dir() else path)).endswith(".py")
        and path.stem not in {"__init__", "__pycache__"}
        and name not in cited_by
    ]
    assert silent == []


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_the_source_of_a_standard_can_be_found(standard) -> None:  # noqa: ANN001 - a declared standard
    assert faults(standard.source, CHECKOUT) == []


@pytest.mark.parametrize("path", documents(), ids=named)
def test_every_link_of_a_document_leads_somewhere_in_the_repository(path: Path) -> None:
    """And the section or heading that is cited behind a link is on the page that it leads to."""
    text, wrong = CODE.sub("", path.read_text(encoding="utf-8")), []
    for link in LINK.finditer(text):
        target = (path.parent / link[1]).resolve()
        if not target.exists() or CHECKOUT not in target.parents:
            wrong.append(link[1])
        elif target.suffix == ".md":
            wrong += missing_parts(target, text[link.end() :])
    assert wrong == []


@pytest.mark.parametrize("path", (CHECKOUT / "docs/specifications").glob("*.md"), ids=named)
def test_a_specification_names_no_page_but_by_a_link(path: Path) -> None:
    text = re.sub(r"\[[^\]]*\]\([^)]*\)", "", CODE.sub("", path.read_text(encoding="utf-8")))
    assert [page for page in PAGE.findall(text) if page.endswith(".md")] == []
