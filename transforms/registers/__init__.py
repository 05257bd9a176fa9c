"""Registers: who the authorities are, where they publish, and where their areas lie.

Each is a CSV beside the module that reads it, read when first asked for and kept; this package is the only one of
`transforms` that reads a file.
"""

from transforms.registers.bodies import authorities, authority, codes, planning_authorities, successor_of
from transforms.registers.boundaries import area_of, metres_outside
from transforms.registers.consistency import check_registers
from transforms.registers.naming import organisation
from transforms.registers.publishing import open_sources, sources, sources_to_collect, write_sources
from transforms.registers.respondents import Respondents, is_member, respondents, who_owes

__all__ = [
    "Respondents",
    "area_of",
    "authorities",
    "authority",
    "check_registers",
    "codes",
    "is_member",
    "metres_outside",
    "open_sources",
    "organisation",
    "planning_authorities",
    "respondents",
    "sources",
    "sources_to_collect",
    "successor_of",
    "who_owes",
    "write_sources",
]
