"""Which row of PS2 a case is in: the first rule that matches wins."""

import pytest

from transforms.returns.planning_matters.classification import COUNTED, LISTED, ROW_LABELS, Classification, classify

CLASSES = "http://opendatacommunities.org/def/concept/planning/application/6000/"
SERVICE = "http://id.esd.org.uk/service/"


def row(uris: str | None = None, labels: str | None = None, service: str | None = None) -> str | None:
    return classify(uris, labels, service and SERVICE + service).row


@pytest.mark.parametrize(("number", "code", "label"), LISTED)
def test_the_address_the_label_and_the_code_say_the_same(number: str, code: str, label: str) -> None:
    for one in (
        classify(CLASSES + number, None, None),
        classify(None, f"  {label.upper()} ", None),
        classify(None, code.lower(), None),
        classify(CLASSES + number, f"{code}|{label}", None),
    ):
        assert one == Classification(
            code if code in COUNTED else None, (code,), is_prior_approval=code in ("Q31", "Q32")
        )


@pytest.mark.parametrize(("code", "label"), ROW_LABELS)
def test_a_row_label_of_the_form_says_its_code(code: str, label: str) -> None:
    assert classify(None, label, None).codes == (code,)


def test_a_number_is_read_with_and_without_its_nought() -> None:
    assert row(labels="Q1") == row(labels="q01") == "Q01"


def test_only_a_label_can_say_public_service_infrastructure() -> None:
    assert row(labels="Q7") == "Q07"
    assert row(labels="Major public service infrastructure") == "Q07"


def test_the_remark_in_brackets_is_optional() -> None:
    assert classify(None, "Oil and gas", None).codes == ("Q41",)
    assert classify(None, "Oil and gas (CPS lines 10-12)", None).codes == ("Q41",)
    assert classify(None, "Other: listed building consents", None) == Classification(
        "Q23", ("Q23", "Q24"), is_multi_class=True
    )


def test_all_other_developments_gives_way_to_anything_more_specific() -> None:
    assert classify(None, "Q06|Q13", None) == Classification("Q13", ("Q06", "Q13"))
    assert classify(None, "Q18|Q21", None) == Classification("Q21", ("Q18", "Q21"))
    assert classify(None, "Q06|Q18", None) == Classification("Q06", ("Q06", "Q18"), is_multi_class=True)


def test_of_several_the_largest_class_then_the_lowest_number_wins() -> None:
    assert classify(None, "Q13|Q02|Q04", None) == Classification("Q02", ("Q02", "Q04", "Q13"), is_multi_class=True)
    assert row(labels="Q21|Q17|Q14") == "Q14"


def test_a_code_that_is_never_counted_gives_way_to_one_that_is() -> None:
    assert classify(None, "Q26|Q21", None) == Classification("Q21", ("Q21", "Q26"))
    assert classify(None, "Q26|Q60", SERVICE + "1082") == Classification(None, ("Q26", "Q60"))


def test_words_in_neither_list_are_no_code() -> None:
    assert row(CLASSES + "9999", "MIN|whatever", "1082") == "Q22"


@pytest.mark.parametrize(
    ("service", "expected"), [("1082", "Q22"), ("514", "Q23"), ("512", "Q25"), ("1712", None), ("508", None)]
)
def test_without_a_code_the_kind_of_service_decides(service: str, expected: str | None) -> None:
    assert classify(None, None, SERVICE + service) == Classification(expected, ())


def test_a_prior_notification_is_a_prior_approval() -> None:
    assert classify(None, None, SERVICE + "1733") == Classification(None, (), is_prior_approval=True)


@pytest.mark.parametrize("service", [None, "", SERVICE, SERVICE + "487", SERVICE + "485"])
def test_anything_else_is_unclassified(service: str | None) -> None:
    assert classify(None, None, service) == Classification(None, (), is_unclassified=True)
