"""What a change of a definition would move, as text."""

from transforms.assemble.compare_assemblies import MovedCell
from transforms.domain.origins import Origin
from transforms.render.moved_cells_text import moved_cells_text

COMPUTED, INFERRED = Origin.COMPUTED, Origin.INFERRED
MOVED = [
    MovedCell("E07000223", "PS1.4b", "1000", "999", COMPUTED, COMPUTED, (), ("A/1",)),
    MovedCell("E07000223", "PS1.7", "3", None, INFERRED, Origin.NOT_DERIVABLE, (), ("A/2",)),
    MovedCell("E07000223", "PS2.Q21.d", "2", "2", INFERRED, COMPUTED, (), ()),
    MovedCell("E07000224", "PS1.4b", "10", "8", COMPUTED, COMPUTED, (), ("B/1", "B/2")),
    MovedCell("E07000224", "PS1.10", None, "4", None, COMPUTED, ("B/3",), ()),
]


def test_the_first_lines_say_what_would_move_and_how() -> None:
    lines = moved_cells_text(MOVED).splitlines()
    assert lines[0] == "5 cells of 2 authorities would move."
    assert lines[1] == (
        "2 would have another figure, 1 would gain one, 1 would lose theirs; of 1 only the origin would change."
    )


def test_a_cell_of_several_authorities_is_added_up() -> None:
    lines = [line.split() for line in moved_cells_text(MOVED).splitlines()]
    assert ["PS1.4b", "2", "1,010", "1,007", "-3"] in lines
    assert not [line for line in lines if line[:1] == ["PS1.7"]]  # it has no figure afterwards


def test_each_cell_names_the_records_that_count_only_before_or_afterwards() -> None:
    text = moved_cells_text(MOVED)
    assert "E07000223  PS1.4b  1000 (computed) → 999 (computed) (-1)\n    counted before only: A/1\n" in text
    assert "E07000224  PS1.10  no such cell → 4 (computed)\n    counted afterwards only: B/3\n" in text


def test_nothing_that_moves_is_one_line_and_one_authority_is_not_added_up() -> None:
    assert moved_cells_text([]) == "0 cells of 0 authorities would move.\n"
    assert "authorities  " not in moved_cells_text(MOVED[:3])
