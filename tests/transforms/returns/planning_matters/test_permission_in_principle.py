"""Edition 2026 of the planning return: permissions in principle and technical details consents."""

from collections import defaultdict
from datetime import date
from random import Random
from typing import Any

import pytest

from tests.transforms.returns import plain_planning_matters as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from tests.transforms.returns.drawn_cases import draw_history, every_day
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.returns.planning_matters import EDITION_2019
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR = "E07000223"
FIRST_PERIOD = parse_period("2026-Q1")
NEW = [f"PS1.{kind}.{result}" for kind in ("pip", "tdc") for result in ("decided", "granted", "refused")]
CASE = {"CaseDate": date(2026, 1, 5), "DecisionDate": date(2026, 2, 2), "Decision": "Approve"}


def cells(made: AssembledReturn, authority: str = ADUR) -> dict[str, tuple[str | None, str]]:
    return {
        row["cell"]: (row["value"], row["origin"]) for row in made.cells.to_pylist() if row["authority"] == authority
    }


def assembled(cases: list[dict[str, Any]], fields: frozenset[str] | None = None, **switches: str) -> AssembledReturn:
    rows = [CASE | {"CaseReference": f"A/{number}"} | case for number, case in enumerate(cases)]
    file = snapshot(PLANNING_MATTERS, ADUR, date(2026, 4, 3), rows, "2026-draft", fields=fields)
    return assemble(PLANNING_MATTERS, [file], [ADUR], FIRST_PERIOD, None, switches)


def test_the_new_lines_stand_after_those_of_ps1_and_the_older_edition_has_none() -> None:
    names = [cell.name for cell in PLANNING_MATTERS.cells]
    first, last = names.index("PS1.10.PA99") + 1, names.index("PS2.Q01.a")
    assert names[first:last] == NEW
    assert [cell.name for cell in EDITION_2019.cells] == plain.form_order()
    assert [name for name in names if name not in NEW] == plain.form_order()


@pytest.mark.parametrize(("period", "edition"), [("2025-Q4", "2019"), ("2026-Q1", "2026"), ("2031-Q3", "2026")])
def test_each_period_has_its_edition(period: str, edition: str) -> None:
    assert PLANNING_MATTERS.for_period(parse_period(period)).edition == edition


def test_an_assembly_is_read_under_the_edition_that_it_names() -> None:
    assert PLANNING_MATTERS.made_under("2019", FIRST_PERIOD) is EDITION_2019
    assert PLANNING_MATTERS.made_under("", FIRST_PERIOD) is PLANNING_MATTERS
    assert PLANNING_MATTERS.made_under("", parse_period("2025-Q4")) is EDITION_2019


def test_a_type_of_the_draft_puts_a_decision_into_its_line() -> None:
    made = assembled(
        [
            {"application-types": "pip"},
            {"application-types": "PIP", "Decision": "Refuse"},
            {"application-types": "technical-details-consent|psi-app", "ClassificationLabel": "Q07"},
            {"application-types": "technical-details-consent; pip", "Decision": "Split"},
            {"application-types": "pip", "Decision": "Withdrawn"},
            {"application-types": "pip", "DecisionDate": date(2026, 4, 1)},
            {"application-types": "pip", "DecisionType": "Secretary of State"},
            {"application-types": "pip-like", "ClassificationLabel": "Q21"},
            {"ServiceTypeLabel": "Permission in principle", "ClassificationLabel": "Q21"},
        ]
    )
    assert [cells(made)[name] for name in NEW] == [(value, "computed") for value in ("3", "2", "1", "2", "2", "0")]
    assert cells(made)["PS2.TOT.a"] == ("3", "computed")  # those with a development code, as before


def test_a_split_decision_counts_as_the_switch_says() -> None:
    made = assembled([{"application-types": "pip", "Decision": "Split"}], split_counts_as="refused")
    assert [cells(made)[name][0] for name in NEW[:3]] == ["1", "0", "1"]


def test_nothing_is_derived_of_the_standard_of_2014_and_no_field_is_called_missing() -> None:
    fields = frozenset(EDITION_2019.reads_of("planning_applications").columns)
    made = assembled([{"ClassificationLabel": "Q21"}], fields)
    assert {cells(made)[name] for name in NEW} == {(None, "not-derivable")}
    assert cells(made)["PS2.TOT.a"] == ("1", "computed")
    assert "field-missing" not in made.exceptions["reason"].to_pylist()


def test_the_new_lines_need_a_decision() -> None:
    fields = frozenset({"CaseReference", "application-types", "CaseDate", "DecisionDate", "ClassificationLabel"})
    made = assembled([{"application-types": "pip"}], fields)
    assert {cells(made)[name] for name in NEW} == {(None, "not-derivable")}
    counted = sum(any(need.name == "Decision" for need in needs_of(cell.name)) for cell in PLANNING_MATTERS.cells)
    missing = [row["detail"] for row in made.exceptions.to_pylist() if row["reason"] == "field-missing"]
    assert f"field=Decision cells={counted}" in missing


def needs_of(name: str) -> list[Any]:
    cell = PLANNING_MATTERS.cell(name)
    return [*cell.needs, *(need for part in cell.measure.parts for need in needs_of(part))]


AUTHORITIES = [f"E07{number:06d}" for number in range(150)]
SWITCHES = {"split_counts_as": "granted", "infer_agreements": "on", "agreement_tolerance_days": "7"}
TYPES = (None, None, "pip", "pip", "technical-details-consent", "pip|technical-details-consent", "full", "hh, pip")


@pytest.mark.law
def test_the_new_edition_says_what_a_plain_reading_says_and_the_rest_as_the_older_one() -> None:
    random, period = Random(5), parse_period("2025-Q1")
    fetches = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1))
    days = every_day(date(2024, 11, 1), date(2025, 4, 20))
    histories = {
        gss: draw_history(random, (6001, 6014, 6014, 6020, 6024), (None, None, "Q07"), fetches, days, TYPES)
        for gss in AUTHORITIES
    }
    files = [
        snapshot(PLANNING_MATTERS, gss, fetched, rows)
        for gss, one in histories.items()
        for fetched, rows in one.items()
    ]
    new, old = (assemble(edition, files, AUTHORITIES, period) for edition in (PLANNING_MATTERS, EDITION_2019))
    rows = new.cells.to_pylist()
    of_new_lines: dict[str, dict[str, tuple[str | None, str]]] = defaultdict(dict)
    for row in rows:
        if row["cell"] in NEW:
            of_new_lines[row["authority"]][row["cell"]] = (row["value"], row["origin"])
    for gss, history in histories.items():
        assert of_new_lines[gss] == plainly(list(history.items()), period.first, period.last), gss
    assert [row for row in rows if row["cell"] not in NEW] == old.cells.to_pylist()
    assert (new.exceptions, new.indicators, new.issues) == (old.exceptions, old.indicators, old.issues)
    decided = trace(PLANNING_MATTERS, "PS1.pip.decided", files, AUTHORITIES, "E92000001", period)
    assert decided.num_rows == int(cells(new, "E92000001")["PS1.pip.decided"][0] or 0) > 0
    assert "application-types" in decided.column_names


def plainly(snapshots: plain.Published, first: date, last: date) -> dict[str, tuple[str | None, str]]:
    """Section 3 of the page, case by case."""
    usable = sorted((one for one in snapshots if any(row["is_usable"] for row in one[1])), key=lambda one: one[0])
    if not any(fetched >= first for fetched, _ in usable):
        return dict.fromkeys(NEW, (None, "no-data"))
    counts = dict.fromkeys(NEW, 0)
    for seen in plain.sightings_of(usable).values():
        case = plain.case_of(seen, usable[0][0], SWITCHES)
        types = seen[-1][1].get("application-types") or ""
        if case and case["decided"] and first <= case["decided"] <= last:
            for kind, code in (("pip", "pip"), ("tdc", "technical-details-consent")):
                if code in types.replace(",", "|").replace(" ", "").split("|"):
                    counts[f"PS1.{kind}.decided"] += 1
                    counts[f"PS1.{kind}.{'refused' if case['decision'] == 'Refuse' else 'granted'}"] += 1
    origin = "computed" if any(fetched > last for fetched, _ in usable) else "inferred"
    return {name: (str(count), origin) for name, count in counts.items()}
