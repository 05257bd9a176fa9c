"""Publish planning cases: the file that a council's system extracts on one day, in the LGA's 36 columns.

Source: docs/specifications/facts-planning.md, section 1: the LGA's schema and its guidance publish different lists.
"""

from datetime import date
from functools import cache
from itertools import chain

import numpy as np

from examples import words
from examples.developments import COUNTY, DEVELOPMENTS, MAJOR, SERVICES, UNCOUNTED
from examples.draw_cases import NEVER, WAYS_OUT, Cases, draw_cases
from examples.england import Council, England
from examples.places import grid_points, points_inside
from examples.tables import Row, Table

# fmt: off
COLUMNS = [
    "ExtractDate", "PublisherURI", "PublisherLabel", "OrganisationURI",
    "OrganisationLabel", "CaseReference", "CaseURL", "CaseDate",
    "ServiceTypeURI", "ServiceTypeLabel", "ClassificationURI", "ClassificationLabel",
    "CaseText", "LocationText", "DecisionTargetDate", "Status",
    "CoordinateReferenceSystem", "GeoX", "GeoY", "GeoPointLicensingURL",
    "DecisionDate", "Decision", "DecisionType", "DecisionNoticeDate",
    "AppealRef", "AppealDecisionDate", "AppealDecision", "GeoAreaURI",
    "GeoAreaLabel", "GroundArea", "UPRN", "Agent",
    "PublicConsultationStartDate", "PublicConsultationEndDate", "ResponsesFor", "ResponsesAgainst",
]
# fmt: on
SERVICE = "http://id.esd.org.uk/service/"
CONCEPT = "http://opendatacommunities.org/def/concept/planning/application/6000/"
IN_SCHEMA_WORDS = {"Live": "Pending", "Registered": "Pending", "Decided": "Decided", "Appeal": "Appealed"}
EXTRAS = (
    " and associated works",
    ", with new boundary treatment, vehicle parking, surface water drainage and soft landscaping to the frontage",
    " (part retrospective), in accordance with the amended drawings and the planning statement received",
    ", including the removal of the existing structure, new foul drainage connections and refuse storage",
)
WAITS = {"Live", "Registered", "Invalid"}


def publish(england: England, council: Council, day: date) -> Table:
    """Return the council's planning file as extracted on `day`."""
    cases = draw_cases(england, council, day)
    extract = _Extract(council, cases, day.toordinal())
    return Table(list(COLUMNS), [extract.row(case) for case in listed_cases(council, cases, day.toordinal())])


def listed_cases(council: Council, cases: Cases, today: int) -> list[int]:
    """Return the positions of the cases in the file: received, and not finished longer ago than the council keeps."""
    finished = np.minimum(
        np.minimum(cases.noticed, cases.left), np.where(cases.valid == NEVER, cases.received + 60, NEVER)
    )
    is_shown = (cases.received <= today) & (finished >= today - council.habits.window_days)
    return [int(case) for case in np.flatnonzero(is_shown)]


@cache
def written(day: int) -> str:
    """Return the day as the LGA writes it."""
    return date.fromordinal(day).strftime("%d/%m/%Y")


class _Extract:
    """One council's extract of one day; a row is put together from the life of its case up to then."""

    def __init__(self, council: Council, cases: Cases, today: int) -> None:
        self.council, self.habits, self.cases, self.today = council, council.habits, cases, today
        self.town = words.town(council.gss, council.authority.name)
        self.label = council.authority.name
        self.uri = council.authority.organisation_uri
        self.is_grid = self.habits.reference_system == "OSGB36"
        self.points = (grid_points if self.is_grid else points_inside)(council.gss)

    def row(self, case: int) -> Row:
        """Return the row of one case."""
        dice = self.cases.dice[case]
        return list(chain(
            (self.date(self.today), self.uri, self.label, self.uri, self.label),
            self.identity(case),
            self.classification(case),
            (self.proposal(case), self.location(case)),
            self.progress(case),
            self.appeal(case),
            ("", words.name(dice[3]) + " Ward", "" if dice[4] < 0.5 else str(int(dice[5] * 900 + 60))),
            ("" if dice[5] < 0.3 else f"1000{int(dice[4] * 10**8):08d}", "" if dice[6] < 0.4 else words.agent(dice[6])),
            self.consultation(case),
        ))  # fmt: skip

    def date(self, day: int) -> str:
        """Return the day; blank for what has not happened yet."""
        return "" if day > self.today else written(day)

    def identity(self, case: int) -> Row:
        """Return CaseReference, CaseURL and CaseDate."""
        development = DEVELOPMENTS[self.cases.development[case]]
        number = self.cases.month[case] * 4000 + self.cases.number[case]
        reference = f"{self.cases.year[case] % 100:02d}/{number:05d}/{development.suffix}"
        url = f"https://planning.{self.council.gss.lower()}.example/cases/{reference.replace('/', '-')}"
        return [reference, url, self.date(int(self.cases.valid[case]))]

    def classification(self, case: int) -> Row:
        """Return ServiceTypeURI and Label, ClassificationURI and Label."""
        development, dice = DEVELOPMENTS[self.cases.development[case]], self.cases.dice[case]
        service = [f"{SERVICE}{development.service}", SERVICES[development.service]]
        if not development.code or (self.habits.is_untyped and dice[7] < 0.04):
            return [*service, "", ""]
        second = next((kind for kind in DEVELOPMENTS if kind.code == "Q06"), development)
        both = (
            [development, second]
            if development.size in (MAJOR, COUNTY) and dice[7] > 0.9 and development.concept
            else [development]
        )
        uri = "|".join(CONCEPT + kind.concept for kind in both if kind.concept)
        label = "|".join(kind.code if self.habits.classification == "q-code" else kind.label for kind in both)
        shows_label = self.habits.classification != "uri" or not uri
        return [
            *service,
            "" if self.habits.classification in ("q-code", "row-label") else uri,
            label if shows_label else "",
        ]

    def proposal(self, case: int) -> str:
        """Return CaseText."""
        dice = self.cases.dice[case]
        text = DEVELOPMENTS[self.cases.development[case]].proposal.format(n=1 + int(dice[0] ** 2 * 60))
        text += EXTRAS[int(dice[1] * len(EXTRAS))]
        return text if dice[2] < 0.9 else f'{text}, to the rear of "{words.name(dice[2])} House"'

    def location(self, case: int) -> str:
        """Return LocationText, now and then over two lines."""
        dice = self.cases.dice[case]
        text = words.address(dice, self.town)
        return text.replace(", ", ",\n", 1) if dice[6] > 0.96 else text

    def status(self, case: int) -> str:
        """Return the status on the day, in the words of the guidance."""
        if self.cases.left[case] <= self.today:
            return str(WAYS_OUT[self.cases.way_out[case]])
        if self.cases.decided[case] <= self.today:
            return "Decided"
        if self.cases.valid[case] == NEVER and self.cases.received[case] + 14 < self.today:
            return "Invalid"
        return "Live" if self.cases.valid[case] <= self.today else "Registered"

    def published_status(self, status: str) -> str:
        """Return the status in the words of the list that this system knows."""
        if self.habits.vocabulary == "guidance":
            return status
        return IN_SCHEMA_WORDS.get(status, "Pending" if status == "Invalid" else "Withdrawn")

    def progress(self, case: int) -> Row:
        """Return DecisionTargetDate to DecisionNoticeDate."""
        status, valid = self.status(case), int(self.cases.valid[case])
        keeps_target = self.habits.keeps_target_date or status in WAITS
        target = written(int(self.cases.target[case])) if keeps_target and valid <= self.today else ""
        point = self.points[int(self.cases.dice[case][3] * len(self.points))] if len(self.points) else ()
        system = self.habits.reference_system if len(point) else ""
        x_y = [f"{value:.0f}" if self.is_grid else f"{value:.6f}" for value in point] or ["", ""]
        licence = "https://www.ordnancesurvey.co.uk/opendata/licence" if self.is_grid and len(point) else ""
        return [target, self.published_status(status), system, *x_y, licence, *self.decision(case, status)]

    def decision(self, case: int, status: str) -> Row:
        """Return DecisionDate, Decision, DecisionType and DecisionNoticeDate."""
        if status == "Withdrawn":
            withdrawn_on = self.date(int(self.cases.left[case])) if self.habits.dates_withdrawals else ""
            return [withdrawn_on, "Withdrawn" if withdrawn_on else "", "", withdrawn_on]
        if status != "Decided":
            return ["", "", "", ""]
        is_delegated = bool(self.cases.delegated[case])
        if self.habits.vocabulary == "guidance":
            kind = "Delegated" if is_delegated else "Committee"
        else:
            kind = (
                ("Delegated powers" if self.cases.dice[case][5] < 0.5 else "Case officer")
                if is_delegated
                else "Planning committee"
            )
        decision = str(self.cases.decision[case])
        return [self.date(int(self.cases.decided[case])), decision, kind, self.date(int(self.cases.noticed[case]))]

    def appeal(self, case: int) -> Row:
        """Return AppealRef, AppealDecisionDate and AppealDecision: of some refusals, once they are half a year old."""
        dice, day_heard = self.cases.dice[case], int(self.cases.noticed[case]) + 160
        if self.cases.decision[case] != "Refuse" or dice[2] > 0.08 or self.cases.noticed[case] + 30 > self.today:
            return ["", "", ""]
        reference = f"APP/X{int(dice[0] * 9999):04d}/W/{self.cases.year[case] % 100:02d}/3{int(dice[1] * 999999):06d}"
        return [
            reference,
            self.date(day_heard),
            ("Dismissed" if dice[1] < 0.7 else "Upheld") if day_heard <= self.today else "",
        ]

    def consultation(self, case: int) -> Row:
        """Return the consultation dates and the numbers of responses."""
        valid, dice = int(self.cases.valid[case]), self.cases.dice[case]
        if valid > self.today or DEVELOPMENTS[self.cases.development[case]].size == UNCOUNTED:
            return ["", "", "", ""]
        end = written(valid + 24)
        return [
            self.date(valid + 3),
            end if valid + 3 <= self.today else "",
            str(int(dice[0] ** 4 * 12)),
            str(int(dice[2] ** 4 * 20)),
        ]
