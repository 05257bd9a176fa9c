"""Words: invented towns, streets, agents and sites; nobody and nowhere is meant."""

import numpy as np
import numpy.typing as npt

_STARTS = (
    "Alder",
    "Birk",
    "Corm",
    "Dunt",
    "Ember",
    "Fenn",
    "Garr",
    "Hazel",
    "Ilm",
    "Jess",
    "Kest",
    "Larch",
    "Merl",
    "Nettle",
    "Orr",
    "Pell",
    "Quill",
    "Rook",
    "Sedge",
    "Thist",
    "Umber",
    "Vell",
    "Wren",
    "Yarr",
)
_ENDS = ("combe", "wick", "thorpe", "hurst", "holme", "stead", "garth", "mere", "ley", "cote", "bourne", "den")
_STREETS = ("Lane", "Road", "Street", "Close", "Way", "Avenue", "Crescent", "Drive", "Terrace", "Mews", "Hill", "Row")
_PLOTS = (
    "Former depot",
    "Land north",
    "Land rear",
    "Old bakery",
    "Car park",
    "Disused works",
    "Builders' yard",
    "Garage court",
    "Former school",
    "Goods yard",
    "Timber yard",
    "Laundry",
)
_FIRMS = ("Planning", "Design", "Architects", "Surveyors", "Associates", "Studio")

NAMES = tuple(start + end for start in _STARTS for end in _ENDS)


def name(dice: float) -> str:
    """Return an invented name for dice between 0 and 1."""
    return NAMES[int(dice * len(NAMES))]


def address(dice: npt.NDArray[np.float64], town: str) -> str:
    """Return an invented address in `town`."""
    street = f"{name(dice[0])} {_STREETS[int(dice[1] * len(_STREETS))]}"
    return f"{1 + int(dice[2] * 180)} {street}, {name(dice[1])}, {town}"


def plot(dice: npt.NDArray[np.float64], town: str) -> str:
    """Return the invented name and address of a site in `town`."""
    return f"{_PLOTS[int(dice[3] * len(_PLOTS))]}, {address(dice, town)}"


def agent(dice: float) -> str:
    """Return an invented firm."""
    return f"{name(dice)} {_FIRMS[int(dice * 6000) % len(_FIRMS)]} Ltd"


def town(gss: str, name_of_authority: str) -> str:
    """Return the invented town in which everything of one authority happens."""
    return NAMES[sum((gss + name_of_authority).encode()) * 31 % len(NAMES)] + " Regis"
