"""The verdict of the pipeline is the verdict that a council gets on its own laptop, for every standard."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from examples.england import England, found_england
from examples.published import publish
from examples.spoil_rows import blank_words, ghost_columns, title_lines, total_rows
from examples.write_files import write_csv
from plugins.cli.main import main
from plugins.storage.archive import table_key
from plugins.storage.deployment import Deployment
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, Collecting
from transforms.domain.rules import RefersTo
from transforms.registers import authority
from transforms.render.issue_entries import issue_objects
from transforms.standards import STANDARDS, standard

pytestmark = pytest.mark.platform
DAY = date(2026, 11, 2)
SLUGS = sorted(
    (one.slug for one in STANDARDS), key=lambda slug: slug != "developer_agreements"
)  # agreements before what refers to them


@pytest.fixture(scope="module")
def england() -> England:
    return found_england([authority(ADUR)], scale=0.05, opened=DAY, fault_share=0)


@pytest.fixture
def files(england: England, tmp_path: Path) -> dict[str, Path]:
    """One file a standard, with a good deal the matter."""
    written = {}
    for slug in SLUGS:
        table = publish(england, england.councils[0], slug, DAY)
        written[slug] = tmp_path / f"{slug}.csv"
        written[slug].write_bytes(write_csv(title_lines(ghost_columns(total_rows(blank_words(table))))))
    return written


@pytest.fixture
def register(site: Site, tmp_path: Path, files: dict[str, Path]) -> Path:
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    for slug, path in files.items():
        address = site.publish(f"/{path.name}", Page(path.read_bytes()))
        lines.append(f"{ADUR},{slug},{address},csv,OGL-3.0,encouraged,,")
    (tmp_path / "sources.csv").write_text("\n".join(lines) + "\n")
    return tmp_path / "sources.csv"


def linked_standards(slug: str) -> set[str]:
    return {rule.standard for rule in standard(slug).rules if isinstance(rule, RefersTo)}


def kept(deployment: Deployment, slug: str, report: dict[str, object]) -> list[dict[str, object]]:
    key = table_key("issues", slug, str(report["sha256"]), str(report["rules_version"]), ADUR)
    return [json.loads(one) for one in issue_objects(deployment.archive.load_table(key))]


def test_what_the_pipeline_finds_is_what_the_command_finds(
    collecting: Collecting,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    for slug in SLUGS:
        replace(collecting, standard=slug).collect(str(DAY))
    capfdbinary.readouterr()  # what the steps logged
    differing, found = [], 0
    for slug, path in files.items():
        words = ["check", str(path), "--standard", slug, "--authority", ADUR, "--as-at", str(DAY), "--format", "json"]
        words += [f"--linked={other}={files[other]}" for other in sorted(linked_standards(slug))]
        monkeypatch.setattr(sys, "argv", ["council-returns", *words])
        with pytest.raises(SystemExit):
            main()
        report = json.loads(capfdbinary.readouterr().out)
        found += len(report["issues"])
        if report["issues"] != kept(collecting.deployment, slug, report):
            differing.append(path.name)
    assert differing == []
    assert found > len(files)
