"""Everything that is declared is documented, and the generated pages say what is declared."""

import re
from pathlib import Path

import pytest

from expectations.check_return import rules_of
from expectations.suites import every_rule
from plugins.cli.developer.documentation import DOCS, generated_pages, out_of_date, write_pages
from plugins.cli.main import COMMANDS, GROUPS
from plugins.settings import VARIABLES
from transforms.domain.issue import ISSUE_TYPES
from transforms.render.reference import GENERATED
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

CHECKOUT = Path(__file__).parents[1]
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
STATUS = r"(proposed|accepted|rejected|superseded by \[decision \d+\]\([^)]+\))"
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*##", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_generated_pages_are_current() -> None:
    assert out_of_date(generated_pages()) == []


def test_a_page_that_is_out_of_date_is_written_and_one_that_nothing_declares_deleted(tmp_path: Path) -> None:
    pages = {"issue-register.md": "now", "schemas/one.json": "{}"}
    gone = {"schemas/gone.json": "{}", "rules/gone.md": "", "rules/returns/gone.md": "", "data-dictionary/gone.md": ""}
    write_pages({"issue-register.md": "then", "schemas/one.json": "{}", **gone}, tmp_path)
    assert out_of_date(pages, tmp_path) == sorted(["issue-register.md", *gone])
    write_pages(pages, tmp_path)
    assert out_of_date(pages, tmp_path) == []
    assert not any((tmp_path / name).exists() for name in gone)


def test_every_standard_and_field_is_in_the_data_dictionary() -> None:
    index = page("data-dictionary/README.md")
    for standard in STANDARDS:
        text = page(f"data-dictionary/{standard.slug}.md")
        assert f"({standard.slug}.md)" in index
        assert f"(`{standard.slug}`)" in text
        assert [field.name for field in standard.all_fields if f"| `{field.name}` |" not in text] == []


def test_every_return_and_cell_is_on_the_returns_page() -> None:
    text = page("returns.md")
    for definition in RETURNS:
        assert f"(`{definition.slug}`)" in text
        assert [cell.name for cell in definition.cells if f"| `{cell.name}` |" not in text] == []


def test_every_standard_is_read_by_a_return_or_says_why_by_none() -> None:
    text = page("returns.md")
    read = {slug for definition in RETURNS for slug in definition.all_standards}
    for standard in STANDARDS:
        assert (standard.slug in read) != bool(standard.no_return), standard.slug
        assert f"| `{standard.slug}` | " in text
        assert standard.no_return in text


def test_every_reconciliation_with_a_departments_lines_says_where_these_are_found() -> None:
    text = page("returns.md")
    for definition in RETURNS:
        assert bool(definition.department_lines) == ("https://" in definition.department_source), definition.slug
        assert definition.department_source in text
        assert [line.name for line in definition.department_lines if f"| `{line.name}` |" not in text] == []


def test_a_generated_page_that_nothing_declares_any_more_is_out_of_date(tmp_path: Path) -> None:
    (tmp_path / "left-over.md").write_text(f"{GENERATED}\n# Left over\n")
    (tmp_path / "by-hand.md").write_text("# By hand\n")
    assert out_of_date({}, tmp_path) == ["left-over.md"]
    assert write_pages({}, tmp_path) == ["left-over.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["by-hand.md"]


def test_every_rule_and_check_is_in_the_rule_catalogue() -> None:
    index = page("rules/README.md")
    for standard in STANDARDS:
        text = page(f"rules/{standard.slug}.md")
        assert f"({standard.slug}.md)" in index
        assert f"(`{standard.slug}`)" in text
        rules = [rule for edition in standard.editions for rule in every_rule(standard, edition)]
        assert [rule.name for rule in rules if f"| `{rule.name}` |" not in text] == []
    for definition in RETURNS:
        text = page(f"rules/returns/{definition.slug}.md")
        assert f"(returns/{definition.slug}.md)" in index
        assert [rule.name for rule in rules_of(definition) if f"| `{rule.name}` |" not in text] == []


@pytest.mark.parametrize("code", ISSUE_TYPES)
def test_every_issue_type_is_in_the_register(code: str) -> None:
    assert f"| `{code}` |" in page("issue-register.md")


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_in_the_readme(target: str) -> None:
    assert f"`make {target}`" in README


@pytest.mark.parametrize(
    "command", [*(command.__name__.replace("_", "-") for command, _ in COMMANDS), *(name for _, name in GROUPS)]
)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`{command}`" in README


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_in_the_readme(variable: str) -> None:
    assert f"`{variable}`" in README


def test_every_file_and_page_that_the_readme_names_is_there() -> None:
    folders = "dags|plugins|expectations|transforms|tests|examples|benchmarks|docs"
    paths = re.findall(rf"`((?:{folders})/[^`…]*)`", README) + re.findall(r"\]\(([^)]+)\)", README)
    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_other_peoples_tools_accept_the_table_schemas(standard) -> None:  # noqa: ANN001 - a declared standard
    import json

    from frictionless import Schema

    for edition in standard.editions:
        schema = Schema.from_descriptor(json.loads(page(f"schemas/{standard.slug}-{edition.name}.json")))
        assert schema.field_names == [field.name for field in edition.fields]


def test_no_two_decisions_have_one_number() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert sorted(set(numbers)) == numbers


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_day_its_status_and_what_else_could_be_done(path: Path) -> None:
    title, dated, *text = path.read_text(encoding="utf-8").split("\n\n")
    assert re.fullmatch(rf"# {int(path.name[:4])}\. .+", title)
    assert re.fullmatch(rf"20\d\d-\d\d-\d\d · {STATUS}", dated)
    parts = [part for words in text for part in re.findall(r"^\*\*(\w+)\.\*\*", words)]
    assert parts == ["Context", "Alternatives", "Decision", "Consequence"]
