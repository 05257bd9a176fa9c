"""The process that reads, from inside: it takes one job after the other, and ends with the process that started it."""

import json
import os
import pickle
import select
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import IO

from plugins.faults import DiskFull, is_disk_full
from plugins.reading.allowance import held_bytes, hold_to, let_go, prepare_process
from plugins.reading.progress import Facts, send_to
from plugins.reading.results import save_result

LARGE = 700_000_000  # bytes that a process may hold after a job; one that holds more is replaced


def main() -> None:
    """Take jobs until the process that gives them has gone."""
    jobs, results, *modules = sys.argv[1:]
    connection = Connection(int(jobs))
    prepare_process()
    Thread(target=_exit_with_parent, args=(connection.fileno(),), name="exit-with-parent", daemon=True).start()
    send_to(lambda facts: _send(connection, {"said": facts}))
    for name in modules:
        import_module(name)
    with os.fdopen(int(results), "r+b") as file:
        while True:
            try:
                request = connection.recv_bytes()
            except EOFError:
                return
            _send(connection, {"taken": True})
            _send(connection, _do(request, file))
            del request


def _do(request: bytes, file: IO[bytes]) -> Facts:
    """Do one job, write what it returns to the file, and return how it ended."""
    try:
        job, arguments, allowance = pickle.loads(request)  # noqa: S301 - from the process that started this one
        hold_to(allowance)
        save_result(job(*arguments), file)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is said
        let_go()
        name = DiskFull.__name__ if is_disk_full(error) else type(error).__name__
        return {"failed": name, "is_memory": isinstance(error, MemoryError), "words": str(error),
                "traceback": traceback.format_exc()}  # fmt: skip
    let_go()
    return {"done": True, "is_large": held_bytes() > LARGE}


def _send(connection: Connection, facts: Facts) -> None:
    connection.send_bytes(json.dumps(facts).encode())


def _exit_with_parent(jobs: int) -> None:
    """End this process when the one that started it has gone, even if that was killed."""
    poll = select.poll()
    poll.register(jobs, 0)
    poll.poll()
    os._exit(1)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
