from transforms.render.reference.data_dictionary import data_dictionary
from transforms.standards import STANDARDS


def test_an_edition_of_linked_tables_says_how_they_hang_together() -> None:
    page = data_dictionary(STANDARDS)["planning_applications.md"]
    assert page.count("A record is a row of `planning-application`.") == 1
    assert "`decision-notice` by its `planning-application` = `reference`" in page
