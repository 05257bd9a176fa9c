"""One tool reads and checks one file of spending and tells what it found, as a process of its own.

python -m benchmarks.spending_tools ours|frictionless|pandera FILE SCHEMA FOUND

Writes to FOUND one line per finding: physical line, column (blank for a row), and the tool's own name for it. Says on
standard output how many kilobytes it held at most; what the operating system tells of a child counts its parent's too.
"""

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

FoundIssues = Iterable[tuple[int, str, str]]
BEYOND = "(beyond)"  # where the cells of rows that are too long go, so that no line is lost
EVERY_ERROR = 10**9  # frictionless stops at a thousand unless told otherwise


def ours(path: str, _: str) -> FoundIssues:
    """Check as the pipeline and `council-returns check` do."""
    from datetime import date

    from expectations.check import PublishedFile, check_files
    from transforms.findings.issue_table import plain
    from transforms.standards import standard

    file = PublishedFile(path, Path(path).read_bytes(), None, date(2026, 4, 30))
    report = check_files([file], standard("spending_over_500"))[0]
    issues = plain(report.issues.select(["line", "column", "code"]))
    return zip(*(issues[name].to_pylist() for name in issues.column_names), strict=True)


def frictionless(path: str, schema: str) -> FoundIssues:
    """Validate with the published schema, as `frictionless validate --schema` does, without its limit of errors."""
    from frictionless import Checklist, Resource, Schema

    declared = Schema.from_descriptor(json.loads(Path(schema).read_text()))
    resource = Resource(path=Path(path).name, basepath=str(Path(path).parent), schema=declared)
    report = resource.validate(Checklist(), limit_errors=EVERY_ERROR)
    errors = [error for task in report.tasks for error in task.errors]
    if unrun := [
        error for error in (*report.errors, *errors) if error.type.endswith(("resource-error", "source-error"))
    ]:
        raise RuntimeError(f"frictionless could not validate: {unrun[0].note}")
    return [(error.row_number, getattr(error, "field_name", ""), error.type) for error in errors]


def pandera(path: str, schema: str) -> FoundIssues:
    """Validate a frame of texts with the checks that the published schema asks for."""
    import pandas as pd
    import pandera.errors
    import pandera.pandas as pandera

    fields = json.loads(Path(schema).read_text())["fields"]
    names = [*(field["name"] for field in fields), BEYOND]
    with Path(path).open(newline="", encoding="utf-8") as file:
        rows = [row + [""] * (len(names) - len(row)) for row in csv.reader(file)]
    frame = pd.DataFrame(rows[1:], columns=names, dtype="str").replace("", None)
    for field in fields:
        if field["type"] == "date":
            read = pd.to_datetime(frame[field["name"]], format=field["format"], errors="coerce")
            frame[field["name"]] = read.where(read.notna(), frame[field["name"]])
    columns = {
        field["name"]: pandera.Column(None, _checks(pandera, field), nullable=_may_be_blank(field)) for field in fields
    }
    columns[BEYOND] = pandera.Column(None, pandera.Check(lambda values: values.isna(), name="beyond"), nullable=True)
    try:
        pandera.DataFrameSchema(columns).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return [(int(index) + 2, column, str(check)) for index, column, check in
                zip(cases["index"], cases["column"], cases["check"], strict=True) if index == index]  # fmt: skip
    return []


def _may_be_blank(field: dict) -> bool:  # type: ignore[type-arg]
    return not field.get("constraints", {}).get("required", False)


def _checks(pandera, field: dict) -> list:  # type: ignore[no-untyped-def,type-arg]  # noqa: ANN001
    """Return the checks of one field of a Table Schema."""
    bounds = field.get("constraints", {})
    checks = []
    if "pattern" in bounds:
        checks.append(pandera.Check.str_matches(bounds["pattern"]))
    if "enum" in bounds:
        checks.append(pandera.Check.isin(bounds["enum"]))
    if field["type"] == "number":
        checks.append(pandera.Check.str_matches(r"^[+-]?\d+(\.\d+)?$"))
    if field["type"] == "boolean":
        checks.append(pandera.Check.isin(["true", "false"]))
    if field["type"] == "date":
        checks.append(pandera.Check(lambda values: values.map(lambda value: not isinstance(value, str)), name="date"))
    if field.get("format") == "uri":
        checks.append(pandera.Check.str_matches(r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"))
    return checks


def most_kilobytes() -> int:
    """Return the most memory that this process has held."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0])


TOOLS = {"ours": ours, "frictionless": frictionless, "pandera": pandera}

if __name__ == "__main__":
    tool, path, schema, output_path = sys.argv[1:]
    rows = TOOLS[tool](path, schema)
    with Path(output_path).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    sys.stdout.write(f"{most_kilobytes()}\n")
