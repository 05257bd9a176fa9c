"""The states of rounds, parts and releases, drawn as Mermaid diagrams for the documents."""

from transforms.rounds.machines import MACHINES, Machine

INTRODUCTION = """# States

Written by `council-returns docs` from `transforms/rounds/machines.py`; the meaning is in
[life-of-a-return.md](specifications/life-of-a-return.md).
"""


def states_page() -> str:
    """Return the page with a diagram and a table for every sort of thing that has states."""
    return "\n".join([INTRODUCTION, *(_section(machine) for machine in MACHINES)])


def _section(machine: Machine) -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for transition in machine.transitions:
        arrows.setdefault((transition.before, transition.after), []).append(transition.act)
    drawn = [
        f"    {_node(before)} --> {_node(after)}: {', '.join(dict.fromkeys(acts))}"
        for (before, after), acts in arrows.items()
    ]
    named = [f'    state "{state}" as {_node(state)}' for state in machine.states]
    rows = [
        f"| {transition.before or '–'} | `{transition.act}` | {transition.after} |"
        for transition in machine.transitions
    ]
    return "\n".join(
        [
            f"## {machine.name.capitalize()}", "", "```mermaid", "stateDiagram-v2", *named, *drawn, "```", "",
            "| From | Act | To |", "|---|---|---|", *rows, "",
        ]
    )  # fmt: skip


def _node(state: str) -> str:
    return state.replace("-", "_") or "[*]"
