"""Copies standard input to a rotating log file, line by line: `python -m flows.programs.log_file FILE`.

It is a process between a child and its log, and ends when the pipe is closed everywhere. So the pipe is read to its
end, and nothing is lost if `almanac up`, its child or both die. It writes without a buffer. If it cannot write (the
disk is full), it goes on reading, so that no process waits for its log.
"""

import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path

MOST_BYTES = 10_000_000
"""Maximum size of a file; then it becomes `FILE.1`."""
KEPT = 4
"""Number of older files; `FILE.1` is the newest."""
LONGEST_LINE = 64 * 1024
"""A longer line is written in parts."""


@dataclass
class RotatingFile:
    """A file that is renamed before it would exceed `most_bytes`."""

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
        # The signal that stops everything also stops the child; its last lines still arrive here.
        signal.signal(each, signal.SIG_IGN)
    file = RotatingFile(Path(path))
    for line in iter(partial(sys.stdin.buffer.readline, LONGEST_LINE), b""):
        with suppress(OSError):
            file.write(line)
    file.close()


if __name__ == "__main__":
    main(sys.argv[1])
