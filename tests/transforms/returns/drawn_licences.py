"""Drawn licences: what councils might publish of premises licences, with every rare case of the page at a high rate."""

from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
Published = dict[str, list[tuple[date, list[Row]]]]

FETCHES = [
    *(date(2023, 4, 20), date(2024, 3, 31), date(2024, 4, 25), date(2025, 2, 20), date(2025, 3, 31), date(2025, 4, 20)),
    *(date(2025, 9, 1), date(2025, 12, 9), date(2026, 2, 28), date(2026, 3, 20), date(2026, 3, 31), date(2026, 4, 11)),
    *(date(2026, 4, 30), date(2026, 5, 2), date(2026, 9, 1)),
]
EDGES = [
    *(date(2024, 3, 31), date(2025, 3, 30), date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 30), date(2026, 3, 31)),
    *(date(2026, 4, 1), date(2023, 4, 1), date(2024, 2, 1)),
]
SERVICE, STATUS = "http://id.esd.org.uk/service/", "http://id.esd.org.uk/premisesLicenceStatus/"
KIND_LABELS = ["Premises licence", "premises  Licence", "Club", "TEN", "Temporary event notice", "Scrap metal", None]
STATUS_LABELS = ["Issued", "in force", "Current", "Surrendered", "Expired", "Revoked", "Dormant", "Under review", None]
HOURS = [
    *(None, None, "24/7", "Mo-Su 00:00-24:00", "m-su 0800-0230", "24 hours", "Mo-Fr 10:00-23:00; Sa off", "by request"),
    *("Mo-Su 06:00-06:00; PH off", "Fr-Mo 24 hours; tu-th 0000-2359", "closed", "10am-11pm"),
]


def day(dice: Random, blank: float = 0.15) -> date | None:
    if dice.random() < blank:
        return None
    return dice.choice(EDGES) if dice.random() < 0.35 else date(2023, 1, 1) + timedelta(days=dice.randrange(1300))


def yes_or_no(dice: Random) -> bool | None:
    return dice.choice([True, True, False, None])


def row(dice: Random, references: int) -> Row:
    """One row; most are premises, most of these issued."""
    drawn: Row = {
        "CaseReference": dice.choice([None, *(f"L/{n}" for n in range(references)), " l/1 ", "L/1"]),
        "ServiceTypeURI": SERVICE + dice.choice(["860", "860", "860", "646", "1071"]) if dice.random() < 0.8 else None,
        "ServiceTypeLabel": dice.choice(KIND_LABELS),
        "StatusURI": STATUS + dice.choice(["13", "13", "13", *map(str, range(1, 14))])
        if dice.random() < 0.85
        else None,
        "StatusLabel": dice.choice(STATUS_LABELS),
        "CaseDate": day(dice, 0.3),
        "LicenceStartDate": day(dice, 0.3),
        "LicenceEndDate": day(dice, 0.6),
        "DecisionDate": day(dice, 0.4),
        "AlcoholSupply": yes_or_no(dice),
        "OnPremisesAlcoholSale": yes_or_no(dice),
        "OffPremisesAlcoholSale": yes_or_no(dice),
        "LateNightRefreshment": yes_or_no(dice),
        "OpeningHours": dice.choice(HOURS),
        "UPRN": dice.choice([None, "1", "2", "10001"]),
        "is_usable": dice.random() < 0.93,
    }
    return drawn


def changed(dice: Random, rows: list[Row], references: int) -> list[Row]:
    """The rows of the next file: most as they were, some changed, gone or new, some with their history beside them."""
    following = []
    for old in rows:
        fate = dice.random()
        if fate < 0.1:
            continue
        fresh = row(dice, references)
        names = dice.sample(sorted(fresh), 3) if fate > 0.75 else []
        if fate > 0.95:
            following.append(old)
        following.append(old | {name: fresh[name] for name in names if name not in ("CaseReference", "ServiceTypeURI")})
    return following + [row(dice, references) for _ in range(dice.randrange(3))]


def history(dice: Random, others: list[str], most: int) -> list[tuple[date, list[Row]]]:
    """The files of one authority."""
    references = max(3, most // 2)
    rows = [row(dice, references) for _ in range(dice.randrange(1, most))]
    files = []
    for fetched in sorted(dice.sample(FETCHES, dice.randrange(1, 9))):
        rows = changed(dice, rows, references)
        extracted = fetched - timedelta(days=dice.choice([0, 0, 1, 30, 31, 32, 60]))
        whose = dice.choice([None, None, None, dice.choice(others)])
        files.append((fetched, [published(dice, one, fetched, extracted, whose) for one in rows]))
    return files


def published(dice: Random, old: Row, fetched: date, extracted: date, whose: str | None) -> Row:
    said = dice.choice([None, fetched + timedelta(days=1), extracted, extracted, extracted])
    return old | {"ExtractDate": said, "organisation_gss": whose if dice.random() < 0.6 else None}


def publish(seed: int, authorities: list[str], most: int = 14) -> Published:
    """What some authorities publish, some of it of each other, of a county, and of one that publishes nothing."""
    dice = Random(seed)
    others = [*authorities[: max(2, len(authorities) // 3)], "E10000008", authorities[-1]]
    return {
        gss: history(dice, others, most) if gss != authorities[-1] and dice.random() < 0.93 else []
        for gss in authorities
    }
