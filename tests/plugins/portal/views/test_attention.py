"""What of a council's datasets somebody should look at first."""

from datetime import UTC, date, datetime

from plugins.portal.views.attention import count_states, list_attention_items
from plugins.portal.views.council import DatasetView, FindingCount
from plugins.portal.views.source_states import SourceStateView, state_of
from plugins.storage.warehouse.source_status import FileFindings, LatestFile, SourceStatus
from transforms.domain.authority import Source
from transforms.domain.issue import Severity
from transforms.standards import standard

TODAY = date(2026, 1, 5)


def source_state(in_use: str = "current", reason: str | None = None) -> SourceStateView:
    finished = datetime(2026, 1, 5, tzinfo=UTC)
    since = None if in_use == "current" else date(2025, 12, 1)
    outcome = "unchanged" if in_use == "current" else "unreachable"
    return state_of(
        SourceStatus("", "", TODAY, outcome, in_use, date(2025, 9, 29), reason, since, "run", finished),
        has_address=True,
    )


def dataset(
    slug: str, state: SourceStateView, *, changed: date = TODAY, usable: int = 10, critical: int = 0, warnings: int = 0
) -> DatasetView:
    file = LatestFile(slug, "f" * 64, "a.csv", changed, None, None, changed)
    findings = FileFindings(slug, "f" * 64, "1", "2015", 10, usable)
    counts = (FindingCount(Severity.CRITICAL, critical, None), FindingCount(Severity.WARNING, warnings, None))
    source = Source("E07000071", slug, "https://example.org/a.csv", "csv", "", "expected", None, None)
    return DatasetView(standard(slug), source, state, TODAY, file, findings, counts)


def test_a_council_with_nothing_wrong_needs_no_attention() -> None:
    assert list_attention_items([dataset("contracts", source_state()), dataset("grants", source_state())], TODAY) == []


def test_unusable_files_come_first_then_late_ones_then_excluded_records_then_warnings() -> None:
    items = list_attention_items(
        [
            dataset("brownfield_land", source_state(), warnings=1),
            dataset("contracts", source_state(), usable=7, critical=4),
            dataset("planning_applications", source_state(), changed=date(2025, 9, 29)),
            dataset("spending_over_500", source_state("last-valid", "unreachable")),
        ],
        TODAY,
    )
    assert [(item.subject, item.words) for item in items] == [
        ("Spending over £500", "unreachable since 1 December 2025; the file of 29 September 2025 is in use"),
        ("Planning applications", "late since 13 November 2025"),
        ("Contracts", "3 records excluded"),
        ("Brownfield land registers", "1 warning"),
    ]


def test_datasets_never_collected_share_an_item() -> None:
    unknown = state_of(None, has_address=False)
    three = [DatasetView(standard(slug), None, unknown, None, None, None, ()) for slug in ("contracts", "grants")]
    [item] = list_attention_items(three, TODAY)
    assert (item.subject, item.words) == ("Every dataset", "we do not know an address where it is published")
    [item] = list_attention_items([*three, dataset("pay_multiples", source_state())], TODAY)
    assert item.subject == "Contracts and Grants"


def test_datasets_are_counted_by_state_best_first() -> None:
    states = [
        source_state("none", "unreachable"),
        source_state(),
        source_state("none", "not-tabular"),
        source_state("none", "unreachable"),
    ]
    slugs = ("contracts", "grants", "pay_multiples", "public_toilets")
    counted = count_states([dataset(slug, state) for slug, state in zip(slugs, states, strict=True)])
    assert [(state.title, number) for state, number in counted] == [
        ("Unchanged", 1),
        ("No usable file", 1),
        ("Unreachable", 2),
    ]
