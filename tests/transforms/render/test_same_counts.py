"""One report, four renderings: the counts are the same in all of them."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.transforms.render.reports import INVENTED, PUBLISHED, Checked, checked
from transforms.render.issues_csv import report_csv
from transforms.render.report_json import report_json
from transforms.render.report_text import HEADINGS, Style, report_text
from transforms.render.report_workbook import report_workbook

REAL_FILES = [(slug, path) for slug, paths in PUBLISHED.items() for path in paths]


def of_json(one: Checked) -> Counter[tuple[str, str]]:
    report = json.loads(b"".join(report_json(one.report, one.fix_priorities, is_read=one.is_read)))
    return counted((entry["severity"], entry["code"], entry.get("count")) for entry in report["issues"])


def of_csv(one: Checked) -> Counter[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(b"".join(report_csv(one.report.issues, one.report.fields_by_header)).decode()))
    return counted((row["severity"], row["code"], row["count"]) for row in rows)


def of_workbook(one: Checked) -> Counter[tuple[str, str]]:
    content = report_workbook(one.report, one.standard, one.fix_priorities, is_read=one.is_read, sheet=one.sheet)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = book["Findings"].iter_rows(min_row=2, values_only=True)
    return counted((row[0], row[9], row[8]) for row in rows if row[0])


def of_text(one: Checked) -> Counter[tuple[str, str]]:
    text = "".join(report_text(one.report, one.standard, one.fix_priorities, is_read=one.is_read, style=Style(limit=0)))
    severities = {heading: severity for severity, heading in HEADINGS.items()}
    found, severity = [], ""
    for line in text.splitlines():
        severity = severities.get(line, severity)
        if group := re.fullmatch(r"  \S.*? · (?:([\d,]+) places? · )?([a-z-]+)", line):
            found.append((severity, group[2], (group[1] or "1").replace(",", "")))
    return counted(found)


def counted(found) -> Counter[tuple[str, str]]:  # noqa: ANN001
    counts: Counter[tuple[str, str]] = Counter()
    for severity, code, count in found:
        counts[severity, code] += int(count or 1)
    return counts


def assert_alike(one: Checked) -> None:
    expected = of_json(one)
    assert of_csv(one) == expected
    assert of_workbook(one) == expected
    assert of_text(one) == expected
    assert sum(priority.count for priority in one.fix_priorities) == len(one.report.issues) == expected.total()


@pytest.mark.parametrize(("content", "slug"), INVENTED.values(), ids=INVENTED)
def test_every_rendering_of_an_invented_file_counts_the_same(content: bytes, slug: str) -> None:
    assert_alike(checked(content, slug))


@pytest.mark.real_data
@pytest.mark.skipif(not REAL_FILES, reason="the published files are not beside the checkout")
@pytest.mark.parametrize(("slug", "path"), REAL_FILES, ids=lambda one: one.name if isinstance(one, Path) else one)
def test_every_rendering_of_a_published_file_counts_the_same(slug: str, path: Path) -> None:
    assert_alike(checked(path.read_bytes(), slug, path.name))
