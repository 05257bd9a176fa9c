"""`make bench`: every figure beside its budget; exit status 1 where one is missed.

python -m benchmarks [--only NAME …] [--quick]
"""

import argparse
import importlib
import signal
import sys

from benchmarks.figures import Figure, say

NAMES = (
    *("england_year", "assembly", "rows", "spending", "portal", "ledger", "package", "workers", "england_quarter"),
    *("audit_trail", "work", "mutations", "planted"),
)


def main() -> int:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Figures beside their budgets.")
    parser.add_argument("--only", action="append", choices=NAMES, help="one benchmark; may be repeated")
    parser.add_argument("--quick", action="store_true", help="a tenth of England: for a first look, not for a verdict")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whatever was started is ended
    figures: list[Figure] = []
    for name in options.only or NAMES:
        say(name)
        for figure in importlib.import_module(f"benchmarks.{name}").measure(options.quick):
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
            figures.append(figure)
    return 0 if all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
