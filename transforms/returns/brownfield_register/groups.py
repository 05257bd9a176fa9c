"""The cells of the brownfield register return: groups of current sites, and what moved in the year.

Source: docs/specifications/brownfield-register.md, "Cells: `BLR.<group>.<measure>`"
Unit:   sites; hectares, to two decimals; net dwellings, to the whole number.
Known:  entries of part 2 are told apart in the 2017 edition alone, ended entries in the 2026 edition alone.
"""

from transforms.domain.conditions import AFTER_LAST, Before, Blank, Condition, Is, IsTrue, NotBefore
from transforms.domain.measures import Count, Measure, Total
from transforms.domain.origins import COMPUTED, ByFact, Origin, OriginRule
from transforms.domain.return_reads import FieldNeed, needs_of
from transforms.domain.statutory_return import Cell, Line, Page

CURRENT: Condition = (Blank("EndDate") | NotBefore("EndDate", AFTER_LAST)) & (
    Blank("FirstAddedDate") | Before("FirstAddedDate", AFTER_LAST)
)
PERMISSIONED = Is("PlanningStatus", ("permissioned",))

STATUSES = {
    "permissioned": ("Permissioned", "permissioned"),
    "not_permissioned": ("Not permissioned", "not permissioned"),
    "pending": ("Pending decision", "pending decision"),
}
OWNERS = {
    "owned_public": ("Owned by a public authority", "owned by a public authority"),
    "owned_not_public": ("Not owned by a public authority", "not owned by a public authority"),
    "owned_mixed": ("Mixed ownership", "mixed ownership"),
}
PERMISSIONS = {
    "full": ("Full planning permission", "full planning permission"),
    "outline": ("Outline planning permission", "outline planning permission"),
    "reserved_matters": ("Reserved matters approval", "reserved matters approval"),
    "in_principle": ("Permission in principle", "permission in principle"),
    "technical_details": ("Technical details consent", "technical details consent"),
    "under_order": ("Granted under an order", "planning permission granted under an order"),
    "other_permission": ("Other permission", "other"),
}
YES = ("yes",)


def one_of(column: str, words: dict[str, tuple[str, str]]) -> dict[str, tuple[str, Condition]]:
    """Return a group for each word of a list, with the sites that say it."""
    return {name: (label, Is(column, (word,))) for name, (label, word) in words.items()}


def none_of(column: str, words: dict[str, tuple[str, str]]) -> Condition:
    """Return the condition of sites that say none of a list's words."""
    return ~Is(column, tuple(word for _, word in words.values()))


GROUPS: dict[str, tuple[str, Condition | None]] = {
    "all": ("All current sites", None),
    **one_of("PlanningStatus", STATUSES),
    "status_unknown": ("Planning status unknown", none_of("PlanningStatus", STATUSES)),
    **one_of("OwnershipStatus", OWNERS),
    "owned_unknown": ("Ownership unknown", none_of("OwnershipStatus", OWNERS)),
    **{name: (label, PERMISSIONED & where) for name, (label, where) in one_of("PermissionType", PERMISSIONS).items()},
    "type_unknown": ("Permission type unknown", PERMISSIONED & none_of("PermissionType", PERMISSIONS)),
    "deliverable": ("Deliverable within five years", Is("Deliverable", YES)),
    "part_2": ("In part 2 of the register", Is("Part2", YES)),
    "hazardous": ("Hazardous substances consent needed", Is("HazardousSubstances", YES)),
}
MEASURES = {
    "sites": "sites",
    "hectares": "hectares",
    "dwellings_from": "dwellings, at least",
    "dwellings_to": "dwellings, at most",
}
BREAKDOWNS = {  # a whole and the groups that add up to it
    "status": ("all", (*STATUSES, "status_unknown")),
    "owner": ("all", (*OWNERS, "owned_unknown")),
    "type": ("permissioned", (*PERMISSIONS, "type_unknown")),
}
ONLY_2017 = ByFact("is_only_2017", if_true=Origin.COMPUTED, if_false=Origin.NOT_DERIVABLE)
ONLY_2026 = ByFact("is_only_2026", if_true=Origin.COMPUTED, if_false=Origin.NOT_DERIVABLE)


def needed(*fields: str | tuple[str, ...]) -> tuple[FieldNeed, ...]:
    """Return the need of some fields of a register, of a tuple any one."""
    return needs_of("brownfield_land", *fields)


# Source: docs/specifications/command-line.md, “A field that nobody published”.
DWELLINGS_FROM = ("NetDwellingsRangeFrom", "MinNetDwellings")
MEASURE_NEEDS: dict[str, tuple[FieldNeed, ...]] = {
    "sites": (),
    "hectares": needed("Hectares"),
    "dwellings_from": needed(DWELLINGS_FROM),
    "dwellings_to": needed(("NetDwellingsRangeTo", *DWELLINGS_FROM)),
}


FACTS = {("permissioned", "dwellings_from"): "homes-permitted"}


def cell_name(group: str, measure: str) -> str:
    """Return the name of a cell."""
    return f"BLR.{group}.{measure}"


def needs_of_group(group: str) -> tuple[FieldNeed, ...]:
    """Return the published fields without which nobody can tell the sites of a group."""
    if group in PERMISSIONS or group == "type_unknown":
        return needed("SiteReference", "PlanningStatus", "PermissionType")
    if group in STATUSES or group == "status_unknown":
        return needed("SiteReference", "PlanningStatus")
    if group in OWNERS or group == "owned_unknown":
        return needed("SiteReference", "OwnershipStatus")
    fields = {"deliverable": "Deliverable", "part_2": "Part2", "hazardous": "HazardousSubstances"}
    return needed("SiteReference", *([fields[group]] if group in fields else []))


def group_cells(group: str) -> tuple[Cell, ...]:
    """Return the four cells of a group of current sites."""
    label, condition = GROUPS[group]
    where = CURRENT if condition is None else CURRENT & condition
    origin: OriginRule = ONLY_2017 if group == "part_2" else COMPUTED
    measures: dict[str, Measure] = {
        "sites": Count(where),
        "hectares": Total("Hectares", where, decimals=2),
        "dwellings_from": Total("dwellings_from", where),
        "dwellings_to": Total("dwellings_to", where),
    }
    needs = needs_of_group(group)
    return tuple(
        Cell(
            cell_name(group, name),
            f"{label}: {MEASURES[name]}",
            measure,
            origin,
            (*needs, *MEASURE_NEEDS[name]),
            FACTS.get((group, name), ""),
        )
        for name, measure in measures.items()
    )


MOVEMENTS = (
    Cell(
        "BLR.added.sites",
        "Added in the year",
        Count(IsTrue("is_added")),
        needs=needed("SiteReference", "FirstAddedDate"),
    ),
    Cell(
        "BLR.ended.sites",
        "Ended in the year",
        Count(IsTrue("is_ended")),
        ONLY_2026,
        needed("SiteReference", "EndDate"),
    ),
    Cell(
        "BLR.updated.sites",
        "Updated in the year",
        Count(CURRENT & IsTrue("is_recent")),
        needs=needed("SiteReference", "LastUpdatedDate"),
    ),
    Cell(
        "BLR.overdue.sites",
        "Not updated for more than a year",
        Count(CURRENT & IsTrue("is_overdue")),
        needs=needed("SiteReference", "LastUpdatedDate"),
    ),
)
CELLS = (*(cell for group in GROUPS for cell in group_cells(group)), *MOVEMENTS)

PAGES = (
    Page(
        "Register",
        "Current sites on the reference date",
        tuple(("", words.capitalize()) for words in MEASURES.values()),
        tuple(
            Line("", label, tuple(cell_name(group, measure) for measure in MEASURES), is_total=group == "all")
            for group, (label, _) in GROUPS.items()
        ),
    ),
    Page(
        "Movement",
        "In the twelve months to the reference date",
        (("", "Sites"),),
        tuple(Line("", cell.label, (cell.name,)) for cell in MOVEMENTS),
    ),
)
