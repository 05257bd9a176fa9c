"""Two versions cell by cell: what differs, by how much, and the same as CSV."""

from plugins.portal.views.version_comparison import CellDifference, ComparedVersion, VersionComparison, comparison_csv
from transforms.rounds.cell_rows import CellFigure


def difference(before: CellFigure | None, after: CellFigure | None, gss: str = "E07000223") -> CellDifference:
    return CellDifference(gss, f"Council {gss[-1]}", "PS1.2", "Received, in all", before, after)


def computed(value: str) -> CellFigure:
    return CellFigure(value, "computed")


def test_a_change_has_its_sign_and_is_blank_where_one_of_the_figures_is_no_number() -> None:
    changes = {
        ("31", "1031"): "+1,000", ("31.50", "30"): "-1.50", ("31", "31"): "0", ("", "31"): "", ("31", ""): "",
        ("[c]", "31"): "", ("code", "other"): "",
    }  # fmt: skip
    assert {
        (old, new): difference(computed(old), computed(new)).change for old, new in changes
    } == changes  # fmt: skip
    assert difference(None, computed("31")).change == ""


def test_the_csv_has_both_values_with_their_origins() -> None:
    rows = comparison_csv(
        [difference(computed("31"), CellFigure("1031", "declared")), difference(None, computed("2"), "E07000224")]
    )
    assert rows.decode() == (
        "authority,name,cell,label,before_value,before_origin,after_value,after_origin,change\n"
        'E07000223,Council 3,PS1.2,"Received, in all",31,computed,1031,declared,+1000\n'
        'E07000224,Council 4,PS1.2,"Received, in all",,,2,computed,\n'
    )


def test_differences_are_of_one_area_where_one_is_named_and_of_all_where_none_is() -> None:
    differences = [difference(None, computed("1"), gss) for gss in ("E07000223", "E07000224")]
    one, two = ComparedVersion("1", "Version 1"), ComparedVersion("2", "Version 2")
    comparison = VersionComparison(one, two, differences, is_material=True)
    assert comparison.areas == [("E07000223", "Council 3"), ("E07000224", "Council 4")]
    assert comparison.of_area("E07000224") == differences[1:]
    assert comparison.of_area("") == differences
    assert comparison.of_area("nonsense") == []
