"""What of a catalogue is worth looking into."""

from dataclasses import replace
from datetime import date

import pytest

from plugins.fetch.listings import ListedFile
from plugins.pipeline.discover.find_candidates import CatalogueAnswers, SourceCandidate, find_candidates
from plugins.pipeline.discover.search_words import SEARCH_WORDS, every_word, standards_named, words_of
from transforms.registers.catalogues import Catalogue, catalogues, own_catalogues
from transforms.registers.publishing import sources
from transforms.standards import STANDARDS

ADUR, ARUN = "E07000223", "E07000224"


def listed(
    url: str, title: str = "Spend over £500", publisher: str = "Adur District Council", **more: object
) -> ListedFile:
    return ListedFile(url, title, publisher=publisher, format="CSV", **more)  # type: ignore[arg-type]


def candidates(*files: ListedFile, owner: str = "", **options: object) -> list[SourceCandidate]:
    catalogue = Catalogue("https://c/data.json", "a catalogue", owner)
    answers = CatalogueAnswers([(catalogue, file) for file in files])
    return find_candidates(answers, **{"known_addresses": (), **options})  # type: ignore[arg-type]


def urls(found: list[SourceCandidate]) -> list[tuple[str, str]]:
    return [(candidate.authority_gss, candidate.url) for candidate in found]


def test_a_file_of_an_authority_with_the_words_of_a_standard_is_a_candidate() -> None:
    found = candidates(
        listed("https://a/spend.csv"),
        listed("https://a/minutes.csv", "Minutes of the cabinet"),
        listed("https://b/spend.csv", publisher="Ministry of Magic"),
        listed("https://c/spend.csv", publisher=""),
    )
    assert urls(found) == [(ADUR, "https://a/spend.csv")]


def test_what_is_known_or_was_decided_about_is_no_candidate_again() -> None:
    assert candidates(listed("https://a/spend.csv"), known_addresses={"https://a/spend.csv"}) == []


def test_only_one_authority_and_its_own_catalogue_need_not_name_it() -> None:
    files = (listed("https://a/s.csv", publisher=""), listed("https://b/s.csv", publisher="Arun District Council"))
    assert urls(candidates(*files, authorities=[ADUR], owner=ADUR)) == [(ADUR, "https://a/s.csv")]


def test_a_dataset_of_several_files_is_one_candidate_its_listing_looked_into_by_its_newest() -> None:
    months = [
        listed(f"https://a/{number}.csv", f"Month {number}", dataset="Spend over £500", listing="https://a/show?id=s",
               modified=date(2025, number, 1))
        for number in (1, 3, 2)
    ]  # fmt: skip
    assert candidates(*months, known_addresses={"https://a/2.csv", "https://a/3.csv"}) == []
    (candidate,) = candidates(*months)
    assert (candidate.url, candidate.is_listing) == ("https://a/show?id=s", True)
    assert [file.title for file in candidate.samples] == ["Month 3", "Month 2"]


def test_an_address_that_is_listed_twice_is_one_candidate() -> None:
    assert len(candidates(listed("https://a/s.csv"), listed("https://a/s.csv", dataset="Spend over £500 again"))) == 1


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Spend over £500 - April 2025", "spending_over_500"),
        ("payments_to_suppliers", "spending_over_500"),
        ("Brownfield Land Register", "brownfield_land"),
        ("Procurement card transactions", "procurement_card"),
    ],
)
def test_a_title_names_the_standard_that_it_may_be_of(title: str, expected: str) -> None:
    assert expected in standards_named(title)


def test_every_standard_has_words_to_be_searched_by_at_least_its_title() -> None:
    assert SEARCH_WORDS.keys() <= {standard.slug for standard in STANDARDS}
    assert words_of(replace(STANDARDS[0], slug="street_lights", title="Street lights")) == ("street lights",)
    assert {phrase for standard in STANDARDS for phrase in words_of(standard)} == set(every_word())


def test_a_catalogue_is_searched_by_each_of_the_words_once() -> None:
    assert Catalogue("https://c/search?q={words}", "c").addresses(["a b", "c", "a b"]) == [
        "https://c/search?q=%22a%20b%22",
        "https://c/search?q=%22c%22",
    ]
    assert Catalogue("https://c/data.json", "c").addresses(["a", "b"]) == ["https://c/data.json"]
    assert all(catalogue.url.startswith("https://") and catalogue.title for catalogue in catalogues())


def test_a_councils_own_catalogue_is_at_a_host_that_serves_nobody_else() -> None:
    own = {catalogue.url: catalogue.authority_gss for catalogue in own_catalogues(sources())}
    assert own["https://www.middlesbrough.gov.uk/data.json"] == "E06000002"
    assert "https://www.adur-worthing.gov.uk/data.json" not in own  # two councils'
    assert not any(catalogue.is_expected for catalogue in own_catalogues(sources()))
