"""The generated pages under docs/: writing them, and finding those that are out of date."""

from collections.abc import Mapping
from pathlib import Path

from transforms.render.reference import GENERATED

DOCS = Path(__file__).resolve().parents[3] / "docs"
GENERATED_FOLDERS = ("data-dictionary", "rules", "schemas")  # all that is in them is written here


def generated_pages() -> dict[str, str]:
    """Return every generated page by its path under docs/."""
    from expectations.rule_catalogue import rule_catalogue
    from transforms.domain.issue import ISSUE_TYPES
    from transforms.render.reference.data_dictionary import data_dictionary
    from transforms.render.reference.issue_register import issue_register
    from transforms.render.reference.reporting_ledger import reporting_ledger_page
    from transforms.render.reference.returns import returns_page
    from transforms.render.reference.table_schema import table_schema
    from transforms.returns import RETURNS
    from transforms.rounds.diagrams import states_page
    from transforms.standards import STANDARDS

    schemas = {
        f"{standard.slug}-{edition.name}.json": table_schema(standard, edition)
        for standard in STANDARDS
        for edition in standard.editions
    }
    return {
        "issue-register.md": issue_register(ISSUE_TYPES),
        "reporting-ledger.md": reporting_ledger_page(RETURNS, STANDARDS),
        "returns.md": returns_page(RETURNS, STANDARDS),
        "states.md": states_page(),
        **_in_folder("data-dictionary", data_dictionary(STANDARDS)),
        **_in_folder("rules", rule_catalogue(STANDARDS, RETURNS)),
        **_in_folder("schemas", schemas),
    }


def out_of_date(pages: Mapping[str, str], folder: Path = DOCS) -> list[str]:
    """Return the pages under `folder` that differ from what the declarations say, and those that nothing declares."""
    differing = [name for name, text in pages.items() if _read(folder / name) != text]
    in_folders = [path for generated in GENERATED_FOLDERS for path in (folder / generated).rglob("*")]
    marked = [path for path in folder.glob("*.md") if path.read_text(encoding="utf-8").startswith(GENERATED)]
    written = {path.relative_to(folder).as_posix() for path in (*in_folders, *marked) if path.is_file()}
    return sorted({*differing, *(written - pages.keys())})


def write_pages(pages: Mapping[str, str], folder: Path = DOCS) -> list[str]:
    """Write the pages that changed, delete those that nothing declares, and return what changed."""
    changed = out_of_date(pages, folder)
    for name in changed:
        path = folder / name
        if name not in pages:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name], encoding="utf-8")
    return changed


def _in_folder(folder: str, pages: Mapping[str, str]) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in pages.items()}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
