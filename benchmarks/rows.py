"""Rows: what reading, standardising and validating costs per row, from 40,000 rows to 4,000,000.

Known: the rows come in files of 40,000, as many as a batch of the pipeline holds, so memory does not grow with them.
"""

from datetime import date

from benchmarks.england_tables import england_of_the_bench
from benchmarks.figures import Figure, peak_gigabytes, say, seconds
from examples.england import PLANNING
from examples.published.planning_applications import publish as publish_cases
from examples.tables import Table
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards import standard

DAY = date(2026, 10, 5)
A_FILE = 40_000
BUDGET_GROWTH = 1.25
BUDGET_GIGABYTES = 2.0


def measure(quick: bool) -> list[Figure]:
    """Return the cost per row at growing sizes, in one file and in many, and how much it grows."""
    planning = standard(PLANNING)
    content = published_rows(A_FILE)
    check_files([PublishedFile("warm-up.csv", published_rows(100), None, DAY)], planning)
    figures, costs = [], {}
    for rows in (A_FILE, 3 * A_FILE) if quick else (A_FILE, 400_000, 4_000_000):
        say(f"checking {rows:,} rows")
        files = [PublishedFile(f"{number}.csv", content, None, DAY) for number in range(rows // A_FILE)]

        def checked(files: list[PublishedFile] = files) -> None:
            for file in files:
                check_files([file], planning)

        costs[rows] = seconds(checked, 3 if rows < 4_000_000 and not quick else 1) / rows * 1e6
        figures.append(Figure(f"check {rows:,} rows", costs[rows], "µs/row"))
    if not quick:
        say("checking 400,000 rows in one file")
        whole = [PublishedFile("whole.csv", published_rows(400_000), None, DAY)]
        costs[0] = seconds(lambda: check_files(whole, planning), 1) / 400_000 * 1e6
        figures.append(Figure("check 400,000 rows in one file", costs[0], "µs/row"))
    growth = max(costs.values()) / costs[A_FILE]  # a cost that falls, as what is done once per run does, is no growth
    figures.append(Figure("growth of the cost per row", growth, "times", BUDGET_GROWTH))
    figures.append(Figure("most memory held", peak_gigabytes(), "GB", BUDGET_GIGABYTES))
    return figures


def published_rows(number: int) -> bytes:
    """Return one planning file of `number` records, no reference twice."""
    england = england_of_the_bench()
    header, rows = [], []
    for turn in range(number):
        table = publish_cases(england, england.councils[turn % len(england.councils)], DAY)
        position = table.header.index("CaseReference")
        header = table.header
        rows += [[*row[:position], f"{turn}/{row[position]}", *row[position + 1 :]] for row in table.rows]
        if len(rows) >= number:
            break
    return write_csv(Table(header, rows[:number]))
