"""Measure the start of every command that reads the record: `python -m bench.startup [HOME]`.

Each is typed in processes of its own against the database of a home, else of the usual one. Prints the least of
three as a table: seconds of processor time, and the widest line of its output at 80 columns. Exit code 1 where one
takes more than the limit.
"""

import os
import resource
import shlex
import subprocess
import sys
from pathlib import Path

from bench.harness.arguments import arguments

ALMANAC = Path(sys.executable).with_name("almanac")
LIMIT, TRIES = 0.35, 3
ASKED = (
    "--version",
    "--help",
    "prices",
    "prices deepseek-v4-pro --at 2026-07-15T02:00Z",
    "changes --limit 10",
    "sources",
    "deadlines",
    "alerts --limit 5",
    "hours deepseek-v4-pro",
    "chart deepseek-v4-pro",
    "why deepseek-v4-pro output",
    "diff 2026-08-01 2026-09-15 --vendor deepseek",
    "notice",
    "scores arena/text",
    "value arena/code",
    "cards",
    "ratio claude-opus-4-7 deepseek-v4-pro --mix 3:1 --at 2026-04-26",
    "cost docs/workload.toml",
    "badge deepseek-v4-pro",
    "check docs/workload.toml",
    "snapshot 12",
    "corrections",
    "held --settled",
    "config",
    "completion bash",
    "sql",
    "sql 'select model, amount from price_now limit 3'",
    "sql --query price-at",
    "doctor",
)


def processor_seconds(words: str, environ: dict[str, str]) -> tuple[float, str]:
    """Return the processor time of a command in a new process, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    typed = [ALMANAC, *shlex.split(words)]
    done = subprocess.run(typed, env=environ, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main() -> int:
    home = next(iter(arguments()), str(Path.home() / ".almanac"))
    environ = {**os.environ, "ALMANAC_HOME": home, "COLUMNS": "80"}
    late = 0
    for words in ASKED:
        measured = [processor_seconds(words, environ) for _ in range(TRIES)]
        seconds = min(each for each, _ in measured)
        widest = max(map(len, measured[0][1].splitlines()), default=0)
        late += seconds > LIMIT
        sys.stdout.write(f"{seconds:5.2f} s {widest:4} columns  {words}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{late} of {len(ASKED)} take more than {LIMIT} s\n")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
