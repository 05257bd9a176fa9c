"""What a job returns, on its way out of a process that has read what others published: plain data and tables.

Nothing but the named classes is made of it, since a file might have taken that process over; tables travel as Arrow's
own streams.
"""

import io
import pickle
from collections.abc import Callable
from typing import IO, Any, cast

CLASSES = {
    "builtins": {"set", "frozenset", "complex", "bytearray"},
    "datetime": {"date", "datetime", "timezone", "timedelta"},
    "numpy": {"ndarray", "dtype"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "plugins.fetch.listings.listed_file": {"ListedFile", "ListingPage"},
    "plugins.fetch.services.service_page": {"ServicePage"},
    "plugins.reading.results": {"array_of", "table_of"},
    "plugins.reading.tasks": {"FileKind"},
    "transforms.domain.column_guess": {"ColumnGuess"},
    "transforms.domain.file_set": {"SetFile"},
    "transforms.domain.report": {"Outcome", "Report"},
    "transforms.domain.sheet": {"Sheet"},
    "transforms.recognise": {"Candidate"},
}
COLUMN = "0"


def save_result(result: object, file: IO[bytes]) -> None:
    """Write what a job returns to the beginning of a file."""
    file.seek(0)
    _Writer(file, protocol=5).dump(result)
    file.truncate()
    file.flush()


def load_result(file: IO[bytes]) -> Any:  # noqa: ANN401 - whatever the job returned
    """Return what is written at the beginning of a file; raise pickle.UnpicklingError for what is no plain data."""
    file.seek(0)
    return _Reader(file).load()


def table_of(stream: bytes) -> Any:  # noqa: ANN401 - a pyarrow.Table
    """Return the table in an Arrow stream."""
    import pyarrow as pa

    return pa.ipc.open_stream(pa.py_buffer(stream)).read_all()


def array_of(stream: bytes) -> Any:  # noqa: ANN401 - a pyarrow.Array
    """Return the array that is the one column of an Arrow stream."""
    column = table_of(stream).column(COLUMN)
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


class _Writer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        import pyarrow as pa

        if isinstance(value, pa.Table):
            return table_of, (_stream(value),)
        if isinstance(value, pa.Array):
            return array_of, (_stream(pa.table({COLUMN: value})),)
        return NotImplemented


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Callable[..., object]:
        if name not in CLASSES.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is not among what a job may return")
        return cast("Callable[..., object]", super().find_class(module, name))


def _stream(table: Any) -> bytes:  # noqa: ANN401 - a pyarrow.Table
    import pyarrow as pa

    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()
