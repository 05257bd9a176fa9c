"""The report in words: the verdict first, what matters most next, and nothing hidden without saying so."""

import re
from collections.abc import Sequence

from tests.plugins.command_line_inputs import case
from tests.transforms.render.reports import INVENTED, as_csv, checked, one_case, spoilt
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.report_text import Style, report_text
from transforms.returns import RETURNS

PLURALS = re.compile(
    r"\b1 (?:records|places|warnings|issues|kinds|rules|critical issues)\b|\b(?:[2-9]|\d\d+) (?:record|place)\b"
)


def said(
    content: bytes, slug: str, style: Style | None = None, declared_returns: Sequence[StatutoryReturn] = RETURNS
) -> str:
    one = checked(content, slug, declared_returns=declared_returns)
    return "".join(report_text(one.report, one.standard, one.fix_priorities, is_read=one.is_read, style=style))


def test_how_the_columns_were_read_comes_first_and_the_verdict_next() -> None:
    columns, verdict = said(one_case(CaseReference=""), "planning_applications").split("\n\n")[:2]
    assert columns.startswith("YOUR COLUMNS: ")
    assert verdict.startswith("NOT READY: 1 critical issue, the only record excluded from returns;")


def test_a_column_that_may_be_a_field_is_asked_about_once_and_is_no_finding_of_its_own() -> None:
    row = case(1)
    row["(b) Case ref"] = row.pop("CaseReference")
    text = said(as_csv([row | {"Extra": "x"}, row | {"(b) Case ref": "2", "Extra": "x"}]), "planning_applications")
    columns = text.split("\n\n")[0].splitlines()
    assert "  not read: “Extra”" in columns
    assert "  missing: CaseReference (must)" in columns
    [question] = [line for line in columns if line.startswith("  Is ")]
    assert question.startswith("  Is “(b) Case ref” your CaseReference? We ask because")
    assert "column-unrecognised" not in text


def test_a_finding_names_the_field_that_its_column_was_read_as() -> None:
    row = case(1, DecisionDate="31/06/2024")
    row["Decision date"] = row.pop("DecisionDate")
    assert "· Decision date (read as DecisionDate)" in said(as_csv([row]), "planning_applications")


def test_every_kind_of_finding_that_needs_fixing_says_why() -> None:
    text = said(spoilt(), "planning_applications")
    groups = [part for part in text.split("FOR YOUR INFORMATION")[0].split("\n\n") if " · " in part]
    assert groups
    assert all("\n    Why: " in group for group in groups)


def test_singular_and_plural_read_well() -> None:
    for content, slug in INVENTED.values():
        assert PLURALS.findall(said(content, slug)) == []


def test_what_is_not_listed_is_counted_and_the_way_to_see_it_named() -> None:
    many = as_csv([case(number, Decision="Maybe") for number in range(1, 13)])
    assert "and 11 more (--limit 0 lists all)" in said(many, "planning_applications", Style(limit=1))
    text = said(spoilt(), "planning_applications", Style(limit=1))
    assert re.search(r"and \d more kinds of critical issue, in \d+ places \(--limit 0 lists all\)", text)
    everything = said(spoilt(), "planning_applications", Style(limit=0))
    assert "--limit" not in everything
    assert everything.count("someone") == 0
    assert len(re.findall(r"^      line \d+", everything, re.MULTILINE)) > 12


def test_colours_come_only_where_they_are_asked_for() -> None:
    assert "\x1b[" not in said(spoilt(), "planning_applications")
    assert "\x1b[" in said(spoilt(), "planning_applications", Style(colours=True))


def test_money_that_is_held_back_is_named() -> None:
    rows = b"PaymentDate,BeneficiaryName,Amount,Purpose\nsoon,A Ltd,1600.50,Repairs\nsoon,A Ltd,100,Repairs\n"
    assert "2 records, together £1,700.50, are excluded from" in said(rows, "spending_over_500")


def test_that_no_return_is_assembled_is_said_once_and_no_record_counts_in_one() -> None:
    rows = b"PaymentDate,BeneficiaryName,Amount,Purpose\n31/03/2026,,1600.50,\n31/03/2026,,100,Repairs\n"
    text = said(rows, "spending_over_500", declared_returns=())
    assert text.count("CHECK:") == 1
    assert text.count(" · value-missing") + text.count(" · column-missing") > 2
    assert text.count("No return is made from this dataset") == 1
    assert text.split("\n\n")[1].startswith("USABLE: all 2 records can be used;")


def test_of_a_file_of_another_standard_it_says_only_that_and_which_it_looks_like() -> None:
    text = said(one_case(), "spending_over_500")
    assert text.startswith("NOT READY: ")
    assert "This does not look like a file of “Spending over £500”" in text
    assert "“Planning applications" in text
    assert [line for line in text.splitlines() if line.endswith(("column-missing", "column-unrecognised"))] == []
    assert "Why:" not in text
    assert "stay blank" not in text
    assert "more kinds of finding, which may all come of that (--limit 0 lists all)" in text
    assert "column-missing" in said(one_case(), "spending_over_500", Style(limit=0))
