from datetime import date

from plugins.local.demo.collect_without_scheduler import CollectionRequest, later_collections

ADUR, ARUN = "E07000223", "E07000224"
OPENED = date(2025, 9, 29)


def real(number: int, gss: str = ADUR, standard: str = "contracts", **more: object) -> dict[str, object]:
    return {"file": "x.csv", "standard": standard, "authority_gss": gss, "round": number, **more}


def test_each_later_day_is_one_collection_of_a_standard_from_those_who_have_something_new() -> None:
    files = [real(1, ARUN), real(1), real(2), real(1, standard="grants"), real(0, standard="pay_multiples")]
    assert later_collections(files, OPENED) == [
        CollectionRequest("contracts", "2025-09-30", (ADUR, ARUN)),
        CollectionRequest("grants", "2025-09-30", (ADUR,)),
        CollectionRequest("contracts", "2025-10-01", (ADUR,)),
    ]


def test_files_that_nobody_can_collect_make_no_day() -> None:
    assert later_collections([real(0), real(3, reason="not a publication")], OPENED) == []
