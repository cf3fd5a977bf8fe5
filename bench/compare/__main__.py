"""Run the comparisons: all that do not take long, or those that are named, by whole names or their beginnings."""

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.compare.catalogue import rows, selected
from bench.compare.frame import Bench, DifferentAnswers, Result, measure
from bench.compare.plots import write_plots
from bench.compare.report import header, line, machine, read_results, write_results
from bench.harness.databases import memory


def main(*names: str) -> int:
    """Print a line for each row; 1 where two sides answer differently or one fails, 2 for an unknown name."""
    try:
        chosen = selected(rows(), names)
    except KeyError as unknown:
        sys.stderr.write(f"no row begins with {unknown.args[0]}: {', '.join(row.name for row in rows())}\n")
        return 2
    sys.stdout.write(f"{machine()}\n{header()}\n")
    began, results, wrong = time.monotonic(), list[Result](), 0
    with tempfile.TemporaryDirectory(prefix="almanac-bench-", dir=memory()) as folder, ExitStack() as stack:
        bench = Bench(Path(folder), stack)
        for row in chosen:
            try:
                results.append(measure(row, bench))
                sys.stdout.write(f"{line(results[-1])}\n")
            except DifferentAnswers as different:
                wrong += 1
                sys.stdout.write(f"DIFFERENT ANSWERS {different}\n")
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
                wrong += 1
                sys.stdout.write(f"NOT MEASURED {row.name}: {failed}\n")
            sys.stdout.flush()
    write_results(results, [row.name for row in rows()])
    write_plots(read_results())
    left = [row.name for row in rows() if row.on_demand and row not in chosen]
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    if left and not names:
        sys.stdout.write("only when named:\n" + "".join(f"  {name}\n" for name in left))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
