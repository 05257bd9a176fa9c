"""The packaged CSV files themselves."""

import subprocess
import sys
from pathlib import Path

import pytest

from transforms.registers.tables import FOLDER, parse_day, parse_list, table


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_a_register_is_plain_utf_8_of_reasonable_size(path: Path) -> None:
    content = path.read_bytes()
    assert len(content) < 600_000
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    content.decode("utf-8")


@pytest.mark.parametrize("name", ["authorities", "aliases", "sources"])
def test_every_record_has_every_cell(name: str) -> None:
    header = set(table(name)[0])
    assert all(set(row) == header and None not in row.values() for row in table(name))


def test_an_alias_is_of_a_known_body_and_kind() -> None:
    known = {row["gss"] for row in table("authorities")}
    assert {row["gss"] for row in table("aliases")} <= known
    assert {row["kind"] for row in table("aliases")} == {"name", "planning-area", "register", "snac"}


def test_lists_and_days_are_read_from_their_written_form() -> None:
    assert parse_list("E06000061;E06000062") == ("E06000061", "E06000062")
    assert parse_list("") == ()
    assert parse_day("") is None
    assert str(parse_day("2023-04-01")) == "2023-04-01"


def test_asking_who_an_authority_is_imports_nothing_heavy() -> None:
    asked = "from transforms.registers import *; authority('ADU'); organisation('Adur'); sources()"
    heavy = "numpy pandas pyarrow pyproj shapely great_expectations airflow"
    done = subprocess.run(
        [sys.executable, "-c", f"{asked}\nimport sys; print(sorted(set(sys.modules) & set('{heavy}'.split())))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
