"""Every table of the warehouse: METADATA once all the modules that add tables to it have been read.

Known   what looks at METADATA as a whole (migrations, rights, tests) takes it from here: a table whose module nobody
        has read is missing from it without a word, and the pipeline was granted no right on it.
"""

from plugins.storage.warehouse import source_tables, submission_tables
from plugins.storage.warehouse.tables import METADATA

MODULES = (source_tables, submission_tables)

__all__ = ["METADATA", "MODULES"]
