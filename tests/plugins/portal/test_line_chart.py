"""Shares over periods as a drawing that says the same as the table beneath it."""

from plugins.portal.line_chart import counts_chart, line_chart, round_above


def test_a_higher_share_stands_higher_and_a_later_period_further_right() -> None:
    drawing = line_chart({"2024-Q4": 40.0, "2025-Q1": 60.0, "2025-Q2": 100.0})
    assert drawing is not None
    first, second, third = drawing.points
    assert first.x < second.x < third.x
    assert first.y > second.y > third.y
    assert [point.value for point in drawing.points] == [40.0, 60.0, 100.0]


def test_a_period_without_a_share_breaks_the_line() -> None:
    drawing = line_chart({"2024-Q3": 40.0, "2024-Q4": None, "2025-Q1": 60.0, "2025-Q2": 61.0})
    assert drawing is not None
    assert [len(line.points) for line in drawing.lines] == [1, 2]


def test_a_single_share_has_no_chart() -> None:
    assert line_chart({"2025-Q1": 60.0}) is None
    assert line_chart({"2024-Q4": None, "2025-Q1": 60.0}) is None


def test_the_threshold_lies_where_such_a_share_would() -> None:
    drawing = line_chart({"2024-Q4": 60.0, "2025-Q1": 70.0}, threshold_pct=60)
    assert drawing is not None
    assert drawing.threshold == drawing.points[0].y


def test_many_periods_are_named_no_more_than_there_is_room_for() -> None:
    drawing = line_chart({f"{year}-Q1": 50.0 for year in range(2005, 2025)})
    assert drawing is not None
    assert len(drawing.labels) <= 6
    assert len(drawing.points) == 20


def test_counts_rise_to_a_round_number_above_the_highest() -> None:
    assert [round_above(number) for number in (0, 1, 3, 10, 11, 41, 101, 65_000)] == [2, 2, 4, 10, 20, 60, 200, 80_000]
    drawing = counts_chart({"Critical": {"Sep": 3, "Oct": 0}, "Warnings": {"Sep": 0, "Oct": 41}})
    assert [words for _, words in drawing.ticks] == ["0", "30", "60"]
    assert [(line.series, [point.value for point in line.points]) for line in drawing.lines] == [
        (0, [3, 0]),
        (1, [0, 41]),
    ]


def test_the_names_of_two_lines_that_end_alike_do_not_cover_each_other() -> None:
    drawing = counts_chart({"Critical": {"Sep": 3, "Oct": 0}, "Warnings": {"Sep": 0, "Oct": 0}})
    (above, first), (beneath, second) = drawing.names
    assert (first, second) == ("Critical", "Warnings")
    assert beneath - above >= 12
