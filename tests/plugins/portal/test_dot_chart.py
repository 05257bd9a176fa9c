"""Dot charts: values in order of size, on an axis from 0 or below to a round number."""

from decimal import Decimal

from plugins.portal.dot_chart import HEIGHT, LEFT, RIGHT, WIDTH, Dot, dot_chart


def test_dots_rise_with_the_values_and_the_marked_one_has_its_name() -> None:
    chart = dot_chart([("Arun", Decimal(1)), ("Adur", Decimal(5)), ("Crawley", Decimal(10))], marked="Adur")
    assert chart is not None
    assert [dot.name for dot in chart.dots] == ["", "Adur", ""]
    assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)
    assert [dot.y for dot in chart.dots] == sorted((dot.y for dot in chart.dots), reverse=True)
    assert [tick.label for tick in chart.ticks] == ["0", "10"]
    assert chart.dots[2].y == chart.ticks[1].y


def test_values_below_nought_have_an_axis_of_their_own() -> None:
    chart = dot_chart([("Arun", Decimal("-3.5")), ("Adur", Decimal("0.5"))], [("middle", Decimal("-1.5"))])
    assert chart is not None
    assert [tick.label for tick in chart.ticks] == ["-4", "0", "2"]
    assert chart.ticks[0].y > chart.guides[0].y > chart.ticks[1].y


def test_everything_lies_inside_the_drawing() -> None:
    chart = dot_chart([(str(number), Decimal(number)) for number in range(310)])
    assert chart is not None
    assert all(LEFT <= dot.x <= WIDTH - RIGHT and 0 <= dot.y <= HEIGHT for dot in chart.dots)


def test_of_one_value_there_is_no_drawing() -> None:
    assert dot_chart([("Adur", Decimal(5))]) is None
    zeros = dot_chart([("Adur", Decimal(0)), ("Arun", Decimal(0))])
    assert zeros is not None
    assert zeros.dots[0] == Dot(94, 224)
