"""Verifying a package: what was made holds, and whatever is changed is found out, each in its own words."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.release_package.package_contents import (
    PACKAGES,
    RELEASED,
    UNRELEASED,
    bagged,
    contents,
    kept_keys,
    signed,
    wrong,
)
from transforms.release_package import bag
from transforms.release_package.key_register import KeyRegister, RegisteredKey
from transforms.release_package.package_files import HeldFiles
from transforms.release_package.signature import new_private_key
from transforms.release_package.verify import verify_package
from transforms.render.manifest import receipt

FILES = contents()
KEY = new_private_key()
CELLS, FORM = "data/cells.csv", "data/housing_stock_check-2025-03-31"
CHECKS = ["bag", "signature", "receipt", "tables", "cells", "totals", "confirmations"]


def with_receipt(files: dict[str, bytes]) -> dict[str, bytes]:
    """Let manifest.json and bag-info.txt say what the files of the assembly are now."""
    import hashlib

    manifest = json.loads(files["data/manifest.json"])
    for output in manifest["outputs"]:
        content = files[f"data/{output['file']}"]
        output |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["receipt"] = receipt(manifest)
    facts = bag.parse_info(files[bag.INFO]) | {"Receipt": manifest["receipt"]}
    info = "".join(f"{fact}: {value}\n" for fact, value in facts.items()).encode()
    return {**files, "data/manifest.json": json.dumps(manifest).encode(), bag.INFO: info}


@pytest.mark.parametrize("path", [RELEASED, UNRELEASED])
def test_what_an_earlier_version_made_holds_with_a_line_for_each_check(path: object) -> None:
    verdicts = list(verify_package(HeldFiles(contents(path)), kept_keys()))  # type: ignore[arg-type]
    assert [verdict.check for verdict in verdicts] == CHECKS
    assert [verdict.line for verdict in verdicts if verdict.wrong] == []
    assert all(verdict.line.startswith("ok ") and "\n" not in verdict.line for verdict in verdicts)


def test_every_package_beside_the_tests_is_small() -> None:
    assert all(path.stat().st_size < 60_000 for path in PACKAGES.iterdir())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(min_value=0), st.integers(1, 255))
def test_any_changed_byte_is_found_out(name: str, place: int, change: int) -> None:
    content = bytearray(FILES[name])
    content[place % len(content)] ^= change
    assert wrong({**FILES, name: bytes(content)})


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.sampled_from(sorted(FILES)))
def test_a_file_removed_added_swapped_or_cut_short_is_found_out(name: str, other: str) -> None:
    fewer = {key: content for key, content in FILES.items() if key != name}
    assert "missing" in str(wrong(fewer))
    assert "a file more" in wrong({**FILES, f"{name}.txt": b"more"})["bag"].line
    assert wrong({**FILES, name: FILES[name][:-1]})
    if FILES[name] != FILES[other]:
        assert wrong({**FILES, name: FILES[other], other: FILES[name]})


@pytest.mark.parametrize(
    ("change", "check", "words"),
    [
        (lambda files: {**files, CELLS: files[CELLS] + b"x"}, "bag", "data/cells.csv was changed"),
        (lambda files: {**files, "data/more.csv": b"a\n"}, "bag", "is not listed in manifest-sha256.txt"),
        (lambda files: {**files, "notes.txt": b""}, "bag", "notes.txt is a file more"),
        (lambda files: {**files, "extra/notes.txt": b""}, "bag", "extra/notes.txt is a file more"),
        (
            lambda files: {name: text for name, text in files.items() if name != CELLS},
            "bag",
            "listed in manifest-sha256.txt, and is missing",
        ),
        (lambda files: {**files, bag.SIGNATURE: files[bag.SIGNATURE][:10]}, "signature", "10 bytes instead of 64"),
        (lambda files: {**files, bag.SIGNED_BY: KEY.public.pem}, "signature", "which is not known"),
        (lambda files: {**files, bag.SIGNED_BY: b"no key"}, "signature", "signed-by.pem was changed"),
        (lambda files: {**files, bag.SIGNED_BY: files[bag.SIGNED_BY] + b"\n"}, "signature", "more than a public key"),
        (
            lambda files: {**files, bag.SIGNATURE: contents(UNRELEASED)[bag.SIGNATURE]},
            "signature",
            "is another package's",
        ),
        (
            lambda files: bagged({**files, CELLS: files[CELLS].replace(b",100,", b",101,")}),
            "signature",
            "after signing",
        ),
    ],
)
def test_each_kind_of_tampering_has_its_own_words(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], check: str, words: str
) -> None:
    assert words in wrong(change(dict(FILES)))[check].line


@pytest.mark.parametrize(
    ("first", "last", "is_valid"),
    [
        (date(2026, 11, 29), None, True),
        (date(2026, 11, 29), date(2026, 11, 29), True),
        (date(2026, 11, 30), None, False),
        (date(2026, 1, 1), date(2026, 11, 28), False),
    ],
)
def test_a_key_signs_from_its_first_day_to_its_last(first: date, last: date | None, is_valid: bool) -> None:
    verdicts = wrong(signed(FILES, KEY), KeyRegister((RegisteredKey(KEY.public, first, last),)))
    assert ("signature" not in verdicts) is is_valid
    assert is_valid or "not valid on 2026-11-29" in verdicts["signature"].line


def test_the_key_that_was_given_must_be_the_one_that_signed() -> None:
    files = signed(FILES, KEY)
    assert wrong(files, KEY.public) == {}
    assert "not the key that was given" in wrong(files, new_private_key().public)["signature"].line


def resigned(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> dict[str, str]:
    """What is wrong with a changed package that its own publisher signed."""
    verdicts = wrong(signed(change(dict(FILES)), KEY), KEY.public)
    return {check: verdict.line for check, verdict in verdicts.items()}


def replaced(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    assert old in FILES[name]
    return lambda files: {**files, name: files[name].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("change", "check", "words"),
    [
        (replaced(CELLS, b"dwellings,100,", b"dwellings,101,"), "receipt", "cells.csv is not the file"),
        (replaced("data/manifest.json", b'"2025-03-31"', b'"2024-03-31"'), "receipt", "not the one that its content"),
        (replaced(bag.INFO, b"Receipt: ", b"Receipt: 0"), "receipt", "another receipt"),
        (replaced(bag.INFO, b"/2025-03-31/", b"/2024-03-31/"), "receipt", "says that this is"),
        (replaced("data/cells.sdmx.csv", b",100,", b",101,"), "cells", "in cells.sdmx.csv"),
        (replaced("data/cells.sdmx.csv", b",L,F,", b",A,F,"), "cells", "in cells.sdmx.csv"),
        (replaced("data/confirmations.csv", b",3,1,", b",3,2,"), "confirmations", "counts 5"),
        (replaced("data/confirmations.csv", b"E07000224,", b"E07000225,"), "confirmations", "no row in"),
        (replaced("data/confirmations.csv", b",2026-11-20,", b",20/11/2026,"), "tables", "is no date"),
        (
            replaced("data/cells.csv-metadata.json", b'"titles": "state"', b'"titles": "status"'),
            "tables",
            "does not have the columns",
        ),
        (replaced("data/cells.csv-metadata.json", b'"declared.csv"', b'"other.csv"'), "tables", "declared.csv is not"),
        (replaced("data/revisions.csv", b",98,100,", b",some,100,"), "tables", "“some” is no decimal"),
    ],
)
def test_what_does_not_agree_within_a_signed_package_is_found_out(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], check: str, words: str
) -> None:
    assert words in resigned(change)[check]


def test_a_cell_changed_in_the_table_alone_differs_from_the_forms_the_totals_and_the_confirmation() -> None:
    found = resigned(lambda files: with_receipt(replaced(CELLS, b"dwellings,100,", b"dwellings,101,")(files)))
    assert set(found) == {"cells", "totals", "confirmations"}
    assert "HSC.dwellings of England is 112, and its authorities give 113" in found["totals"]
    assert "the cells of E07000223" in found["confirmations"]


@pytest.mark.parametrize(("name", "value"), [("return", "another_return"), ("edition", "1900")])
def test_a_return_that_is_not_known_here_is_a_verdict_and_no_crash(name: str, value: str) -> None:
    def changed(files: dict[str, bytes]) -> dict[str, bytes]:
        manifest = json.loads(files["data/manifest.json"]) | {name: value}
        return with_receipt({**files, "data/manifest.json": json.dumps(manifest).encode()})

    assert value in resigned(changed)["cells"]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_form_of_another_return_is_found_out(ending: str) -> None:
    import io

    import openpyxl

    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.save(sink)
    found = resigned(lambda files: {**files, FORM + ending: sink.getvalue()})
    assert f"{ending} has no sheet of all authorities" in found["cells"]


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 2000, b"{}", b"a,b\n1\n", b"PK\x03\x04"])
def test_rubbish_in_any_file_is_a_verdict_and_no_crash(name: str, content: bytes) -> None:
    assert wrong({**FILES, name: content})
