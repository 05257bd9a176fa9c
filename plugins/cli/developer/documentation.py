"""The generated pages under docs/: writing them, and finding those that are out of date."""

from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"


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
    from transforms.standards import STANDARDS

    schemas = {
        f"schemas/{standard.slug}-{edition.name}.json": table_schema(standard, edition)
        for standard in STANDARDS
        for edition in standard.editions
    }
    return {
        "data-dictionary.md": data_dictionary(STANDARDS),
        "issue-register.md": issue_register(ISSUE_TYPES),
        "reporting-ledger.md": reporting_ledger_page(RETURNS, STANDARDS),
        "returns.md": returns_page(RETURNS),
        "rules.md": rule_catalogue(STANDARDS, RETURNS),
        **schemas,
    }


def out_of_date(pages: Mapping[str, str], folder: Path = DOCS) -> list[str]:
    """Return the pages under `folder` that differ from what the declarations say, and schemas that nothing declares."""
    differing = [name for name, text in pages.items() if _read(folder / name) != text]
    schemas = {f"schemas/{path.name}" for path in (folder / "schemas").glob("*.json")}
    return sorted({*differing, *(schemas - pages.keys())})


def write_pages(pages: Mapping[str, str], folder: Path = DOCS) -> list[str]:
    """Write the pages that changed, delete schemas that nothing declares, and return what changed."""
    changed = out_of_date(pages, folder)
    for name in changed:
        path = folder / name
        if name not in pages:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name], encoding="utf-8")
    return changed


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
