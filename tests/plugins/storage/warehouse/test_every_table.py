"""No table is forgotten where METADATA is looked at as a whole."""

from pathlib import Path

from plugins.storage import warehouse
from plugins.storage.warehouse import tables
from plugins.storage.warehouse.every_table import METADATA, MODULES


def test_every_module_that_adds_a_table_is_read() -> None:
    folder = Path(warehouse.__file__).parent
    adding = {path.stem for path in folder.glob("*.py") if " = Table(\n" in path.read_text(encoding="utf-8")}
    assert adding == {module.__name__.rpartition(".")[2] for module in (*MODULES, tables)}
    assert {"set_file", "source_change", "proposal", "proposal_decision"} <= METADATA.tables.keys()
