import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.returns.plain_opening_hours import UNREADABLE, week
from transforms.returns.alcohol_licensing.opening_hours import is_always_open

ALWAYS = [
    *("24/7", "Mo-Su 24/7", "24 hours", "24 Hours a day", "Mo-Su 24 hours", "Monday-Sunday 24 hours"),
    *("00:00-24:00", "00:00-23:59", "00:00-00:00", "0000-2400", "0000-2359", "mon-sun 0000-0000"),
    *("08:00-08:00", "Mo-Su 08:00-08:00", "06:00-14:00,14:00-06:00", "Mo-Su 00:00-12:00, 12:00-24:00"),
    *("Mo-Fr 00:00-24:00; Sa,Su 24 hours", "m,tu,w,th,f,sa,su 24 hours", "Fr-Mo 24 hours; Tue-Thu 0000-2400"),
    *("Mo-Su 00:00-24:00; PH off", "Mo-Su,PH 00:00-24:00", "24/7; SH Mo-Fr 10:00-12:00", "Mo 08:00-17:00; 24/7;"),
    *("Su 20:00-04:00; Mo-Sa 04:00-04:00; Su 04:00-04:00", "sa-fr 24 hours"),
]
NOT_ALWAYS = [
    *("Mo-Su 10:00-23:00", "m-su 0800-0230", "Mo-Fr 24 hours", "24/7; Su off", "24 hours; We 08:00-08:00; Th closed"),
    *("00:01-24:00", "00:00-23:58", "off", "closed", "PH off", "Mo-Su 06:00-05:59", "Mo-Sa 04:00-04:00; Su off"),
    *("Mo-Su 23:59-23:59", "24/7; mo-su 10:00-12:00", "Mo-Su 12:00-24:00,00:00-11:59"),
]
UNREADABLE_TEXTS = [
    *("by request", "10am-11pm", "Mo-Su", "Mo-Su 9:00-17:00", "Mo-Su 10:00-25:00", "Mo-Su 10:00-26:00", ";", "24"),
    *("Mo-Su 24:00-02:00", "T 10:00-12:00", "Mo-Xx 10:00-12:00", "Mo - Fr from 10:00", "Mo-Su 10:00", "dawn-dusk"),
    *("Mo-Fr 10:00-12:00, Sa 10:00-11:00", "Jan-Mar 10:00-12:00", "Mo-Su 10:00-12:00 13:00-14:00", "Mo-Su 10:60-12:00"),
    *("24/7; as the licence says", "Mo-Su 10:00-12:00-13:00", "Mo,, 24 hours", "Mo-Su 10:00-2300", "Mo-Su 10.00-12.00"),
]


@pytest.mark.parametrize("text", ALWAYS)
def test_no_minute_of_the_week_is_closed(text: str) -> None:
    assert is_always_open(text) is True


@pytest.mark.parametrize("text", NOT_ALWAYS)
def test_some_minute_of_the_week_is_closed(text: str) -> None:
    assert is_always_open(text) is False


@pytest.mark.parametrize("text", UNREADABLE_TEXTS)
def test_anything_else_is_unreadable(text: str) -> None:
    assert is_always_open(text) is None


DAYS = st.sampled_from(
    ["", "Mo-Su", "mo", "Tue-thu", "w", "f-m", "Sa,Su", "PH", "Mo-Su,PH", "Friday - Monday", "x", "SH"]
)
CLOCKS = st.sampled_from(["00:00", "23:59", "24:00", "08:00", "20:30", "07:59", "08:01", "9:00", "25:00"])
SPANS = st.lists(st.tuples(CLOCKS, CLOCKS).map("-".join), min_size=1, max_size=3).map(",".join)
TIMES = st.one_of(
    SPANS, SPANS.map(lambda text: text.replace(":", "")), st.sampled_from(["24/7", "24 hours", "off", "?"])
)
RULES = st.lists(st.tuples(DAYS, TIMES).map(" ".join), min_size=1, max_size=4).map("; ".join)


@settings(max_examples=400, deadline=None)
@given(RULES)
def test_every_text_is_read_as_minute_by_minute(text: str) -> None:
    plain = week(text)
    assert is_always_open(text) is (None if plain is UNREADABLE or plain is None else all(plain))
