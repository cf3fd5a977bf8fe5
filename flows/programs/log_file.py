"""Log files that rotate: `python -m flows.programs.log_file FILE` copies its standard input into one, line by line.

It is a process of its own, between a child and its log, and ends when everybody has closed the pipe. So the pipe is
read and nothing of it is lost however `almanac up`, its child or both of them die. It writes without a buffer. Where it
cannot write (the disk is full), it goes on reading, so that nobody has to wait for a log. Knows no prefect.
"""

import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path

MOST_BYTES = 10_000_000
"""Of one file; then it becomes `FILE.1`."""
KEPT = 4
"""So many older files stay, `FILE.1` the newest of them."""
LONGEST_LINE = 64 * 1024
"""A longer one is written in parts."""


@dataclass
class RotatingFile:
    """A file that is moved aside before it would grow beyond `most_bytes`."""

    path: Path
    most_bytes: int = MOST_BYTES
    kept: int = KEPT
    _file: FileIO | None = None

    def write(self, line: bytes) -> None:
        """Append a line. Raises OSError."""
        file = self._file or FileIO(self.path, "a")
        self._file = file
        if file.tell() and file.tell() + len(line) > self.most_bytes:
            self.close()
            self._move_aside()
            self._file = file = FileIO(self.path, "a")
        file.write(line)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _move_aside(self) -> None:
        for number in reversed(range(self.kept)):
            with suppress(FileNotFoundError):
                self._older(number).replace(self._older(number + 1))

    def _older(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path


def main(path: str) -> None:
    """Copy standard input to its end."""
    for each in (signal.SIGINT, signal.SIGTERM):
        # Whoever stops everything stops the child; its last lines still come.
        signal.signal(each, signal.SIG_IGN)
    file = RotatingFile(Path(path))
    for line in iter(partial(sys.stdin.buffer.readline, LONGEST_LINE), b""):
        with suppress(OSError):
            file.write(line)
    file.close()


if __name__ == "__main__":
    main(sys.argv[1])
