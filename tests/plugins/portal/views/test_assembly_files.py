"""The files of an assembly are listed with what they are, those of a folder together."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from plugins.portal.views.assembly_files import list_downloads
from transforms.domain.period import parse_period
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS


def assembly(*names: str, **words: str) -> Any:
    outputs = [{"file": name, "bytes": len(name)} for name in names]
    return SimpleNamespace(
        definition=replace(PLANNING_MATTERS, file_words=words),
        period=parse_period("2025-Q1"),
        figures=SimpleNamespace(public_outputs=outputs),
    )


def test_files_in_no_folder_come_first_and_those_of_a_folder_together() -> None:
    names = ("releases/b.json", "cells.csv", "planning_matters-2025-Q1.xlsx", "own.csv", "releases/a.json", "zz.csv")
    [loose, releases] = list_downloads(assembly(*names, **{"own.csv": "our own", "releases/": "one for each"}))
    assert [(file.name, file.words) for file in loose.files] == [
        ("cells.csv", "every cell of every authority, with its origin"),
        ("own.csv", "our own"),
        ("planning_matters-2025-Q1.xlsx", "the form as a workbook, for England and every authority"),
        ("zz.csv", ""),
    ]
    assert (loose.name, releases.name, releases.words) == ("", "releases/", "one for each")
    assert [(file.name, file.size) for file in releases.files] == [("releases/a.json", 15), ("releases/b.json", 15)]
