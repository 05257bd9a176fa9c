import pyarrow as pa

from transforms.findings.history import NO_ROW, PASSING, history_columns, lines_here, paired
from transforms.standards import standard

SITES, CASES = standard("brownfield_land"), standard("planning_applications")


def sites(*rows: tuple[str | None, str | None, bool]) -> pa.Table:
    """Sites as (reference, whose, whether usable), from line 2 on."""
    references, owners, usable = zip(*rows, strict=True)
    return pa.table(
        {
            "SiteReference": pa.array(references, pa.string()),
            "organisation_gss": pa.array(owners, pa.string()),
            "source_line": range(2, 2 + len(rows)),
            "is_usable": pa.array(usable, pa.bool_()),
        }
    )


def places(earlier: pa.Table, later: pa.Table) -> list[tuple[int, int]]:
    pairs = paired(earlier, later, SITES)
    return list(zip(pairs.earlier.tolist(), pairs.later.tolist(), strict=True))


def test_records_are_paired_by_their_key_wherever_they_stand() -> None:
    assert places(sites(("A", "x", True), ("B", "x", True)), sites((" B ", "x", True), ("A", "x", True))) == [
        (0, 1),
        (1, 0),
    ]


def test_one_key_of_two_authorities_is_two_records() -> None:
    assert places(sites(("A", "x", True), ("A", "y", True)), sites(("A", "y", True))) == [(0, NO_ROW), (1, 0)]


def test_a_record_that_was_not_usable_or_has_no_key_is_not_followed() -> None:
    assert places(sites(("A", "x", False), (None, "x", True), ("B", "x", True)), sites(("B", "x", True))) == [(2, 0)]


def test_of_two_records_with_one_key_the_usable_one_is_the_record() -> None:
    assert places(sites(("A", "x", True)), sites(("A", "x", False), ("A", "x", True))) == [(0, 1)]
    assert places(sites(("A", "x", True)), sites(("A", "x", False))) == [(0, 0)]


def test_of_records_that_share_a_key_the_latest_stands_for_all() -> None:
    def sums(*days: int) -> pa.Table:
        dates = pa.array(days, pa.int32()).cast(pa.date32())
        columns = {
            "reference": ["A"] * len(days),
            "entry-date": dates,
            "organisation_gss": pa.nulls(len(days), pa.string()),
        }
        return pa.table(columns | {"source_line": range(2, 2 + len(days)), "is_usable": [True] * len(days)})

    pairs = paired(sums(3, 9, 5), sums(4, 6, 2, 1), standard("developer_agreement_contributions"))
    assert (pairs.earlier.tolist(), pairs.later.tolist()) == ([1], [1])


def test_an_empty_file_on_either_side_pairs_nothing() -> None:
    nothing = sites(("A", "x", True)).slice(1)
    assert places(nothing, sites(("A", "x", True))) == []
    assert places(sites(("A", "x", True)), nothing) == [(0, NO_ROW)]


def test_only_the_columns_that_the_rules_read_are_asked_for() -> None:
    assert "CaseText" not in history_columns(CASES)
    assert {"CaseReference", "DecisionDate", "source_line", "is_usable"} <= set(history_columns(CASES))


def test_the_line_of_a_vanished_record_is_none_of_this_file() -> None:
    issues = pa.table({"code": ["record-vanished", "value-missing", "column-missing"], "line": [7, 7, None]})
    assert lines_here(issues).tolist() == [NO_ROW, 7, -1]
    assert "record-vanished" in PASSING
